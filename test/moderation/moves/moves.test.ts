// Moving a branch to another article: what moves along, what stays, and the undo.
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { loadArticles } from '../../../src/importers/actions.ts'
import { MINUTE } from '../../../src/time.ts'
import { commentHtml, faultOn, linkOn, shown, textOn, wordsOn } from '../../comments/page.ts'
import { counted } from '../../support/counted.ts'
import { browserOf } from '../../support/jar.ts'
import { anArticle, aThread, type Member, openSite, type Site } from '../../support/site.ts'

const A = '/articles/1-the-slipway-is-repainted'
const B = '/articles/2-the-second'
const C = '/articles/3-the-third'

/** Three articles: the first with a thread of 1, (2, (3), 4) below it and 5 beside, the second with 6 and 7 below it. */
async function open(parents: readonly (number | null)[] = [null, 0, 1, 0, null]) {
  const site = await openSite()
  await site.article({ comments: aThread('a', parents) })
  await site.article({ headline: 'The second', comments: aThread('b', [null, 0]) })
  await site.article({ headline: 'The third' })
  const [mo, mi] = [await site.member('Mo', 'moderator'), await site.member('Mi', 'moderator')]
  const move = (comment: number, into: number | string, over: Record<string, string> = {}, by: Member | null = mo) =>
    site.post('/moderation/moves', { comment: String(comment), into: String(into), reason: 'Off topic', ...over }, by)
  const undo = (batch: number) => site.post('/moderation/undos', { batch: String(batch), reason: 'A mistake' }, mo)
  const page = async (url: string, as: Member | null = null) => (await site.get(url, as)).body
  const where = async (id: number) => String((await site.get(`/comments/${id}`)).headers.location)
  return { site, mo, mi, move, undo, page, where }
}

/** The lines that a page has in place of what was moved, as a reader reads them. */
const pointers = (body: string): string[] =>
  [...body.matchAll(/<li class="moved">([^]*?)<\/p>/g)].map((match) => wordsOn(match[1]!).trim())

const LINE =
  'A branch of 2 comments, begun by Guest 1 , was moved to The second by Mo on 12 March 2030, 14:25. Reason: Off topic. Public log, entry 1'

const say = async (site: Site, as: Member, article: number, body: string, parent = '', nic = ''): Promise<number> =>
  Number(
    /\/comments\/(\d+)/.exec(
      String((await site.post('/comments', { article: String(article), parent, nic, body }, as)).headers.location),
    )![1],
  )

/** Everything that is stored of the comments, and of the articles as far as threads go. */
const stored = async (site: Site) => [
  await site.deps.db.selectFrom('comments').selectAll().orderBy('id').execute(),
  await site.deps.db
    .selectFrom('articles')
    .select(['id', 'comment_count', 'last_comment_id', 'last_comment_at', 'last_comment_nic', 'moved_away_count'])
    .orderBy('id')
    .execute(),
  await site.deps.db
    .selectFrom('accounts')
    .select(['id', 'comment_count', 'own_comment_count', 'reply_count'])
    .orderBy('id')
    .execute(),
]

