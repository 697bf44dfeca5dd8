// The inbox: who gets which notice, once, and which notices disappear again.

import { describe, expect, test } from 'vitest'
import { setState } from '../../src/comments/queries.ts'
import { changeState, insertPlaced } from '../../src/comments/state-actions.ts'
import { appendToLog } from '../../src/db/log-chain.ts'
import { write } from '../../src/db/write.ts'
import { createDecisionNotice } from '../../src/notices/actions.ts'
import { MINUTE } from '../../src/time.ts'
import { wordsOn } from '../comments/page.ts'
import { aThread, type Member, openSite, type Site } from '../support/site.ts'
import { counter, inbox, mailed, postOffice, say, sendAll } from './threads.ts'

async function three(): Promise<{ site: Site; article: number; ada: Member; bo: Member; cy: Member }> {
  const site = await openSite()
  return {
    site,
    article: await site.article(),
    ada: await site.member('Ada Quill'),
    bo: await site.member('Bo'),
    cy: await site.member('Cy'),
  }
}

const mute = (site: Site, who: Member, kind: string, value: string, action = 'mute') =>
  site.post('/mutes', { kind, value, action }, who)
const follow = (site: Site, who: Member, article: number, action = 'follow') =>
  site.post(`/articles/${article}/follows`, { action }, who)

describe('A reply', () => {
  test('gives a notice to the author of its parent, counted in the header until it is read', async () => {
    const { site, article, ada, bo } = await three()
    const first = await say(site, ada, article, 'Which pen?')
    expect(await counter(site, ada)).toBe('')
    const second = await say(site, bo, article, 'The green one.', first)
    expect(await inbox(site, ada)).toEqual([`* Bo replied /comments/${second}`])
    expect(wordsOn((await site.get('/inbox', ada)).body)).toContain(
      'on The slipway is repainted Bo , member replied 14:25 new Which pen? The green one. Reply',
    )
    expect([await counter(site, ada), await counter(site, bo)]).toEqual(['1', ''])
    expect(await inbox(site, bo)).toEqual([])
  })

  test('is shown in its own words: what it quotes is left out, what it squishes stays folded, and nothing but a quotation is marked', async () => {
    const { site, article, ada, bo } = await three()
    const first = await say(site, ada, article, '> Who asks?\n\nWhich pen?')
    const read = async (body: string) => {
      await say(site, bo, article, body, first)
      return wordsOn((await site.get('/inbox', ada)).body)
    }
    expect(await read('> Which pen?\n\nThe green one.')).toContain(
      'on The slipway is repainted Bo , member replied 14:25 new Which pen? The green one. Reply',
    )
    expect(
      await read(
        'Not it.\n> Which pen?\nMine. <squish>Well hidden in a drawer of the third desk from the left.</squish>',
      ),
    ).toContain('Which pen? Not it. … Mine. Squished by the writer, 12 words: “Well hidden')
    expect(await read('> Which pen?\n> Which?')).toContain('Which pen? “Which pen? Which?” Reply')
  })

  test('to one’s own comment gives no notice, under a picked nic too, and a picked nic stays secret', async () => {
    const { site, article, ada, bo } = await three()
    const first = await say(site, ada, article, 'As myself.')
    await say(site, ada, article, 'And again, @Ada Quill.', first)
    const picked = await say(site, bo, article, 'As somebody else.', first, { nic: 'Zibble-Dorp 7' })
    expect(await inbox(site, bo)).toEqual([])
    expect(await inbox(site, ada)).toEqual([`* Zibble-Dorp 7 replied /comments/${picked}`])
    const { body } = await site.get('/inbox', ada)
    expect(wordsOn(body)).not.toMatch(/\bBo\b/)
    await say(site, bo, article, 'Dear me, @Bo.', first, { nic: 'Zibble-Dorp 7' })
    expect(await inbox(site, bo)).toEqual([])
    const answer = await say(site, ada, article, 'Who are you?', picked)
    expect(await inbox(site, bo)).toEqual([`* Ada Quill replied /comments/${answer}`])
  })

  test('that also mentions, in a followed thread, gives one notice', async () => {
    const { site, article, ada, bo, cy } = await three()
    const first = await say(site, ada, article, 'First.')
    await follow(site, ada, article)
    await follow(site, cy, article)
    const second = await say(site, bo, article, 'Dear @Ada Quill, dear @Ada Quill, dear @Cy!', first)
    expect(await inbox(site, ada)).toEqual([`* Bo replied /comments/${second}`])
    expect(await inbox(site, cy)).toEqual([`* Bo mentioned you /comments/${second}`])
    const third = await say(site, bo, article, 'And another thing.')
    expect(await inbox(site, cy)).toEqual([
      `* Bo wrote in a thread you follow /comments/${third}`,
      `* Bo mentioned you /comments/${second}`,
    ])
  })

  test('counts as read for a member who answers it', async () => {
    const { site, article, ada, bo } = await three()
    const second = await say(site, bo, article, 'Well?', await say(site, ada, article, 'First.'))
    await say(site, ada, article, 'Well.', second)
    expect(await inbox(site, ada)).toEqual([`Bo replied /comments/${second}`])
    expect(await counter(site, ada)).toBe('')
  })
})

