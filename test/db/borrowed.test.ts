// The databases that tests borrow: whoever borrows one next finds nothing of the site before.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { expect, inject, test } from 'vitest'
import { openStore } from '../../src/db/open.ts'
import { DAY } from '../../src/time.ts'
import { borrowDatabase, DATABASE } from '../support/databases.ts'
import { NOON, openSite, type Site } from '../support/site.ts'

const rowsOf = async (site: Site, text: string): Promise<unknown[]> =>
  (await sql.raw<Record<string, unknown>>(text).execute(site.deps.db)).rows
const versionOf = async (site: Site): Promise<unknown> => (await rowsOf(site, 'pragma schema_version'))[0]

/** Leaves a page of rows, a file, and a table that is made for the articles of another year. */
async function use(site: Site, year: number): Promise<void> {
  await site.member('Ada')
  for (let n = 0; n < 20; n++) await site.article({ body: 'Mud at low water. '.repeat(500) })
  await site.article({ postedAt: NOON + (year - 2030) * 365 * DAY })
  expect(await rowsOf(site, `select * from search_index_${year} where rowid = 1`)).toEqual([])
  writeFileSync(join(site.deps.config.dataDir, 'media', 'left.png'), 'left')
}

test.skipIf(process.platform !== 'linux')('a database that is lent again holds its image, byte for byte', async () => {
  const image = readFileSync(inject('siteImage'))
  const first = await openSite()
  const { dataDir } = first.deps.config
  const version = await versionOf(first)
  for (const year of [2027, 2026, 2025]) {
    const site = year === 2027 ? first : await openSite()
    expect(site.deps.config.dataDir).toBe(dataDir)
    expect(await versionOf(site)).toEqual(version)
    await use(site, year)
    await site.close()
  }
  const last = await openSite()
  expect(last.deps.config.dataDir).toBe(dataDir)
  expect(readFileSync(join(dataDir, DATABASE)).equals(image)).toBe(true)
  expect(existsSync(join(dataDir, 'media', 'left.png'))).toBe(false)
  for (const table of ['accounts', 'articles', 'sessions'])
    expect(await rowsOf(last, `select count(*) as n from ${table}`)).toEqual([{ n: 0 }])
  for (const db of [last.deps.store.reader, last.deps.store.writer])
    expect((await sql`pragma integrity_check`.execute(db)).rows).toEqual([{ integrity_check: 'ok' }])
  await expect(rowsOf(last, 'select * from search_index_2026')).rejects.toThrow('no such table')
})

test('a connection does not take the schema of the site before for the one of the same number', async () => {
  for (const name of ['first', 'second']) {
    const { store, giveBack } = borrowDatabase(inject('siteImage'))
    await sql`create table ${sql.table(name)} (id integer)`.execute(store.writer)
    expect((await sql`select * from ${sql.table(name)}`.execute(store.reader)).rows).toEqual([])
    await store.close()
    giveBack()
  }
})

test('a connection does not take the schema of another image for the one of the same number', async () => {
  const folder = mkdtempSync(join(dirname(inject('siteImage')), 'images-'))
  for (const name of ['first', 'second']) {
    const image = join(folder, name)
    copyFileSync(inject('siteImage'), image)
    const made = openStore(image)
    await sql`create table ${sql.table(name)} (id integer)`.execute(made.writer)
    await made.close()
    const { store, giveBack } = borrowDatabase(image)
    expect((await sql`select * from ${sql.table(name)}`.execute(store.reader)).rows).toEqual([])
    await store.close()
    giveBack()
  }
})

test('a database whose settings were changed, or that somebody still reads, is lent to nobody', async () => {
  const changed = await openSite()
  await sql`pragma foreign_keys = off`.execute(changed.deps.store.writer)
  await changed.close()
  expect(existsSync(changed.deps.config.dataDir)).toBe(false)

  const lent = borrowDatabase(inject('siteImage'))
  await sql`begin`.execute(lent.store.writer)
  await lent.store.close()
  lent.giveBack()
  expect(existsSync(lent.folder)).toBe(false)
})

test('a site that is closed cannot reach the database of the next', async () => {
  const site = await openSite()
  await site.close()
  const next = await openSite()
  await expect(site.deps.db.selectFrom('accounts').selectAll().execute()).rejects.toThrow()
  await expect(site.member('Late')).rejects.toThrow()
  expect(() => site.deps.store.foreignChanges()).toThrow('not open')
  expect(readdirSync(next.deps.config.dataDir)).toContain(DATABASE)
  expect(await rowsOf(next, 'select count(*) as n from accounts')).toEqual([{ n: 0 }])
})
