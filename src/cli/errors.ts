// Prints why a command failed and chooses its exit code.
import { ConfigFaults } from '../config.ts'
import type { CommandIo } from './io.ts'

/** A fault of a command, as a sentence for the operator. */
export class CommandFault extends Error {}

/** @returns the exit code: 2 for a faulty configuration, 1 for everything else */
export function reportError(error: unknown, io: CommandIo): number {
  if (error instanceof ConfigFaults) {
    io.warn(error.faults.map((fault) => `broadside: ${fault}`).join('\n'))
    return 2
  }
  const { message, code } = error as { message?: string; code?: string }
  if (code === 'EADDRINUSE') io.warn(`broadside: another program uses that port. Set PORT to another one.`)
  else if (
    code === 'EACCES' ||
    code === 'EROFS' ||
    code === 'ENOENT' ||
    code === 'ENOTDIR' ||
    code === 'SQLITE_READONLY' ||
    code === 'SQLITE_CANTOPEN'
  )
    io.warn(`broadside: the data folder (DATA_DIR) cannot be created or written: ${message ?? ''}`)
  else io.warn(`broadside: ${message ?? String(error)}`)
  return 1
}
