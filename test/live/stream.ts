// A reader of an open thread over real HTTP: the events of a stream, one after the other.
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Member, Site } from '../support/site.ts'

type Told = { id: number; event: string; data: { whole?: boolean; live?: number[]; gone?: number[] } }

export type Stream = {
  answer: IncomingMessage
  /** The next event; rejects when the stream ends before there is one. */
  next: () => Promise<Told>
  /** Milliseconds that the browser is told to wait before it comes back, so far. */
  retries: number[]
  /** Heartbeats so far. */
  beats: () => number
  /** Resolves when the stream has ended. */
  ended: Promise<unknown>
  leave: () => void
}

const ports = new WeakMap<Site, Promise<number>>()

/** Lets a site listen, once, on a port of the system's choice. */
function listening(site: Site): Promise<number> {
  const port =
    ports.get(site) ??
    site.app.listen({ host: '127.0.0.1', port: 0 }).then(() => (site.app.server.address() as AddressInfo).port)
  ports.set(site, port)
  return port
}

/** Asks over real HTTP; the body is not read. */
export async function ask(
  site: Site,
  path: string,
  as: Member | null = null,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<IncomingMessage> {
  const asked = request({
    host: '127.0.0.1',
    port: await listening(site),
    path,
    method,
    agent: false,
    headers: { host: new URL(site.deps.config.baseUrl).host, ...(as ? { cookie: as.cookie } : {}), ...headers },
  })
  onTestFinished(() => void asked.destroy())
  asked.on('error', () => undefined).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return answer
}

/** Opens a stream and reads it as it comes. */
export async function follow(
  site: Site,
  path: string,
  as: Member | null = null,
  headers: Record<string, string> = {},
): Promise<Stream> {
  const answer = await ask(site, path, as, headers)
  const heard: Told[] = []
  const waiting: { resolve: (told: Told) => void; reject: (error: Error) => void }[] = []
  const retries: number[] = []
  let [rest, beats, over] = ['', 0, false]
  const ended = new Promise<void>((resolve) => void answer.once('close', resolve))
  const hear = (block: string): void => {
    const lines = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
    )
    if (lines.has('retry')) retries.push(Number(lines.get('retry')))
    if (lines.has('')) beats += 1
    if (!lines.has('data')) return
    const told = {
      id: Number(lines.get('id')),
      event: lines.get('event')!,
      data: JSON.parse(lines.get('data')!) as Told['data'],
    }
    const first = waiting.shift()
    if (first) first.resolve(told)
    else heard.push(told)
  }
  answer
    .setEncoding('utf8')
    .on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n')
      rest = blocks.pop()!
      for (const block of blocks) hear(block)
    })
    .on('error', () => undefined)
  void ended.then(() => {
    over = true
    for (const { reject } of waiting) reject(new Error('The stream has ended.'))
  })
  return {
    answer,
    retries,
    ended,
    beats: () => beats,
    next: () =>
      new Promise((resolve, reject) => {
        const first = heard.shift()
        if (first) resolve(first)
        else if (over) reject(new Error('The stream has ended.'))
        else waiting.push({ resolve, reject })
      }),
    leave: () => answer.destroy(),
  }
}
