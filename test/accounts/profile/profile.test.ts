// What a member's page says about them: website, a few lines, a picture; and what a moderator removes of it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { initials, TONES, toneOf } from '../../../src/accounts/profile/initials.ts'
import { websiteText } from '../../../src/accounts/profile/website.ts'
import { deleteUnknownFiles, deleteUnusedPictures } from '../../../src/media/cleanup-actions.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { faultOn, fieldOn, wordsOn } from '../../comments/page.ts'
import { file, filesIn, jpeg, noFile, send } from '../../media/sending.ts'
import { type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const article = await site.article()
  const ada = await site.member('Ada Quill')
  const mo = await site.member('Mo', 'moderator')
  await site.post('/comments', { article: String(article), body: 'Something of mine.' }, ada)
  const save = (form: Record<string, string>, as: Member = ada) =>
    site.post('/accounts/profile', { website: '', about: '', ...form }, as)
  const page = async (as: Member | null = null) => (await site.get('/people/Ada%20Quill', as)).body
  const own = async () => (await site.get('/accounts/profile', ada)).body
  const portrait = async (bytes: Buffer | null, as: Member = ada) =>
    send(
      site,
      '/accounts/profile/picture',
      [
        ['file', bytes === null ? noFile : file(bytes)],
        ['action', 'send'],
      ],
      as,
    )
  const remove = (form: Record<string, string>, as: Member = mo) =>
    site.post('/moderation/profile-removals', { nic: 'Ada Quill', reason: 'Advertising', ...form }, as)
  return { site, article, ada, mo, save, page, own, portrait, remove }
}

const srcOn = (body: string): string => /<img class="portrait" src="([^"]+)"/.exec(body)?.[1] ?? ''

test('website and text are shown on the member’s page, escaped and with lines as typed, and can be emptied', async () => {
  const { site, save, page, own } = await open()
  expect(await page()).not.toContain('rel="me')
  const about = 'Keeps boxes.\n\n\n\n<b>Usually</b> wrong.  \nTwice.'
  const answer = await save({ website: ' https://www.example.org/ada?x=1 ', about })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/profile?done=saved'])
  const body = await page()
  expect(body).toContain(
    '<a href="https://www.example.org/ada?x=1" rel="me nofollow ugc noopener">example.org/ada?x=1</a>',
  )
  expect(body).toContain('Keeps boxes.\n\n&lt;b&gt;Usually&lt;/b&gt; wrong.\nTwice.')
  expect(fieldOn(await own(), 'website')).toBe('https://www.example.org/ada?x=1')
  await save({})
  expect(await page()).not.toContain('Keeps boxes.')
  expect((await site.get('/accounts/profile')).statusCode).toBe(403)
})

test('addresses that are not plain websites, and long texts, are refused beside the field with what was typed', async () => {
  const { site, save, page } = await open()
  for (const website of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.org',
    'example.org',
    'https://user:secret@example.org',
    'https://example.org@evil.example',
    'https://localhost',
    `https://example.org/${'x'.repeat(2000)}`,
  ]) {
    const answer = await save({ website, about: 'Kept.' })
    expect(answer.statusCode, website).toBe(422)
    expect(faultOn(answer.body, 'website'), website).toMatch(/address|https/)
    expect(fieldOn(answer.body, 'website'), website).toBe(website)
  }
  const long = await save({ website: 'https://example.org', about: 'x'.repeat(501) })
  expect([long.statusCode, faultOn(long.body, 'about')]).toEqual([422, 'Use at most 500 characters. This has 501.'])
  expect((await save({ about: '🙂'.repeat(500) })).statusCode).toBe(303)
  expect((await save({ about: `${'x\n'.repeat(30)}x` })).statusCode).toBe(422)
  expect((await site.post('/accounts/profile', { role: 'admin' }, await site.member('Bo'))).statusCode).toBe(400)
  expect(await page()).not.toContain('evil.example')
})

