// The site's secret: made once in the data folder, private, and the one of the environment where that has one.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { readSecret } from '../../src/db/secret.ts'
import { signToken, systemRandom, verifyToken } from '../../src/random.ts'
import { openSite } from '../support/site.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-secret-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

test('it is made once, of 256 bits, readable by its owner alone', () => {
  const data = join(folder, 'data')
  const secret = readSecret(data, systemRandom)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(readSecret(data, systemRandom)).toBe(secret)
  expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600)
  expect(readdirSync(data)).toEqual(['secret'])
})

test('a damaged file is refused with its path and what to do, and is left as it is', () => {
  const path = join(folder, 'secret')
  writeFileSync(path, 'short')
  expect(() => readSecret(folder, systemRandom)).toThrow(`${path} is damaged`)
  expect(readFileSync(path, 'utf8')).toBe('short')
})

test('a folder that cannot be made is an error', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(() => readSecret(join(folder, 'file'), systemRandom)).toThrow('ENOTDIR')
})

test('the environment has the last word', async () => {
  const secret = 'thirty-two characters, or even more'
  expect((await openSite({ SECRET: secret })).deps.secret).toBe(secret)
})

test('a signature is for one token, one purpose and its parts', () => {
  const token = systemRandom.token()
  const signed = signToken('secret', 'use', token, 7)
  expect(verifyToken('secret', 'use', signed, 7)).toBe(token)
  expect(verifyToken('secret', 'use', signed, 8)).toBeNull()
  expect(verifyToken('secret', 'use', signed)).toBeNull()
  expect(verifyToken('secret', 'other', signed, 7)).toBeNull()
  expect(verifyToken('another', 'use', signed, 7)).toBeNull()
  expect(verifyToken('secret', 'use', undefined, 7)).toBeNull()
  expect(verifyToken('secret', 'use', `${systemRandom.token()}${signed.slice(43)}`, 7)).toBeNull()
})
