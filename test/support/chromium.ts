// One Chromium for each worker: found or installed at the start of a run, launched for the first test that asks.
import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
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
    /** Path of the Chromium of this run; null where there is none. */
    chromium: string | null
  }
}

/**
 * Tells the workers of a run where Chromium is.
 * @returns says aloud at the end that there was none
 */
export function offerChromium(project: TestProject): () => void {
  const executablePath = findChromium()
  project.provide('chromium', executablePath)
  return () => {
    if (executablePath === null) console.error(`\n${NO_CHROMIUM}\n`)
  }
}

let launching: Promise<Browser> | undefined

/**
 * The Chromium of this worker, launched once. Driving it directly takes a fifth less work than sharing one through
 * playwright’s server, which reads every message twice. It ends with its worker, whose pipe it reads.
 */
export const ownChromium = (executablePath: string): Promise<Browser> => (launching ??= launch(executablePath))

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
