// The line of actions under a comment: one markup for every reader, whose acts the server refuses to those who may not do them.

import { expect, test } from 'vitest'
import { aThread, type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml, linkOn, offeredHtml, wordsOn } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'

type Cast = { site: Site; ada: Member; bo: Member; mo: Member; ids: number[]; mine: number }

/** Three comments by guests, and one by Ada. */
async function opened(): Promise<Cast> {
  const site = await openSite()
  await site.article({ comments: aThread('r', [null, 0, null]) })
  const [ada, bo, mo] = [await site.member('Ada'), await site.member('Bo'), await site.member('Mo', 'moderator')]
  const { headers } = await site.post('/comments', { article: '1', nic: '', body: 'Of Ada’s own.' }, ada)
  const ids = (await site.deps.db.selectFrom('comments').select('id').orderBy('number').execute()).map(({ id }) => id)
  return { site, ada, bo, mo, ids, mine: Number(headers.location!.split('/').at(-1)) }
}

const row = (body: string, id: number): string =>
  /<div class="cm-acts">[^]*<\/div>/.exec(commentHtml(body, id))?.[0] ?? ''

/** The fold Moderate, a part that is the same for all moderators. */
const MODERATE = /<details name="acts"><summary>Moderate[^]*?<\/details>/

/** What only its author’s page has, with the minutes that are left to edit. */
const OWN = /<a class="own" href="\/comments\/\d+\/(?:edits|withdrawals)">[^]*?<\/a> /g

test('the row of a comment is the same for strangers, members, its author and moderators, apart from Moderate and the author’s own', async () => {
  const { site, ada, bo, mo, ids, mine } = await opened()
  for (const id of [...ids.slice(0, 3), mine]) {
    const rows = await Promise.all([null, ada, bo, mo].map(async (as) => row((await site.get(HREF, as)).body, id)))
    expect(rows[0]).toContain('formaction="/comments/')
    expect(
      rows.map((one) => one.replace(MODERATE, '').replace(OWN, '')),
      `comment ${id}`,
    ).toEqual(Array(4).fill(rows[0]))
    expect(rows.map((one) => MODERATE.test(one))).toEqual([false, false, false, true])
    expect(rows.map((one) => one.match(OWN)?.length ?? 0)).toEqual([0, id === mine ? 2 : 0, 0, 0])
  }
})

test('a row offers strangers to reply, members to recommend, flag, mute and follow, and authors to edit and withdraw', async () => {
  const { site, ada, bo, mine } = await opened()
  const offered = async (as: Member | null): Promise<string> =>
    wordsOn(offeredHtml((await site.get(HREF, as)).body, mine))
      .replace(/^.*Of Ada’s own\. /, '')
      .trim()
  expect(await offered(null)).toBe('Reply to Ada More Quote Link')
  expect(await offered(bo)).toBe('Reply to Ada Recommend More Quote Link Flag Mute Save Follow thread')
  expect(await offered(ada)).toBe('Reply to Ada Edit (15 min left) Withdraw More Quote Link Save Follow thread')
  await site.post(`/comments/${mine}/recommendations`, {}, bo)
  await site.post('/articles/1/follows', { action: 'follow' }, ada)
  expect(await offered(null)).toBe('Reply to Ada Recommended by 1 More Quote Link')
  expect(await offered(ada)).toMatch(/More Recommended by 1 Quote Link Save Unfollow thread$/)
})

test('the rows of a branch on a page of its own say as well whether their reader follows the thread', async () => {
  const { site, ada, bo, ids } = await opened()
  const id = ids[0]!
  const follow = (action: string) => site.post('/articles/1/follows', { action }, ada)
  const offered = async (as: Member): Promise<string | undefined> => {
    const html = offeredHtml((await site.get(`/comments/${id}/thread`, as)).body, id)
    return /value="(?:un)?follow">[^<]*/.exec(html)?.[0]
  }
  expect(await offered(ada)).toBe('value="follow">Follow thread')
  await follow('follow')
  expect(await offered(ada)).toBe('value="unfollow">Unfollow thread')
  expect(await offered(bo)).toBe('value="follow">Follow thread')
  await follow('silence')
  expect(await offered(ada)).toBe('value="follow">Follow thread')
})

