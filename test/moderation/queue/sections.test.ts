// Sections of the queue besides held and flagged comments: newcomers and submissions; and the record of an author.

import { describe, expect, test } from 'vitest'
import { entriesAfter } from '../../../src/db/log-chain.ts'
import { write } from '../../../src/db/write.ts'
import { ITEMS_PER_SECTION } from '../../../src/moderation/queue/reading.ts'
import { newcomers } from '../../../src/settings.ts'
import { DAY, HOUR, MINUTE } from '../../../src/time.ts'
import { plain, wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { aThread, type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const say = async (who: Member, body: string): Promise<number> =>
    Number(
      String((await site.post('/comments', { article: String(id), nic: '', body }, who)).headers.location)
        .slice('/comments/'.length)
        .split('#')[0],
    )
  const queue = async (as: Member = mo, page = '/moderation'): Promise<string> => (await site.get(page, as)).body
  const section = async (name: string, page?: string): Promise<string> =>
    new RegExp(`<section class="block" aria-labelledby="${name}">[\\s\\S]*?</section>`).exec(
      await queue(mo, page),
    )?.[0] ?? ''
  const press = (noun: string, comment: number, reason = '') =>
    site.post(`/moderation/${noun}`, { comment: String(comment), reason }, mo)
  const state = async (comment: number): Promise<string> =>
    (await site.deps.db.selectFrom('comments').select('state').where('id', '=', comment).executeTakeFirstOrThrow())
      .state
  return { site, id, mo, say, queue, section, press, state }
}

/** The link to the next page of a section. */
function moreIn(body: string): { href: string; text: string } | null {
  const [, href, text] = /href="(\/moderation\?section=[^"]+)">([^<]+)/.exec(body) ?? []
  return href === undefined || text === undefined ? null : { href: href.replaceAll('&amp;', '&'), text }
}

describe('Flags', () => {
  test('are all reached page by page, however many one member has sent at once', async () => {
    const { site, mo, section, queue } = await open()
    const [ada, bo] = [await site.member('Ada'), await site.member('Bo')]
    const comments = Array.from({ length: 2 * ITEMS_PER_SECTION + 3 }, (_, i) => i)
    const article = await site.article({
      comments: aThread(
        'flagged',
        comments.map(() => null),
      ),
    })
    const ids = (
      await site.deps.db.selectFrom('comments').select('id').where('article_id', '=', article).orderBy('id').execute()
    ).map((row) => row.id)
    const flag = (comment_id: number, by: Member, later = 0) =>
      write(site.deps, (db) =>
        db
          .insertInto('flags')
          .values({ comment_id, account_id: by.id, reason: 'Rude', created_at: site.deps.clock() + later })
          .execute(),
      )
    for (const comment of ids.slice(0, -1)) await flag(comment, bo)
    await flag(ids.at(-1)!, ada, 1)
    const keys = (body: string): number[] => [...body.matchAll(/ id="k(\d+)"/g)].map(([, key]) => Number(key))
    const found: number[] = []
    const pages: string[] = []
    for (let page: string | undefined = '/moderation'; page !== undefined; ) {
      const body: string = await section('flagged', page)
      pages.push(page)
      found.push(...keys(body))
      page = moreIn(body)?.href
    }
    expect(found).toEqual(ids)
    expect(pages).toHaveLength(3)
    // A decision leads back to the page on which it was made; other sections are on the first page alone.
    const second = await queue(mo, pages[1])
    expect(second).not.toContain('id="newcomers"')
    const form = /<form class="verdict"[^]*?<\/form>/.exec(second)![0]
    const next = /name="next" value="([^"]+)"/.exec(form)![1]!.replaceAll('&amp;', '&')
    expect(next).toBe(`${pages[1]}#k${found[ITEMS_PER_SECTION + 1]}`)
    const comment = String(found[ITEMS_PER_SECTION])
    const answer = await site.post('/moderation/removals', { comment, reason: 'Rude', next }, mo)
    expect(answer.headers.location).toBe(`${pages[1]}&done=removed&batch=1#k${found[ITEMS_PER_SECTION + 1]}`)
    const after = await queue(mo, String(answer.headers.location))
    expect(after).toContain('Removed the comment by ')
    expect(keys(after)).toEqual(found.slice(ITEMS_PER_SECTION + 1, 2 * ITEMS_PER_SECTION + 1))
    for (const query of [
      'section=flagged',
      'section=held&after=1',
      'section=flagged&after=',
      'section=flagged&after=1-1',
      'section=flagged&after=01',
      'section=flagged&after=1e0',
      'section=submissions&after=1-1',
      'section=x&after=1',
      'section=flagged&section=flagged&after=1',
    ])
      expect((await site.get(`/moderation?${query}`, mo)).statusCode, query).toBe(404)
    expect(wordsOn(await queue(mo, '/moderation?section=flagged&after=999999'))).toContain(
      'Nothing is left on this page.',
    )
  })
})

