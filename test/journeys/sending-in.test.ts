// A member sends in news: the address, the form, an error, the preview, and the editors have it once.
import { expect } from 'vitest'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'
import { journeyWays, type Visitor } from '../support/journeys.ts'

const browser = browserHalf()

const ADDRESS = 'https://www.example.org/library/telescopes'
const HEADLINE = 'Library to lend telescopes, and someone to explain them'
const BODY = 'Six of them, on the same card as a book.\n\nOne week each.'

const field = ({ page }: Visitor, label: string) => page.locator('#post').getByLabel(label, { exact: false })
const button = ({ page }: Visitor, name: string) =>
  page.locator('#post').getByRole('button', { name, exact: true }).last()

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a member sends in a link, and pressing again sends nothing more, ${scripts}`, async () => {
    const site = await half.site()
    const reader = await half.reader(site, {}, await site.account('Spring Tide'))
    const { page } = reader
    await reader.go('/')
    await reader.press(page.getByRole('link', { name: 'Post a news link' }).first())
    await page.getByLabel('Address of the news').fill(ADDRESS)
    await reader.press(page.getByRole('button', { name: 'Continue' }))
    expect(await field(reader, 'Address of the news').inputValue()).toBe(ADDRESS)
    await field(reader, 'Headline').fill(HEADLINE)
    await field(reader, 'Lede').fill('Six instruments and four volunteers.')
    await page.locator('#body').fill(BODY)
    await field(reader, 'Section').selectOption('Science')
    await field(reader, 'Tags').fill('x'.repeat(41))
    await reader.press(button(reader, 'Send to the editors'))
    expect(await page.getByRole('alert').first().innerText()).toContain('Please fix one thing. Your text is safe.')
    expect(await page.locator('#body').inputValue()).toBe(BODY)
    await field(reader, 'Tags').fill('library, astronomy')
    await reader.press(button(reader, 'Preview'))
    expect(await page.locator('h1').innerText()).toBe(HEADLINE)
    expect(await page.locator('.article-body p').allInnerTexts()).toEqual([
      'Six of them, on the same card as a book.',
      'One week each.',
    ])
    await reader.press(page.getByRole('button', { name: 'Send to the editors' }).first())
    expect(await page.locator('main').innerText()).toContain('Waiting for an editor')
    const place = reader.at()
    await page.goBack()
    await reader.press(button(reader, 'Send to the editors'))
    expect(reader.at().split('?')[0]).toBe(place)
    expect(
      await site.deps.db.selectFrom('articles').select(['headline', 'state']).where('state', '=', 'waiting').execute(),
    ).toEqual([{ headline: HEADLINE, state: 'waiting' }])
    expect(await site.deps.db.selectFrom('article_drafts').selectAll().execute()).toEqual([])
    await reader.end([422])
  })
}

/** Types into a field, and waits until its page has saved it. */
async function typeAndSave({ page }: Reader, selector: string, words: string): Promise<void> {
  const saved = page.waitForResponse((one) => one.url().endsWith('/desk/drafts') && one.status() === 200)
  await page.locator(selector).pressSequentially(words)
  await saved
}

inBrowser('what is typed is saved as it is typed; each tab has its own draft, and names the other', async () => {
  const site = await browser.site()
  const reader = await browser.reader(site, {}, await site.account('Neap Tide'))
  const { page } = reader
  await reader.go('/desk/articles')
  await typeAndSave(reader, '#headline', 'Bridge closed')
  const other = await reader.newWindow()
  await other.go('/desk/articles')
  expect(await other.page.locator('#other-drafts').innerText()).toContain('Bridge closed')
  await typeAndSave(other, '#lede', 'For a week.')
  await typeAndSave(reader, '#body', 'Paint.')
  // The page shows it once it has read the answer.
  await page.locator('#other-drafts', { hasText: 'For a week.' }).waitFor()
  await reader.go('/desk/drafts')
  await reader.press(page.getByRole('link', { name: 'Bridge closed', exact: true }))
  expect([await page.locator('#headline').inputValue(), await page.locator('#body').inputValue()]).toEqual([
    'Bridge closed',
    'Paint.',
  ])
  await other.page.close()
  await reader.end()
})

inBrowser(
  'the toolbar of an article sets a subhead and a picture with its credit around what is selected',
  async () => {
    const site = await browser.site()
    const reader = await browser.reader(site, {}, await site.account('Dodge Tide'))
    await reader.go('/desk/articles')
    const body = reader.page.locator('#body')
    await body.fill('How it works')
    await reader.ask(`document.querySelector('#body').setSelectionRange(0, 12)`)
    await button(reader, 'Subhead').click()
    expect(await body.inputValue()).toBe('<h2>How it works</h2>')
    await body.fill('The roof')
    await reader.ask(`document.querySelector('#body').select()`)
    await button(reader, 'Photo').click()
    expect(await body.inputValue()).toBe('<photo src="" alt="" credit="">The roof</photo>')
    await body.fill('https://example.org/a.png')
    await reader.ask(`document.querySelector('#body').select()`)
    await button(reader, 'Photo').click()
    expect(await body.inputValue()).toBe('<photo src="https://example.org/a.png" alt="" credit=""></photo>')
    const at = await reader.ask<number>(`document.querySelector('#body').selectionStart`)
    expect((await body.inputValue()).slice(0, at)).toBe('<photo src="https://example.org/a.png" alt="')
    await reader.end()
  },
)
