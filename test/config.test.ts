// The environment: what holds without it, what each variable takes, and all that is wrong said at once.
import { expect, test } from 'vitest'
import { ConfigFaults, environment, readConfig } from '../src/config.ts'
import { badEnvironment } from './support/bad-environment.ts'

function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigFaults)
    return (error as ConfigFaults).faults
  }
  return []
}

test('an empty environment serves the demo edition on loopback, port 3000, out of ./data', () => {
  expect(readConfig({})).toEqual({
    host: '127.0.0.1',
    port: 3000,
    baseUrl: 'http://localhost:3000',
    hosts: new Set(['localhost:3000', '127.0.0.1:3000', '[::1]:3000']),
    dataDir: './data',
    databaseFile: './data/broadside.sqlite',
    chromium: null,
    smtpUrl: null,
    trustProxy: false,
    logLevel: 'info',
    secret: null,
    demo: true,
    rateLimits: true,
    pageCacheBytes: 32 * 1024 * 1024,
    webhookPrivate: false,
    underNpm: false,
  })
})

test('a variable that is set to nothing counts as unset', () => {
  expect(readConfig(Object.fromEntries(Object.keys(environment).map((name) => [name, ''])))).toEqual(readConfig({}))
})

test('every value given is taken', () => {
  const config = readConfig({
    HOST: '0.0.0.0',
    PORT: '8080',
    BASE_URL: 'https://news.example',
    DATA_DIR: '/srv/news',
    DATABASE_URL: 'file:/srv/other.sqlite',
    CHROMIUM: '/usr/bin/chromium',
    SMTP_URL: 'smtps://mail.example',
    TRUST_PROXY: '10.0.0.1, 10.0.0.2',
    LOG_LEVEL: 'debug',
    SECRET: 's'.repeat(32),
    DEMO: 'off',
    RATE_LIMITS: 'on',
    PAGE_CACHE_MB: '48',
  })
  expect(config).toEqual({
    host: '0.0.0.0',
    port: 8080,
    baseUrl: 'https://news.example',
    hosts: new Set(['news.example']),
    dataDir: '/srv/news',
    databaseFile: '/srv/other.sqlite',
    chromium: '/usr/bin/chromium',
    smtpUrl: 'smtps://mail.example',
    trustProxy: '10.0.0.1, 10.0.0.2',
    logLevel: 'debug',
    secret: 's'.repeat(32),
    demo: false,
    rateLimits: true,
    pageCacheBytes: 48 * 1024 * 1024,
    webhookPrivate: false,
    underNpm: false,
  })
})

test('all faults are told at once, each naming its variable, what it takes and what it is', () => {
  const faults = faultsOf(badEnvironment)
  expect(faults).toEqual(
    Object.entries(environment).flatMap(([name, { takes }]) =>
      name in badEnvironment ? [`${name} takes ${takes}; it is ${JSON.stringify(badEnvironment[name])}.`] : [],
    ),
  )
  expect(faults).toHaveLength(Object.keys(badEnvironment).length)
})

test.each(['0', '-1', '65536', '99999', '80.5', '0x50', ' 80', '1e3'])('PORT does not take %j', (PORT) => {
  expect(faultsOf({ PORT })).toEqual([expect.stringMatching(/^PORT takes a whole number from 1 to 65535; it is /)])
})

test.each(['0', '4097', '1.5', '-1', '32m'])('PAGE_CACHE_MB does not take %j', (PAGE_CACHE_MB) => {
  expect(faultsOf({ PAGE_CACHE_MB })).toEqual([
    expect.stringMatching(/^PAGE_CACHE_MB takes a whole number of megabytes from 1 to 4096; it is /),
  ])
})

test.each([
  ['https://news.example', 'https://news.example'],
  ['https://news.example/', 'https://news.example'],
  ['http://localhost:4000', 'http://localhost:4000'],
  ['HTTP://News.Example:8080', 'http://news.example:8080'],
  ['http://[::1]:3000', 'http://[::1]:3000'],
  ['https://news.example:443', 'https://news.example'],
])('BASE_URL takes %s', (BASE_URL, baseUrl) => {
  expect(readConfig({ BASE_URL }).baseUrl).toBe(baseUrl)
})

test.each([
  'news.example',
  '//news.example',
  'ftp://news.example',
  'https://news.example/site',
  'https://news.example/?a=1',
  'https://news.example/#top',
  'https://me@news.example',
  'https://me:secret@news.example',
  'javascript:alert(1)',
  'https://',
  'https://?',
  'https:/news.example',
  'https://news.example:99999',
])('BASE_URL does not take %s', (BASE_URL) => {
  expect(faultsOf({ BASE_URL })).toEqual([
    expect.stringMatching(
      /^BASE_URL takes the address that readers use, http:\/\/ or https:\/\/, without a path; it is /,
    ),
  ])
})

test('without BASE_URL the site is at localhost on its port', () => {
  expect(readConfig({ PORT: '4711' }).baseUrl).toBe('http://localhost:4711')
})

test.each(['127.0.0.1', 'localhost', '::1'])('RATE_LIMITS=off is taken when HOST is %s', (HOST) => {
  expect(readConfig({ HOST, RATE_LIMITS: 'off' }).rateLimits).toBe(false)
})

test.each(['0.0.0.0', '::', '192.168.1.7', 'news.example'])(
  'RATE_LIMITS=off is refused when HOST is %s, which others can reach',
  (HOST) => {
    expect(faultsOf({ HOST, RATE_LIMITS: 'off' })).toEqual([
      `RATE_LIMITS takes on or off (off only with a loopback HOST); HOST is ${JSON.stringify(HOST)}.`,
    ])
  },
)

test.each([
  ['off', false],
  ['on', true],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['loopback, ::1/128', 'loopback, ::1/128'],
])('TRUST_PROXY=%s trusts that', (TRUST_PROXY, trusted) => {
  expect(readConfig({ TRUST_PROXY }).trustProxy).toBe(trusted)
})

test.each(['yes', '10.0.0', '10.0.0.0/33', '10.0.0.1,', '::1/129', '10.0.0.0/8/8'])(
  'TRUST_PROXY does not take %s',
  (TRUST_PROXY) => {
    expect(faultsOf({ TRUST_PROXY })).toEqual([
      expect.stringMatching(/^TRUST_PROXY takes off, on, or the addresses of the proxies, comma-separated; it is /),
    ])
  },
)

test.each([
  ['file:/srv/a.sqlite', '/srv/a.sqlite'],
  ['file:///srv/a.sqlite', '/srv/a.sqlite'],
  ['/srv/a.sqlite', '/srv/a.sqlite'],
  ['a.sqlite', 'a.sqlite'],
])('DATABASE_URL=%s is the file %s', (DATABASE_URL, file) => {
  expect(readConfig({ DATABASE_URL }).databaseFile).toBe(file)
})