test('what the row hides the server refuses, and changes nothing', async () => {
  const { site, ada, bo, mo, ids, mine } = await opened()
  const other = ids[0]!
  const pressed = async (path: string, fields: Record<string, string>, as: Member | null): Promise<number> =>
    (await site.post(path, fields, as)).statusCode
  for (const as of [null, bo]) {
    for (const noun of ['removals', 'holds', 'spam', 'features'])
      expect(await pressed(`/moderation/${noun}`, { comment: `${other}`, [`chip-${other}`]: 'Off topic' }, as)).toBe(
        403,
      )
    expect((await site.post(`/comments/${mine}/withdrawals`, {}, as)).statusCode).toBe(403)
    expect((await site.post(`/comments/${mine}/edits`, { body: 'Mine now.' }, as)).statusCode).toBe(403)
  }
  expect(await pressed(`/comments/${mine}/recommendations`, { action: 'give' }, ada)).toBe(403)
  expect(await pressed(`/comments/${mine}/flags`, { reason: 'Mine.' }, ada)).toBe(403)
  expect(await pressed(`/comments/${other}/recommendations`, { action: 'give' }, null)).toBe(403)
  expect(await pressed('/articles/1/follows', { action: 'follow' }, null)).toBe(403)
  const states = await site.deps.db.selectFrom('comments').select(['state', 'recommendation_count']).execute()
  expect(new Set(states.map((one) => `${one.state} ${one.recommendation_count}`))).toEqual(new Set(['live 0']))
  expect((await site.get(`/comments/${other}?done=removed&batch=1`, bo)).headers.location).toBe(`${HREF}#c${other}`)
  expect((await site.get(`${HREF}?done=removed&batch=1&comment=${other}`, bo)).body).not.toContain(
    'Removed the comment',
  )
  expect((await site.get(HREF, mo)).body).not.toContain('id="done"')
})

/** Follows the answer of an act to the page of the thread. */
async function landing(site: Site, path: string, fields: Record<string, string>, mo: Member) {
  const answer = await site.post(path, fields, mo)
  const comment = String(answer.headers.location)
  const place = String((await site.get(comment, mo)).headers.location)
  return { comment, place, body: (await site.get(place.split('#')[0]!, mo)).body }
}

test('a removal leads back to the comment, which says so with an undo; the undo leads back as well', async () => {
  const { site, mo, ids } = await opened()
  const id = ids[1]!
  const chips = { [`chip-${ids[0]}`]: 'Duplicate', [`chip-${id}`]: 'Off topic' }
  const done = await landing(site, '/moderation/removals', { comment: `${id}`, next: 'thread', ...chips }, mo)
  expect(done.comment).toBe(`/comments/${id}?done=removed&batch=1`)
  expect(done.place).toBe(`${HREF}?done=removed&batch=1&comment=${id}#c${id}`)
  const words = wordsOn(commentHtml(done.body, id))
  expect(words).toContain('Reason: Off topic.')
  expect(words).toContain('Removed the comment by Guest 1 . Undo')
  const fields = { batch: '1', next: `/comments/${id}` }
  expect(done.body).toContain(`name="next" value="${fields.next}"`)
  const undone = await landing(site, '/moderation/undos', fields, mo)
  expect(wordsOn(commentHtml(undone.body, id))).toMatch(/Comment number 1\..* Undone\./)
})