describe('A comment that is held', () => {
  test('gives no notice before it is approved, and then one each, however often it changes', async () => {
    const { site, article, ada, bo } = await three()
    const first = await say(site, ada, article, 'First.')
    const row = {
      article_id: article,
      parent_id: first,
      account_id: bo.id,
      nic: 'Bo',
      name_kind: 'member' as const,
      email: null,
      website: null,
      format: 'markup' as const,
      source: 'x',
      html: '<p>x</p>',
      renderer: 1,
      created_at: site.deps.clock(),
      day: '2030-03-12',
      idempotency_key: null,
      content_hash: 'of this comment',
    }
    const { id } = await write(site.deps, (db) => insertPlaced(db, { ...row, state: 'held' }))
    expect(await inbox(site, ada)).toEqual([])
    site.advance(MINUTE)
    const approve = () => write(site.deps, (db) => changeState(db, id, 'live', site.deps.clock()))
    await approve()
    expect(await inbox(site, ada)).toEqual([`* Bo replied /comments/${id}`])
    await site.post('/inbox/reads', {}, ada)
    await write(site.deps, (db) => changeState(db, id, 'held'))
    await approve()
    expect(await inbox(site, ada)).toEqual([`Bo replied /comments/${id}`])
  })

  test.each(['held', 'removed', 'withdrawn', 'spam'] as const)(
    'or %s meanwhile has left the inbox and the counter',
    async (state) => {
      const { site, article, ada, bo } = await three()
      const id = await say(site, bo, article, 'Rash words.', await say(site, ada, article, 'First.'))
      await write(site.deps, (db) => changeState(db, id, state))
      expect(await inbox(site, ada)).toEqual([])
      expect(await counter(site, ada)).toBe('')
    },
  )

  test('that is imported gives no notice', async () => {
    const { site, ada } = await three()
    const [root] = aThread('t', [null])
    const article = await site.article({
      comments: [
        { ...root!, nic: ada.nic, account: ada.nic, nameKind: 'member' },
        { ...aThread('u', [null])[0]!, parent: root!.key, text: 'Hello, @Ada Quill.', state: 'held' },
      ],
    })
    expect(await inbox(site, ada)).toEqual([])
    const held = await site.deps.db
      .selectFrom('comments')
      .select('id')
      .where('article_id', '=', article)
      .where('state', '=', 'held')
      .executeTakeFirstOrThrow()
    await write(site.deps, (db) => changeState(db, held.id, 'live'))
    expect(await inbox(site, ada)).toEqual([])
  })
})

