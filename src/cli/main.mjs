// The entry of the command line. It switches the compile cache on before anything else is compiled, so it imports nothing
// of its own. It is JavaScript, because Node loads its compiler of types for a file that it reads before the cache.
import { enableCompileCache } from 'node:module'

enableCompileCache()
// What the site stores is its owner's alone: e-mail addresses, password hashes, sessions.
process.umask(0o077)
const { loadRun } = await import('./bundle.ts')
const run = await loadRun()
process.exitCode = await run(process.argv.slice(2))
