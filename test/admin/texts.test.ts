// The site's own pages: defaults, changes with preview and history, undo, and where they are linked.
import { expect, test } from 'vitest'
import { isSitePage, sitePages } from '../../src/admin/texts/rules.ts'
import { wordsOn } from '../comments/page.ts'
import { openSite } from '../support/site.ts'
import { filled, press, publicLog, undoNewest } from './forms.ts'

const SAVE = 'Save changes'
const names = Object.keys(sitePages)

async function open() {
  const site = await openSite()
  return { site, ada: await site.member('Ada', 'admin') }
}

/** The text of a page as HTML. */
const textOf = (body: string): string => /<div class="body article-body[^"]*">([^]*?)<\/div>\n/.exec(body)![1]!

test('every page has a default that follows the settings, is cached for everybody, and is linked everywhere', async () => {
  const { site } = await open()
  await site.article()
  const front = (await site.get('/')).body
  const sitemap = (await site.get('/sitemaps/pages.xml')).body
  for (const name of names) {
    const answer = await site.get(`/${name}`)
    expect([name, answer.statusCode, answer.headers['cache-control']]).toEqual([name, 200, 'public, no-cache'])
    expect(front).toContain(`href="/${name}"`)
    expect(sitemap).toContain(`/${name}</loc>`)
    expect((await site.get(`/${name}/history`)).statusCode).toBe(404)
  }
  expect(wordsOn((await site.get('/privacy')).body)).toContain('The network address of a comment, for 30 days')
  await site.set('addressDays', 0)
  expect(wordsOn((await site.get('/privacy')).body)).toContain('We do not keep the network address of a comment.')
})

test('a default text has no tag that is shown as it was typed, and every link in it leads somewhere', async () => {
  const { site } = await open()
  for (const name of names) {
    const text = textOf((await site.get(`/${name}`)).body)
    expect(text).not.toContain('&lt;')
    for (const [, href] of text.matchAll(/href="([^"]+)"/g))
      expect([href, (await site.get(href!)).statusCode]).toEqual([href, 200])
  }
})

test('the page about the site explains an edition, a name, a receipt and the rules in short, as guests may comment', async () => {
  const { site } = await open()
  const headings = async () =>
    [...textOf((await site.get('/about')).body).matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, text]) => text)
  const rest = ['The rules in short', 'Who decides', 'The software']
  expect(await headings()).toEqual(['An edition', 'A name', 'A receipt', ...rest])
  expect(wordsOn((await site.get('/about')).body)).toContain('A guest’s comments wait until a moderator')
  await site.set('guests', 'membersOnly')
  expect(await headings()).toEqual(['An edition', 'A name', ...rest])
  expect(wordsOn((await site.get('/about')).body)).toContain('Only members can comment')
})

test('a changed page is shown at once, is in the public log, and an undo brings the former text', async () => {
  const { site, ada } = await open()
  expect((await site.get('/rules')).body).toContain('Argue about the matter')
  const answer = await press(site, ada, '/admin/pages/rules', SAVE, {
    body: 'Be <b>kind</b>.',
    note: 'Shorter',
    action: 'save',
  })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/admin/pages?done=saved&batch=1'])
  expect(textOf((await site.get('/rules')).body)).toContain('Be <b>kind</b>.')
  expect(wordsOn((await site.get('/rules')).body)).toContain('Last changed 12 March 2030.')
  await press(site, ada, '/admin/pages/rules', SAVE, { body: 'Be brief.', action: 'save' })
  expect(await publicLog(site)).toEqual([
    'Ada: change-page: “House rules”: Shorter.',
    'Ada: change-page: “House rules”',
  ])
  await undoNewest(site, ada)
  expect(textOf((await site.get('/rules')).body)).toContain('Be <b>kind</b>.')
  await site.post('/moderation/undos', { batch: '1', reason: '', next: '' }, ada)
  expect((await site.get('/rules')).body).toContain('Argue about the matter')
})

