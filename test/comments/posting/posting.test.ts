// Posting by a member: what is stored, once, and what the page shows.
import { describe, expect, test } from 'vitest'
import { postComment } from '../../../src/comments/posting/actions.ts'
import { write } from '../../../src/db/write.ts'
import { insertTool, toolButtons } from '../../../src/markup/toolbar.ts'
import { urls } from '../../../src/urls.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { commentHtml, faultOn, fieldOn, shown, textOn, wordsOn } from '../page.ts'

const article = async (site: Site, id: number, as?: Member): Promise<string> =>
  (await site.get(`/articles/${id}-the-slipway-is-repainted`, as)).body
const stored = (site: Site) => site.deps.db.selectFrom('comments').selectAll().orderBy('id').execute()
const idOf = (answer: { headers: Record<string, unknown> }): number =>
  Number(/^\/comments\/(\d+)(?:\/edits)?(?:\?done=again)?$/.exec(String(answer.headers['location']))?.[1])

const inFull = { parent: '', nic: '', email: '', website: '', key: '', action: 'post', tool: '' }

async function open() {
  const site = await openSite()
  const id = await site.article()
  const ada = await site.member('Ada K.')
  const form = { article: String(id), nic: 'Ada K.', body: 'It was <b>always</b> grey.' }
  return { site, id, ada, form }
}

const invisible: [string, string][] = [
  ...[
    '200b',
    '00ad',
    '2800',
    '3164',
    'feff',
    '115f',
    '1160',
    'ffa0',
    'fe0f',
    '180b',
    '202e',
    '2067',
    '061c',
    '00a0',
    '0007',
    '034f',
  ].map((code): [string, string] => [
    `nothing but U+${code.toUpperCase()}`,
    String.fromCodePoint(parseInt(code, 16)).repeat(3),
  ]),
  ['signs of several kinds', '\u200b \u2800\n\u3164'],
  ['an invisible sign in markup', '<b>\u200b</b>'],
  ['a lone >', ' > '],
  ['empty quotations', '>\n> >\n\n>'],
  ['a quotation of nothing', '<blockquote>\u00ad</blockquote>'],
  ['a quotation of an invisible sign', '> \u2800'],
  ['an empty squish', '<squish>\u200b</squish>'],
]

test('The title of a page says that a form has faults, and only then', async () => {
  const { site, id, ada, form } = await open()
  const title = (answer: { body: string }) => /<title>([^<]*)/.exec(answer.body)![1]!
  expect(title(await site.get(`/comments/new?article=${id}`, ada))).not.toContain('Error: ')
  expect(title(await site.post('/comments', { ...form, body: '' }, ada))).toMatch(/^Error: ./)
  expect(title(await site.post('/comments', { ...form, body: '' }, null))).toMatch(/^Error: ./)
  expect(title(await site.post('/comments', { ...form, action: 'preview' }, ada))).not.toContain('Error: ')
  const comment = idOf(await site.post('/comments', form, ada))
  expect(title(await site.get(`/comments/${comment}/edits`, ada))).toBe('Edit your comment. Broadside')
  expect(title(await site.post(`/comments/${comment}/edits`, { body: '' }, ada))).toBe(
    'Error: Edit your comment. Broadside',
  )
  // An error says by itself what is wrong.
  expect(title(await site.post(`/articles/${id}/follows`, { action: 'adore' }, ada))).not.toContain('Error: ')
})

describe('A comment', () => {
  test.each(invisible)('without a visible character is empty: %s', async (_what, body) => {
    const { site, ada, form } = await open()
    const answer = await site.post('/comments', { ...form, body }, ada)
    expect([answer.statusCode, faultOn(answer.body, 'body')]).toEqual([422, 'Write something first.'])
    expect(await stored(site)).toEqual([])
  })

  test.each([
    '🙂',
    '👍🏽',
    '👩\u200d👩\u200d👧',
    '❤\ufe0f',
    '🇮🇸',
    '1',
    '…',
    '!',
    '<',
    '> 1',
    'नि',
    '<photo src="https://example.org/a.png" alt=""></photo>',
  ])('with a visible character is posted: %s', async (body) => {
    const { site, ada, form } = await open()
    expect((await site.post('/comments', { ...form, body }, ada)).statusCode).toBe(303)
    expect((await stored(site)).map(({ source }) => source)).toEqual([body])
  })
})

