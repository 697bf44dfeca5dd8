// Group commit: changes of one turn share a transaction, and each is still all or nothing of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { afterCommit, nowOf } from '../../src/db/change-context.ts'
import { noteChange } from '../../src/db/changes.ts'
import { openStore, type Tx } from '../../src/db/open.ts'
import { rehearse, write } from '../../src/db/write.ts'
import { GROUP } from '../../src/db/write-groups.ts'

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-groups-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  copyFileSync(inject('image'), join(folder, 'broadside.sqlite'))
  return join(folder, 'broadside.sqlite')
}

/** A store whose statements are listed, and a connection like another process's. Time that a slow machine takes ends no group. */
function open(file = newFile()) {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const statements: string[] = []
  const store = openStore(file, (statement) => void statements.push(statement))
  const other = new Database(file, { timeout: 0 })
  onTestFinished(async () => {
    other.close()
    await store.close()
  })
  const keys = () => (other.prepare('select key from import_keys order by key').pluck().all() as string[]).join(' ')
  const count = (start: string) => statements.filter((statement) => statement.startsWith(start)).length
  return { deps: { store }, store, keys, count }
}

const keep = (db: Tx, key: string) =>
  db.insertInto('import_keys').values({ key, noun: 'article', noun_id: 1 }).execute()
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))

test('changes of one turn of the event loop share one transaction, and each is answered after its commit', async () => {
  const { deps, keys, count } = open()
  const seen = await Promise.all(['a', 'b', 'c'].map((key) => write(deps, (db) => keep(db, key)).then(keys)))
  expect(seen).toEqual(['a b c', 'a b c', 'a b c'])
  expect([count('begin'), count('commit')]).toEqual([1, 1])
})

test('what follows every change, and the rows of the topics, are written once for a group, before its commit', async () => {
  const { deps, store, keys, count } = open()
  let follows = 0
  store.follow = async (db) => keep(db, `follow ${++follows}`)
  const changed: string[][] = []
  store.changed = async (topics) => void changed.push([...topics, keys()])
  const topics = [['x', 'y'], ['y'], ['z']]
  const change = (some: string[], n: number) =>
    write(deps, async (db) => {
      noteChange(db, ...some)
      await keep(db, `${n}`)
    })
  await Promise.all(topics.map(change))
  expect(changed).toEqual([['x', 'y', 'z', '0 1 2 follow 1']])
  expect([follows, count('insert into "changes"')]).toEqual([1, 1])
})

test('a change that throws takes back its own rows, topics and effects; the others of its group are stored', async () => {
  const { deps, store, keys, count } = open()
  const [changed, effects]: [string[], string[]] = [[], []]
  store.changed = async (topics) => void changed.push(...topics)
  const change = (key: string) =>
    write(deps, async (db) => {
      noteChange(db, key)
      afterCommit(db, () => void effects.push(key))
      await keep(db, key)
      if (key === 'b') throw new Error('the ink is dry')
      return key
    })
  const results = await Promise.allSettled(['a', 'b', 'c'].map(change))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({ reason: { message: 'the ink is dry' } })
  expect([keys(), changed, effects]).toEqual(['a c', ['a', 'c'], ['a', 'c']])
  expect(count('commit')).toBe(1)
})

test('a change that throws before any other of its group commits nothing, tells nobody and is rolled back whole', async () => {
  const { deps, store, count } = open()
  store.changed = () => Promise.reject(new Error('nothing has changed'))
  const change = () =>
    write(deps, async (db) => {
      noteChange(db, 'x')
      throw new Error('dry')
    })
  const results = await Promise.allSettled([change(), change()])
  expect(results).toMatchObject([{ reason: { message: 'dry' } }, { reason: { message: 'dry' } }])
  await turn()
  expect([count('begin'), count('commit'), count('rollback')]).toEqual([2, 0, 2])
})

test('where SQLite ends the transaction every change of the group fails with its error, and the next group is stored', async () => {
  const { deps, store, keys } = open()
  const pages = (await sql<{ page_count: number }>`pragma page_count`.execute(store.writer)).rows[0]!.page_count
  const limit = (n: number) => sql.raw(`pragma max_page_count = ${n}`).execute(store.writer)
  await limit(pages)
  const effects: string[] = []
  const change = (key: string) =>
    write(deps, async (db) => {
      afterCommit(db, () => void effects.push(key))
      await keep(db, key)
    })
  const group = ['a', 'x'.repeat(100_000), 'c'].map(change)
  // It passes over the error, and would be stored outside any transaction.
  group.push(write(deps, async (db) => void (await keep(db, 'd').catch(() => undefined))))
  for (const one of await Promise.allSettled(group.slice(0, 2)))
    expect(one).toMatchObject({ reason: { kind: 'unavailable', cause: { code: 'SQLITE_FULL' } } })
  expect(keys()).not.toContain('a')
  expect([effects.includes('a'), store.diskFault]).toEqual([false, 'full'])
  await Promise.allSettled(group)
  await limit(1_000_000)
  await change('later')
  expect(keys()).toContain('later')
})