test('the history shows every version with what changed, to everybody', async () => {
  const { site, ada } = await open()
  await press(site, ada, '/admin/pages/contact', SAVE, { body: 'Write to the desk.', note: 'First', action: 'save' })
  await press(site, ada, '/admin/pages/contact', SAVE, { body: 'Write to the night desk.', action: 'save' })
  const { body } = await site.get('/contact/history')
  expect(body).toMatch(/<ins><span class="vh">\[added\] <\/span>night /)
  expect(wordsOn(body)).toMatch(/Changed by Ada .* First /)
  expect((await site.get('/contact')).body).toContain('href="/contact/history"')
  expect((await site.get('/contact/history?before=x')).statusCode).toBe(404)
})

test('the preview shows the page above the form and saves nothing; a tool adds its markup without scripts', async () => {
  const { site, ada } = await open()
  const page = await press(site, ada, '/admin/pages/about', 'Preview', { body: '<h2>Hello</h2>', action: 'preview' })
  expect([page.statusCode, textOf(page.body).includes('Hello</h2>')]).toEqual([200, true])
  expect(filled(page.body, SAVE).fields['body']).toContain('<h2>Hello</h2>')
  const form = filled((await site.get('/admin/pages/about', ada)).body, 'Bold', { body: 'Hello ', tool: 'bold' })
  expect(filled((await site.post(form.action, form.fields, ada)).body, SAVE).fields['body']).toContain('Hello <b></b>')
  expect(await publicLog(site)).toEqual([])
})

test.each([
  ['an empty text', ' \n ', 'Write something first.'],
  ['a text that is too long', 'x'.repeat(40_001), 'A page can have up to 40,000 characters.'],
  [
    'an uploaded picture',
    '<photo src="/media/a.webp" alt="">x</photo>',
    'Uploaded pictures can’t be used on these pages.',
  ],
])('%s gets its fault beside the field, and comes back', async (_, body, fault) => {
  const { site, ada } = await open()
  const answer = await press(site, ada, '/admin/pages/about', SAVE, { body, action: 'save' })
  expect([answer.statusCode, wordsOn(answer.body).includes(fault)]).toEqual([422, true])
  expect(filled(answer.body, SAVE).fields['body']!.replaceAll('\r\n', '\n')).toBe(body)
})

test('markup that is not allowed and control characters do no harm', async () => {
  const { site, ada } = await open()
  await press(site, ada, '/admin/pages/about', SAVE, { body: '<script>alert(1)</script>\u0007 ring', action: 'save' })
  expect(textOf((await site.get('/about')).body)).toContain('&lt;script&gt;')
})

test('a text that somebody else has changed answers 409 with what was typed, and a second press replaces it', async () => {
  const { site, ada } = await open()
  const bea = await site.member('Bea', 'admin')
  const stale = filled((await site.get('/admin/pages/about', ada)).body, SAVE, { body: 'Mine.', action: 'save' })
  await press(site, bea, '/admin/pages/about', SAVE, { body: 'Hers.', action: 'save' })
  const answer = await site.post(stale.action, stale.fields, ada)
  expect([answer.statusCode, filled(answer.body, SAVE).fields['body']]).toEqual([409, 'Mine.'])
  expect(textOf((await site.get('/about')).body)).toContain('Hers.')
  const again = filled(answer.body, SAVE)
  expect((await site.post(again.action, again.fields, ada)).statusCode).toBe(303)
  // The second press of the same form.
  expect((await site.post(again.action, again.fields, ada)).headers.location).toBe('/admin/pages?done=already')
  expect(textOf((await site.get('/about')).body)).toContain('Mine.')
})

test('only admins write pages, and there are no others', async () => {
  const { site, ada } = await open()
  const mo = await site.member('Mo', 'moderator')
  for (const url of ['/admin/pages', '/admin/pages/about']) expect((await site.get(url, mo)).statusCode).toBe(403)
  expect((await site.post('/admin/pages/about', {}, mo)).statusCode).toBe(403)
  expect((await site.get('/admin/pages/constructor', ada)).statusCode).toBe(404)
  expect(isSitePage('toString')).toBe(false)
  expect((await site.get('/about', mo)).body).not.toContain('/admin/pages/about')
  expect((await site.get('/about', ada)).body).toContain('/admin/pages/about')
})