describe('A mention', () => {
  test('in a quotation notifies nobody, and the words below it do', async () => {
    const { site, article, ada, bo, cy } = await three()
    const id = await say(site, bo, article, '> Ask @Cy today\nOr @Ada Quill.')
    expect([await inbox(site, cy), await inbox(site, ada)]).toEqual([[], [`* Bo mentioned you /comments/${id}`]])
  })

  test.each([
    ['Hawser', '@Hawser. End', '@Hawser'],
    ['Hawser', '@hawser...', '@hawser'],
    ['Hawser', "@Hawser's boat", '@Hawser'],
    ['Hawser', "'@Hawser'", '@Hawser'],
    ['Dr. Hawser Jr.', '@Dr. Hawser Jr. End', '@Dr. Hawser Jr.'],
    ['Dr. Hawser Jr.', '@dr. hawser jr...', '@dr. hawser jr'],
    ['Hawsers', "@Hawser's boat", null],
    ['O’Neill', "@O'Neill’s boat", "@O'Neill"],
    ['One of Six Words At Sea', 'Ask @One of Six Words At Sea.', '@One of Six Words At Sea'],
    ['Lee!', 'Ask @Lee! He knows.', '@Lee!'],
    ['Lee, Mate', 'Ask @Lee, Mate, today', '@Lee, Mate'],
    ['Lee ☀', 'Ask @lee, today', '@lee'],
    ['Hawser', '見て@Hawserさん', '@Hawser'],
    ['Hawser', 'See /people/@Hawser or @Hawser@example.org', null],
  ])('of %s in “%s” is the nic alone, with punctuation only where the nic ends in it', async (nic, body, link) => {
    const { site, article, ada } = await three()
    const member = await site.member(nic)
    const id = await say(site, ada, article, body)
    const { html } = await site.deps.db
      .selectFrom('comments')
      .select('html')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(/<a class="mention"[^>]*>([^<]*)/.exec(html)?.[1] ?? null).toBe(link)
    expect(await inbox(site, member)).toEqual(link === null ? [] : [`* Ada Quill mentioned you /comments/${id}`])
  })
})

