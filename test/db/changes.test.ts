// What one process changes, another one drops from its cache: exactly that.
import { expect, test } from 'vitest'
import { recommend } from '../../src/comments/recommendations/actions.ts'
import { changeState } from '../../src/comments/state-actions.ts'
import { foreignChanges, newestChange, noteChange } from '../../src/db/changes.ts'
import { write } from '../../src/db/write.ts'
import { jobs } from '../../src/jobs/jobs.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import { topic } from '../../src/topics.ts'
import { cacheKey } from '../../src/web/cached-answers.ts'
import { plainVariant } from '../../src/web/cookies.ts'
import { aThread, openBeside, openSite, type Site } from '../support/site.ts'

const look = async ({ deps }: Site): Promise<void> => {
  const job = jobs.find(({ name }) => name === 'read changes of other processes')!
  await job.work({ deps, post: openMailer(deps.config), stopped: () => false })
}

/** Two articles of different sections, each with a comment, and a process beside the site. */
async function opened() {
  const site = await openSite()
  const [one, two] = [
    await site.article({ comments: aThread('a', [null]) }),
    await site.article({ area: 'Hills', section: 'Mill', headline: 'Another', comments: aThread('b', [null]) }),
  ]
  const hrefs = [`/articles/${one}-the-slipway-is-repainted`, `/articles/${two}-another`] as const
  const beside = await openBeside(site)
  const comments = await site.deps.db.selectFrom('comments').select(['id', 'article_id']).orderBy('id').execute()
  return { site, hrefs, beside, articles: [one, two] as const, comment: comments[0]!.id }
}

const isCached = ({ deps }: Site, url: string): boolean =>
  deps.pages.get(cacheKey(url, plainVariant), deps.clock()) !== undefined

test('a comment that another process removes is gone from its thread and from the lists, and the other thread stays cached', async () => {
  const { site, hrefs, beside, comment } = await opened()
  await look(site)
  for (const url of [...hrefs, '/']) await site.get(url)
  await write(beside.deps, (db) => changeState(db, comment, 'removed'))
  await look(site)
  expect(hrefs.map((url) => isCached(site, url))).toEqual([false, true])
  expect(isCached(site, '/')).toBe(false)
  expect((await site.get(hrefs[0])).body).not.toContain('Comment number 0.')
  await beside.close()
})

test('what changes nothing on a page drops none, and what a process has changed itself is dropped once', async () => {
  const { site, hrefs, beside, comment, articles } = await opened()
  const ada = await site.member('Ada')
  await look(site)
  for (const url of [...hrefs, '/']) await site.get(url)
  await write(beside.deps, (db) =>
    db.insertInto('import_keys').values({ key: 'k', noun: 'article', noun_id: 1 }).execute(),
  )
  await look(site)
  expect([...hrefs, '/'].map((url) => isCached(site, url))).toEqual([true, true, true])
  await recommend(
    site.deps,
    { id: ada.id, nic: 'Ada', role: 'member', commentCount: 0, trusted: false },
    comment,
    'give',
  )
  expect([...hrefs, '/'].map((url) => isCached(site, url))).toEqual([false, true, true])
  await site.get(hrefs[0])
  await write(beside.deps, async (db) => noteChange(db, topic.article(articles[1])))
  await look(site)
  expect(hrefs.map((url) => isCached(site, url))).toEqual([true, false])
  await beside.close()
})

test('a change that is rolled back changes nothing', async () => {
  const { site, hrefs, comment } = await opened()
  for (const url of hrefs) await site.get(url)
  const newest = await newestChange(site.deps.db)
  const failing = write(site.deps, async (db) => {
    await changeState(db, comment, 'removed')
    throw new Error('The ink is dry.')
  })
  await expect(failing).rejects.toThrow('The ink is dry.')
  expect(hrefs.map((url) => isCached(site, url))).toEqual([true, true])
  expect(await newestChange(site.deps.db)).toBe(newest)
})

test('settings that were changed by hand in the file show, although nothing has noted it', async () => {
  const { site, hrefs, beside } = await opened()
  await look(site)
  await site.get(hrefs[0])
  await write(beside.deps, (db) =>
    db.insertInto('settings').values({ name: 'siteName', value: '"The Gauge"', changed_at: 0 }).execute(),
  )
  await look(site)
  expect((await site.get(hrefs[0])).body).toContain('The Gauge')
  await beside.close()
})

test('a look for changes that fails is repeated, and misses none', async () => {
  const { site, hrefs, beside, comment } = await opened()
  await look(site)
  for (const url of hrefs) await site.get(url)
  await write(beside.deps, (db) => changeState(db, comment, 'removed'))
  const read = site.deps.readForeignChanges
  site.deps.readForeignChanges = () => Promise.reject(new Error('The disk is slow.'))
  await expect(look(site)).rejects.toThrow('The disk is slow.')
  site.deps.readForeignChanges = read
  await look(site)
  expect(isCached(site, hrefs[0])).toBe(false)
  await beside.close()
})

test('the newest thousands of changes are kept, and a process that has missed older ones drops everything', async () => {
  const { deps } = await openSite()
  const since = await newestChange(deps.db)
  const topics = Array.from({ length: 600 }, (_, n) => `article:${n}`)
  for (let i = 0; i < 20; i++) await write(deps, async (db) => noteChange(db, ...topics))
  const stored = await deps.db.selectFrom('changes').select('version').execute()
  expect(stored.length).toBeLessThanOrEqual(10_600)
  const newest = await newestChange(deps.db)
  expect(newest).toBeGreaterThanOrEqual(12_000)
  expect(await foreignChanges(deps.db, since, 'another')).toEqual({ topics: null, version: newest })
  const some = await foreignChanges(deps.db, newest - 3, 'another')
  expect([some.topics!.size, some.version]).toEqual([3, newest])
  expect((await foreignChanges(deps.db, newest - 3, deps.store.origin)).topics!.size).toBe(0)
})