test('nobody sees them before something of the member is published, nor while the member is banned', async () => {
  const { site, mo, save, page } = await open()
  const bo = await site.member('Bosun')
  await save({ website: 'https://spam.example', about: 'Buy rope.' }, bo)
  const strangers = async () => (await site.get('/people/Bosun')).body
  expect(await strangers()).not.toContain('spam.example')
  expect((await site.get('/people/Bosun', bo)).body).toContain('spam.example')
  expect(wordsOn((await site.get('/accounts/profile', bo)).body)).toContain('Other readers see this once')
  await save({ about: 'Keeps boxes.' })
  expect(await page()).toContain('Keeps boxes.')
  await site.post('/moderation/bans', { nic: 'Ada Quill', reason: 'Enough', until: 'week' }, mo)
  expect(await page()).not.toContain('Keeps boxes.')
  site.advance(7 * DAY - HOUR)
  expect(await page()).not.toContain('Keeps boxes.')
  site.advance(HOUR)
  expect(await page()).toContain('Keeps boxes.')
})

test('a picture becomes a small square without metadata, and is everybody’s to see', async () => {
  const { site, page, portrait } = await open()
  const bytes = await sharp(await jpeg(700, 300))
    .withExif({ IFD0: { Artist: 'Ada at home' } })
    .jpeg()
    .toBuffer()
  expect((await portrait(bytes)).headers.location).toBe('/accounts/profile?done=picture')
  const src = srcOn(await page())
  expect(src).toMatch(/^\/media\/[0-9a-f]{32}-192x192\.webp$/)
  const got = await site.get(src)
  expect([got.statusCode, got.headers['content-type'], got.headers['cache-control']]).toEqual([
    200,
    'image/webp',
    'public, no-cache',
  ])
  const { width, height, exif } = await sharp(got.rawPayload).metadata()
  expect([width, height, exif]).toEqual([192, 192, undefined])
  site.advance(3 * DAY)
  await deleteUnusedPictures(site.deps)
  await deleteUnknownFiles(site.deps)
  expect((await site.get(src)).statusCode).toBe(200)
})

test('a picture goes with its file when it is replaced or removed, unless somebody else has it too', async () => {
  const { site, ada, page, portrait } = await open()
  const bo = await site.member('Bosun')
  const [red, blue] = [await jpeg(300, 300, '#a00000'), await jpeg(300, 300, '#0000a0')]
  await portrait(red)
  const first = srcOn(await page())
  await portrait(blue)
  expect([(await site.get(first)).statusCode, filesIn(site).length]).toEqual([404, 1])
  await portrait(blue, bo)
  const remove = () => send(site, '/accounts/profile/picture', [['action', 'remove']], ada)
  const second = srcOn(await page())
  for (let press = 0; press < 2; press++)
    expect((await remove()).headers.location).toBe('/accounts/profile?done=removed')
  expect(srcOn(await page())).toBe('')
  expect((await site.get(second)).statusCode).toBe(200)
})

test('files that are no pictures are refused beside the field', async () => {
  const { page, portrait } = await open()
  for (const [bytes, fault] of [
    [null, 'Choose a picture first.'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'That is an SVG drawing'],
    [Buffer.from('GIF89a but no more'), 'That picture cannot be read'],
  ] as const) {
    const answer = await portrait(bytes)
    expect([answer.statusCode, faultOn(answer.body, 'file')?.startsWith(fault)]).toEqual([422, true])
  }
  expect(srcOn(await page())).toBe('')
})

test('a moderator removes parts of the page with a reason: logged, shown to the member, undone as a whole', async () => {
  const { site, mo, save, page, own, portrait, remove } = await open()
  await save({ website: 'https://spam.example', about: 'Buy rope.' })
  await portrait(await jpeg(300, 300))
  const src = srcOn(await page())
  const record = (await site.get('/moderation/people/Ada%20Quill', mo)).body
  expect(record).toContain('href="/moderation/profile-removals?nic=Ada%20Quill"')
  expect(wordsOn((await site.get('/moderation/profile-removals?nic=Ada+Quill', mo)).body)).toContain(
    'https://spam.example',
  )
  const done = await remove({ website: 'on', picture: 'on' })
  expect(done.statusCode).toBe(303)
  expect(await page()).not.toContain('spam.example')
  expect(await page()).toContain('Buy rope.')
  expect(srcOn(await page())).toBe('')
  expect([(await site.get(src)).statusCode, (await site.get(src, mo)).statusCode]).toEqual([404, 200])
  expect(wordsOn(await own())).toContain('A moderator has removed your website from your page. Reason: Advertising')
  expect(wordsOn((await site.get('/moderation/log')).body)).toContain('removed parts of a member’s page')
  expect((await remove({ website: 'on' })).statusCode).toBe(409)
  const batch = /batch=(\d+)/.exec(String(done.headers.location))![1]!
  await site.post('/moderation/undos', { batch, reason: 'By mistake' }, mo)
  expect(await page()).toContain('spam.example')
  expect(srcOn(await page())).toBe(src)
  await remove({ website: 'on' })
  await save({ website: 'https://harbour.example', about: '' })
  expect(await page()).toContain('harbour.example')
  await save({ website: 'https://spam.example', about: '' })
  expect(await page()).not.toContain('spam.example')
})

