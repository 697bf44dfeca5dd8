// Runs the command line of this process: what main.ts loads, from the sources or from their bundle.
import { readEnvFile } from '../config.ts'
import { type CommandIo, processIo } from './io.ts'

/** @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  readEnvFile()
  const io = processIo()
  // What is started most often needs no parser of arguments.
  return argv.length === 1 && argv[0] === 'serve' ? runServe(io) : (await import('./program.ts')).runCommand(argv, io)
}

async function runServe(io: CommandIo): Promise<number> {
  try {
    await (await import('./serve.ts')).serve(io)
    return io.exitCode
  } catch (error) {
    return (await import('./errors.ts')).reportError(error, io)
  }
}