test.each([
  ['holds', 'Held the comment by Guest 1 . It waits in the queue. Undo'],
  ['spam', 'Marked the comment by Guest 1 as spam. Undo'],
])('after /moderation/%s the message is at the parent, as the comment is gone', async (noun, sentence) => {
  const { site, mo, ids } = await opened()
  const [parent, id] = ids as [number, number]
  const done = await landing(
    site,
    `/moderation/${noun}`,
    { comment: `${id}`, next: 'thread', [`chip-${id}`]: 'Off topic' },
    mo,
  )
  expect(done.place).toMatch(/#done$/)
  expect(wordsOn(commentHtml(done.body, parent))).toContain(sentence)
})

test('after an act on a comment without a parent that is gone, the message is above the thread', async () => {
  const { site, mo, ids } = await opened()
  const id = ids[2]!
  const done = await landing(site, '/moderation/spam', { comment: `${id}`, next: 'thread' }, mo)
  expect(done.place).toBe(`${HREF}?done=spam&batch=1&comment=${id}#done`)
  expect(done.body.indexOf('id="done"')).toBeLessThan(done.body.indexOf('<div class="thread'))
})

test('Feature leads back to the comment, and an act that somebody else has done already says so', async () => {
  const { site, mo, ids } = await opened()
  const fields = { comment: `${ids[0]}`, next: 'thread' }
  const done = await landing(site, '/moderation/features', fields, mo)
  expect(wordsOn(commentHtml(done.body, ids[0]!))).toContain('Featured the comment by Guest 0 . Undo')
  const again = await landing(site, '/moderation/features', fields, mo)
  expect(wordsOn(commentHtml(again.body, ids[0]!))).toMatch(/Nothing was done\. .* its writer has edited it\. Reply/)
})

test('a removal without a reason returns its form, which leads back to the thread all the same', async () => {
  const { site, mo, ids } = await opened()
  const answer = await site.post('/moderation/removals', { comment: `${ids[0]}`, next: 'thread' }, mo)
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('name="next" value="thread"')
})

test('Mute in the row opens the form with the name of the comment, and with no other', async () => {
  const { site, ada, ids } = await opened()
  const link = linkOn(commentHtml((await site.get(HREF, ada)).body, ids[1]!), 'Mute')!
  const { body } = await site.get(link, ada)
  expect(body).toContain('value="Guest 1"')
  expect(body).toContain(`name="next" value="/comments/${ids[1]}"`)
  expect((await site.get('/mutes?comment=999', ada)).body).not.toContain('value="Guest')
})

test.each([
  ['first', 0],
  ['last', 1],
] as const)(
  'the %s comment of a run is restored from its own link, which leads back to it in the thread',
  async (_, which) => {
    const { site, mo, ids } = await opened()
    for (const one of ids.slice(0, 2))
      await site.post('/moderation/removals', { comment: `${one}`, [`chip-${one}`]: 'Off topic' }, mo)
    // The last of a run shows it.
    const run = commentHtml((await site.get(HREF, mo)).body, ids[1]!)
    expect(run).toContain('2 comments removed')
    const links = [...run.matchAll(/<a href="([^"]*)">Restore</g)].map(([, href]) => href!)
    const id = ids[which]!
    expect(links[which]).toBe(`/moderation/restorations?comment=${id}`)
    const form = (await site.get(links[which]!, mo)).body
    const fields = Object.fromEntries(
      [
        ...form
          .split('<form class="form"')[1]!
          .split('</form>')[0]!
          .matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g),
      ].map(([, name, value]) => [name!, value!]),
    )
    expect(linkOn(form, 'Back to the thread')).toBe(`/comments/${id}`)
    const fault = (await site.post('/moderation/restorations', fields, mo)).body
    expect(fault).toContain(`name="next" value="${fields['next']}"`)
    const done = await landing(site, '/moderation/restorations', { ...fields, reason: 'A mistake.' }, mo)
    expect(done.place).toBe(`${HREF}?done=restored&batch=3&comment=${id}#c${id}`)
    expect(wordsOn(commentHtml(done.body, id))).toContain(`Comment number ${which}.`)
    expect(wordsOn(commentHtml(done.body, id))).toMatch(/Restored the comment by .* Undo/)
  },
)
