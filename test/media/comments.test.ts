// Pictures in comments: sent with a member's form, described, shown in all widths, neither lost nor posted by accident.
import { expect, test } from 'vitest'
import { limits } from '../../src/settings.ts'
import { commentHtml, faultOn, fieldOn, shown, textOn, wordsOn } from '../comments/page.ts'
import { type Member, openSite, type Site } from '../support/site.ts'
import { file, filesIn, jpeg, noFile, send, sent } from './sending.ts'

async function open(): Promise<{ site: Site; ada: Member; fields: [string, string][]; article: number }> {
  const site = await openSite()
  const article = await site.article()
  return {
    site,
    ada: await site.member('Ada K.'),
    article,
    fields: [
      ['article', String(article)],
      ['nic', 'Ada K.'],
      ['website', 'https://example.org/'],
      ['body', 'Look at the staff.'],
    ],
  }
}

const comments = (site: Site) =>
  site.deps.db.selectFrom('comments').select(['id', 'source', 'html']).orderBy('id').execute()

test('members have a field for a picture in the form, and strangers have none', async () => {
  const { site, ada, article } = await open()
  const member = (await site.get(`/comments/new?article=${article}`, ada)).body
  expect(member).toMatch(/<form class="post form"[^>]* enctype="multipart\/form-data"/)
  expect(member).toContain('<label for="file">A picture from your device')
  const stranger = (await site.get(`/comments/new?article=${article}`)).body
  expect(stranger).not.toMatch(/multipart|type="file"|pictures\.\w+\.js/)
})

test.each([['foto'], ['photo']])(
  'pressing %s with a file chosen stores it and adds it to the text, which comes back',
  async (tool) => {
    const { site, ada, fields } = await open()
    const answer = await send(
      site,
      '/comments',
      [...fields, ['file', file(await jpeg())], ['alt', 'The staff at low water'], ['tool', tool]],
      ada,
    )
    expect(answer.statusCode).toBe(200)
    expect(textOn(answer.body)).toMatch(
      new RegExp(
        `^Look at the staff\\.\n<${tool} src="/media/[0-9a-f]{32}-60x40\\.webp" alt="The staff at low water"></${tool}>$`,
      ),
    )
    expect(fieldOn(answer.body, 'alt')).toBe('')
    expect(fieldOn(answer.body, 'website')).toBe('https://example.org/')
    expect(answer.body).not.toContain('class="preview"')
    expect(filesIn(site)).toHaveLength(1)
    // The draft has it too.
    expect(await site.deps.db.selectFrom('drafts').select('body').execute()).toEqual([{ body: textOn(answer.body) }])
  },
)

