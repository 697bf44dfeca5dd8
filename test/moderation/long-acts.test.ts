// Long acts of moderators: while one runs others are served what was before it, and it ends as if nobody had come between.
import { copyFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { type Db, openStore } from '../../src/db/open.ts'
import { DAY } from '../../src/time.ts'
import { counted } from '../support/counted.ts'
import { type Member, NOON, preparedSite, type Site } from '../support/site.ts'

const people: Record<string, Member> = {}

/** Two articles of today, where a member answers and is answered, and four of last week, which another member has started. */
const prepared = preparedSite(async (site) => {
  for (const [nic, role] of [
    ['Edna', 'admin'],
    ['Raider', 'member'],
    ['Nell', 'member'],
  ] as const)
    people[nic] = await site.member(nic, role)
  await site.article()
  await site.article({ headline: 'The second' })
  for (let i = 0; i < 4; i++) await site.article({ headline: `Old ${i}`, postedAt: NOON - 12 * DAY - i * 1000 })
  let parent = ''
  for (let i = 0; i < 16; i++) {
    site.advance(1000)
    const form = {
      article: String(1 + (Math.floor(i / 4) % 2)),
      parent: i % 4 < 2 ? '' : parent,
      nic: '',
      body: `Ropes, number ${i}.`,
    }
    const said = await site.post('/comments', form, people[i % 3 === 0 ? 'Nell' : 'Raider'])
    parent = /\/comments\/(\d+)/.exec(String(said.headers.location))![1]!
  }
})

type Rows = Record<string, unknown[]>

/** All rows of all tables, but for what names the process or is the inside of the search index. */
async function stored(db: Db): Promise<Rows> {
  const { rows: tables } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like 'search_index%' order by name`.execute(
    db,
  )
  const all: Rows = {}
  for (const { name } of tables)
    if (name !== 'changes') all[name] = (await sql`select * from ${sql.table(name)}`.execute(db)).rows as unknown[]
  const topics = await db.selectFrom('changes').select('topic').orderBy('version').execute()
  return { ...all, topics: topics.map(({ topic }) => topic) }
}

/** Lets a slice be used up before every statement, and looks at the site in every pause. @returns how many there were */
async function withPauses(work: () => Promise<unknown>, look: (pause: number) => Promise<unknown>): Promise<number> {
  let [now, pauses, running] = [0, 0, true]
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 5))
  const looks: Promise<unknown>[] = []
  const turn = (): void => {
    if (!running) return
    looks.push(look(++pauses))
    setImmediate(turn)
  }
  setImmediate(turn)
  try {
    await work()
  } finally {
    running = false
    clock.mockRestore()
  }
  await Promise.all(looks)
  return pauses
}

const lastBatch = async (site: Site): Promise<string> =>
  String((await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id)
const raid = async (site: Site): Promise<number[]> =>
  (await site.deps.db.selectFrom('comments').select('id').where('nic', '=', 'Raider').execute()).map(({ id }) => id)

const acts: Record<string, (site: Site) => Promise<{ statusCode: number }>> = {
  'a sweep': async (site) => {
    const swept = await raid(site)
    const boxes = Object.fromEntries(swept.map((id) => [`comment-${id}`, 'on']))
    const form = { comment: String(swept[0]), reason: 'A raid', action: 'remove', ...boxes }
    return site.post('/moderation/sweeps', form, people.Edna)
  },
  'a ban with removals': (site) =>
    site.post('/moderation/bans', { nic: 'Raider', until: 'week', remove: '24', reason: 'A raid' }, people.Edna),
  'moving a branch': (site) =>
    site.post('/moderation/moves', { comment: '2', into: '3', reason: 'Off topic' }, people.Edna),
  'closing old threads': (site) => site.post('/moderation/closures/older', { days: '10', reason: 'Old' }, people.Edna),
}
const undo = async (site: Site) =>
  site.post('/moderation/undos', { batch: await lastBatch(site), reason: 'A mistake' }, people.Edna)

const cases: [string, (site: Site) => Promise<unknown>, (site: Site) => Promise<{ statusCode: number }>][] =
  Object.entries(acts).flatMap(([name, act]) => [
    [name, async () => undefined, act],
    [`the undo of ${name}`, act, undo],
  ])

test.each(cases)('%s that pauses leaves what one without a pause leaves', async (_name, before, act) => {
  const [straight, paused] = [await prepared(), await prepared()]
  for (const site of [straight, paused]) await before(site)
  expect((await act(straight)).statusCode).toBe(303)
  const pauses = await withPauses(
    async () => expect((await act(paused)).statusCode).toBe(303),
    async () => undefined,
  )
  expect(pauses).toBeGreaterThan(20)
  expect(await stored(paused.deps.db)).toEqual(await stored(straight.deps.db))
  await counted(paused)
})

test.each(cases)('%s is not seen before it is done, and a killed one goes back', async (_name, before, act) => {
  const site = await prepared()
  await before(site)
  const was = await stored(site.deps.db)
  const copies: string[] = []
  const seen: number[] = []
  const look = async (pause: number): Promise<void> => {
    if (pause % 15 === 1) {
      const copy = `${site.deps.store.file}-${pause}`
      for (const part of ['', '-wal']) copyFileSync(`${site.deps.store.file}${part}`, `${copy}${part}`)
      copies.push(copy)
    }
    const { rows } = await sql<{ n: number }>`select
      (select count(*) from batches) + (select count(*) from log_entries) + (select count(*) from notices)
      + (select sum(comment_count) from articles) * 1000 + (select count(*) from comments where state = 'live') * 1000 as n`.execute(
      site.deps.db,
    )
    seen.push(rows[0]!.n)
  }
  const pauses = await withPauses(() => act(site), look)
  expect(pauses).toBeGreaterThan(20)
  // The loop may turn once more between the commit and the answer.
  expect(new Set(seen.slice(0, -2)).size).toBe(1)
  expect(copies.length).toBeGreaterThan(1)
  for (const copy of copies) {
    const killed = openStore(copy)
    expect(await stored(killed.reader)).toEqual(was)
    await killed.close()
  }
})