describe('A member', () => {
  test('posts a comment and is redirected to its place in the thread', async () => {
    const { site, id, ada } = await open()
    const posted = await site.post(
      '/comments',
      { article: String(id), body: 'It was <b>always</b> grey.', nic: 'Ada K.', key: 'k1', action: 'post' },
      ada,
    )
    expect(posted.statusCode).toBe(303)
    const place = await site.get(posted.headers.location!, ada)
    expect(place.statusCode).toBe(302)
    expect(place.headers.location).toMatch(/^\/articles\/\d+-the-slipway-is-repainted#c\d+$/)
    const page = await site.get(place.headers.location!.replace(/#.*/, ''), ada)
    expect(page.body).toContain('<p>It was <b>always</b> grey.</p>')
    expect(page.body).toContain('You have commented <b>1</b> time on Broadside.')
  })

  test('may give e-mail and website; the website is linked, the e-mail never shown', async () => {
    const { site, id, ada, form } = await open()
    const posted = await site.post(
      '/comments',
      { ...form, email: 'ada@private.example', website: 'https://ada.example/about?a=1&b=2' },
      ada,
    )
    expect(posted.statusCode).toBe(303)
    expect((await stored(site))[0]).toMatchObject({
      email: 'ada@private.example',
      website: 'https://ada.example/about?a=1&b=2',
      source: form.body,
      name_kind: 'member',
      account_id: ada.id,
    })
    for (const url of [
      `/articles/${id}-the-slipway-is-repainted`,
      '/',
      '/people/Ada%20K.',
      `/comments/${idOf(posted)}/thread`,
      `/comments/new?article=${id}&parent=${idOf(posted)}`,
    ]) {
      for (const reader of [null, ada]) expect((await site.get(url, reader)).body).not.toContain('private.example')
    }
    expect(commentHtml(await article(site, id), idOf(posted))).toContain(
      '<a href="https://ada.example/about?a=1&amp;b=2" rel="nofollow ugc noopener">Website',
    )
  })

  test('replies to a comment; the reply is below it and links to it', async () => {
    const { site, id, ada, form } = await open()
    const bo = await site.member('Bo')
    const first = idOf(await site.post('/comments', form, ada))
    const page = await site.get(`/comments/new?article=${id}&parent=${first}`, bo)
    expect(wordsOn(page.body)).toContain('Reply to Ada K.')
    expect(fieldOn(page.body, 'parent')).toBe(String(first))
    const second = idOf(
      await site.post(
        '/comments',
        { article: String(id), parent: String(first), nic: 'Bo', body: 'It was green.' },
        bo,
      ),
    )
    const thread = await article(site, id)
    expect(shown(thread)).toEqual([first, second])
    expect(commentHtml(thread, second)).toContain(`<a href="#c${first}"><bdi>Ada K.</bdi></a>`)
    expect(commentHtml(thread, second)).toContain(`href="/comments/${second}"`)
  })

  test('finds the registered nic filled in; strangers see no tally', async () => {
    const { site, id, ada } = await open()
    const mine = await article(site, id, ada)
    expect(fieldOn(mine, 'nic')).toBe('Ada K.')
    expect(mine).toContain('This will be your <b>first</b> comment on Broadside.')
    const theirs = await article(site, id)
    expect(fieldOn(theirs, 'nic')).toBe('')
    expect(theirs).not.toContain('You have commented')
  })

  test('signs with the registered nic when the field is left empty', async () => {
    const { site, ada, form } = await open()
    await site.post('/comments', { ...form, nic: '  ' }, ada)
    expect((await stored(site))[0]).toMatchObject({ nic: 'Ada K.', name_kind: 'member' })
  })

  test('signs with the registered spelling of the nic, in any typed spelling', async () => {
    const { site, ada, form } = await open()
    await site.post('/comments', { ...form, nic: 'ADA  k' }, ada)
    expect((await stored(site))[0]).toMatchObject({ nic: 'Ada K.', name_kind: 'member' })
  })

  test('is counted in the tally with picked nics too; closed articles show the tally', async () => {
    const { site, id, ada, form } = await open()
    const other = await site.article()
    await site.post('/comments', form, ada)
    await site.post('/comments', { ...form, article: String(other), nic: 'Wobbin 41' }, ada)
    const mo = await site.member('Mo', 'moderator')
    await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
    const page = await article(site, id, ada)
    expect(page).toContain('You have commented <b>2</b> times on Broadside.')
    expect(page).not.toContain('name="body"')
  })
})

describe('The form', () => {
  test('has every tool without scripts: the page returns with the markup added and the rest as typed', async () => {
    const { site, id, ada } = await open()
    const typed = {
      article: String(id),
      nic: 'Ada K.',
      email: 'a@b.example',
      website: 'https://a.example',
      body: 'Before "this" <i>&amp;',
    }
    expect(toolButtons('comment').map((tool) => tool.label)).toEqual([
      'Bold',
      'Italic',
      'Underline',
      'Strike',
      'Bullet',
      'Blockquote',
      'Small',
      'Big',
      'Link',
      'Squish',
      'Foto',
      'Photo',
    ])
    for (const { value, open, close } of toolButtons('comment')) {
      const answer = await site.post('/comments', { ...typed, tool: value }, ada)
      expect(answer.statusCode).toBe(200)
      expect(textOn(answer.body)).toBe(insertTool(typed.body, value as never))
      expect(textOn(answer.body)!.endsWith(open + close)).toBe(true)
      for (const name of ['nic', 'email', 'website'] as const) expect(fieldOn(answer.body, name)).toBe(typed[name])
      expect(answer.body).toContain(`name="tool" value="${value}"`)
    }
    expect(await stored(site)).toEqual([])
  })

  test('previews exactly what will be stored and shown', async () => {
    const { site, id, ada, form } = await open()
    const body =
      '@Ada K. said:\n> grey\n\n<squish>One two three four five six seven eight nine ten eleven twelve.</squish>\n<foto src="https://example.org/a.png" alt="x">y</foto>\nhttps://example.org/?a=1&b=2 <script>alert(1)</script> <b>un<i>closed</b>'
    const preview = await site.post('/comments', { ...form, body, action: 'preview' }, ada)
    expect(preview.statusCode).toBe(200)
    expect(textOn(preview.body)).toBe(body)
    expect(await stored(site)).toEqual([])
    const shownHtml =
      /<bdi>Ada K.<\/bdi><\/span> <span>Preview, not posted yet<\/span><\/header><div[^>]*><div class="comment-body">([\s\S]*?)<\/div><\/div><\/article>/.exec(
        preview.body,
      )?.[1]
    await site.post('/comments', { ...form, body }, ada)
    const [row] = await stored(site)
    expect(row!.html).toBe(shownHtml)
    expect(row!.source).toBe(body)
    expect(commentHtml(await article(site, id), row!.id)).toContain(`<div class="comment-body">${shownHtml}</div>`)
    expect(row!.html).not.toContain('<script')
    expect(row!.html).toContain('<a class="mention" href="/people/Ada%20K.">')
  })

  test('posts without an action field, and previews when Enter is pressed in a field', async () => {
    const { site, id, ada } = await open()
    const page = await article(site, id, ada)
    const first = /<form class="post form"[\s\S]*?<button ([^>]*)>/.exec(page)?.[1]
    expect(first).toContain('value="preview"')
  })
})

describe('The same comment', () => {
  test('is stored once when the same form key is sent again, at any time', async () => {
    const { site, ada, form } = await open()
    const first = await site.post('/comments', { ...form, key: 'abc' }, ada)
    site.advance(24 * 3_600_000)
    const again = await site.post('/comments', { ...form, key: 'abc' }, ada)
    expect([again.statusCode, again.headers.location]).toEqual([303, `${first.headers.location}?done=again`])
    expect(await stored(site)).toHaveLength(1)
  })

  test('is stored once without a key for ten minutes, and accepted again later', async () => {
    const { site, ada, form } = await open()
    const first = await site.post('/comments', form, ada)
    site.advance(10 * 60_000)
    const again = await site.post('/comments', form, ada)
    expect(again.headers.location).toBe(`${first.headers.location}?done=again`)
    site.advance(1)
    const later = await site.post('/comments', form, ada)
    expect(later.statusCode).toBe(303)
    expect(later.headers.location).not.toBe(first.headers.location)
    expect(await stored(site)).toHaveLength(2)
  })

  test.each([{ key: 'abc' }, {}])(
    'is stored once when two presses arrive together, and counted once (%j)',
    async (key) => {
      const { site, id, ada, form } = await open()
      const answers = await Promise.all([1, 2, 3].map(() => site.post('/comments', { ...form, ...key }, ada)))
      expect(new Set(answers.map((answer) => `${answer.statusCode} ${idOf(answer)}`)).size).toBe(1)
      expect(answers[0]!.statusCode).toBe(303)
      // The act itself, so that all are under way in step.
      const other = { ...inFull, ...form, ...key, body: 'Other words.' }
      expect(
        new Set(
          (
            await Promise.all(
              [1, 2, 3].map(() => postComment(site.deps, { ...ada, commentCount: 1, trusted: false }, other)),
            )
          ).map((outcome) => JSON.stringify({ ...outcome, again: undefined })),
        ).size,
      ).toBe(1)
      await write(site.deps, (db) => db.deleteFrom('comments').where('source', '=', other.body).execute())
      expect(await stored(site)).toHaveLength(1)
      expect(
        await site.deps.db
          .selectFrom('articles')
          .select(['comment_count', 'last_number'])
          .where('id', '=', id)
          .executeTakeFirst(),
      ).toEqual({ comment_count: 2, last_number: 2 })
    },
  )

  test.each([
    ['a member from the article', (article: string) => article, true],
    ['a member from /comments/new', (_: string, id: number) => `/comments/new?article=${id}`, true],
    ['a guest from /comments/new', (_: string, id: number) => `/comments/new?article=${id}`, false],
  ])('is stored once when %s goes back, gets a fresh form, and posts it again', async (_, page, isMember) => {
    const { site, id, ada } = await open()
    const jar = browserOf(site)
    if (isMember) jar.signIn(ada)
    const address = page(urls.article({ id, slug: 'the-slipway-is-repainted' }), id)
    const press = async (over: Record<string, string> = {}) => {
      const key = fieldOn((await jar.get(address)).body, 'key')!
      const form = { article: String(id), nic: isMember ? 'Ada K.' : 'Walker', body: 'Typed once.', key, ...over }
      return { key, answer: await jar.post('/comments', form) }
    }
    const first = await press()
    for (const over of [{}, isMember ? { nic: 'Another Name' } : {}]) {
      const again = await press(over)
      expect(again.key).not.toBe(first.key)
      expect([again.answer.statusCode, idOf(again.answer)]).toEqual([303, idOf(first.answer)])
      const page = wordsOn((await jar.follow(again.answer)).body)
      expect(page).toContain('You have already posted this.')
      expect(page).toContain('Typed once.')
    }
    expect(await stored(site)).toHaveLength(1)
    expect(textOn((await jar.get(`/comments/new?article=${id}`)).body)).toBe('')
    site.advance(10 * 60_000 + 1)
    expect((await press({ body: 'Typed later.' })).answer.statusCode).toBe(303)
    expect(await stored(site)).toHaveLength(2)
  })

  test('is stored once when it waits for a moderator, and its member is told at its place', async () => {
    const { site, ada, form } = await open()
    const first = await site.post('/comments', { ...form, key: 'a' }, ada)
    await write(site.deps, (db) =>
      db.updateTable('comments').set({ state: 'held' }).where('id', '=', idOf(first)).execute(),
    )
    const again = await site.post('/comments', { ...form, key: 'b' }, ada)
    expect(again.headers.location).toBe(`/comments/${idOf(first)}/edits?done=again`)
    expect(wordsOn((await site.get(String(again.headers.location), ada)).body)).toContain(
      'You have already posted this.',
    )
  })

  test('is recognised even when the thread was closed between the two requests', async () => {
    const { site, id, ada, form } = await open()
    const mo = await site.member('Mo', 'moderator')
    const first = await site.post('/comments', { ...form, key: 'abc' }, ada)
    await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
    const again = await site.post('/comments', { ...form, key: 'abc' }, ada)
    expect([again.statusCode, again.headers.location]).toEqual([303, first.headers.location])
  })

  test('by another writer, on another article, below another comment or with other words is another comment', async () => {
    const { site, ada, form } = await open()
    const bo = await site.member('Bo')
    const other = await site.article()
    const first = idOf(await site.post('/comments', { ...form, key: 'k' }, ada))
    await site.post('/comments', { ...form, nic: 'Bo', key: 'k' }, bo)
    await site.post('/comments', { ...form, article: String(other), key: 'k' }, ada)
    await site.post('/comments', { ...form, parent: String(first), key: 'k' }, ada)
    await site.post('/comments', { ...form, body: `${form.body} Again.`, key: 'k' }, ada)
    expect(await stored(site)).toHaveLength(5)
  })

  test('is one comment with white space around it, too', async () => {
    const { site, ada, form } = await open()
    const first = idOf(await site.post('/comments', { ...form, key: 'k' }, ada))
    expect(idOf(await site.post('/comments', { ...form, body: `\n${form.body} \n`, key: 'other' }, ada))).toBe(first)
    expect(await stored(site)).toHaveLength(1)
  })

  test('has a new form key on signed-in pages and /comments/new, and none on a cached page', async () => {
    const { site, id, ada } = await open()
    const keys = [
      await article(site, id, ada),
      await article(site, id, ada),
      (await site.get(`/comments/new?article=${id}`, ada)).body,
    ].map((body) => fieldOn(body, 'key'))
    for (const key of keys) expect(key).toMatch(/^[\w-]{22}$/)
    expect(new Set(keys).size).toBe(3)
    expect(fieldOn(await article(site, id), 'key')).toBeNull()
  })
})