describe('Newcomers', () => {
  test('are in the queue with their first published comment, until a moderator has approved it', async () => {
    const { site, say, section, press, state } = await open()
    const ada = await site.member('Ada')
    const first = await say(ada, 'First words of hers.')
    site.advance(MINUTE)
    await say(ada, 'Second words of hers.')
    site.advance(9 * MINUTE)
    expect(wordsOn(await section('newcomers'))).toContain('First comment has waited 10 min')
    expect(await section('newcomers')).toContain('First words of hers.')
    expect(await section('newcomers')).not.toContain('Second words of hers.')

    const answer = await press('approvals', first)
    expect(answer.headers.location).toBe('/moderation?done=approved&batch=1')
    expect(await state(first)).toBe('live')
    expect(await section('newcomers')).toBe('')
    expect((await entriesAfter(site.deps.db, 'log_entries', 0, 10)).map(({ act }) => act)).toEqual(['read'])
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('approved a published comment')
    expect(await site.deps.db.selectFrom('notices').select('id').where('account_id', '=', ada.id).execute()).toEqual([])
    expect((await press('approvals', first)).headers.location).toContain('done=already')

    await site.post('/moderation/undos', { batch: '1' }, await site.member('Mi', 'moderator'))
    expect(await section('newcomers')).toContain('First words of hers.')
  })

  test.each([
    ['removals', 'Advertising', 'removed'],
    ['holds', 'Advertising', 'held'],
    ['spam', '', 'spam'],
  ])('lose it by a decision: %s with the reason “%s”, and its undo restores it', async (noun, reason, becomes) => {
    const { site, say, section, press, state } = await open()
    const first = await say(await site.member('Ada'), 'First words of hers.')
    if (reason) expect((await press(noun, first)).statusCode).toBe(422)
    await press(noun, first, reason)
    expect(await state(first)).toBe(becomes)
    expect(await section('newcomers')).toBe('')
    await site.post('/moderation/undos', { batch: '1' }, await site.member('Mi', 'moderator'))
    expect(await state(first)).toBe('live')
    expect(await section('newcomers')).toContain('First words of hers.')
  })

  test('are young accounts, without moderators and without flagged comments', async () => {
    const { site, say, section, queue } = await open()
    const old = await site.member('Old Hand')
    site.advance(newcomers.days * DAY)
    await site.deps.store.writer
      .updateTable('sessions')
      .set({ expires_at: site.deps.clock() + DAY, last_used_at: site.deps.clock() })
      .execute()
    await site.set('closeAfterDays', null)
    await say(old, 'Words of an old hand.')
    await say(await site.member('Ed', 'editor'), 'Words of an editor.')
    expect(await section('newcomers')).toBe('')
    const ada = await site.member('Ada')
    const first = await say(ada, 'First words of hers.')
    expect(await section('newcomers')).toContain('First words of hers.')
    await site.post(`/comments/${first}/flags`, { reason: 'Rude' }, old)
    expect(await section('newcomers')).toBe('')
    expect(await section('flagged')).toContain('First words of hers.')
    expect(wordsOn(await queue())).toContain('One item, oldest ')
    await site.post('/moderation/approvals', { comment: String(first) }, await site.member('Mi', 'moderator'))
    expect(wordsOn(await queue())).toContain('The queue is empty.')
  })

  test('are listed oldest first, page by page, with the number of further ones', async () => {
    const { site, say, section } = await open()
    for (let i = 0; i < ITEMS_PER_SECTION + 2; i++) {
      await say(await site.member(`Member ${i}`), `First words, ${i}.`)
      site.advance(MINUTE)
    }
    const body = await section('newcomers')
    expect([...body.matchAll(/<p>First words, (\d+)\./g)].map(([, n]) => n)).toEqual(
      Array.from({ length: ITEMS_PER_SECTION }, (_, i) => String(i)),
    )
    const { href, text } = moreIn(body)!
    expect(text).toBe('2 more')
    const second = await section('newcomers', href)
    expect([...second.matchAll(/<p>First words, (\d+)\./g)].map(([, n]) => n)).toEqual(['25', '26'])
  })
})