/** Whether long tables are the same: a page of differences would help nobody. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

describe('A branch that is moved', () => {
  test('is at the top level of the other thread with all replies and the same ids, and every address leads there', async () => {
    const { site, move, page, where } = await open()
    expect((await move(2, 2)).headers.location).toBe('/moderation/moves?comment=2&batch=1')
    expect(shown(await page(A))).toEqual([1, 4, 5])
    expect(shown(await page(B))).toEqual([6, 7, 2, 3])
    for (const id of [2, 3]) expect(await where(id)).toBe(`${B}#c${id}`)
    expect(wordsOn(commentHtml(await page(B), 3))).toContain('to Guest 1')
    expect(wordsOn(commentHtml(await page(B), 2))).not.toContain('to Guest 0')
    for (const [id, tagged] of [
      [2, true],
      [3, false],
      [6, false],
    ] as const)
      expect(wordsOn(commentHtml(await page(B), id)).includes('Moved here')).toBe(tagged)
    expect(shown(await page('/comments/3/thread'))).toEqual([2, 3])
    for (const [url, n] of [
      [A, 3],
      [B, 4],
    ] as const)
      expect(wordsOn(await page(url))).toContain(`${n} comments`)
    expect(await page('/feeds/articles/2.xml')).toContain('/comments/3')
    expect(await page('/feeds/articles/1.xml')).not.toContain('/comments/3')
    for (const [article, found] of [
      [1, false],
      [2, true],
    ] as const)
      expect((await page(`/search?q=Comment&article=${article}`)).includes('/comments/3"')).toBe(found)
    await counted(site)
  })

  test('leaves a pointer in its place, which shows what went where, by whom, when and why, and links there', async () => {
    const { move, page } = await open()
    await move(2, 2)
    const body = await page(A)
    expect(pointers(body)).toEqual([LINE])
    expect(linkOn(body.slice(body.indexOf('<li class="moved">')), 'The second')).toBe('/comments/2')
    expect(linkOn(body, 'Public log, entry 1')).toBe('/moderation/log?before=2#entry-1')
    // Old links to the place of the branch, and of what went along, find the line.
    expect(body).toMatch(/<li class="moved"><p id="c2"><span id="c3"><\/span>/)
    expect(body.indexOf('id="c1"')).toBeLessThan(body.indexOf('id="c2"'))
    expect(body.indexOf('id="c2"')).toBeLessThan(body.indexOf('id="c4"'))
    expect(wordsOn(await page('/moderation/log'))).toContain('moved a branch to another article')
    expect(wordsOn(await page('/moderation/log'))).toContain('Off topic (to “The second”)')
  })

  test('leaves the pointer in every order of the thread and in its branch, and never counts it as a comment', async () => {
    const { move, page } = await open()
    await move(2, 2)
    for (const view of ['threaded', 'flat', 'newest', 'recommended']) {
      const body = await page(`${A}?view=${view}`)
      expect(pointers(body), view).toEqual([LINE])
      expect(wordsOn(body), view).toContain('3 comments')
      expect(body, view).not.toContain('"commentCount":4')
    }
    expect((await page(`${A}?view=newest`)).indexOf('id="c2"')).toBeGreaterThan(
      (await page(`${A}?view=newest`)).indexOf('id="c4"'),
    )
    expect(pointers(await page('/comments/1/thread'))).toEqual([LINE])
    expect(wordsOn(commentHtml(await page(A), 1))).toContain('1 reply folded')
    await move(5, 2)
    expect(pointers(await page(`${A}?view=threaded&depth=1`))).toEqual([
      'A comment by Guest 4 was moved to The second by Mo on 12 March 2030, 14:25. Reason: Off topic. Public log, entry 2',
    ])
    expect(pointers(await page(`${A}?view=newest&depth=1`))).toHaveLength(1)
  })

  test('leaves the pointer on later pages too, and a long thread is paged without the moved comments', async () => {
    const { site, move, undo, page, where } = await open(
      Array.from({ length: 1100 }, (_, i) => (i === 700 ? 699 : null)),
    )
    const before = await stored(site)
    await move(700, 2)
    await move(1000, 2)
    await move(1100, 2)
    const lines = async (view: string) => {
      const found: Record<number, number> = {}
      for (const n of [1, 2, 3]) found[n] = pointers(await page(`${A}?view=${view}&page=${n}`)).length
      return found
    }
    expect(await lines('threaded')).toEqual({ 1: 0, 2: 2, 3: 1 })
    expect(await lines('flat')).toEqual({ 1: 0, 2: 2, 3: 1 })
    expect(await lines('newest')).toEqual({ 1: 3, 2: 0, 3: 0 })
    expect(await lines('recommended')).toEqual({ 1: 0, 2: 2, 3: 1 })
    expect(await lines('threaded&depth=1')).toEqual({ 1: 0, 2: 2, 3: 1 })
    for (const view of ['threaded', 'flat', 'newest', 'recommended']) {
      const ids: number[] = []
      for (const n of [1, 2, 3]) ids.push(...shown(await page(`${A}?view=${view}&page=${n}`)))
      expect(new Set(ids).size, view).toBe(1096)
    }
    for (const id of [1, 600, 999, 1002, 1100])
      expect(shown(await page((await where(id)).split('#')[0]!))).toContain(id)
    await counted(site)
    await undo(1)
    await undo(2)
    await undo(3)
    expect(same((await stored(site))[0], before[0])).toBe(true)
  })

  test('returns with an undo exactly as it was, and moves again when the undo is undone', async () => {
    const { site, mo, undo, move, page, where } = await open()
    const reply = await say(site, await site.member('Ada'), 1, 'An answer.', '2')
    await site.post('/moderation/features', { comment: '3', reason: 'Good' }, mo)
    const before = [await stored(site), shown(await page(A)), shown(await page(B))]
    await move(2, 2)
    const after = [shown(await page(A)), shown(await page(B))]
    expect(after).toEqual([
      [1, 4, 5],
      [6, 7, 2, 3, reply],
    ])
    expect((await page(B)).includes('id="featured"')).toBe(true)
    for (const batch of [2, 3, 4]) {
      expect((await undo(batch)).headers.location).toBe('/moderation/log?done=undone')
      await counted(site)
      const now = [shown(await page(A)), shown(await page(B))]
      if (batch === 3) {
        expect(now).toEqual(after)
        expect(pointers(await page(A))).toHaveLength(1)
      } else {
        expect([await stored(site), ...now]).toEqual([
          [before[0]![0], expect.anything(), before[0]![2]],
          before[1],
          before[2],
        ])
        expect(pointers(await page(A))).toEqual([])
        expect(await where(3)).toBe(`${A}#c3`)
      }
    }
  })

  test('returns with the replies that it has got since, when the move is undone', async () => {
    const { site, undo, move, page } = await open()
    const ada = await site.member('Ada')
    await move(2, 2)
    const answer = await say(site, ada, 2, 'Answered there.', '3')
    const beside = await say(site, ada, 2, 'Said beside it.')
    await undo(1)
    expect(shown(await page(A))).toEqual([1, 2, 3, answer, 4, 5])
    expect(shown(await page(B))).toEqual([6, 7, beside])
    await counted(site)
  })

  test('can be moved again: then only the last move can be undone, and the pointer shows the present place', async () => {
    const { site, undo, move, page, where } = await open()
    await move(2, 2)
    await move(2, 3)
    expect(await where(3)).toBe(`${C}#c3`)
    const line = pointers(await page(A))[0]!
    expect(line).toContain(
      'was moved to The second by Mo on 12 March 2030, 14:25. Reason: Off topic. It was moved on since, to The third .',
    )
    expect(linkOn((await page(A)).slice((await page(A)).indexOf('<li class="moved">')), 'The third')).toBe(
      '/comments/2',
    )
    expect(pointers(await page(B))).toHaveLength(1)
    expect((await undo(1)).statusCode).toBe(409)
    expect(await where(3)).toBe(`${C}#c3`)
    await undo(2)
    expect(await where(3)).toBe(`${B}#c3`)
    expect((await undo(1)).statusCode).toBe(303)
    expect(await where(3)).toBe(`${A}#c3`)
    await counted(site)
  })

  test('can be moved back, which removes the pointer; the undos stay possible', async () => {
    const { site, undo, move, page, where } = await open()
    await move(5, 3)
    await move(2, 2)
    await move(2, 1)
    expect(await where(2)).toBe(`${A}#c2`)
    expect(pointers(await page(A))).toEqual([expect.stringContaining('A comment by Guest 4')])
    expect([...(await page(A)).matchAll(/id="c2"/g)]).toHaveLength(1)
    expect(pointers(await page(B))).toHaveLength(1)
    await move(2, 3)
    expect(pointers(await page(A))).toEqual([
      expect.stringContaining('begun by Guest 1 , was moved to The third'),
      expect.stringContaining('Guest 4'),
    ])
    await counted(site)
    await undo(4)
    // It stands where the first of its moves put it, but by another one since.
    await move(2, 2)
    expect((await undo(2)).statusCode).toBe(409)
    expect(await where(2)).toBe(`${B}#c2`)
    for (const batch of [6, 3, 1]) await undo(batch)
    expect((await undo(2)).statusCode).toBe(303)
    expect(await where(2)).toBe(`${A}#c2`)
    expect(shown(await page(A))).toEqual([1, 2, 3, 4, 5])
    await counted(site)
  })

  test('takes the pointers in it along; what they point to returns below its own comment, in any thread', async () => {
    const { site, undo, move, page } = await open()
    await move(3, 3)
    await move(2, 2)
    expect(pointers(await page(B))).toEqual([expect.stringContaining('A comment by Guest 2 was moved to The third')])
    expect(pointers(await page(A))).toEqual([expect.stringContaining('A comment by Guest 1 was moved to The second')])
    await counted(site)
    await undo(1)
    expect(shown(await page(B))).toEqual([6, 7, 2, 3])
    expect(pointers(await page(B))).toEqual([])
    await counted(site)
    await undo(2)
    expect(shown(await page(A))).toEqual([1, 2, 3, 4, 5])
    await counted(site)
  })

  test('returns unchanged to a thread of hundreds of levels', async () => {
    const { site, undo, move, page, where } = await open(
      Array.from({ length: 420 }, (_, i) => (i === 0 ? null : i % 2 === 0 && i > 380 ? i - 2 : i - 1)),
    )
    const before = await stored(site)
    for (const top of [2, 300]) {
      await move(top, 2)
      await counted(site)
      expect(pointers(await page(`/comments/${top - 1}/thread`)), String(top)).toHaveLength(1)
      expect(await where(415)).toContain('/comments/415/thread')
      expect(shown(await page('/comments/415/thread'))).toContain(415)
      await undo(top === 2 ? 1 : 3)
      expect(same((await stored(site))[0], before[0])).toBe(true)
      expect(pointers(await page(`/comments/${top - 1}/thread`)), String(top)).toEqual([])
    }
  })

  test('leaves its pointer at the deepest level of a page, and keeps a withdrawn parent as a tombstone', async () => {
    const { site, move, page, where } = await open(Array.from({ length: 21 }, (_, i) => (i === 0 ? null : i - 1)))
    await move(21, 2)
    expect(pointers(await page(A))).toHaveLength(1)
    expect(await page(A)).not.toContain('Continue this branch')
    const ada = await site.member('Ada')
    const mine = await say(site, ada, 3, 'Taken back.')
    const answer = await say(site, await site.member('Bo'), 3, 'Answered.', String(mine))
    await move(answer, 2)
    await site.post(`/comments/${mine}/withdrawals`, {}, ada)
    expect(wordsOn(await page(C))).toContain('Withdrawn by its author')
    expect(pointers(await page(C))).toHaveLength(1)
    expect(await where(mine)).toBe(`${C}#c${mine}`)
    await counted(site)
  })

  test('takes held and removed comments along, without a word to readers', async () => {
    const { site, mo, undo, move, page } = await open([null, 0, 1, 1, 1, 1, null])
    const act = (noun: string, comment: number) =>
      site.post(`/moderation/${noun}`, { comment: String(comment), reason: 'Because' }, mo)
    await act('holds', 3)
    await act('removals', 4)
    await act('spam', 5)
    await act('holds', 7)
    await act('removals', 7)
    const before = await stored(site)
    expect(wordsOn((await site.get('/moderation/moves?comment=2', mo)).body)).toContain(
      'The 4 replies move with it, 3 of them hidden from readers.',
    )
    await move(2, 2)
    await counted(site)
    expect(pointers(await page(A))).toEqual([
      expect.stringContaining('A branch of 2 comments, begun by Guest 1 , was moved'),
    ])
    expect(await page(A)).toMatch(/<p id="c2"><span id="c4"><\/span><span id="c6"><\/span>/)
    expect(shown(await page(B))).toEqual([8, 9, 2, 4, 6])
    await act('approvals', 3)
    expect(shown(await page(B))).toEqual([8, 9, 2, 3, 4, 6])
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('The queue is empty.')
    // What readers have never seen leaves nothing that they could see.
    await act('holds', 6)
    for (const id of [6, 7, 5]) {
      const url =
        (await site.deps.db.selectFrom('comments').select('article_id').where('id', '=', id).executeTakeFirstOrThrow())
          .article_id === 1
          ? A
          : B
      const lines = pointers(await page(url))
      expect((await move(id, 3)).statusCode).toBe(303)
      expect(pointers(await page(url))).toEqual(lines)
    }
    await counted(site)
    for (const batch of (await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').execute())
      .map(({ id }) => id)
      .filter((id) => id > 5))
      await undo(batch)
    expect((await stored(site))[0]).toEqual(before[0])
  })

  test('is not named once its first comment is removed, or for readers who mute its author; cached pages of both articles follow', async () => {
    const { site, mo, move, undo, page } = await open()
    const ada = await site.member('Ada')
    const id = await say(site, ada, 1, 'Words.')
    // Of another section, so that nothing else on the page is about it.
    await move(id, await site.article({ headline: 'The fourth', section: 'Letters' }))
    expect(pointers(await page(A))[0]).toContain('A comment by Ada was moved')
    const bo = await site.member('Bo')
    await site.post('/people/Ada/mutes', {}, bo)
    expect(pointers(await page(A, bo))[0]).toContain('A comment was moved')
    await site.post('/moderation/removals', { comment: String(id), reason: 'Rude' }, mo)
    expect(pointers(await page(A))[0]).toContain('A comment was moved')
    expect(shown(await page('/articles/4-the-fourth'))).toEqual([id])
    await undo(1)
    expect(shown(await page('/articles/4-the-fourth'))).toEqual([])
    expect(shown(await page(A))).toContain(id)
  })
})

describe('Everything that refers to a branch by its article', () => {
  test('moves along: notices and inbox links, and its author gets a notice', async () => {
    const { site, move, page } = await open()
    const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
    const said = await say(site, ada, 1, 'Said.')
    const answer = await say(site, bo, 1, 'Answered.', String(said))
    await move(said, 2)
    const inbox = await page('/inbox', ada)
    expect(wordsOn(inbox)).toContain('on The second Moved by Mo. Reason: Off topic')
    expect(wordsOn(inbox)).toContain('on The second')
    expect(inbox).toContain(`/comments/${answer}`)
    // Reading the thread that it has come to is reading what the notice is about.
    const unread = async () =>
      (
        await site.deps.db
          .selectFrom('notices')
          .select('id')
          .where('account_id', '=', ada.id)
          .where('kind', '=', 'reply')
          .where('read_at', 'is', null)
          .execute()
      ).length
    expect(await unread()).toBe(1)
    await site.get(B, ada)
    await site.deps.flushMarks()
    expect(await unread()).toBe(0)
    await counted(site)
  })

  test('counts as new for readers of the new thread, and not in the old one', async () => {
    const { site, move, undo, page } = await open()
    const ada = await site.member('Ada')
    for (const url of [A, B]) await page(url, ada)
    site.advance(40 * MINUTE)
    await move(2, 2)
    const fresh = (body: string): number[] =>
      [...body.matchAll(/<li class="cm is-new">[^]*?<article class="comment" id="c(\d+)"/g)].map((match) =>
        Number(match[1]),
      )
    expect(fresh(await page(B, ada))).toEqual([2, 3])
    expect(fresh(await page(A, ada))).toEqual([])
    // Whoever comes while the branch is away has seen the line in its place, and nothing of it.
    const bo = await site.member('Bo')
    await page(A, bo)
    site.advance(40 * MINUTE)
    await undo(1)
    expect(fresh(await page(A, ada))).toEqual([])
    expect(fresh(await page(B, ada))).toEqual([])
    expect(fresh(await page(A, bo))).toEqual([2, 3])
  })

  test('keeps its names: a picked one is taken in the new thread, and free in the old one', async () => {
    const { site, move, undo } = await open()
    const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
    const id = await say(site, ada, 1, 'Words of mine.', '', 'Grey Gull')
    const guest = browserOf(site)
    const waits = Number(
      String(
        (await guest.post('/comments', { article: '1', nic: 'Walker', body: 'Held.', parent: String(id) })).headers
          .location,
      )
        .split('/')
        .at(-1),
    )
    expect(waits).toBeGreaterThan(id)
    const tries = async (article: number, nic: string) =>
      (await site.post('/comments', { article: String(article), nic, body: 'Mine?', action: 'preview' }, bo)).body
    const taken = async (nic: string) => [
      faultOn(await tries(1, nic), 'nic') !== null,
      faultOn(await tries(2, nic), 'nic') !== null,
    ]
    for (const nic of ['Grey Gull', 'Walker']) expect(await taken(nic)).toEqual([true, false])
    await move(id, 2)
    for (const nic of ['Grey Gull', 'Walker']) expect(await taken(nic), nic).toEqual([false, true])
    const asAda = (await site.post('/comments', { article: '2', nic: '', body: 'More.', action: 'preview' }, ada)).body
    expect(faultOn(asAda, 'nic')).toContain('You are Grey Gull in this thread')
    await undo(1)
    for (const nic of ['Grey Gull', 'Walker']) expect(await taken(nic), nic).toEqual([true, false])
  })

  test('includes replies begun before: the form redirects, a draft moves along, and two requests are one comment', async () => {
    const { site, move, page } = await open()
    const ada = await site.member('Ada')
    const old = { article: '1', parent: '2', nic: '', body: 'Begun before the move.', key: 'k1' }
    const before = await site.post('/comments', { ...old, body: 'Sent before it.', key: 'k0' }, ada)
    await site.post('/comments', { ...old, action: 'preview' }, ada)
    await move(2, 2)
    const form = await site.get('/comments/new?article=1&parent=2', ada)
    expect([form.statusCode, form.headers.location]).toEqual([302, '/comments/new?article=2&parent=2'])
    expect(textOn(await page('/comments/new?article=2&parent=2', ada))).toBe('Begun before the move.')
    expect((await site.get('/comments/new?article=1&parent=2&quote=1', ada)).headers.location).toBe(
      '/comments/new?article=2&parent=2&quote=1',
    )
    const first = await site.post('/comments', old, ada)
    expect(first.statusCode).toBe(303)
    expect((await site.post('/comments', old, ada)).headers.location).toBe(first.headers.location)
    expect((await site.post('/comments', { ...old, body: 'Sent before it.', key: 'k0' }, ada)).headers.location).toBe(
      before.headers.location,
    )
    const [id, earlier] = [first, before].map((answer) => Number(String(answer.headers.location).split('/').at(-1)))
    expect(shown(await page(B))).toEqual([6, 7, 2, 3, earlier, id])
    expect(await site.deps.db.selectFrom('drafts').selectAll().execute()).toEqual([])
    await site.post('/moderation/closures', { article: '2', reason: 'Enough' }, await site.member('Mu', 'moderator'))
    const late = await site.post('/comments', { ...old, body: 'Too late.', key: 'k2' }, ada)
    expect(late.statusCode).toBe(409)
    expect(textOn(late.body)).toBe('Too late.')
    await counted(site)
  })

  test('gets imported replies in its new place', async () => {
    const { site, move, page } = await open()
    await move(2, 2)
    const more = aThread('a', [null, 0, 1, 0, null, 1])
    const key = (
      await site.deps.db
        .selectFrom('import_keys')
        .select('key')
        .where('noun', '=', 'article')
        .where('noun_id', '=', 1)
        .executeTakeFirstOrThrow()
    ).key
    await loadArticles(site.deps, 'test', [anArticle({ key, comments: more })], { dryRun: false, actor: 'test' })
    expect(shown(await page(B))).toEqual([6, 7, 2, 3, 8])
    await counted(site)
  })
})

describe('The form of a move', () => {
  test('shows what moves along, and is linked from the comment for moderators alone', async () => {
    const { site, mo, page } = await open()
    expect(linkOn(commentHtml(await page(A, mo), 2), 'Move…')).toBe('/moderation/moves?comment=2')
    expect(await page(A)).not.toContain('/moderation/moves')
    const body = wordsOn(await page('/moderation/moves?comment=2', mo))
    expect(body).toContain('One reply moves with it.')
    expect(body).toContain('Comment number 1.')
    expect(wordsOn(await page('/moderation/moves?comment=3', mo))).toContain('No replies move with it.')
    for (const who of [null, await site.member('Bo'), await site.member('Ed', 'editor')]) {
      expect([302, 303, 403]).toContain((await site.get('/moderation/moves?comment=2', who)).statusCode)
      expect((await site.post('/moderation/moves', { comment: '2', into: '2', reason: 'Why' }, who)).statusCode).toBe(
        403,
      )
    }
    for (const url of ['/moderation/moves', '/moderation/moves?comment=99', '/moderation/moves?comment=x'])
      expect((await site.get(url, mo)).statusCode).toBe(404)
    expect(shown(await page(B))).toEqual([6, 7])
  })

  test('accepts the article by number, by its address, by that of a comment in it, or by choice', async () => {
    const { site, undo, move, where } = await open()
    const base = site.deps.config.baseUrl
    for (const [n, [into, choice]] of (
      [
        ['2', ''],
        ['/articles/2', ''],
        [`${base}${B}?view=flat#c7`, ''],
        [` ${base}/comments/7 `, ''],
        ['', '2'],
        ['2', '2'],
        ['second', '2'],
      ] as const
    ).entries()) {
      expect((await move(2, into, { choice, action: 'move' })).statusCode, `${into} ${choice}`).toBe(303)
      expect(await where(2)).toBe(`${B}#c2`)
      await undo(n * 2 + 1)
    }
  })

  test('finds articles by words of the headline, and offers them', async () => {
    const { mo, site, move } = await open()
    const found = await move(2, 'SECO the', { action: 'find', reason: 'Typed already' })
    expect(found.statusCode).toBe(200)
    expect([...found.body.matchAll(/<option value="(\d+)"/g)].map((match) => match[1])).toEqual(['2'])
    expect(found.body).toContain('Typed already')
    expect(wordsOn((await move(2, 'whales', { action: 'find' })).body)).toContain(
      'None of the newest two thousand articles has these words in its headline.',
    )
    const unclear = await move(2, 'second')
    expect(unclear.statusCode).toBe(422)
    expect(faultOn(unclear.body, 'into')).toBe(
      'That is not the address or number of an article here. If you typed words of a headline, choose the article below.',
    )
    expect([...unclear.body.matchAll(/<option value="(\d+)"/g)].map((match) => match[1])).toEqual(['2'])
    expect(
      [...(await site.get('/moderation/moves?comment=2', mo)).body.matchAll(/<option value="(\d+)"/g)].map(
        (match) => match[1],
      ),
    ).toEqual(['3', '2'])
  })

  test('is shown again with the fault beside the field', async () => {
    const { site, move } = await open()
    const gone = await site.article({ headline: 'The fourth' })
    await write(site.deps, (db) =>
      db.updateTable('articles').set({ state: 'unpublished' }).where('id', '=', gone).execute(),
    )
    for (const [into, over, field, fault] of [
      ['1', {}, 'into', 'It is under this article already.'],
      ['99', {}, 'into', 'There is no such article, or it is not published.'],
      [String(gone), {}, 'into', 'There is no such article, or it is not published.'],
      ['/comments/99', {}, 'into', 'There is no such article, or it is not published.'],
      ['', {}, 'into', 'Which article? Give its address or number, or choose it below.'],
      [
        'https://elsewhere.example/articles/2',
        {},
        'into',
        'That is not the address or number of an article here. If you typed words of a headline, choose the article below.',
      ],
      ['2', { choice: '3' }, 'into', 'You typed one article and chose another below. Leave one of them out.'],
      ['2', { reason: '  ' }, 'reason', 'Choose a reason, or enter one: everybody can read it.'],
      ['2', { reason: 'x'.repeat(501) }, 'reason', 'A reason can have up to 500 characters.'],
    ] as const) {
      const answer = await move(2, into, over)
      expect([answer.statusCode, faultOn(answer.body, field)], into).toEqual([422, fault])
      expect(answer.body).toContain(`id="${field}"`)
      expect(answer.body).toMatch(new RegExp(`name="${field}"[^>]*aria-invalid="true"`))
    }
    const json = await site.post(
      '/moderation/moves',
      { comment: '2', into: '1', reason: 'Why' },
      await site.member('Mu', 'moderator'),
      { accept: 'application/json' },
    )
    expect([json.statusCode, json.headers['content-type']]).toEqual([422, 'application/problem+json; charset=utf-8'])
    expect(json.body).toContain('It is under this article already.')
    expect((await move(99, 2)).statusCode).toBe(404)
    expect(await site.deps.db.selectFrom('batches').selectAll().execute()).toEqual([])
    expect(
      await site.deps.db.selectFrom('articles').select('moved_away_count').where('moved_away_count', '>', 0).execute(),
    ).toEqual([])
  })

  test('moves into a closed thread too', async () => {
    const { site, mo, move, page } = await open()
    await site.post('/moderation/closures', { article: '2', reason: 'Enough' }, mo)
    expect((await move(2, 2)).statusCode).toBe(303)
    expect(shown(await page(B))).toEqual([6, 7, 2, 3])
  })

  test('shows what was done, with an undo; a repeated request moves once', async () => {
    const { site, mo, mi, move, page } = await open()
    const answers = await Promise.all([move(2, 2, { from: '1' }), move(2, 2, { from: '1' })])
    expect(answers.map((answer) => answer.headers.location)).toEqual([
      '/moderation/moves?comment=2&batch=1',
      '/moderation/moves?comment=2&batch=1',
    ])
    const done = await page('/moderation/moves?comment=2&batch=1', mo)
    expect(wordsOn(done)).toContain(
      'The branch of 2 comments was moved from “The slipway is repainted” to “The second”.',
    )
    expect([linkOn(done, 'See the comment'), linkOn(done, 'See the note in its old place')]).toEqual([
      '/comments/2',
      `${A}#c2`,
    ])
    expect(done).toContain('name="batch" value="1"')
    // Another moderator, whose page is older, is told instead of moving it on.
    expect((await move(2, 3, { from: '1' }, mi)).statusCode).toBe(409)
    expect(await site.deps.db.selectFrom('log_entries').select('act').execute()).toEqual([{ act: 'move' }])
    await site.post('/moderation/undos', { batch: '1', reason: '' }, mo)
    expect(await page('/moderation/moves?comment=2&batch=1', mo)).not.toContain('class="notice ok"')
  })

  test('that is too late shows who moved it and where, and returns the reason', async () => {
    const { site, mo, mi, move } = await open()
    await move(2, 2, { from: '1' })
    site.advance(20 * MINUTE)
    const [own, others] = [await move(2, 3, { from: '1', reason: 'Again' }), await move(2, 3, { from: '1' }, mi)]
    expect([
      own.statusCode,
      wordsOn(own.body).includes(
        'Nothing was changed: you have already moved it to “The second”, 12 March 2030, 14:25.',
      ),
      textOn(own.body),
    ]).toEqual([409, true, 'Again'])
    expect([
      others.statusCode,
      wordsOn(others.body).includes('Nothing was changed: Mo has moved it to “The second”, 12 March 2030, 14:25.'),
      linkOn(others.body, 'See it there'),
    ]).toEqual([409, true, '/moderation/moves?comment=2'])
    // What went along with another comment; and what was moved back.
    expect(wordsOn((await move(3, 3, { from: '1' }, mi)).body)).toContain('Mo has moved it to “The second”')
    await site.post('/moderation/undos', { batch: '1', reason: '' }, mo)
    expect(wordsOn((await move(2, 3, { from: '2' }, mi)).body)).toContain(
      'Mo has moved it back to “The slipway is repainted”, 12 March 2030, 14:45.',
    )
    expect(
      (
        await site.post('/moderation/moves', { comment: '2', into: '3', from: '2', reason: 'x' }, mo, {
          accept: 'application/json',
        })
      ).json(),
    ).toMatchObject({ status: 409, detail: expect.stringContaining('you have already moved it back') })
  })

  test('does not let a moderator undo a move of their own comment', async () => {
    const { site, mo, mi, move } = await open()
    const id = await say(site, mi, 1, 'A moderator’s words.')
    await move(id, 2)
    expect((await site.post('/moderation/undos', { batch: '1', reason: '' }, mi)).statusCode).toBe(403)
    expect((await site.post('/moderation/undos', { batch: '1', reason: '' }, mo)).statusCode).toBe(303)
  })
})