test('a group takes no further change once it has run for its time: it commits, and the event loop turns', async () => {
  const { deps, count } = open()
  const order: string[] = []
  const changes = ['a', 'b', 'c', 'd'].map((key) =>
    write(deps, async (db) => {
      await keep(db, key)
      order.push(key)
      vi.advanceTimersByTime(GROUP.milliseconds - 10)
      if (key === 'b') setImmediate(() => void order.push('turn'))
    }),
  )
  await Promise.all(changes)
  expect(order).toEqual(['a', 'b', 'turn', 'c', 'd'])
  expect(count('commit')).toBe(2)
})

test('a group takes so many changes and no more', async () => {
  const { deps, count } = open()
  const keys = Array.from({ length: GROUP.changes + 1 }, (_, n) => `key ${n}`)
  await Promise.all(keys.map((key) => write(deps, (db) => keep(db, key))))
  expect(count('commit')).toBe(2)
})

test('where changes share a group, those that the next turn of the event loop brings join it; one that is alone waits for none', async () => {
  const { deps, keys, count } = open()
  const commitsOf = async (first: string[], later: string) => {
    const all = first.map((key) => write(deps, (db) => keep(db, key)))
    // The group begins with the first turn, and is ready to commit before the second.
    await turn()
    all.push(write(deps, (db) => keep(db, later)))
    await Promise.all(all)
    return count('commit')
  }
  expect(await commitsOf(['a', 'b'], 'c')).toBe(1)
  expect(await commitsOf(['d'], 'e')).toBe(3)
  expect(keys()).toBe('a b c d e')
})

test('a large group is answered over several turns of the event loop', async () => {
  const { deps } = open()
  const order: string[] = []
  await Promise.all(
    ['a', 'b', 'c'].map(async (key) => {
      await write(deps, (db) => keep(db, key))
      order.push(key)
      vi.advanceTimersByTime(5)
      if (key === 'a') setImmediate(() => void order.push('turn'))
    }),
  )
  expect(order.slice(0, 3)).toContain('turn')
})

test('a change that arrives while a group is at work is stored with the next one', async () => {
  const { deps, keys, count } = open()
  const first = write(deps, async (db) => {
    await keep(db, 'a')
    await turn()
  })
  await turn()
  await Promise.all([first, write(deps, (db) => keep(db, 'b'))])
  expect([keys(), count('commit') <= 2]).toEqual(['a b', true])
})

test('the time of a change is taken in its turn and never lies before that of an earlier one, unless the clock was wrong', async () => {
  const { deps, store } = open()
  let now = 1_000_000_000
  store.clock = () => now
  const times: number[] = []
  const change = (set: number) =>
    write(deps, async (db) => {
      times.push(nowOf(db))
      now = set
    })
  await Promise.all([change(1_000_000_500), change(1_000_000_300), change(1_000_000_700), change(900_000_000)])
  await change(0)
  expect(times).toEqual([1_000_000_000, 1_000_000_500, 1_000_000_500, 1_000_000_700, 900_000_000])
})

test('a statement that a change sends after its end is refused, so that it is not stored with the next change', async () => {
  const { deps, keys } = open()
  let left: Tx | null = null
  await Promise.all([
    write(deps, async (db) => {
      left = db
      await keep(db, 'a')
    }),
    write(deps, async (db) => {
      await expect(async () => keep(left!, 'late')).rejects.toThrow('This change has ended')
      await keep(db, 'b')
    }),
  ])
  expect(keys()).toBe('a b')
})

test('a rehearsal among the changes of a group sees the earlier ones and leaves nothing behind', async () => {
  const { deps, keys } = open()
  const count = async (db: Tx) => (await db.selectFrom('import_keys').select('key').execute()).length
  const [, rehearsed] = await Promise.all([
    write(deps, (db) => keep(db, 'a')),
    rehearse(deps, async (db) => {
      await keep(db, 'tried')
      return count(db)
    }),
    write(deps, (db) => keep(db, 'b')),
  ])
  expect([rehearsed, keys()]).toEqual([2, 'a b'])
})

test('two processes that write in groups wait for each other and lose nothing; what one has acknowledged survives kill -9', async () => {
  const file = newFile()
  const { deps, keys } = open(file)
  const module = (name: string) => JSON.stringify(new URL(`../../src/db/${name}.ts`, import.meta.url).href)
  const script = `
    const { openStore } = await import(${module('open')})
    const { write } = await import(${module('write')})
    const store = openStore(${JSON.stringify(file)})
    for (let n = 0; ; n++) await Promise.all(['a', 'b', 'c', 'd'].map(async (part) => {
      const key = \`theirs \${n} \${part}\`
      await write({ store }, (db) => db.insertInto('import_keys').values({ key, noun: 'article', noun_id: 1 }).execute())
      process.stdout.write(key + '\\n')
    }))`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let acknowledged = ''
  let mine = 0
  for await (const chunk of child.stdout) {
    acknowledged += String(chunk)
    if (mine === 100) continue
    mine += 10
    await Promise.all(Array.from({ length: 10 }, (_, n) => write(deps, (db) => keep(db, `mine ${mine} ${n}`))))
    if (mine === 100) child.kill('SIGKILL')
  }
  if (child.signalCode === null) await once(child, 'exit')
  const theirs = acknowledged.split('\n').slice(0, -1)
  expect([child.signalCode, theirs.length > 10]).toEqual(['SIGKILL', true])
  const stored = keys()
  expect(theirs.filter((key) => !stored.includes(key))).toEqual([])
  expect(stored.match(/mine/g)).toHaveLength(100)
})
