// The site's secret, where the environment names none: made once and kept in the data folder, readable by its owner alone.
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '../random.ts'
import { makeFolder } from './folder.ts'

const MIN_LENGTH = 32

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code

function readFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Makes the file, whole from the first moment, unless another process is faster. */
function makeFile(path: string, random: Random): void {
  const part = `${path}.${random.token()}.part`
  const file = openSync(part, 'wx', 0o600)
  try {
    writeFileSync(file, `${random.token()}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(part, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(part)
  }
}

/**
 * Reads the secret of a data folder, and makes it if there is none.
 * @throws Error when the file is damaged, or cannot be read or made
 */
export function readSecret(dataDir: string, random: Random): string {
  const path = join(dataDir, 'secret')
  if (readFile(path) === null) {
    makeFolder(dataDir)
    makeFile(path, random)
  }
  const secret = readFile(path) ?? ''
  if (secret.length < MIN_LENGTH)
    throw new Error(
      `${path} is damaged: it has fewer than ${MIN_LENGTH} characters. Restore it from a backup, or delete it: browsers of guests are then new guests.`,
    )
  return secret
}