test('only moderators above the member remove something, and say what and why', async () => {
  const { site, mo, save, remove } = await open()
  await save({ website: 'https://spam.example', about: '' })
  const bo = await site.member('Bosun')
  expect((await remove({ website: 'on' }, bo)).statusCode).toBe(403)
  expect((await remove({})).statusCode).toBe(422)
  expect(wordsOn((await remove({})).body)).toContain('Choose what to remove.')
  const unsaid = await remove({ website: 'on', reason: '' })
  expect([unsaid.statusCode, /name="website" value="on" checked/.test(unsaid.body)]).toEqual([422, true])
  expect((await remove({ website: 'on', nic: 'Nobody' })).statusCode).toBe(404)
  await save({ website: 'https://mo.example' }, mo)
  expect((await remove({ website: 'on', nic: 'Mo' })).statusCode).toBe(403)
})

test('initials are the first letters of two words, in any script', () => {
  expect(
    ['Ada Quill', 'bosun', 'x9', 'Łukasz żaba', 'Ωρα', '山田 太郎', 'नमस्ते दुनिया', '42', '-Ed-', 'Straße', 'a.b.c'].map(
      initials,
    ),
  ).toEqual(['AQ', 'BO', 'X9', 'ŁŻ', 'ΩΡ', '山太', 'नदु', '42', 'ED', 'ST', 'AB'])
})

test('a nic has one tone, every tone is somebody’s, and initials are readable on each in both themes', () => {
  const tones = new Set(Array.from({ length: 400 }, (_, i) => toneOf(`Nic ${i}`)))
  expect([...tones].sort()).toEqual(Array.from({ length: TONES }, (_, i) => i))
  expect(toneOf('Ada Quill')).toBe(toneOf('Ada Quill'))
  const css = readFileSync(join(import.meta.dirname, '../../../public/site.css'), 'utf8')
  const tokens = readFileSync(join(import.meta.dirname, '../../../public/tokens.css'), 'utf8')
  const pair = (text: string, name: RegExp): string[] => name.exec(text)!.slice(1, 3)
  const paper = pair(tokens, /--paper: light-dark\((#\w+), (#\w+)\)/)
  for (let tone = 0; tone < TONES; tone++) {
    const colours = pair(css, new RegExp(`\\.tone-${tone} \\{\\s*--tone: light-dark\\((#\\w+), (#\\w+)\\)`))
    for (const theme of [0, 1]) expect(contrast(colours[theme]!, paper[theme]!), `tone ${tone}`).toBeGreaterThan(4.5)
  }
})

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
const contrast = (one: string, other: string): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}

test('a website’s link says host and path', () => {
  expect(['https://www.example.org/', 'http://example.org/a/b?c=1', 'https://ärger.example/'].map(websiteText)).toEqual(
    ['example.org', 'example.org/a/b?c=1', 'xn--rger-koa.example'],
  )
})

test('lines that are saved after the session has ended come back, and signing in leads to the form again', async () => {
  const site = await openSite()
  const answer = await site.post('/accounts/profile', { website: '', about: 'Keeps too many photographs.' })
  expect(answer.statusCode).toBe(403)
  expect(answer.body).toContain('Keeps too many photographs.')
  expect(answer.body).toContain('href="/accounts/login?next=%2Faccounts%2Fprofile"')
})
