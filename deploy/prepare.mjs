// Before a start: installs the locked parts when they are missing or older than the lock file, and looks for a Node
// that can run Broadside. Any Node from 18 on can run this file. With `bundle` it also bundles the sources, by that Node:
// the shell would go on with the one that it found before the install. With `start` it does so from the second start on,
// because the first has waited for the install already.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.broadside')
const lock = join(root, '.installing')
const windows = process.platform === 'win32'
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex')

/** The stamp is written last, so an interrupted install is repeated. */
const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted

const alive = (pid) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Waits for an install of another start, because two at once would damage each other. */
async function waitForOthers() {
  let said = false
  for (;;) {
    const pids = existsSync(lock) ? readFileSync(lock, 'utf8').split(' ').map(Number).filter(Boolean) : []
    if (!pids.some((pid) => pid !== process.pid && alive(pid))) return
    if (!said) console.error('Another process is installing the packages; waiting for it …')
    said = true
    await pause(300)
  }
}

async function install() {
  const npm = process.env.npm_execpath
  const [command, ...before] = npm ? [process.execPath, npm] : [windows ? 'npm.cmd' : 'npm']
  // Native parts come built inside their packages, so no install script has to run; the machine's own Node may be too
  // old for them anyway.
  const child = spawn(command, [...before, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: !npm && windows,
  })
  writeFileSync(lock, `${process.pid} ${child.pid}`)
  const [code] = await once(child, 'exit')
  return code === 0
}

const wasInstalled = installed()
if (!wasInstalled) {
  await waitForOthers()
  if (!installed()) {
    writeFileSync(lock, String(process.pid))
    console.error('Installing packages (first start only) …')
    let done = await install()
    if (!done) {
      // What an interrupted install left behind can be in the way of the next one.
      console.error('The installation failed. Trying again from an empty folder …')
      rmSync(join(root, 'node_modules'), { recursive: true, force: true, maxRetries: 10, retryDelay: 300 })
      done = await install()
    }
    if (done) writeFileSync(stamp, wanted)
    rmSync(lock, { force: true })
    if (!done) {
      console.error('The packages could not be installed. Start again when the npm registry can be reached.')
      process.exit(1)
    }
  }
}

const bin = join(root, 'node_modules', '.bin', windows ? 'node.cmd' : 'node')
const { stdout } = spawnSync(existsSync(bin) ? bin : 'node', ['--version'], { encoding: 'utf8', shell: windows })
const [major = 0, minor = 0] = (/^v(\d+)\.(\d+)/.exec(stdout ?? '') ?? []).slice(1).map(Number)
if (major < 24 || (major === 24 && minor < 12)) {
  console.error(
    `Broadside needs Node 24.12 or later; ${stdout ? `here is ${stdout.trim()}` : 'none was found'}, and none comes ready for ${process.platform} ${process.arch}. Install it from nodejs.org and start again.`,
  )
  process.exit(1)
}

const [task] = process.argv.slice(2)
if (task === 'bundle' || (task === 'start' && wasInstalled))
  spawnSync(existsSync(bin) ? bin : 'node', [join(root, 'deploy', 'bundle.ts')], { stdio: 'inherit', shell: windows })
