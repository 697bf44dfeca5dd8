// The other side of the desk: a member whose text comes back amends it and sees it published; a guest follows theirs by a receipt.
import { expect } from 'vitest'
import { changeSetting } from '../../src/db/settings.ts'
import { write } from '../../src/db/write.ts'
import { browserHalf, inBrowser } from '../support/browser.ts'
import { journeyWays, type Visitor } from '../support/journeys.ts'

const browser = browserHalf()

const HEADLINE = 'Library to lend telescopes, and someone to explain them'
const WORD = 'Where does one book?'

const form = ({ page }: Visitor) => page.locator('#post')
const status = ({ page }: Visitor) => page.getByRole('status').first().innerText()

async function fillIn(writer: Visitor): Promise<void> {
  await form(writer).getByLabel('Headline', { exact: true }).fill(HEADLINE)
  await writer.page.locator('#body').fill('Six of them, on the same card as a book.')
  await form(writer).getByLabel('Section', { exact: true }).selectOption('Science')
  await writer.press(form(writer).getByRole('button', { name: 'Send to the editors' }))
}

/** An editor opens the submission and sends it back. */
async function sendsBack(editor: Visitor, scripts: string): Promise<void> {
  const { page } = editor
  await editor.go('/desk')
  await editor.press(page.locator('.items').getByRole('link', { name: /Library to lend/ }))
  if (scripts.includes('with scripts')) await page.locator('[data-act="b"] > summary').click()
  const back = page.locator('form[action="/desk/returns"]')
  await back.locator('textarea').fill(WORD)
  await editor.press(back.getByRole('button', { name: 'Send back' }))
}

async function publishes(editor: Visitor): Promise<void> {
  await editor.go('/desk')
  await editor.press(editor.page.locator('.items').getByRole('link', { name: /Library to lend/ }))
  await editor.press(editor.page.locator('.acts').getByRole('button', { name: /^Publish now/ }))
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a member’s text comes back with a word, is amended, sent in again and published, ${scripts}`, async () => {
    const site = await half.site()
    const writer = await half.reader(site, {}, await site.account('Spring Tide'))
    const editor = await half.reader(site, {}, await site.account('Blue Pencil', 'editor'))
    const { page } = writer
    await writer.go('/desk/articles')
    await fillIn(writer)
    expect(await page.locator('main').innerText()).toContain('Waiting for an editor.')
    await sendsBack(editor, scripts)

    await writer.go('/inbox')
    expect(await page.locator('main').innerText()).toContain(`To you: ${WORD}`)
    await writer.press(
      page
        .locator('.result', { hasText: 'Your article was sent back to you' })
        .getByRole('link', { name: /^Your article/ }),
    )
    expect(await page.locator('main').innerText()).toContain(WORD)
    await writer.press(page.getByRole('link', { name: 'Amend and send in again' }))
    await page.locator('#body').fill('Six of them. One books at the desk on the second floor.')
    await writer.press(form(writer).getByRole('button', { name: 'Preview' }).last())
    expect(await page.locator('.article-body').innerText()).toContain('second floor')
    await writer.press(form(writer).getByRole('button', { name: 'Send in again' }))
    expect(await status(writer)).toBe('Sent in again.')
    await writer.press(page.getByRole('link', { name: 'All your articles' }))
    expect(await page.locator('main').innerText()).toContain('Waiting for an editor.')

    await publishes(editor)
    await writer.go('/inbox')
    await writer.press(page.getByRole('heading', { name: HEADLINE }).getByRole('link'))
    expect(await page.locator('h1').innerText()).toBe(HEADLINE)
    expect(await page.locator('.article-body').innerText()).toContain('second floor')
    await writer.end()
    await editor.end()
  })

  journey(
    `a guest follows an article by its receipt, withdraws it and thinks again, and claims it, ${scripts}`,
    async () => {
      const site = await half.site()
      await write(site.deps, (db) => changeSetting(db, 'submitters', 'guests', site.deps.clock()))
      await site.deps.refresh()
      const guest = await half.reader(site, { viewport: { width: 360, height: 740 } })
      const editor = await half.reader(site, {}, await site.account('Blue Pencil', 'editor'))
      const { page } = guest
      await guest.go('/desk/articles')
      await form(guest).getByLabel('Your name', { exact: true }).fill('Passer-by')
      await fillIn(guest)
      const receipt = guest.at()
      expect(receipt).toMatch(/^\/desk\/receipts\/[\w-]{43}$/)
      expect(await page.getByLabel('The address of this page').inputValue()).toContain(receipt)
      await guest.press(page.getByRole('link', { name: 'Withdraw', exact: true }))
      await guest.press(page.getByRole('button', { name: 'Withdraw article' }))
      expect(await page.locator('main').innerText()).toContain('You withdrew it.')
      await guest.press(page.getByRole('button', { name: 'Undo withdrawal' }))
      expect(await status(guest)).toBe('The withdrawal was undone.')

      await sendsBack(editor, scripts)
      await guest.go(receipt)
      expect(await page.locator('main').innerText()).toContain(WORD)
      await guest.press(page.getByRole('link', { name: 'Amend and send in again' }))
      await page.locator('#body').fill('One books at the desk.')
      await guest.press(form(guest).getByRole('button', { name: 'Send in again' }))
      await publishes(editor)
      await guest.go(receipt)
      expect(await page.locator('main').innerText()).toContain('Published.')

      await guest.press(page.getByRole('link', { name: 'register', exact: true }))
      await page.getByLabel('Nic', { exact: true }).fill('Clinker')
      await page.getByLabel(/^E-mail/).fill('clinker@mail.example')
      await page.getByLabel('Password').fill('lapstrake and rivets')
      await guest.press(page.getByRole('button', { name: 'Register' }))
      expect(guest.at()).toMatch(/^\/desk\/submissions\/\d+\?done=claim$/)
      expect(await status(guest)).toBe('The article is yours now.')
      await guest.press(page.getByRole('link', { name: 'Read it on the site' }))
      expect(await page.locator('main').innerText()).toMatch(/Posted by\s+Blue Pencil,\s+sent in by\s+Clinker/)
      await guest.end()
      await editor.end()
    },
  )
}

inBrowser('what is typed into the form that amends is there again when the page is, until it is saved', async () => {
  const site = await browser.site()
  const writer = await browser.reader(site, {}, await site.account('Slack Tide'))
  const { page } = writer
  await writer.go('/desk/articles')
  await fillIn(writer)
  const place = writer.at()
  await writer.go(`${place}/edits`)
  const saved = page.waitForResponse((one) => one.url().endsWith('/comments/drafts/texts') && one.status() === 200)
  await page.locator('#body').fill('Seven of them.')
  await saved
  await writer.go(`${place}/edits`)
  await page.getByText('You had typed this and not sent it.').waitFor()
  expect(await page.locator('#body').inputValue()).toBe('Seven of them.')
  await writer.press(form(writer).getByRole('button', { name: 'Save changes' }))
  expect(await site.deps.db.selectFrom('unsent_texts').select('field').execute()).toEqual([])
  await writer.end()
})
