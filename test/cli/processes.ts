// Broadside on a data folder of its own: its commands in this process or in one of theirs, and the server in one of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { expect, inject, onTestFinished } from 'vitest'
import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { runCommand } from '../../src/cli/program.ts'
import { readConfig } from '../../src/config.ts'
import { write } from '../../src/db/write.ts'
import type { OpenDeps } from '../../src/deps.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { openDeps } from '../../src/open-deps.ts'
import { tokenHash } from '../../src/random.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY, HOUR, MINUTE } from '../../src/time.ts'
import { anArticle, aThread } from '../support/site.ts'

const main = fileURLToPath(new URL('../../src/cli/main.mjs', import.meta.url))

/** Nothing of the environment that the tests run in, so that nobody's own settings reach a test. */
const environment = (dir: string, more: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  TZ: process.env['TZ'] ?? '',
  DATA_DIR: dir,
  LOG_LEVEL: 'silent',
  RATE_LIMITS: 'off',
  DEMO: 'off',
  ...more,
})

/** A data folder that goes when the test ends: with a migrated database in it, or empty. */
export function dataDir(migrated = true): string {
  const dir = mkdtempSync(join(tmpdir(), 'broadside-cli-'))
  if (migrated) copyFileSync(inject('image'), join(dir, 'broadside.sqlite'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export type Ended = { code: number | null; out: string; err: string }

/** Runs a command in this process to its end; signals are what it takes for those of the process. */
export async function broadside(
  dir: string,
  args: string[],
  {
    input = '',
    env = {},
    signals = new EventEmitter(),
  }: { input?: string; env?: Record<string, string>; signals?: EventEmitter } = {},
): Promise<Ended> {
  const said = { out: '', err: '' }
  const code = await runCommand(args, {
    env: environment(dir, env),
    input: Readable.from([input]),
    print: (line) => {
      said.out += `${line}\n`
    },
    warn: (line) => {
      said.err += `${line}\n`
    },
    terminal: null,
    signals,
    exitCode: 0,
  })
  return { code, ...said }
}

/** Runs a command in a process of its own to its end. */
export async function broadsideProcess(
  dir: string,
  args: string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], { env: environment(dir, env) })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.on('error', () => undefined).end(input)
  const ended = new Promise<number | null>((resolve) => void child.on('exit', resolve))
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  return { code, out, err }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => void server.close(resolve))
  return port
}

export type Server = {
  child: ChildProcess
  port: number
  /** Everything that it has printed so far. */
  said: () => string
  get: (path: string, cookie?: string) => Promise<{ status: number; body: string }>
  post: (path: string, form: Record<string, string>, cookie?: string) => Promise<{ status: number; location: string }>
  /** Sends a signal and waits for the end. */
  end: (signal: NodeJS.Signals) => Promise<{ code: number | null; signal: string | null }>
}

/** Starts a server and waits until it says where it is; on another port when somebody was quicker to take the first. */
export async function serve(dir: string, env: Record<string, string> = {}, tries = 3): Promise<Server> {
  try {
    return await start(dir, await freePort(), env)
  } catch (error) {
    if (tries > 1 && /listens on that port already/.test(String(error))) return serve(dir, env, tries - 1)
    throw error
  }
}

async function start(dir: string, port: number, env: Record<string, string>): Promise<Server> {
  // npm puts a shell between itself and what it starts.
  const [program, args] =
    env['npm_lifecycle_event'] === undefined
      ? [process.execPath, [main, 'serve']]
      : ['sh', ['-c', `'${process.execPath}' '${main}' serve; true`]]
  const child = spawn(program, args, {
    env: environment(dir, { PORT: String(port), ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<{ code: number | null; signal: string | null }>(
    (resolve) => void child.on('exit', (code, signal) => resolve({ code, signal })),
  )
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      if (/^Broadside is at .*\n/m.test(said)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    void ended.then(({ code }) => reject(new Error(`The server ended with ${code}: ${said}`)))
  })
  const at = `http://127.0.0.1:${port}`
  const cookies = (cookie: string | undefined): Record<string, string> => (cookie === undefined ? {} : { cookie })
  return {
    child,
    port,
    said: () => said,
    get: async (path, cookie) => {
      const answer = await fetch(at + path, { headers: cookies(cookie), redirect: 'manual' })
      return { status: answer.status, body: await answer.text() }
    },
    post: async (path, form, cookie) => {
      const answer = await fetch(at + path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: cookies(cookie),
        redirect: 'manual',
      })
      await answer.arrayBuffer()
      return { status: answer.status, location: answer.headers.get('location') ?? '' }
    },
    end: (signal) => {
      child.kill(signal)
      return ended
    },
  }
}

/** Works on the database of a folder as a program beside the server does. */
export async function inside<T>(dir: string, work: (deps: OpenDeps) => Promise<T>): Promise<T> {
  const deps = await openDeps(readConfig({ DATA_DIR: dir }), { log: pino({ level: 'silent' }) })
  try {
    return await work(deps)
  } finally {
    await deps.store.close()
  }
}

/** Makes a member with a session; the session's cookie. */
export const member = (dir: string, nic: string): Promise<string> =>
  inside(dir, async (deps) => {
    const token = deps.random.token()
    const now = deps.clock()
    await write(deps, async (db) => {
      const id = await insertAccount(db, {
        nic,
        nic_skeleton: skeleton(nic),
        email: null,
        email_folded: null,
        password_hash: null,
        role: 'member',
        created_at: now,
      })
      await insertSession(db, {
        token_hash: tokenHash(token),
        account_id: id,
        created_at: now,
        last_used_at: now,
        expires_at: now + DAY,
      })
    })
    return `bs_session=${token}`
  })

/** Loads an article with a thread of one comment. @returns the id of the article */
export const loadThread = (dir: string): Promise<number> =>
  inside(dir, async (deps) => {
    const now = deps.clock()
    const article = anArticle({
      key: 'thread',
      postedAt: now - HOUR,
      comments: aThread('thread', [null], now - MINUTE),
    })
    await loadArticles(deps, 'test', [article], { dryRun: false, actor: 'test' })
    return (await deps.db.selectFrom('articles').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
  })

/** Follows the thread of an article as its page does, and waits for the first event. */
export async function followThread(
  server: Server,
  article: number,
  headers: Record<string, string> = {},
): Promise<{ said: () => string; answer: IncomingMessage }> {
  const asked = request({
    host: '127.0.0.1',
    port: server.port,
    path: `/live/articles/${article}?since=1`,
    agent: false,
    headers,
  })
  onTestFinished(() => void asked.destroy())
  asked.on('error', () => undefined).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  let said = ''
  answer
    .setEncoding('utf8')
    .on('data', (text: string) => {
      said += text
    })
    .on('error', () => undefined)
  await expect.poll(() => said, { timeout: 15_000 }).toContain('"whole":true')
  return { answer, said: () => said }
}