describe('Submissions', () => {
  test('are in the queue: an article with headline, lede, section and record, without buttons yet', async () => {
    const { site, section } = await open()
    const ada = await site.member('Ada')
    for (const [headline, state] of [
      ['A story that waits', 'waiting'],
      ['A story that was declined', 'rejected'],
    ] as const) {
      const id = await site.article({ headline, lede: 'Six instruments and four volunteers.' })
      await write(site.deps, (db) =>
        db
          .updateTable('articles')
          .set({ state, account_id: ada.id, nic: 'Ada', created_at: site.deps.clock() - HOUR })
          .where('id', '=', id)
          .execute(),
      )
    }
    const body = await section('submissions')
    expect(wordsOn(body)).toContain('Story has waited 1 h')
    expect(wordsOn(body)).toMatch(
      /A story that waits Six instruments and four volunteers\. By Ada \. Member since .* 0 stories published, 1 declined\. An editor decides\./,
    )
    expect(body).not.toContain('A story that was declined')
    expect(body).not.toContain('<form')
  })

  test('are letters, too: marked as read with one button, which leads back to the queue', async () => {
    const { site, id, mo, section, queue } = await open()
    await write(site.deps, (db) =>
      db
        .insertInto('editor_letters')
        .values({
          writer: 'x',
          account_id: null,
          nic: 'Late Reader',
          email: '',
          article_id: id,
          parent_id: null,
          body: 'Too <late> for the thread.',
          content_hash: 'h',
          created_at: site.deps.clock(),
          read_at: null,
          read_by: null,
        })
        .execute(),
    )
    const body = await section('submissions')
    expect(wordsOn(body)).toContain('Too <late> for the thread. A guest. No e-mail given.')
    const story = await site.article({ headline: 'A story that came later' })
    await write(site.deps, (db) =>
      db
        .updateTable('articles')
        .set({ state: 'waiting', created_at: site.deps.clock() + 1 })
        .where('id', '=', story)
        .execute(),
    )
    expect(wordsOn(await section('submissions'))).toMatch(/Too <late>.*A story that came later/)
    await write(site.deps, (db) =>
      db.updateTable('articles').set({ state: 'published' }).where('id', '=', story).execute(),
    )
    expect(wordsOn(await queue())).toContain('Queue 1 waiting')
    const answer = await site.post('/desk/letters/reads', { letter: '1', next: '/moderation' }, mo)
    expect(answer.headers.location).toBe('/moderation?done=letter')
    expect(wordsOn((await site.get(String(answer.headers.location), mo)).body)).toContain('Letter marked as read. ')
    expect(await section('submissions')).toBe('')
    expect(
      (await site.post('/desk/letters/reads', { letter: '1', next: 'https://evil.example/' }, mo)).headers.location,
    ).toBe('/desk/letters?done=letter')
  })
})

test('Submissions are stories and letters by time, page by page, of the same moment too', async () => {
  const { site, id, section } = await open()
  const now = site.deps.clock()
  const wanted: string[] = []
  for (let i = 0; i < ITEMS_PER_SECTION + 2; i++) {
    const story = await site.article({ headline: `Story ${i}` })
    await write(site.deps, async (db) => {
      await db
        .updateTable('articles')
        .set({ state: 'waiting', created_at: now + i })
        .where('id', '=', story)
        .execute()
      const letter = { writer: 'x', account_id: null, nic: 'Late', email: '', article_id: id, parent_id: null }
      const sent = { body: 'Too late.', content_hash: `h${i}`, created_at: now + i, read_at: null, read_by: null }
      await db
        .insertInto('editor_letters')
        .values({ ...letter, ...sent })
        .execute()
    })
    wanted.push(`a${story}`, `l${i + 1}`)
  }
  const found: string[] = []
  for (let page: string | undefined = '/moderation'; page !== undefined; ) {
    const body: string = await section('submissions', page)
    const keys = [...body.matchAll(/ id="k([al]\d+)"/g)].map(([, key]) => key!)
    expect(keys.length).toBeLessThanOrEqual(ITEMS_PER_SECTION)
    found.push(...keys)
    page = moreIn(body)?.href
  }
  expect(found).toEqual(wanted)
})

describe('The record of an author', () => {
  test('of a member has the date of registration, comments, removals, spam, approvals, upheld flags and warnings', async () => {
    const { site, say, section, press, mo } = await open()
    const ada = await site.member('Ada')
    const [flagged, spam, fine, last] = [
      await say(ada, 'Words that are removed.'),
      await say(ada, 'Words that are spam.'),
      await say(ada, 'Words that are fine.'),
      await say(ada, 'Words to read again.'),
    ]
    await site.post(`/comments/${flagged}/flags`, { reason: 'Rude' }, await site.member('Bo'))
    await press('removals', flagged, 'Rude')
    await press('spam', spam, 'Advertising')
    await press('approvals', fine)
    await site.post('/moderation/warnings', { nic: 'Ada', reason: 'Rude' }, mo)
    await press('holds', last, 'A second look')
    expect(wordsOn(await section('held'))).toContain(
      'Member since 12 March 2030. 1 comment, 1 removed, 1 spam. Of the last 50: 1 approved by a moderator, 1 with an upheld flag. Warned once.',
    )
  })

  test('of a guest has the other comments from this browser and network, with their states', async () => {
    const { site, id, section, press } = await open()
    const walker = browserOf(site)
    const post = async (as: ReturnType<typeof browserOf>, body: string, nic = 'Walker'): Promise<number> => {
      await as.post('/comments', { article: String(id), nic, body })
      return (
        await site.deps.db.selectFrom('comments').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
      ).id
    }
    const first = await post(walker, 'One.')
    expect(wordsOn(await section('held'))).toContain(
      'No e-mail given. First comment from this browser. Network not seen before.',
    )
    await press('removals', first, 'Rude')
    await post(walker, 'Another.')
    expect(wordsOn(await section('held'))).toContain(
      'Earlier comments from this browser: 1 (1 removed). Network seen once before, also as a guest, 1 removed.',
    )
    const theirs = await post(browserOf(site), 'From somebody beside them.', 'Beside')
    expect(plain(await section('held'))).toContain(
      'First comment from this browser. Network seen 2 times before, always as a guest, 1 removed.',
    )
    await press('approvals', theirs)
    expect(await section('held')).not.toContain('From somebody beside them.')
  })
})
