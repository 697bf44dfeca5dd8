// What is kept until the database changes: counts in the header of moderators' and editors' pages.
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { keptUntilChange } from '../../src/db/until-change.ts'
import { write } from '../../src/db/write.ts'
import { SECOND } from '../../src/time.ts'
import { openBeside, openSite, type Site } from '../support/site.ts'

const open = async () => {
  const site = await openSite()
  let reads = 0
  const read = keptUntilChange(async (_: Site['deps']) => ++reads)
  return { site, read: () => read(site.deps) }
}
test('what is kept is read once between two changes', async () => {
  const { read } = await open()
  expect([await read(), await read(), await read()]).toEqual([1, 1, 1])
})

test('a change of this process or of another one is seen at once', async () => {
  const { site, read } = await open()
  await site.member('Ada')
  const beside = await openBeside(site)
  onTestFinished(beside.close)
  const change = (deps: Site['deps']) =>
    write(deps, (db) => db.updateTable('accounts').set({ article_count: sql`article_count + 1` }).execute())
  await read()
  await change(site.deps)
  expect([await read(), await read()]).toEqual([2, 2])
  await change(beside.deps)
  expect([await read(), await read()]).toEqual([3, 3])
})

test('what the clock decides is at most a second late', async () => {
  const { site, read } = await open()
  await read()
  site.advance(SECOND)
  expect(await read()).toBe(2)
})

test('a read that failed is repeated', async () => {
  const site = await openSite()
  let reads = 0
  const read = keptUntilChange(async (_: Site['deps']) => {
    reads++
    if (reads === 1) throw new Error('the disk went')
    return reads
  })
  await expect(read(site.deps)).rejects.toThrow('the disk went')
  expect(await read(site.deps)).toBe(2)
})
