// The one direction in which folders import each other.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { importsOf, withoutComments } from '../support/imports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A folder imports itself and what stands above it; rooms of one line know nothing of each other. */
const order = [
  ['lazy'],
  [
    'time',
    'errors',
    'random',
    'slices',
    'quantiles',
    'confusables',
    'unspaced',
    'base-letters',
    'spaces',
    'blank',
    'word-diff',
  ],
  ['account-urls', 'registration-modes', 'former-nics'],
  ['ip-ranges', 'near-names', 'format', 'slugs', 'urls', 'topics', 'faults', 'skeleton', 'log-acts', 'semaphore'],
  ['watch-hours', 'webhook-address'],
  ['config', 'settings', 'load-limits'],
  ['reason-setting-texts'],
  ['permissions', 'reasons', 'moments', 'places', 'setting-texts'],
  ['db'],
  ['markup'],
  ['thread-view'],
  ['deps'],
  ['web', 'mail'],
  ['media'],
  ['sanctions'],
  ['accounts'],
  ['theme'],
  ['articles'],
  ['mutes', 'marks'],
  ['filters'],
  ['notices'],
  ['comments'],
  ['batches'],
  ['inbox', 'live', 'saves'],
  ['editions'],
  ['search', 'feeds', 'sitemaps', 'people'],
  ['articles/page', 'articles/corrections', 'articles/history', 'marks/news'],
  ['desk'],
  ['articles/editing'],
  ['moderation'],
  ['importers', 'exporters', 'admin', 'api'],
  ['app', 'open-deps', 'demo', 'jobs'],
  ['cli'],
] as const

/** Files that look to the right, at most ten, and why. The list may only shrink. */
const exceptions: Record<string, { rooms: string[]; why: string }> = {
  'src/deps.ts': {
    rooms: ['web', 'marks', 'articles', 'live'],
    why: 'It names the types of the parts that are handed around.',
  },
  'src/web/views.ts': {
    rooms: ['*'],
    why: 'The table of templates names the type of every view model.',
  },
  'src/web/reader.ts': {
    rooms: ['marks', 'mutes'],
    why: 'Every page differs by what its reader has read and muted.',
  },
  'src/accounts/routes.ts': {
    rooms: ['comments'],
    why: 'Signing in posts the comment that waited for it.',
  },
  'src/comments/drafts/routes.ts': {
    rooms: ['desk'],
    why: 'A draft whose thread has closed can be sent to the editors.',
  },
}

const ranks = new Map<string, number>(order.flatMap((rooms, rank) => rooms.map((room) => [room, rank] as const)))

/** The room of a file: a folder of its own rank, else its top folder or, beside the folders, its name. */
function roomOf(path: string): string {
  const parts = path.slice('src/'.length).replace(/\.ts$/, '').split('/')
  const inner = parts.slice(0, 2).join('/')
  return parts.length > 2 && ranks.has(inner) ? inner : parts[0]!
}

const files = new Map(
  globSync('src/**/*.ts', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => [path, withoutComments(readFileSync(join(root, path), 'utf8'))]),
)

const rightward = [...files].flatMap(([path, text]) =>
  importsOf(path, text)
    .map((other) => ({ path, other, room: roomOf(other) }))
    .filter(({ room }) => room !== roomOf(path) && ranks.get(room)! >= ranks.get(roomOf(path))!),
)

const isExcepted = ({ path, room }: { path: string; room: string }): boolean =>
  exceptions[path]?.rooms.some((one) => one === '*' || one === room) ?? false

test('every file stands in a room of the order', () => {
  expect([...files.keys()].filter((path) => !ranks.has(roomOf(path)))).toEqual([])
})

test('a folder imports only folders to its left', () => {
  expect(rightward.filter((one) => !isExcepted(one)).map(({ path, other }) => `${path} imports ${other}`)).toEqual([])
})

test('comments know nothing of moderators', () => {
  expect(
    [...files]
      .filter(([path]) => path.startsWith('src/comments/'))
      .flatMap(([path, text]) => importsOf(path, text).filter((other) => other.startsWith('src/moderation/'))),
  ).toEqual([])
})

test('the exceptions are at most ten, each is needed, and each has a reason', () => {
  expect(Object.keys(exceptions).length).toBeLessThanOrEqual(10)
  for (const [path, { rooms, why }] of Object.entries(exceptions)) {
    expect(why).not.toBe('')
    for (const room of rooms)
      expect(
        rightward.some((one) => one.path === path && (room === '*' || one.room === room)),
        `${path} does not import ${room}`,
      ).toBe(true)
  }
})