test.each([['post'], ['preview'], ['']])(
  'pressing %j with a file chosen stores it, adds it as a photo and previews; nothing is posted',
  async (action) => {
    const { site, ada, fields } = await open()
    const answer = await send(
      site,
      '/comments',
      [...fields, ['file', file(await jpeg())], ['alt', ''], ['action', action]],
      ada,
    )
    expect(answer.statusCode).toBe(200)
    expect(textOn(answer.body)).toMatch(
      /^Look at the staff\.\n<photo src="\/media\/[0-9a-f]{32}-60x40\.webp" alt=""><\/photo>$/,
    )
    expect(answer.body).toMatch(/class="comment preview"[^]*<figure class="photo"><img src="\/media\//)
    expect(faultOn(answer.body, 'alt')).toMatch(/^The picture \(\/media\/[0-9a-f]{8}…\) has no description\./)
    expect(await comments(site)).toEqual([])
  },
)

test('any other button works, and the picture is not lost', async () => {
  const { site, ada, fields } = await open()
  const own = await send(
    site,
    '/comments',
    [
      ...fields.filter(([name]) => name !== 'nic'),
      ['nic', 'Somebody'],
      ['file', file(await jpeg())],
      ['alt', 'A staff'],
      ['action', 'own-nic'],
    ],
    ada,
  )
  expect(fieldOn(own.body, 'nic')).toBe('Ada K.')
  expect(textOn(own.body)).toContain('alt="A staff"></photo>')
  const bold = await send(
    site,
    '/comments',
    [...fields, ['file', file(await jpeg())], ['alt', 'A staff'], ['tool', 'bold']],
    ada,
  )
  expect(textOn(bold.body)).toMatch(/alt="A staff"><\/photo><b><\/b>$/)
})

test('a form without a file posts, and a description without a picture comes back with the form', async () => {
  const { site, ada, fields } = await open()
  const previewed = await send(
    site,
    '/comments',
    [...fields, ['file', noFile], ['alt', 'Typed already'], ['action', 'preview']],
    ada,
  )
  expect(fieldOn(previewed.body, 'alt')).toBe('Typed already')
  const posted = await send(site, '/comments', [...fields, ['file', noFile], ['alt', ''], ['action', 'post']], ada)
  expect(posted.statusCode).toBe(303)
  expect(await comments(site)).toMatchObject([{ source: 'Look at the staff.' }])
})

test('a description typed after its picture goes into it, whichever button sends it', async () => {
  const { site, ada, fields } = await open()
  const preview = await send(site, '/comments', [...fields, ['file', file(await jpeg())], ['action', 'post']], ada)
  const text = textOn(preview.body)!
  expect(text).toContain(' alt=""></photo>')
  const sendWith = (button: [string, string], alt = 'A staff') =>
    send(
      site,
      '/comments',
      [...fields.filter(([name]) => name !== 'body'), ['body', text], ['file', noFile], ['alt', alt], button],
      ada,
    )
  const described = text.replace('alt=""', 'alt="A staff"')
  for (const [button, wanted] of [
    [['action', 'preview'], described],
    [['action', 'own-nic'], described],
    [['tool', 'bold'], `${described}<b></b>`],
    [['tool', 'photo'], described],
    [['tool', 'foto'], described.replaceAll('photo', 'foto')],
  ] as const) {
    const answer = await sendWith([...button])
    expect(answer.statusCode).toBe(200)
    expect(textOn(answer.body)).toBe(wanted)
    expect(fieldOn(answer.body, 'alt')).toBe('')
  }
  const long = await sendWith(['action', 'post'], 'x'.repeat(limits.picture.alt + 1))
  expect([long.statusCode, faultOn(long.body, 'file')]).toEqual([422, 'A description has at most 500 characters.'])
  expect((await sendWith(['action', 'post'])).statusCode).toBe(303)
  expect((await comments(site)).map(({ source }) => source)).toEqual([described])
})

test('Foto, then its file; Foto with a description, then its file: one picture, described', async () => {
  const { site, ada, fields } = await open()
  const rest = fields.filter(([name]) => name !== 'body')
  for (const alts of [
    ['', 'A staff'],
    ['A staff', ''],
  ] as const) {
    const empty = await send(site, '/comments', [...fields, ['file', noFile], ['alt', alts[0]], ['tool', 'foto']], ada)
    expect(textOn(empty.body)).toBe(`Look at the staff.\n<foto src="" alt="${alts[0]}"></foto>`)
    const placed = await send(
      site,
      '/comments',
      [...rest, ['body', textOn(empty.body)!], ['file', file(await jpeg())], ['alt', alts[1]], ['action', 'preview']],
      ada,
    )
    expect(textOn(placed.body)).toMatch(/^Look at the staff\.\n<foto src="\/media\/[^"]+" alt="A staff"><\/foto>$/)
  }
})

test('Post is refused while a description has no picture, and nothing is lost', async () => {
  const { site, ada, fields } = await open()
  const answer = await send(
    site,
    '/comments',
    [...fields, ['file', noFile], ['alt', 'A staff'], ['action', 'post']],
    ada,
  )
  expect(answer.statusCode).toBe(422)
  expect(faultOn(answer.body, 'file')).toBe(
    'You described a picture, but chose none. Choose it, or delete the description.',
  )
  expect([textOn(answer.body), fieldOn(answer.body, 'alt')]).toEqual(['Look at the staff.', 'A staff'])
  expect(await comments(site)).toEqual([])
})

test('an unsupported picture is 422 with the fault beside the field, and the text is kept', async () => {
  const { site, ada, fields } = await open()
  for (const [bytes, words] of [
    [Buffer.from('<svg xmlns="x">'), /SVG/],
    [Buffer.concat([await jpeg(), Buffer.alloc(limits.picture.bytes)]), /10 megabytes/],
  ] as const) {
    for (const press of [
      ['action', 'post'],
      ['tool', 'foto'],
    ] as const) {
      const answer = await send(
        site,
        '/comments',
        [...fields, ['file', file(bytes)], ['alt', 'A staff'], [...press]],
        ada,
      )
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, 'file')).toMatch(words)
      expect(textOn(answer.body)).toBe('Look at the staff.')
      expect(fieldOn(answer.body, 'alt')).toBe('A staff')
      expect(fieldOn(answer.body, 'website')).toBe('https://example.org/')
    }
  }
  expect(await comments(site)).toEqual([])
  expect(filesIn(site)).toEqual([])
})

