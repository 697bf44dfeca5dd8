// Several items of the queue, decided at once: one batch with one undo, and what was left alone because somebody was faster.
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { wordsOn } from '../../comments/page.ts'
import { openSite } from '../../support/site.ts'

async function open(n: number) {
  const site = await openSite()
  const article = String(await site.article())
  const mo = await site.member('Mo', 'moderator')
  const mi = await site.member('Mi', 'moderator')
  for (let i = 0; i < n; i++) await site.post('/comments', { article, nic: `Walker ${i}`, body: `Held words ${i}.` })
  const rows = await site.deps.db.selectFrom('comments').select('id').orderBy('id').execute()
  const ids = rows.map(({ id }) => String(id))
  const queue = async (query = '') => (await site.get(`/moderation${query}`, mo)).body
  /** The boxes of a page, as a browser sends them. */
  const tokens = new Map(
    [...(await queue()).matchAll(/name="(item-\d+)" value="([^"]+)"/g)].map(([, name, value]) => [name!, value!]),
  )
  const ticked = (...some: string[]) => Object.fromEntries(some.map((id) => [`item-${id}`, tokens.get(`item-${id}`)!]))
  const decide = (form: Record<string, string>) =>
    site.post('/moderation/decisions', { next: '/moderation', ...form }, mo)
  const states = async () =>
    (await site.deps.db.selectFrom('comments').select('state').orderBy('id').execute()).map(({ state }) => state)
  const batches = () => site.deps.db.selectFrom('batches').select(['act', 'reason']).orderBy('id').execute()
  return { site, mo, mi, ids, queue, ticked, decide, states, batches }
}

describe('Several ticked items', () => {
  test('are removed for one reason as one action, with a log entry each and one undo', async () => {
    const { site, mo, ids, queue, ticked, decide, states, batches } = await open(4)
    const [a, b, c] = ids
    const answer = await decide({ ...ticked(a!, b!, c!), action: 'removals', chip: 'Advertising', reason: 'ropes' })
    expect(answer.headers.location).toBe('/moderation?done=removed&batch=1&n=3')
    expect(await states()).toEqual(['removed', 'removed', 'removed', 'held'])
    expect(await batches()).toEqual([{ act: 'remove', reason: 'Advertising: ropes' }])
    const entries = await site.deps.db.selectFrom('log_entries').select(['subject_id', 'batch_id']).execute()
    expect(entries.map(({ subject_id, batch_id }) => [String(subject_id), batch_id])).toEqual(
      [a, b, c].map((id) => [id, 1]),
    )
    expect(wordsOn(await queue('?done=removed&batch=1&n=3'))).toContain('Removed 3 comments. Undo')
    await site.post('/moderation/undos', { batch: '1', next: '/moderation' }, mo)
    expect(await states()).toEqual(['held', 'held', 'held', 'held'])
  })

  test.each([
    ['approvals', 'live', 'Approved 2 comments.'],
    ['spam', 'spam', 'Marked 2 comments as spam.'],
  ])('need no reason for %s', async (action, state, sentence) => {
    const { site, mo, ids, ticked, decide, states, batches } = await open(3)
    const answer = await decide({ ...ticked(ids[0]!, ids[2]!), action })
    expect(await states()).toEqual([state, 'held', state])
    expect(await batches()).toHaveLength(1)
    expect(wordsOn((await site.get(answer.headers.location!, mo)).body)).toContain(sentence)
  })

  test('are left as they are where another moderator has decided since, which the answer says of each', async () => {
    const { site, mo, mi, ids, ticked, decide, states, batches } = await open(3)
    const form = { ...ticked(...ids), action: 'removals', chip: 'Off topic' }
    await site.post('/moderation/approvals', { comment: ids[1]! }, mi)
    const answer = await decide(form)
    expect(await states()).toEqual(['removed', 'live', 'removed'])
    const words = wordsOn((await site.get(answer.headers.location!, mo)).body)
    expect(words).toContain('Removed 2 comments. Undo The comment by Walker 1 was left as it is. Mi approved a comment')
    // All of them decided: nothing is stored, and there is nothing to undo.
    const again = await decide(form)
    expect(await batches()).toHaveLength(2)
    const repeated = wordsOn((await site.get(again.headers.location!, mo)).body)
    expect(repeated).toContain('Nothing was changed. The comment by Walker 0 was left as it is. Mo removed a comment')
    expect((await site.get(again.headers.location!, mo)).body).not.toContain('>Undo</button>')
  })

  test('come back ticked, with the words, when the reason is missing', async () => {
    const { ids, ticked, decide, states } = await open(2)
    for (const [form, fault] of [
      [{ ...ticked(ids[0]!), action: 'removals' }, 'Choose a reason, or enter one: everybody can read it.'],
      [
        { ...ticked(ids[0]!), action: 'removals', chip: 'other' },
        'Say what the other reason is: everybody can read it.',
      ],
      [{ action: 'spam', reason: 'ropes' }, 'Tick at least one comment.'],
    ] as const) {
      const answer = await decide(form)
      expect([answer.statusCode, wordsOn(answer.body)]).toEqual([422, expect.stringContaining(fault)])
      expect(answer.body.match(/class="tick"[^>]* checked/g) ?? []).toHaveLength(
        'action' in form && form.action === 'spam' ? 0 : 1,
      )
    }
    expect((await decide({ ...ticked(ids[0]!), action: 'holds' })).statusCode).toBe(422)
    expect(await states()).toEqual(['held', 'held'])
  })

  test('are for moderators, and never one’s own comment', async () => {
    const { site, mo, ids, ticked, states } = await open(1)
    for (const who of [null, await site.member('Bo'), await site.member('Ed', 'editor')])
      expect((await site.post('/moderation/decisions', { ...ticked(...ids), action: 'spam' }, who)).statusCode).toBe(
        403,
      )
    await write(site.deps, (db) => db.updateTable('comments').set({ account_id: mo.id }).execute())
    expect((await site.get('/moderation', mo)).body).not.toContain('class="tick"')
    expect(await states()).toEqual(['held'])
  })
})