describe('A mention that an edit brings in', () => {
  const edit = async (site: Site, who: Member, id: number, body: string) =>
    expect((await site.post(`/comments/${id}/edits`, { body }, who)).statusCode).toBe(303)

  test('gives one notice, however often the comment is edited, and none to those mentioned before', async () => {
    const { site, article, ada, bo, cy } = await three()
    const id = await say(site, bo, article, 'Ask @Ada Quill.')
    await site.post('/inbox/reads', {}, ada)
    await edit(site, bo, id, 'Ask @Ada Quill, or @Cy.')
    expect(await inbox(site, cy)).toEqual([`* Bo mentioned you /comments/${id}`])
    await site.post('/inbox/reads', {}, cy)
    for (const body of ['Ask somebody.', 'Ask @Cy, @Cy, and @Bo.']) await edit(site, bo, id, body)
    expect([await inbox(site, cy), await inbox(site, ada), await inbox(site, bo)]).toEqual([
      [`Bo mentioned you /comments/${id}`],
      [`Bo mentioned you /comments/${id}`],
      [],
    ])
  })

  test('and another removes is withdrawn, unless it was read; back again, it is mailed once', async () => {
    const { site, article, ada, bo, cy } = await three()
    await mailed(site, cy, 'now')
    const post = postOffice()
    const id = await say(site, bo, article, 'Ask @Ada Quill, or @Cy.')
    await sendAll(site, post)
    await site.post('/inbox/reads', {}, ada)
    await edit(site, bo, id, 'Ask somebody.')
    expect([await inbox(site, cy), await counter(site, cy)]).toEqual([[], ''])
    expect(await inbox(site, ada)).toEqual([`Bo mentioned you /comments/${id}`])
    await edit(site, bo, id, 'Ask @Cy.')
    await sendAll(site, post)
    expect([await inbox(site, cy), await counter(site, cy)]).toEqual([[`* Bo mentioned you /comments/${id}`], '1'])
    expect(post.sent).toHaveLength(1)
    await edit(site, bo, id, '> Ask @Cy.\nWell?')
    expect(await inbox(site, cy)).toEqual([])
  })

  test('and another removes before it is mailed is not mailed', async () => {
    const { site, article, bo, cy } = await three()
    await mailed(site, cy, 'now')
    const post = postOffice()
    const id = await say(site, bo, article, 'Ask @Cy.')
    await edit(site, bo, id, 'Ask somebody.')
    await sendAll(site, post)
    expect(post.sent).toEqual([])
    await edit(site, bo, id, 'Ask @Cy.')
    await sendAll(site, post)
    expect(post.sent).toHaveLength(1)
  })

  test('and another removes is the notice of a follower, for one who followed the thread', async () => {
    const { site, article, bo, cy } = await three()
    await follow(site, cy, article)
    const id = await say(site, bo, article, 'Ask @Cy.')
    await edit(site, bo, id, 'Ask somebody.')
    expect(await inbox(site, cy)).toEqual([`* Bo wrote in a thread you follow /comments/${id}`])
  })

  test('and another removes is withdrawn while the comment is held, too', async () => {
    const { site, article, bo, cy } = await three()
    const id = await say(site, bo, article, 'Ask @Cy.')
    await write(site.deps, (db) => changeState(db, id, 'held'))
    await edit(site, bo, id, 'Ask somebody.')
    await write(site.deps, (db) => changeState(db, id, 'live', site.deps.clock()))
    expect(await inbox(site, cy)).toEqual([])
  })

  test('gives no notice to a member who had muted the thread', async () => {
    const { site, article, bo, cy } = await three()
    await follow(site, cy, article, 'silence')
    const id = await say(site, bo, article, 'Ask @Cy.')
    await follow(site, cy, article, 'unsilence')
    await edit(site, bo, id, 'Do ask @Cy.')
    expect(await inbox(site, cy)).toEqual([])
  })

  test('gives a notice of a held comment when it is approved, and not before', async () => {
    const { site, article, bo, cy } = await three()
    const id = await say(site, bo, article, 'Ask somebody.')
    await write(site.deps, (db) => changeState(db, id, 'held'))
    await edit(site, bo, id, 'Ask @Cy.')
    await write(site.deps, (db) => setState(db, id, 'live'))
    expect(await inbox(site, cy)).toEqual([])
    await write(site.deps, (db) => changeState(db, id, 'held'))
    await write(site.deps, (db) => changeState(db, id, 'live', site.deps.clock()))
    expect(await inbox(site, cy)).toEqual([`* Bo mentioned you /comments/${id}`])
  })
})

describe('What is muted', () => {
  test.each([
    ['person', 'Bo'],
    ['word', 'custard'],
    ['section', 'Harbour'],
  ])('by %s is neither listed nor counted, until the mute ends', async (kind, value) => {
    const { site, article, ada, bo } = await three()
    const id = await say(site, bo, article, 'Custard!', await say(site, ada, article, 'First.'))
    await mute(site, ada, kind, value)
    expect([await inbox(site, ada), await counter(site, ada)]).toEqual([[], ''])
    await mute(site, ada, kind, kind === 'person' ? 'bo' : kind === 'section' ? 'harbour' : value, 'unmute')
    expect([await inbox(site, ada), await counter(site, ada)]).toEqual([[`* Bo replied /comments/${id}`], '1'])
  })

  test('does not hide decisions about one’s own comments', async () => {
    const { site, article, ada } = await three()
    const mod = await site.member('Fair Lead', 'moderator')
    const id = await say(site, ada, article, 'Well said.')
    await mute(site, ada, 'section', 'Harbour')
    await site.post('/moderation/features', { comment: String(id), reason: 'Well said indeed' }, mod)
    expect(await inbox(site, ada)).toEqual([`* Featured by Fair Lead. Reason: Well said indeed /comments/${id}`])
  })
})

