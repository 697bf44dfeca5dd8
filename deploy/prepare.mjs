// Before a start: installs the locked parts when they are missing or older than the lock file, and looks for a Node
// that can run Broadside. Any Node from 18 on can run this file.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.broadside')
const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).update(`${process.platform} ${process.arch}`).digest('hex')

// Native parts come built inside their packages, so no install script has to run; the machine's own Node may be too old
// for them anyway. The stamp is written last, so an install that was interrupted is begun anew.
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.error('Installing the parts of Broadside, once …')
  const npm = process.env.npm_execpath
  const [command, ...before] = npm ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  const install = () => spawnSync(command, [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: !npm && process.platform === 'win32' })
  let { status, error } = install()
  if (status !== 0) {
    // What an interrupted install left behind can be in the way of the next one, or still be written to.
    console.error('Once more, from nothing …')
    rmSync(join(root, 'node_modules'), { recursive: true, force: true, maxRetries: 20, retryDelay: 500 })
    ;({ status, error } = install())
  }
  if (status !== 0) {
    console.error(`The parts could not be installed${error ? ` (${error.message})` : ''}. Start again when the npm registry can be reached.`)
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

const bin = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
const node = existsSync(bin) ? bin : 'node'
const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' })
const [major = 0, minor = 0] = (/^v(\d+)\.(\d+)/.exec(stdout ?? '') ?? []).slice(1).map(Number)
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(`Broadside needs Node 24.12 or later; ${stdout ? `here is ${stdout.trim()}` : 'none was found'}, and none comes ready for ${process.platform} ${process.arch}. Install it from nodejs.org and start again.`)
  process.exit(1)
}
