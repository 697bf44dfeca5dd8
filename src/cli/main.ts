// The entry of the command line. It switches the compile cache on before anything else is compiled, so it imports nothing of its own.
import { enableCompileCache } from 'node:module'

enableCompileCache()
// What the site stores is its owner's alone: e-mail addresses, password hashes, sessions.
process.umask(0o077)
const [{ readEnvFile }, { processIo }, { runCommand }] = await Promise.all([
  import('../config.ts'),
  import('./io.ts'),
  import('./program.ts'),
])
readEnvFile()
process.exitCode = await runCommand(process.argv.slice(2), processIo())