describe('Decisions', () => {
  test('about one’s own comment and thread give notices with their reasons, but none to the moderator', async () => {
    const { site, ada } = await three()
    const mod = await site.member('Fair Lead', 'moderator')
    const article = await site.article({ account: ada.nic, nic: ada.nic })
    const id = await say(site, ada, article, 'Well said.')
    await site.post('/moderation/features', { comment: String(id), reason: 'Worth reading twice' }, mod)
    await site.post('/moderation/closures', { article: String(article), reason: 'All is said' }, mod)
    const text = wordsOn((await site.get('/inbox', ada)).body)
    expect(text).toContain('Featured by Fair Lead. Reason: Worth reading twice 14:25 new Well said.')
    expect(text).toContain('The thread of your article was closed by Fair Lead. Reason: All is said')
    expect(await counter(site, ada)).toBe('2')
    const own = await say(site, mod, article, 'Mine.')
    await site.post('/moderation/features', { comment: String(own), reason: 'I like it' }, mod)
    expect(await inbox(site, mod)).toEqual([])
  })

  test('are folded once a later one about the same has replaced them; featuring stands beside the state', async () => {
    const { site, article, ada } = await three()
    const mod = await site.member('Fair Lead', 'moderator')
    const [first, second] = [await say(site, ada, article, 'Rash.'), await say(site, ada, article, 'Calm.')]
    const decide = (noun: string, comment: number, reason = 'Off topic') =>
      site.post(`/moderation/${noun}`, { comment: String(comment), reason }, mod)
    await decide('features', first)
    await decide('removals', first)
    await decide('removals', second)
    expect(await inbox(site, ada)).toEqual([
      `* Removed by Fair Lead. Reason: Off topic /comments/${second}/appeals`,
      `* Removed by Fair Lead. Reason: Off topic /comments/${first}/appeals`,
      `* Featured by Fair Lead. Reason: Off topic /comments/${first}`,
    ])
    await decide('restorations', first, 'A slip')
    expect(await inbox(site, ada)).toEqual([
      `* Restored by Fair Lead. Reason: A slip /comments/${first}`,
      `* Removed by Fair Lead. Reason: Off topic /comments/${second}/appeals`,
      '* Removed by Fair Lead. superseded',
      `* Featured by Fair Lead. Reason: Off topic /comments/${first}`,
    ])
    const { body } = await site.get('/inbox', ada)
    expect(wordsOn(/<details class="squish">[\s\S]*<\/details>/.exec(body)![0])).toContain(
      'Removed by Fair Lead. 14:25 new Replaced by a later decision Reason: Off topic Rash.',
    )
    // A page that begins below the later decision folds the earlier one too.
    const { id } = await site.deps.db
      .selectFrom('notices')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect((await inbox(site, ada, `?before=${id}`))[1]).toBe('* Removed by Fair Lead. superseded')
  })

  test('and comments of one article are listed under one headline', async () => {
    const { site, article, ada, bo } = await three()
    const other = await site.article({ headline: 'Another story' })
    for (const [n, id] of [article, other, article].entries()) await say(site, bo, id, `See, @Ada Quill: ${n}.`)
    const { body } = await site.get('/inbox', ada)
    expect([...body.matchAll(/<h3 class="kicker">(.*?)<\/h3>/g)].map((match) => wordsOn(match[1]!).trim())).toEqual([
      'on The slipway is repainted',
      'on Another story',
    ])
    expect(await inbox(site, ada)).toEqual([3, 1, 2].map((id) => `* Bo mentioned you /comments/${id}`))
  })

  test('stay when the comment goes, each once', async () => {
    const { site, article, ada } = await three()
    const mod = await site.member('Fair Lead', 'moderator')
    const id = await say(site, ada, article, 'Rash.')
    await write(site.deps, async (db) => {
      const at = site.deps.clock()
      const entryId = await appendToLog(db, {
        at,
        actorId: mod.id,
        actor: mod.nic,
        act: 'remove',
        subject: 'comment',
        subjectId: id,
        articleId: article,
        reason: 'Too rash',
      })
      await createDecisionNotice(db, { entryId, actorId: mod.id, comment: id }, at)
      await createDecisionNotice(db, { entryId, actorId: mod.id, comment: id }, at)
      await setState(db, id, 'removed')
    })
    expect(wordsOn((await site.get('/inbox', ada)).body)).toContain(
      'on The slipway is repainted Removed by Fair Lead. Reason: Too rash 14:25 new Rash.',
    )
    expect(await inbox(site, ada)).toHaveLength(1)
  })
})

