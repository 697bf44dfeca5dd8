// Undos after later actions: in any order, a comment has one state for one reason, and what was undone stays undone.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { entriesAfter } from '../../../src/db/log-chain.ts'
import { MINUTE } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { histories } from '../../support/histories.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const [mo, mi] = [await site.member('Mo', 'moderator'), await site.member('Mi', 'moderator')]
  const guest = browserOf(site)
  const held = Number(
    String(
      (await guest.post('/comments', { article: String(id), nic: 'Walker', body: 'Held words.' })).headers.location,
    ).slice('/comments/'.length),
  )
  const act = async (
    noun: string,
    form: Record<string, string> = { comment: String(held) },
    as: Member = mo,
  ): Promise<number> => {
    site.advance(MINUTE)
    return (await site.post(`/moderation/${noun}`, { reason: 'A reason', ...form }, as)).statusCode
  }
  const batches = async (): Promise<number[]> =>
    (await site.deps.db.selectFrom('batches').select('id').orderBy('id').execute()).map((row) => row.id)
  const undo = async (batch?: number): Promise<number> =>
    act('undos', { batch: String(batch ?? (await batches()).at(-1)!), reason: '' }, mi)
  const stateOf = async (comment = held): Promise<string> =>
    (await site.deps.db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirstOrThrow())
      .state
  return { site, id, held, guest, mo, mi, act, undo, batches, stateOf }
}

/** The tables that have a record in force against a comment. */
async function holding({ deps: { db } }: Site, comment: number): Promise<string[]> {
  const found: string[] = []
  for (const noun of ['holds', 'removals', 'spam_marks'] as const)
    found.push(
      ...(
        await db.selectFrom(noun).select('id').where('comment_id', '=', comment).where('ended_at', 'is', null).execute()
      ).map(() => noun),
    )
  return found
}

const reasons: Record<string, string[]> = { held: ['holds'], removed: ['removals'], spam: ['spam_marks'], live: [] }

describe('An undo after later actions', () => {
  test('skips a comment that somebody has decided about since: a removal is undone after the comment was restored', async () => {
    const { site, held, act, undo, stateOf } = await open()
    await act('removals')
    await act('restorations')
    expect(await undo(1)).toBe(409)
    expect([await stateOf(), await holding(site, held)]).toEqual(['live', []])
    expect(await act('holds')).toBe(303)
    expect([await stateOf(), await holding(site, held)]).toEqual(['held', ['holds']])
  })

  test('skips it when it is in the same state again by another action', async () => {
    const { site, held, act, undo, stateOf } = await open()
    await act('removals')
    await act('restorations')
    await act('removals')
    expect(await undo(1)).toBe(409)
    expect([await stateOf(), await holding(site, held)]).toEqual(['removed', ['removals']])
  })

  test('does nothing when everything has changed, and works once the rest is undone', async () => {
    const { site, act, undo, batches, stateOf, mo } = await open()
    await act('removals')
    await act('restorations')
    const before = await batches()
    expect(await undo(1)).toBe(409)
    expect(await batches()).toEqual(before)
    expect(wordsOn((await site.get('/moderation/log', mo)).body)).not.toContain('Undone by')
    expect([await undo(2), await stateOf()]).toEqual([303, 'removed'])
    expect([await undo(1), await stateOf()]).toEqual([303, 'held'])
  })

  test('never leaves a comment with two reasons or none for its state', async () => {
    const decision = fc.record({
      act: fc.constantFrom('approvals', 'holds', 'removals', 'spam', 'restorations'),
      which: fc.nat(1),
    })
    const back = fc.record({ act: fc.constant('undos'), which: fc.nat() })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 3, arbitrary: decision }, { weight: 2, arbitrary: back }), {
          minLength: 4,
          maxLength: 24,
        }),
        async (steps) => {
          const { site, id, held, guest, act, batches, undo, stateOf } = await open()
          const other = Number(
            String(
              (
                await guest.post('/comments', {
                  article: String(id),
                  nic: 'Walker',
                  body: 'Other words, held likewise.',
                })
              ).headers.location,
            ).slice('/comments/'.length),
          )
          for (const step of steps) {
            const all = await batches()
            const status =
              step.act === 'undos'
                ? all.length === 0
                  ? 303
                  : await undo(all[step.which % all.length]!)
                : await act(step.act, { comment: String([held, other][step.which]) })
            expect([303, 409], JSON.stringify(step)).toContain(status)
            for (const comment of [held, other]) {
              const state = await stateOf(comment)
              expect(await holding(site, comment), state).toEqual(reasons[state])
            }
          }
          await site.close()
        },
      ),
      histories,
    )
  })

  test('does not resume a ban that was undone', async () => {
    const { site, id, act, undo, batches, stateOf } = await open()
    const ada = await site.member('Ada')
    const comment = Number(
      String(
        (await site.post('/comments', { article: String(id), nic: '', body: 'Shouted.' }, ada)).headers.location,
      ).slice('/comments/'.length),
    )
    await act('bans', { nic: 'Ada', until: 'week', remove: '24' })
    expect(await stateOf(comment)).toBe('removed')
    await act('pardons', { nic: 'Ada' })
    const [ban, pardon] = await batches()
    expect([await undo(ban), await stateOf(comment)]).toEqual([303, 'live'])
    expect(await undo(pardon)).toBe(409)
    expect(
      await site.deps.db
        .selectFrom('bans')
        .select('id')
        .where('person_id', '=', ada.id)
        .where('ended_at', 'is', null)
        .execute(),
    ).toEqual([])
  })

  test('says in the log what was undone, and marks an action whose undo was undone', async () => {
    const { site, mo, act, undo } = await open()
    await act('removals')
    await undo()
    expect((await entriesAfter(site.deps.db, 'log_entries', 0, 10)).map(({ reason }) => reason)).toEqual([
      'A reason',
      'removed a comment, Mo.',
    ])
    const log = async () => wordsOn((await site.get('/moderation/log', mo)).body)
    expect(await log()).toContain('A reason Undone by Mi')
    await undo()
    expect(await log()).toContain('A reason Undone by Mi, then redone')
    await undo()
    expect(await log()).toMatch(/A reason Undone by Mi(?!, then)/)
  })
})