test('a form with a file accepts the same fields as any: none unknown, none twice', async () => {
  const { site, ada, fields } = await open()
  for (const more of [
    [['body', 'again']],
    [['colour', 'red']],
    [
      ['file', file(await jpeg())],
      ['file', file(await jpeg())],
    ],
  ] as Parameters<typeof send>[2][]) {
    const answer = await send(site, '/comments', [...fields, ...more], ada)
    expect(answer.statusCode).toBe(400)
  }
  expect(filesIn(site)).toEqual([])
})

test('a member whose session has ended keeps the text, and the picture is not saved', async () => {
  const { site, fields } = await open()
  const answer = await send(
    site,
    '/comments',
    [...fields, ['file', file(await jpeg())], ['alt', 'A staff'], ['action', 'post']],
    null,
  )
  expect(answer.statusCode).toBe(403)
  expect(textOn(answer.body)).toBe('Look at the staff.')
  expect(wordsOn(answer.body)).toContain('Only members can send pictures.')
  expect(await comments(site)).toEqual([])
  expect(filesIn(site)).toEqual([])
})

test('a comment with an undescribed picture is refused and names it; described it is posted', async () => {
  const { site, ada, fields, article } = await open()
  const { src } = await sent(site, ada)
  const form = (body: string) => ({ ...Object.fromEntries(fields), body })
  const which = `(${src.slice(0, 15)}…)`
  for (const [body, fault] of [
    [`<foto src="${src}" alt="">Words below</foto>`, `The picture ${which} has`],
    [`<photo src="${src}">`, `The picture ${which} has`],
    [`> <foto src="${src}" alt=" "></foto>`, `The picture ${which} has`],
    [
      `<squish><ul><li>a<li><photo src="${src}" alt="x"></photo><photo src=${src}></photo></ul></squish>`,
      `Picture 2 of 2 ${which} has`,
    ],
  ] as const) {
    const answer = await site.post('/comments', form(body), ada)
    expect(answer.statusCode, body).toBe(422)
    expect(faultOn(answer.body, 'alt'), body).toContain(fault)
    expect(faultOn(answer.body, 'body')).toBeNull()
    expect(textOn(answer.body)).toBe(body)
  }
  for (const body of [
    `<foto src="${src}" alt="A staff"></foto>`,
    `<code><foto src="${src}" alt=""></foto></code> is how`,
    '<foto src="https://example.org/a.png">A link</foto>',
  ]) {
    expect((await site.post('/comments', form(body), ada)).statusCode, body).toBe(303)
  }
  const [first] = await comments(site)
  expect(commentHtml((await site.get(`/articles/${article}-the-slipway-is-repainted`)).body, first!.id)).toContain(
    `<a href="${src}"><img src="${src}" alt="A staff"`,
  )
})

test('a posted picture is offered in its widths on the page, and in one width, with its whole address, in feeds', async () => {
  const { site, ada, fields, article } = await open()
  const { src } = await sent(site, ada, await jpeg(1000, 500))
  await site.post(
    '/comments',
    { ...Object.fromEntries(fields), body: `<photo src="${src}" alt="A wide staff"></photo>` },
    ada,
  )
  const page = (await site.get(`/articles/${article}-the-slipway-is-repainted`)).body
  expect(page).toContain(`srcset="${src.replace(/-\d+x.*/, '')}-480w.webp 480w, ${src} 1000w"`)
  const feed = await site.get(`/feeds/articles/${article}.json`)
  expect(feed.json().items[0].content_html).toContain(
    `<img src="${site.deps.config.baseUrl}${src}" alt="A wide staff" width="1000" height="500" loading="lazy" />`,
  )
})