describe('Following', () => {
  test('is by choice: neither writing in a thread nor reading it follows it', async () => {
    const { site, article, ada, bo } = await three()
    await say(site, ada, article, 'First.')
    await say(site, bo, article, 'Second.')
    expect(await inbox(site, ada)).toEqual([])
    expect((await site.get('/inbox/follows', ada)).body).toContain('You follow no thread.')
  })

  test('is a button above the comments, and so is unfollowing; a second press changes nothing', async () => {
    const { site, article, ada, bo } = await three()
    const { headers } = await site.get(`/articles/${article}`, ada)
    const page = async () => wordsOn((await site.get(String(headers.location), ada)).body)
    expect(await page()).toContain('Follow this thread')
    for (let press = 0; press < 2; press++)
      expect((await follow(site, ada, article)).headers.location).toBe(`${headers.location}#comments`)
    expect(await page()).toContain('You follow this thread. Unfollow')
    const id = await say(site, bo, article, 'News.')
    expect(await inbox(site, ada)).toEqual([`* Bo wrote in a thread you follow /comments/${id}`])
    expect(wordsOn((await site.get('/inbox/follows', ada)).body)).toContain('The slipway is repainted 1 comment')
    await follow(site, ada, article, 'unfollow')
    await say(site, bo, article, 'More news.')
    expect(await inbox(site, ada)).toHaveLength(1)
  })

  test('is toggled by a request without an action, and an unknown action is refused', async () => {
    const { site, article, ada } = await three()
    const bare = () => site.post(`/articles/${article}/follows`, {}, ada)
    expect((await bare()).statusCode).toBe(303)
    expect(await site.deps.db.selectFrom('follows').select('state').execute()).toEqual([{ state: 'following' }])
    await bare()
    expect(await site.deps.db.selectFrom('follows').select('state').execute()).toEqual([])
    expect((await site.post(`/articles/${article}/follows`, { action: 'adore' }, ada)).statusCode).toBe(422)
    expect((await site.post('/articles/999/follows', {}, ada)).statusCode).toBe(404)
    expect((await site.post(`/articles/${article}/follows`, {}, null)).statusCode).toBe(403)
  })

  test('a muted thread gives no notices, not even of replies, and earlier ones count as read', async () => {
    const { site, article, ada, bo } = await three()
    const first = await say(site, ada, article, 'First.')
    await follow(site, ada, article)
    const before = await say(site, bo, article, 'Before.', first)
    await follow(site, ada, article, 'silence')
    await say(site, bo, article, 'After, @Ada Quill.', first)
    expect(await inbox(site, ada)).toEqual([`Bo replied /comments/${before}`])
    expect(await counter(site, ada)).toBe('')
    expect(wordsOn((await site.get('/inbox/follows', ada)).body)).toContain('muted Unmute thread')
    await follow(site, ada, article, 'unsilence')
    const again = await say(site, bo, article, 'Still there?', first)
    expect((await inbox(site, ada))[0]).toBe(`* Bo replied /comments/${again}`)
  })
})
