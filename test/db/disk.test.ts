// A disk that takes no more: writes are refused in words, reads go on, and writes work again without a restart.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { pino } from 'pino'
import { describe, expect, inject, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { AppError } from '../../src/errors.ts'
import { jobs } from '../../src/jobs/jobs.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { mountDisk, onSmallDisk } from '../support/full-disk.ts'
import { type Member, openSite, type Site } from '../support/site.ts'

/** Collects what a site logs. */
function listen(site: Site): () => string {
  let said = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      said += String(chunk)
      done()
    },
  })
  site.deps.log = pino(stream)
  return () => said
}

const tryDisk = async ({ deps }: Site): Promise<void> => {
  const job = jobs.find(({ name }) => name === 'try the disk again')!
  await job.work({ deps, post: openMailer(deps.config), stopped: () => false }).catch(() => undefined)
}

/** Posts comments until one is refused. @returns the texts that were stored, and the refusal */
async function postUntilRefused(site: Site, article: number, as: Member) {
  const stored: string[] = []
  for (let n = 1; ; n++) {
    const body = `Word ${n}. ${'Mud at low water. '.repeat(20)}${n}`
    const answer = await site.post('/comments', { article: String(article), nic: '', body, key: `k${n}` }, as)
    if (answer.statusCode !== 303) return { stored, body, answer }
    stored.push(body)
    site.advance(40_000)
  }
}

onSmallDisk(
  'on a full disk a comment is 503 with its text and the cause in the log, reads go on, and space is enough to go on',
  async () => {
    const disk = mountDisk(24)
    const file = join(disk.folder, 'broadside.sqlite')
    copyFileSync(inject('image'), file)
    const site = await openSite({ DATABASE_URL: file })
    const said = listen(site)
    const article = await site.article()
    const mo = await site.member('Mo', 'moderator')
    const thread = (await site.get(`/articles/${article}`)).headers.location!
    expect((await site.get('/health/ready')).statusCode).toBe(200)
    disk.fill()
    const { stored, body, answer } = await postUntilRefused(site, article, mo)
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '60'])
    expect(answer.body).toContain('The site’s disk is full. Nothing was saved')
    expect(answer.body).toContain(body)
    expect(said()).toContain('SQLITE_FULL')
    expect(said()).not.toContain('no transaction is active')
    for (const as of [null, mo])
      for (const url of ['/', thread, '/people/Mo', '/latest', '/search?q=slipway'])
        expect([url, (await site.get(url, as)).statusCode]).toEqual([url, 200])
    await tryDisk(site)
    const ready = await site.get('/health/ready')
    expect([ready.statusCode, ready.body]).toEqual([503, 'not ready: the disk is full\n'])

    disk.free()
    const again = await site.post('/comments', { article: String(article), nic: '', body, key: 'again' }, mo)
    expect(again.statusCode).toBe(303)
    await tryDisk(site)
    expect((await site.get('/health/ready')).statusCode).toBe(200)
    const rows = await site.deps.db.selectFrom('comments').select('source').orderBy('id').execute()
    expect(rows.map(({ source }) => source)).toEqual([...stored, body])
    expect((await sql`pragma integrity_check`.execute(site.deps.db)).rows).toEqual([{ integrity_check: 'ok' }])
  },
)

/** A database that may not grow: SQLite's own SQLITE_FULL, without a full disk. */
async function fullSite() {
  const site = await openSite()
  const said = listen(site)
  const pages = (await sql<{ page_count: number }>`pragma page_count`.execute(site.deps.store.writer)).rows[0]!
  const limit = (n: number) => sql.raw(`pragma max_page_count = ${n}`).execute(site.deps.store.writer)
  await limit(pages.page_count)
  return { site, said, free: () => limit(1_000_000) }
}

const insertKey = (key: string) => (db: Parameters<Parameters<typeof write>[1]>[0]) =>
  db.insertInto('import_keys').values({ key, noun: 'article', noun_id: 1 }).execute()
const long = 'x'.repeat(100_000)

describe('A change for which there is no room', () => {
  test('ends as "unavailable" with SQLite’s own error as its cause', async () => {
    const { site, free } = await fullSite()
    const fault = await write(site.deps, insertKey(long)).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(AppError)
    expect(fault).toMatchObject({ kind: 'unavailable', retryAfter: 60, cause: { code: 'SQLITE_FULL' } })
    await free()
    await write(site.deps, insertKey(long))
  })

  test('is stored in no part, even by an action that goes on after the error', async () => {
    const { site, free } = await fullSite()
    const fault = await write(site.deps, async (db) => {
      await insertKey('before')(db)
      await insertKey(long)(db).catch(() => undefined)
      // SQLite has rolled the transaction back: without one, this row would be stored at once.
      await insertKey('after')(db)
    }).catch((error: unknown) => error)
    expect(fault).toMatchObject({ kind: 'unavailable', cause: { code: 'SQLITE_FULL' } })
    expect(await site.deps.db.selectFrom('import_keys').select('key').execute()).toEqual([])
    await free()
    await write(site.deps, insertKey('later'))
    expect(await site.deps.db.selectFrom('import_keys').select('key').execute()).toEqual([{ key: 'later' }])
  })

  test('makes /health/ready say so until a job has written again', async () => {
    const { site, free } = await fullSite()
    await write(site.deps, insertKey(long)).catch(() => undefined)
    expect((await site.get('/health/live')).statusCode).toBe(200)
    const ready = await site.get('/health/ready')
    expect([ready.statusCode, ready.body, ready.headers['retry-after']]).toEqual([
      503,
      'not ready: the disk is full\n',
      '60',
    ])
    await free()
    await tryDisk(site)
    expect((await site.get('/health/ready')).statusCode).toBe(200)
  })
})

test('a database that cannot be written is not ready until it can', async () => {
  const site = await openSite()
  const said = listen(site)
  const article = await site.article()
  await sql`pragma query_only = on`.execute(site.deps.store.writer)
  const answer = await site.post('/comments', { article: String(article), nic: 'Ada', body: 'Mud.' })
  expect(answer.statusCode).toBe(503)
  expect(answer.body).toContain('The site cannot write to its disk. Nothing was saved')
  expect(said()).toContain('SQLITE_READONLY')
  await tryDisk(site)
  expect((await site.get('/health/ready')).body).toBe('not ready: the disk cannot be written\n')
  await sql`pragma query_only = off`.execute(site.deps.store.writer)
  await tryDisk(site)
  expect((await site.get('/health/ready')).statusCode).toBe(200)
})