test('a text that shows a deleted picture is refused, and comes back', async () => {
  const { site, ada, fields } = await open()
  const gone = `/media/${'ab'.repeat(16)}-60x40.webp`
  const body = `<foto src="${gone}" alt="A staff"></foto>`
  const answer = await site.post('/comments', { ...Object.fromEntries(fields), body }, ada)
  expect(answer.statusCode).toBe(422)
  expect(faultOn(answer.body, 'body')).toBe(
    'The picture /media/abababab… was deleted, by a moderator or because no text showed it for a day. Choose another, or take it out of your text.',
  )
  expect(textOn(answer.body)).toBe(body)
  await site.post('/comments', Object.fromEntries(fields), ada)
  const edits = `/comments/${(await comments(site))[0]!.id}/edits`
  const edited = await site.post(edits, { body, action: 'post' }, ada)
  expect([edited.statusCode, textOn(edited.body)]).toEqual([422, body])
  expect((await comments(site))[0]!.source).toBe('Look at the staff.')
})

test('imported texts keep undescribed pictures, and can be quoted', async () => {
  const site = await openSite()
  const src = `/media/${'cd'.repeat(16)}-60x40.webp`
  const article = await site.article({
    body: `<photo src="${src}"></photo>`,
    comments: [
      {
        key: 'c',
        nic: 'Guest',
        nameKind: 'guest',
        postedAt: site.deps.clock() - 1000,
        text: `<foto src="${src}"></foto>`,
        format: 'markup',
        state: 'live',
      },
    ],
  })
  const { body } = await site.get(`/articles/${article}-the-slipway-is-repainted`)
  expect(shown(body)).toHaveLength(1)
  expect(body.match(new RegExp(`<img src="${src}"`, 'g'))).toHaveLength(2)
  const ada = await site.member('Ada K.')
  expect(
    (
      await site.post(
        '/comments',
        { article: String(article), nic: 'Ada K.', body: `> <foto src="${src}" alt="A staff"></foto>\nIndeed.` },
        ada,
      )
    ).statusCode,
  ).toBe(303)
})

test('the form that changes a comment takes a picture too, and asks for its description', async () => {
  const { site, ada, fields } = await open()
  await site.post('/comments', Object.fromEntries(fields), ada)
  const { id } = (await comments(site))[0]!
  const edits = `/comments/${id}/edits`
  expect((await site.get(edits, ada)).body).toContain('enctype="multipart/form-data"')
  const refused = await send(
    site,
    edits,
    [
      ['body', 'Changed.'],
      ['file', file(Buffer.from('GIF'))],
      ['alt', 'A staff'],
      ['action', 'post'],
    ],
    ada,
  )
  expect(refused.statusCode).toBe(422)
  expect([faultOn(refused.body, 'file'), textOn(refused.body), fieldOn(refused.body, 'alt')]).toEqual([
    expect.stringMatching(/not a picture/),
    'Changed.',
    'A staff',
  ])
  const taken = await send(
    site,
    edits,
    [
      ['body', 'Changed.'],
      ['file', file(await jpeg())],
      ['alt', ''],
      ['action', 'post'],
    ],
    ada,
  )
  expect(taken.statusCode).toBe(200)
  const text = textOn(taken.body)!
  expect(text).toMatch(/^Changed\.\n<photo src="\/media\/[^"]+" alt=""><\/photo>$/)
  expect((await comments(site))[0]!.source).toBe('Look at the staff.')
  expect(faultOn((await site.post(edits, { body: text, action: 'post' }, ada)).body, 'alt')).toMatch(
    /has no description/,
  )
  expect(
    (await site.post(edits, { body: text.replace('alt=""', 'alt="A staff"'), action: 'post' }, ada)).statusCode,
  ).toBe(303)
  expect((await comments(site))[0]!.html).toContain('alt="A staff"')
})
