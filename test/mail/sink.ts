// A local mail server that keeps e-mails, and refuses what a test asks it to.
import { once } from 'node:events'
import { SMTPServer, type SMTPServerAddress } from 'smtp-server'
import { onTestFinished } from 'vitest'

export type Received = { from: string; to: string[]; raw: string; headers: Map<string, string[]>; body: string }

export type Sink = {
  url: string
  received: Received[]
  /** Code and words that the next mails are answered with, at which word of the conversation. */
  answer: { at: 'MAIL' | 'RCPT' | 'DATA'; code: number } | null
  close: () => Promise<void>
}

/** Opens a mail server that closes itself when the test ends. @param port 0 for any */
export async function openSink(port = 0): Promise<Sink> {
  const refuse = (at: string): (Error & { responseCode: number }) | null =>
    sink.answer?.at === at ? Object.assign(new Error('as the test wants it'), { responseCode: sink.answer.code }) : null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onMailFrom: (_address, _session, done) => done(refuse('MAIL')),
    onRcptTo: (_address, _session, done) => done(refuse('RCPT')),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refused = refuse('DATA')
        if (refused === null)
          sink.received.push(
            parsed(Buffer.concat(chunks).toString('utf8'), session.envelope.mailFrom, session.envelope.rcptTo),
          )
        done(refused)
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  onTestFinished(close)
  const sink: Sink = {
    url: `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`,
    received: [],
    answer: null,
    close,
  }
  return sink
}

/** A mail as it came over the wire; its headers unfolded, by their names in small letters. */
export function parsed(
  raw: string,
  from: false | SMTPServerAddress = false,
  to: readonly SMTPServerAddress[] = [],
): Received {
  const end = raw.indexOf('\r\n\r\n')
  const headers = new Map<string, string[]>()
  for (const line of raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()])
  }
  return {
    from: from === false ? '' : from.address,
    to: to.map(({ address }) => address),
    raw,
    headers,
    body: decoded(raw.slice(end + 4)),
  }
}

/** Quoted-printable as the letters it stands for. */
const decoded = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** The addresses of this site that a mail names, without the host. */
export const linksIn = (text: string): string[] =>
  [...text.matchAll(/http:\/\/localhost:3000(\/[^\s<>"]*)/g)].map((match) => match[1]!)
