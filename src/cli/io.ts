// What a command works with in place of the process: environment, input, output, signals and the exit code.
import type { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'

export type CommandIo = {
  /** The environment; that of the process when left out. */
  env?: Record<string, string | undefined>
  input: Readable
  /** Prints a line on standard output. */
  print: (line: string) => void
  /** Prints a line on standard error. */
  warn: (line: string) => void
  /** Where a progress bar is drawn; null when standard error is no terminal. */
  terminal: NodeJS.WriteStream | null
  /** Emits SIGINT and SIGTERM. */
  signals: EventEmitter
  exitCode: number
}

/** The process itself. */
export const processIo = (): CommandIo => ({
  input: process.stdin,
  print: (line) => console.log(line),
  warn: (line) => console.error(line),
  terminal: process.stderr.isTTY ? process.stderr : null,
  signals: process,
  exitCode: 0,
})
