// Starts servers in separate processes, on a separate core where the system can pin one.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Started = { port: number; path: string; cookie?: string }
export type Server = Started & { name: string; child: ChildProcess; url: string }

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The arguments with which `npm start` calls Node, in the folder of the project. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
export const asPeopleStartIt: readonly string[] = scripts.start.split(' ').slice(1)

const servers = fileURLToPath(new URL('./servers.ts', import.meta.url))

/** Two cores and a way to choose one: servers get the first, load the second. */
export const pins = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0

/** Leaves the first core to the servers. */
export function pinMyself(): void {
  if (pins) spawnSync('taskset', ['-acp', '1', String(process.pid)])
}

/**
 * @param args the kind of server, and its arguments
 * @param env beside the environment of this process
 */
export async function start(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<Server> {
  const command = [process.execPath, servers, ...args]
  const [program, ...rest] = pins ? ['taskset', '-c', '0', ...command] : command
  const child = spawn(program!, rest, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} did not start.`))),
  ])) as [{ started: Started }]
  return { ...message.started, name, child, url: `http://127.0.0.1:${message.started.port}${message.started.path}` }
}

const commands = fileURLToPath(new URL('../src/cli/main.mjs', import.meta.url))

/** Runs a command of Broadside in a process of its own, without its output. @param env beside the environment of this process */
export const command = (args: readonly string[], env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, [commands, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })

/** Asks a server for its figures. */
export async function ask<T>(server: Server, question: string): Promise<T> {
  const answer = once(server.child, 'message')
  server.child.send({ ask: question })
  const [message] = (await answer) as [T]
  return message
}

/** Processes that were launched and run still. They end with this one. */
const launched = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of launched) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

/**
 * Starts a program whose standard output is a pipe, as under systemd. What it writes is read, and the end of it kept for errors.
 * @param env beside the environment of this process; an empty value counts as unset
 * @param ready what a line contains once the program can be used; null to wait for nothing
 */
export async function launch(
  command: readonly [string, ...string[]],
  env: Record<string, string>,
  ready: string | null,
): Promise<ChildProcess> {
  const [program, ...args] = pins ? (['taskset', '-c', '0', ...command] as const) : command
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  launched.add(child)
  let said = ''
  const heard = new Promise<void>((resolve, reject) => {
    if (ready === null) resolve()
    const listen = (data: Buffer): void => {
      said = (said + data.toString()).slice(-4000)
      if (ready !== null && said.includes(ready)) resolve()
    }
    child.stdout!.on('data', listen)
    child.stderr!.on('data', listen)
    child.once('error', reject).once('exit', (code) => {
      launched.delete(child)
      reject(new Error(`${command.join(' ')} ended with ${code}: ${said}`))
    })
  })
  await heard
  return child
}

/** Ends a process and waits until it has ended. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Ends every process that was launched. */
export const endLaunched = async (): Promise<void> => void (await Promise.all([...launched].map(end)))

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
