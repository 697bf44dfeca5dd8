// Whatever happens while somebody writes, the text is there afterwards: an ended session, a closed thread, two windows, a browser that breaks.
import { expect } from 'vitest'
import { write } from '../../src/db/write.ts'
import { recordClosure } from '../../src/moderation/threads/closure-actions.ts'
import { topic } from '../../src/topics.ts'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'
import { journeyWays, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const browser = browserHalf()

const STORY = 'Market to try a stall for things that are nearly finished'
const PASSWORD = 'seven knots and a bend'
const WORDS = 'Written over a long lunch, with <i>care</i>.\n\nAnd a second paragraph.'

const text = ({ page }: Visitor) => page.getByLabel('Your comment', { exact: true })
const post = ({ page }: Visitor) => page.locator('#post').getByRole('button', { name: /^Post/ })

async function signIn(site: Served, reader: Visitor, nic: string): Promise<void> {
  await reader.go('/accounts/login')
  await reader.page.getByLabel('Nic or e-mail').fill(nic)
  await reader.page.getByLabel('Password').fill(PASSWORD)
  await reader.press(reader.page.getByRole('button', { name: 'Sign in' }))
  await reader.go(await site.addressOf(STORY))
}

/** Types a text, and waits until its page has saved it. */
async function typeAndSave({ page }: Reader, words: string): Promise<void> {
  const saved = page.waitForResponse((one) => one.url().endsWith('/comments/drafts') && one.status() === 200)
  await page.getByLabel('Your comment', { exact: true }).pressSequentially(words)
  await saved
}

async function close(site: Served): Promise<void> {
  const { id } = await site.deps.db
    .selectFrom('articles')
    .select('id')
    .where('headline', '=', STORY)
    .executeTakeFirstOrThrow()
  await write(site.deps, (db) => recordClosure(db, { id: null, nic: 'Tally' }, id, 'It is late', site.deps.clock()))
  site.deps.pages.drop(topic.article(id))
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a session that ends while its member writes: signing in posts the text, ${scripts}`, async () => {
    const site = await half.site()
    await site.account('Sheet Bend', 'member', PASSWORD)
    const reader = await half.reader(site, {})
    const { page } = reader
    await signIn(site, reader, 'Sheet Bend')
    await text(reader).fill(WORDS)
    await write(site.deps, (db) => db.deleteFrom('sessions').execute())
    await reader.press(post(reader))
    expect(await page.getByRole('alert').innerText()).toContain('Your session has expired')
    expect(await text(reader).inputValue()).toBe(WORDS)
    await reader.press(page.getByRole('link', { name: 'Sign in and post' }))
    expect(await page.getByRole('checkbox', { name: /Then post my comment/ }).isChecked()).toBe(true)
    await page.getByLabel('Nic or e-mail').fill('Sheet Bend')
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await reader.press(page.getByRole('button', { name: 'Sign in' }))
    expect(await page.locator('article.comment:target .comment-body').innerText()).toBe(
      'Written over a long lunch, with care.\n\nAnd a second paragraph.',
    )
    expect(await text(reader).inputValue()).toBe('')
    await reader.end([403])
  })

  journey(
    `a thread that closes while somebody writes: the text is kept, and can go to the editors, ${scripts}`,
    async () => {
      const site = await half.site()
      const reader = await half.reader(site, {}, await site.account('Rolling Hitch'))
      const { page } = reader
      await reader.go(await site.addressOf(STORY))
      await text(reader).fill(WORDS)
      await close(site)
      await reader.press(post(reader))
      expect(await page.locator('main').innerText()).toContain('Sorry. Comments have been closed on this article.')
      expect(await page.getByLabel('Your text').inputValue()).toBe(WORDS)
      await reader.press(page.getByRole('link', { name: 'your drafts' }))
      expect(await page.locator('.case').innerText()).toContain('Written over a long lunch')
      await reader.press(page.getByRole('link', { name: /^Continue/ }))
      expect(await page.getByLabel('Your text').inputValue()).toBe(WORDS)
      await reader.press(page.getByRole('button', { name: 'Send it to the editors' }))
      expect(await page.getByRole('status').innerText()).toContain('Your letter was sent to the editors.')
      const editor = await half.reader(site, {}, await site.account('Blue Pencil', 'editor'))
      await editor.go('/')
      await editor.press(
        editor.page.getByRole('navigation', { name: 'Your account' }).getByRole('link', { name: /^Desk/ }).first(),
      )
      await editor.press(editor.page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: /^Letters/ }))
      expect(await editor.page.locator('.case').innerText()).toContain('And a second paragraph.')
      await editor.press(editor.page.getByRole('button', { name: /Mark as read.*Rolling Hitch/ }))
      expect(await editor.page.locator('.case').innerText()).toContain('Read by Blue Pencil')
      await editor.end()
      await reader.end([409])
    },
  )

  journey(
    `two windows at once: each posts its own text, and the same press in both is one comment, ${scripts}`,
    async () => {
      const site = await half.site()
      const account = await site.account('Two Half Hitches')
      const first = await half.reader(site, {}, account)
      const second = await first.newWindow()
      const story = await site.addressOf(STORY)
      await first.go(story)
      await second.go(story)
      await text(first).fill('From the first window.')
      await text(second).fill('From the second window.')
      await first.press(post(first))
      await second.press(post(second))
      expect(await second.page.locator('article.comment:target .comment-body').innerText()).toBe(
        'From the second window.',
      )
      const mine = async (): Promise<string[]> =>
        (
          await site.deps.db
            .selectFrom('comments')
            .select('source')
            .where('nic', '=', 'Two Half Hitches')
            .orderBy('id')
            .execute()
        ).map((row) => row.source)
      expect(await mine()).toEqual(['From the first window.', 'From the second window.'])
      await first.go(`/comments/new?article=${/\d+/.exec(story)![0]}`)
      await text(first).fill('Twice the same.')
      const key = await first.page.locator('#post [name=key]').getAttribute('value')
      await first.press(post(first))
      const fields = { article: /\d+/.exec(story)![0], nic: 'Two Half Hitches', body: 'Twice the same.', key: key! }
      expect((await second.post('/comments', fields)).status).toBe(303)
      expect(await mine()).toHaveLength(3)
      await first.end()
    },
  )
}

inBrowser(
  'with scripts, what is being written is kept while it is written: a browser that breaks loses next to nothing',
  async () => {
    const site = await browser.site()
    const story = await site.addressOf(STORY)
    const reader = await browser.reader(site)
    await reader.go(story)
    await typeAndSave(reader, 'Half a tho')
    // The page is gone without a press, as with a browser that breaks.
    const { page, go } = await reader.newWindow()
    await reader.page.close()
    await go(story)
    expect(await page.getByLabel('Your comment', { exact: true }).inputValue()).toBe('Half a tho')
    expect(await page.locator('#post').innerText()).toContain('Draft saved ')
    await page.getByLabel('Your comment', { exact: true }).fill('Half a thought, and then some')
    const loaded = page.waitForEvent('load')
    await page.getByRole('button', { name: 'Delete draft' }).click()
    await loaded
    expect(await page.getByLabel('Your comment', { exact: true }).inputValue()).toBe('')
    expect(await site.deps.db.selectFrom('drafts').select('body').execute()).toEqual([])
    await reader.end()
  },
)

inBrowser('with scripts, leaving a page in the middle of a word keeps what was written', async () => {
  const site = await browser.site()
  const story = await site.addressOf(STORY)
  const reader = await browser.reader(site, {}, await site.account('Bowline'))
  await reader.go(story)
  // What is typed before this script is there is given back in the same tab: see browser/on-use.
  await reader.ask(
    "import(document.querySelector('script[src*=on-use]').src).then(({ loadFormScripts }) => loadFormScripts()).then(() => true)",
  )
  await text(reader).fill('Half a tho')
  await reader.go('/')
  await expect
    .poll(() => site.deps.db.selectFrom('drafts').select('body').execute(), { timeout: 15_000 })
    .toEqual([{ body: 'Half a tho' }])
  await reader.go(story)
  expect(await text(reader).inputValue()).toBe('Half a tho')
  await reader.end()
})

inBrowser(
  'with scripts, a link that is followed in the middle of a text leads to a page that has all of it',
  async () => {
    const site = await browser.site()
    const reader = await browser.reader(site, {}, await site.account('Cat’s Paw'))
    const { page } = reader
    await reader.go(await site.addressOf(STORY))
    await typeAndSave(reader, 'One.')
    await page.getByLabel('Your comment', { exact: true }).pressSequentially(' Two.')
    await reader.press(page.getByRole('link', { name: 'Newest', exact: true }))
    expect(await text(reader).inputValue()).toBe('One. Two.')
    await typeAndSave(reader, ' Three.')
    expect(await page.locator('#other-drafts').isVisible()).toBe(false)
    expect(await site.deps.db.selectFrom('drafts').select('body').execute()).toEqual([{ body: 'One. Two. Three.' }])
    await reader.end()
  },
)

inBrowser('with scripts, a second tab that saves another text says so, and both texts are kept', async () => {
  const site = await browser.site()
  const story = await site.addressOf(STORY)
  const first = await browser.reader(site, {}, await site.account('Turk’s Head'))
  const second = await first.newWindow()
  await first.go(story)
  await second.go(story)
  await typeAndSave(first, 'From the first tab')
  await typeAndSave(second, 'From the second tab')
  await second.page.getByText('You have another draft here').waitFor()
  await second.press(post(second))
  await second.page.close()
  await first.page.close()
  const third = await first.newWindow()
  await third.go(story)
  expect(await text(third).inputValue()).toBe('From the first tab')
  await first.end()
})

inBrowser('with scripts, an edit and a moderator’s reason that were typed and not sent are given back', async () => {
  const site = await browser.site()
  const writer = await browser.reader(site, {}, await site.account('Monkey’s Fist'))
  await writer.go(await site.addressOf(STORY))
  await text(writer).fill('A comment that I will edit.')
  await writer.press(post(writer))
  const id = /comment-?(\d+)|#c(\d+)/.exec(writer.at())!.slice(1).find(Boolean)!
  const keep = async (reader: Reader, address: string, label: string, words: string): Promise<void> => {
    const field = reader.page.getByLabel(label, { exact: true })
    const saved = () =>
      reader.page.waitForResponse((one) => one.url().endsWith('/drafts/texts') && one.request().method() === 'POST')
    await reader.go(address)
    const first = saved()
    await field.fill(words)
    await first
    await reader.go('/')
    await reader.go(address)
    await reader.page.getByText('You had typed this and not sent it.').waitFor()
    expect(await field.inputValue()).toBe(words)
  }
  await keep(writer, `/comments/${id}/edits`, 'Your comment', 'A comment that I have edited.')
  await writer.press(writer.page.getByRole('button', { name: 'Save changes' }))
  expect(await writer.page.locator('article.comment:target .comment-body').innerText()).toBe(
    'A comment that I have edited.',
  )
  const moderator = await browser.reader(site, {}, await site.account('Bosun', 'moderator'))
  await keep(moderator, `/moderation/removals?comment=${id}`, 'Reason in your own words', 'It says what')
  const discarded = moderator.page.waitForResponse((one) => one.request().method() === 'POST')
  await moderator.page.getByRole('button', { name: 'Discard it' }).click()
  await discarded
  expect(await moderator.page.getByLabel('Reason').inputValue()).toBe('')
  expect(await site.deps.db.selectFrom('unsent_texts').select('body').execute()).toEqual([])
  await moderator.end()
  await writer.end()
})
