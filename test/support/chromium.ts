// One Chromium for the whole run: found or installed at its start, launched for the first test that asks, shared by all workers.
import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserServer, chromium } from 'playwright-core'
import type { TestProject } from 'vitest/node'

/** The shell is the same engine without the window and its menus: a run takes two thirds of the time. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/** Nothing that asks the network or the graphics card; playwright-core gives every start an empty profile of its own. */
const launchArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Launches a Chromium of one's own. */
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: launchArguments })

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address that launches the Chromium of this run and answers with its endpoint; null where there is none. */
    chromium: string | null
  }
}

/**
 * Offers the workers of a run one Chromium, which is launched when the first of them asks.
 * @returns closes it
 */
export async function offerChromium(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = findChromium()
  if (executablePath === null) {
    project.provide('chromium', null)
    return async () => console.error(`\n${NO_CHROMIUM}\n`)
  }
  let launching: Promise<BrowserServer> | undefined
  const door = createServer((_request, response) => {
    launching ??= chromium.launchServer({ executablePath, args: launchArguments, host: '127.0.0.1' })
    launching.then(
      (server) => response.end(server.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  project.provide('chromium', `http://127.0.0.1:${(door.address() as AddressInfo).port}/`)
  return async () => {
    door.close()
    await (await launching)?.close()
  }
}

let connecting: Promise<Browser> | undefined

/** Connects this worker to the Chromium of the run, once. */
export function connectToChromium(door: string): Promise<Browser> {
  connecting ??= fetch(door).then(async (answer) => {
    const said = await answer.text()
    if (!answer.ok) throw new Error(said)
    return chromium.connect(said)
  })
  return connecting
}

const runs = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function onPath(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(runs)
}

/** As root on Debian and its kin, Chromium is one package away. */
function install(): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  console.error('Installing Chromium for the browser half of the tests, once …')
  const options: SpawnSyncOptions = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  spawnSync('apt-get', ['-qq', 'update'], options)
  for (const name of ['chromium-headless-shell', 'chromium']) {
    const { status } = spawnSync('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', name], options)
    if (status === 0) return
  }
}

/**
 * The path of a Chromium: `CHROMIUM`, else one on the PATH, else one installed now.
 * @returns null when there is none and none could be installed
 * @throws when `CHROMIUM` names no program
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const named = env['CHROMIUM']
  if (named) {
    if (!runs(named)) throw new Error(`CHROMIUM is ${JSON.stringify(named)}, and that is no program that can be run.`)
    return named
  }
  const found = onPath(env)
  if (found) return found
  install()
  return onPath(env) ?? null
}

export const NO_CHROMIUM =
  'THE BROWSER HALF OF THE TESTS DID NOT RUN: there is no Chromium here and none could be installed. Install one, or name it in CHROMIUM.'
