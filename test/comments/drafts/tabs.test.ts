// Drafts of several tabs: each form has one of its own, and posting or deleting one leaves the others.
import { expect, test } from 'vitest'
import { browserOf } from '../../support/jar.ts'
import { aThread, openSite } from '../../support/site.ts'
import { fieldOn, linkOn, textOn, wordsOn } from '../page.ts'

const OTHER = 'You have another draft here'

async function open() {
  const site = await openSite()
  await site.set('guests', 'open')
  const id = await site.article({ comments: aThread('tabs', [null]) })
  const browser = browserOf(site)
  const path = `/articles/${id}-the-slipway-is-repainted`
  const bodies = async () =>
    (await site.deps.db.selectFrom('drafts').select('body').orderBy('id').execute()).map((row) => row.body)
  /** What a tab sends of the form that it shows. */
  const fields = (page: string, body: string): Record<string, string> => ({
    article: String(id),
    nic: fieldOn(page, 'nic') || 'Passer-by',
    key: fieldOn(page, 'key') ?? '',
    draft: fieldOn(page, 'draft') ?? '',
    body,
  })
  const save = (form: Record<string, string>) =>
    browser.post('/comments/drafts', { parent: '', email: '', website: '', ...form, action: 'save' })
  /** Whether the page says that there is another draft. */
  const namesAnother = (page: string): boolean => !/id="other-drafts" hidden/.test(page) && page.includes(OTHER)
  const page = async (): Promise<string> => (await browser.get(`/comments/new?article=${id}`)).body
  return { site, id, browser, path, bodies, fields, save, namesAnother, page }
}

const writers = ['a member', 'a guest'] as const

async function openAs(who: (typeof writers)[number]) {
  const opened = await open()
  if (who === 'a member') opened.browser.signIn(await opened.site.member('Ada'))
  return opened
}

test.each(writers)('two tabs of %s keep two drafts: one is posted, the other is given back and listed', async (who) => {
  const { browser, page, fields, save, bodies, namesAnother } = await openAs(who)
  const [first, second] = [await page(), await page()]
  expect((await save(fields(first, 'From the first tab'))).json()).toEqual({ others: 0 })
  expect((await save(fields(second, 'From the second tab'))).json()).toEqual({ others: 1 })
  const third = await page()
  expect([textOn(third), namesAnother(third)]).toEqual(['From the second tab', true])
  expect((await browser.post('/comments', fields(second, 'From the second tab'))).statusCode).toBe(303)
  expect(await bodies()).toEqual(['From the first tab'])
  const after = await page()
  expect([textOn(after), namesAnother(after)]).toEqual(['From the first tab', false])
  expect(wordsOn((await browser.get('/comments/drafts')).body)).toContain('From the first tab')
})

test.each(writers)('a tab that was filled with another tab’s draft overwrites no newer text of it: %s', async (who) => {
  const { page, fields, save, bodies } = await openAs(who)
  const first = await page()
  await save(fields(first, 'One'))
  const second = await page()
  expect(textOn(second)).toBe('One')
  await save(fields(first, 'One, and more of the first tab'))
  await save(fields(second, 'Something else'))
  expect(await bodies()).toEqual(['One, and more of the first tab', 'Something else'])
  await save(fields(second, 'Something else again'))
  expect(await bodies()).toEqual(['One, and more of the first tab', 'Something else again'])
})

test.each(writers)(
  'a page that is opened later goes on with the same draft, and posting leaves none: %s',
  async (who) => {
    const { browser, page, fields, save, bodies } = await openAs(who)
    await save(fields(await page(), 'One.'))
    const later = await page()
    await save(fields(later, 'One. Two.'))
    expect(await bodies()).toEqual(['One. Two.'])
    await browser.post('/comments', { ...fields(later, 'One. Two. Three.'), action: 'preview' })
    expect(await bodies()).toEqual(['One. Two. Three.'])
    expect((await browser.post('/comments', fields(later, 'One. Two. Three, really.'))).statusCode).toBe(303)
    expect(await bodies()).toEqual([])
    expect(textOn(await page())).toBe('')
  },
)

test.each(writers)('Back to the form before a preview goes on with its draft: %s', async (who) => {
  const { browser, page, fields, bodies } = await openAs(who)
  const form = await page()
  const preview = (await browser.post('/comments', { ...fields(form, 'A tpyo'), action: 'preview' })).body
  await browser.post('/comments', { ...fields(preview, 'A tpyo still'), action: 'preview' })
  await browser.post('/comments', { ...fields(form, 'A typo no more'), action: 'preview' })
  expect(await bodies()).toEqual(['A typo no more'])
})

test('a guest’s second text from a cached page, which has no key, takes the place of the first, which stays listed', async () => {
  const { browser, path, fields, bodies } = await open()
  const cached = (await browser.get(path)).body
  expect(fieldOn(cached, 'key')).toBeNull()
  await browser.post('/comments', { ...fields(cached, 'From one tab'), action: 'preview' })
  await browser.post('/comments', { ...fields(cached, 'From another tab'), action: 'preview' })
  expect(textOn((await browser.get(path)).body)).toBe('From another tab')
  expect((await browser.post('/comments', fields(cached, 'From another tab'))).statusCode).toBe(303)
  expect(textOn((await browser.get(path)).body)).toBe('')
  expect(await bodies()).toEqual(['From one tab'])
  const list = (await browser.get('/comments/drafts')).body
  expect(textOn((await browser.get(linkOn(list, 'Continue : The slipway is repainted')!)).body)).toBe('From one tab')
})

test('Delete draft leaves a text that another tab has written since', async () => {
  const { browser, page, fields, save, bodies } = await openAs('a member')
  const first = await page()
  await save(fields(first, 'One'))
  const second = await page()
  await save(fields(first, 'One, and more'))
  await browser.post('/comments', { ...fields(second, 'One'), action: 'discard' })
  expect(await bodies()).toEqual(['One, and more'])
  await browser.post('/comments', { ...fields(first, 'One, and more'), action: 'discard' })
  expect(await bodies()).toEqual([])
})

test('a guest’s draft that a member goes on with after signing in is one draft, and posting leaves none', async () => {
  const { site, browser, page, fields, save, bodies } = await open()
  await save(fields(await page(), 'Begun as a guest'))
  browser.signIn(await site.member('Ada'))
  const form = await page()
  expect(textOn(form)).toBe('Begun as a guest')
  await save(fields(form, 'Begun as a guest, ended as a member'))
  expect(await bodies()).toEqual(['Begun as a guest, ended as a member'])
  await browser.post('/comments', fields(form, 'Begun as a guest, ended as a member.'))
  expect(await bodies()).toEqual([])
})
