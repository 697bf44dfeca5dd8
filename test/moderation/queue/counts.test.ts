// The number of comments in the queue is counted when it changes, and the header reads it once between two changes.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queueCommentsTally } from '../../../src/comments/holds/queries.ts'
import { write } from '../../../src/db/write.ts'
import { countedDecisions, countedQueue } from '../../support/counted.ts'
import { aThread, openSite, type Site } from '../../support/site.ts'

/** A change of one row that the queue depends on, as an action or a hand with SQL makes it. */
type Change = {
  what: 'hold' | 'flag' | 'end' | 'reopen' | 'delete' | 'state' | 'move' | 'article' | 'removal' | 'writer'
  at: number
  n: number
}

const states = ['live', 'held', 'removed', 'spam', 'withdrawn'] as const

async function change({ deps }: Site, accounts: readonly number[], { what, at, n }: Change): Promise<void> {
  await write(deps, async (db) => {
    const comment_id = 1 + (at % 6)
    const noun = (['holds', 'flags', 'removals'] as const)[n % 3] as 'holds'
    const row = { comment_id, created_at: 1000 - n }
    const hold = { ...row, rule: 'moderator', matched_text: '', reason: '' }
    const flag = { ...row, account_id: accounts[n % accounts.length]!, reason: 'Rude' }
    if (what === 'hold')
      await db
        .insertInto('holds')
        .values(hold)
        .onConflict((on) => on.doNothing())
        .execute()
    if (what === 'flag')
      await db
        .insertInto('flags')
        .values(flag)
        .onConflict((on) => on.doNothing())
        .execute()
    if (what === 'removal')
      await db
        .insertInto('removals')
        .values({ ...row, account_id: null, reason: '', log_entry_id: 1 })
        .execute()
    if (what === 'writer')
      await db
        .updateTable('comments')
        .set({ account_id: [...accounts, null][n % 3]! })
        .where('id', '=', comment_id)
        .execute()
    if (what === 'end')
      await db.updateTable(noun).set({ ended_at: 2000 }).where('comment_id', '=', comment_id).execute()
    if (what === 'reopen') {
      const last = db
        .selectFrom(noun)
        .select((all) => all.fn.max('id').as('id'))
        .where('comment_id', '=', comment_id)
      await db
        .updateTable(noun)
        .set({ ended_at: null, created_at: 1000 - n })
        .where('id', '=', last)
        .execute()
    }
    if (what === 'delete') await db.deleteFrom(noun).where('comment_id', '=', comment_id).execute()
    if (what === 'state')
      await db
        .updateTable('comments')
        .set({ state: states[n % 5]! })
        .where('id', '=', comment_id)
        .execute()
    if (what === 'move')
      await db
        .updateTable('comments')
        .set({ article_id: 1 + (n % 2), number: 100 + comment_id })
        .where('id', '=', comment_id)
        .execute()
    if (what === 'article')
      await db
        .updateTable('articles')
        .set({ state: n % 2 === 0 ? 'published' : 'unpublished' })
        .where('id', '=', 1 + (at % 2))
        .execute()
  }).catch((error: Error) => {
    // Two holds in force of one comment are refused.
    if (!error.message.includes('UNIQUE')) throw error
  })
}

const aChange: fc.Arbitrary<Change> = fc.record({
  what: fc.constantFrom(
    'hold',
    'hold',
    'flag',
    'flag',
    'end',
    'reopen',
    'delete',
    'state',
    'state',
    'move',
    'article',
    'removal',
    'removal',
    'writer',
  ),
  at: fc.nat(5),
  n: fc.nat(9),
})

describe('The comments of the queue', () => {
  test('are those that wait, and members’ decisions are counted, after any change of holds, flags, removals, comments and articles', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aChange, { minLength: 20, maxLength: 60 }), async (changes) => {
        const site = await openSite()
        try {
          await site.article({ comments: aThread('one', [null, null, null]) })
          await site.article({ headline: 'The second', comments: aThread('two', [null, null, null]) })
          const accounts = [(await site.member('Ada')).id, (await site.member('Bo')).id]
          // Removals name an entry of the log.
          await site.post(
            '/moderation/closures',
            { article: '1', reason: 'Over' },
            await site.member('Mo', 'moderator'),
          )
          for (const one of changes) {
            await change(site, accounts, one)
            await countedQueue(site)
            await countedDecisions(site)
          }
        } finally {
          await site.close()
        }
      }),
      { numRuns: 8 },
    )
  })

  test('leave it when they move to an article that is not published, and come with a move from there', async () => {
    const site = await openSite()
    const accounts = [(await site.member('Ada')).id]
    await site.article({ comments: aThread('one', [null]) })
    await site.article({ headline: 'The second' })
    const then = async (what: Change['what'], at: number, n: number): Promise<unknown[]> => {
      await change(site, accounts, { what, at, n })
      return site.deps.db.selectFrom('queue_comments').select(['comment_id', 'section']).execute()
    }
    const flagged = { comment_id: 1, section: 'flagged' }
    expect(await then('article', 1, 1)).toEqual([])
    expect(await then('flag', 0, 0)).toEqual([flagged])
    expect(await then('move', 0, 1)).toEqual([])
    expect(await then('move', 0, 0)).toEqual([flagged])
  })

  test('are counted by the time that they wait', async () => {
    const site = await openSite()
    await site.article({ comments: aThread('one', [null, null, null]) })
    for (const [comment_id, created_at] of [
      [1, 300],
      [2, 100],
      [3, 200],
    ] as const)
      await write(site.deps, async (db) => {
        await db
          .insertInto('holds')
          .values({ comment_id, created_at, rule: 'moderator', matched_text: '', reason: '' })
          .execute()
        await db.updateTable('comments').set({ state: 'held' }).where('id', '=', comment_id).execute()
      })
    expect(await queueCommentsTally(site.deps.db, 'held')).toEqual({ n: 3, since: 100 })
    expect(await queueCommentsTally(site.deps.db, 'held', { after: 100, upTo: 250 })).toEqual({ n: 1, since: 200 })
    expect(await queueCommentsTally(site.deps.db, 'flagged')).toEqual({ n: 0, since: null })
  })
})

describe('The header of a moderator’s page', () => {
  test('asks nothing about the queue and the desk until something changes', async () => {
    const site = await openSite()
    const mo = await site.member('Mo', 'moderator')
    await site.article()
    const asked = async (): Promise<number> => {
      let n = 0
      const executor = site.deps.db.getExecutor() as { executeQuery: unknown }
      const original = site.deps.db.getExecutor().executeQuery.bind(site.deps.db.getExecutor())
      executor.executeQuery = (...args: Parameters<typeof original>) => {
        n++
        return original(...args)
      }
      await site.get('/moderation/log', mo)
      executor.executeQuery = original
      return n
    }
    await asked()
    const unchanged = await asked()
    await write(site.deps, (db) => db.updateTable('articles').set({ view_count: 5 }).execute())
    // Six sections of the queue, one of which has two lists, and three lists of the desk. What triggers have noted is read
    // without Kysely, and not counted here.
    expect(await asked()).toBe(unchanged + 10)
    expect(await asked()).toBe(unchanged)
  })
})
