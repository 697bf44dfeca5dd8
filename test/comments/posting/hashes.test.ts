// What recognises a repeated press gives no network address away, and is deleted when it is no longer needed.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { jobs } from '../../../src/jobs/jobs.ts'
import { openMailer } from '../../../src/mail/delivery-actions.ts'
import { purge } from '../../../src/moderation/purges/actions.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { openSite, type Site } from '../../support/site.ts'

const hashOf = (...parts: unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** What somebody with a copy of the database, and a list of addresses and browsers, could compare. */
const addressHash = hashOf('address', '127.0.0.1', 'lightMyRequest')

const say = (site: Site, article: number, body: string, more: Record<string, string> = {}) =>
  site.post('/comments', { article: String(article), nic: 'Walker', body, ...more })

const hashes = async (site: Site) =>
  (await site.deps.db.selectFrom('comments').select(['content_hash', 'idempotency_key']).execute()).flatMap((row) => [
    row.content_hash,
    row.idempotency_key,
  ])

async function runJob(site: Site): Promise<void> {
  const job = jobs.find(({ name }) => name === 'forget presses')
  await job?.work({ deps: site.deps, post: openMailer(site.deps.config), stopped: () => false })
}

test('a guest’s network address cannot be computed from what is stored', async () => {
  const site = await openSite()
  const article = await site.article()
  await say(site, article, 'A remark.', { key: 'form' })
  const content = hashOf(addressHash, 'Walker', article, '', 'A remark.')
  const stored = await hashes(site)
  expect(stored.every((hash) => hash !== null)).toBe(true)
  expect(stored).not.toContain(content)
  expect(stored).not.toContain(hashOf(content, 'form'))
  const other = await openSite({ SECRET: 'another secret of at least 32 characters' })
  await say(other, await other.article(), 'A remark.', { key: 'form' })
  expect((await hashes(other)).filter((hash) => stored.includes(hash))).toEqual([])
})

test('the hash is deleted after the ten minutes in which it recognises a repeat', async () => {
  const site = await openSite()
  const article = await site.article()
  await say(site, article, 'A remark.')
  site.advance(10 * MINUTE)
  await runJob(site)
  expect((await hashes(site))[0]).not.toBeNull()
  expect((await say(site, article, 'A remark.')).headers.location).toMatch(/done=again/)
  site.advance(1)
  await runJob(site)
  expect((await hashes(site))[0]).toBeNull()
})

test('an appeal against the ban of an address gives it away neither before nor after its answer', async () => {
  const site = await openSite()
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada', 'admin')]
  await site.post('/moderation/bans', { address: '127.0.0.1', reason: 'A raid', until: 'ever' }, mo)
  expect((await site.post('/accounts/appeals', { body: 'It was not me.' })).statusCode).toBe(303)
  const guest = async () => (await site.deps.db.selectFrom('appeals').select('guest').executeTakeFirstOrThrow()).guest
  const before = await guest()
  expect(before).not.toBe(addressHash)
  expect((await site.post('/accounts/appeals', { body: 'Another text.' })).statusCode).toBe(409)
  const appeal = (await site.deps.db.selectFrom('appeals').select('id').executeTakeFirstOrThrow()).id
  const denied = await site.post(
    '/moderation/answers',
    { appeal: String(appeal), action: 'stand', answer: 'It was.' },
    ada,
  )
  expect(denied.statusCode).toBe(303)
  expect(await guest()).toBe(before)
  site.advance(91 * DAY)
  await purge(site.deps)
  expect(await guest()).toBe(`deleted:${appeal}`)
})
