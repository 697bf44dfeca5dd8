// Entries that were stored under former keys: their sentences, the filter, undo and the chain.
import { describe, expect, test } from 'vitest'
import { chainVerifier, entriesAfter, entryHash } from '../../../src/db/log-chain.ts'
import { write } from '../../../src/db/write.ts'
import { actOf, actSentence, acts, keysOf } from '../../../src/log-acts.ts'
import { wordsOn } from '../../comments/page.ts'
import { openSite } from '../../support/site.ts'

/** Former keys and their present ones: none may ever be taken from this list. */
const former = {
  mute: 'silence',
  'refuse-appeal': 'deny-appeal',
  'plan-close': 'schedule-close',
  'unplan-close': 'cancel-close',
  'plan-reopen': 'schedule-reopen',
  'slow-thread': 'slow-mode-on',
  'unslow-thread': 'slow-mode-off',
  'settle-thread': 'thread-settings',
  'notice-thread': 'post-notice',
  'unnotice-thread': 'remove-notice',
  'filter-make': 'filter-create',
  'filter-end': 'filter-delete',
} as const

test('every former key has the sentence of its present one, which new entries are stored under', () => {
  for (const [key, act] of Object.entries(former)) {
    expect([actOf(key), actSentence(key), Object.hasOwn(acts, key)], key).toEqual([act, acts[act], false])
    expect(keysOf(act), key).toContain(key)
  }
  expect(keysOf('close')).toEqual(['close'])
  expect([actOf('close'), actOf('constructor'), actSentence('shout')]).toEqual(['close', null, 'shout'])
})

/** A site with two silences, the older one stored under its former key. */
async function open() {
  const site = await openSite()
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  await site.member('Bo')
  await site.post('/moderation/silences', { nic: 'Ada', reason: 'Shouting', until: 'week' }, mo)
  // The first entry as code from before wrote it: its hash covers the former key.
  const [entry] = await entriesAfter(site.deps.db, 'log_entries', 0, 1)
  const formerEntry = { ...entry!, act: 'mute' }
  await write(site.deps, async (db) => {
    await db.updateTable('batches').set({ act: 'mute' }).execute()
    await db
      .updateTable('log_entries')
      .set({ act: 'mute', hash: entryHash(formerEntry) })
      .execute()
  })
  await site.post('/moderation/silences', { nic: 'Bo', reason: 'Shouting too', until: 'week' }, mo)
  const log = async (query = '') => wordsOn((await site.get(`/moderation/log${query}`, mo)).body)
  const post = async (body: string) =>
    (await site.post('/comments', { article: String(await site.article()), nic: '', body }, ada)).statusCode
  const undo = () => site.post('/moderation/undos', { batch: '1', reason: 'A mistake' }, mo)
  return { site, ada, log, post, undo }
}

describe('An entry under a former key', () => {
  test('is shown with the present sentence, in the log and in the inbox, and its chain verifies', async () => {
    const { site, ada, log } = await open()
    expect(await log()).toContain('silenced a member: Ada Shouting.')
    expect(await log()).not.toContain('mute')
    expect(wordsOn((await site.get('/inbox', ada)).body)).toContain('You have been silenced')
    const chain = chainVerifier()
    const entries = await entriesAfter(site.deps.db, 'log_entries', 0, 10)
    expect(entries.map((entry) => [entry.act, chain.next(entry)])).toEqual([
      ['mute', null],
      ['silence', null],
    ])
  })

  test('is found by its former and its present key, together with newer ones', async () => {
    const { log } = await open()
    for (const key of ['silence', 'mute']) {
      const page = await log(`?act=${key}`)
      expect(page, key).toContain('2 entries of 2.')
      expect(page, key).toContain('silenced a member: Ada')
      expect(page, key).toContain('silenced a member: Bo')
    }
    expect(await log('?act=close')).toContain('0 entries of 2.')
  })

  test('is undone like any other', async () => {
    const { log, post, undo } = await open()
    expect(await post('Too early.')).toBe(403)
    expect((await undo()).headers.location).toBe('/moderation/log?done=undone')
    expect(await post('Free again.')).toBe(303)
    expect(await log()).toContain('undid: silenced a member: Ada Action by Mo. A mistake')
  })
})
