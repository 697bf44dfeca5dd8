// A member registers, posts, replies and goes; a stranger's text waits for its writer.
import { expect, test } from 'vitest'
import { changeSetting } from '../../src/db/settings.ts'
import { write } from '../../src/db/write.ts'
import { MINUTE } from '../../src/time.ts'
import { bothWays, browserHalf, inBrowser } from '../support/browser.ts'
import { type HalfOf, journeyWays, scriptless, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()
const PASSWORD = 'slack water at ten past four'

const STORY = 'Market to try a stall for things that are nearly finished'

/** Somebody signed in, under an article of the demo edition with an open thread. */
async function signedIn<R extends Visitor>(
  half: HalfOf<R>,
  site: Served,
  nic: string,
  options: object,
  password?: string,
): Promise<R> {
  const reader = await half.reader(site, options, await site.account(nic, 'member', password))
  await reader.go(await site.addressOf(STORY))
  return reader
}

const form = (reader: Visitor) => {
  const { page } = reader
  return {
    name: page.getByLabel('Your name', { exact: true }),
    email: page.getByLabel('Your e-mail'),
    website: page.getByLabel('Website'),
    fold: page.locator('#post .as summary'),
    text: page.getByLabel('Your comment', { exact: true }),
    button: (name: string) => page.locator('#post').getByRole('button', { name, exact: true }),
  }
}

for (const { scripts, options } of bothWays) {
  inBrowser(`a member previews, tries other names, posts, replies, and is counted, ${scripts}`, async () => {
    const reader = await signedIn(half, await half.site(), 'Plain Anchor', options)
    const { page } = reader
    const { name, email, website, text, fold, button } = form(reader)
    const typed =
      'It was <b>nearly</b> finished.\n\nThen it <u>was</u>, and <squish>nobody bought it any more, so it was taken apart again.</squish>'
    const fields = async (): Promise<string[]> => [
      await email.inputValue(),
      await website.inputValue(),
      await text.inputValue(),
    ]
    const kept = ['anchor@example.org', 'https://example.org/anchors', typed]
    await fold.click()
    await email.fill(kept[0]!)
    await website.fill(kept[1]!)
    await text.fill(typed)
    await button('Preview').click()
    const preview = await page.locator('.preview .comment-body').innerHTML()
    expect(preview).toContain('<b>nearly</b>')
    expect(await fields()).toEqual(kept)
    await fold.click()
    await button('Pic-a-Nic').click()
    await expect.poll(() => name.inputValue()).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d+$/)
    expect(await fields()).toEqual(kept)
    await button('My original nic').click()
    await expect.poll(() => name.inputValue()).toBe('Plain Anchor')
    expect(await fields()).toEqual(kept)

    await reader.press(button('Post comment'))
    const [, id] = /#c(\d+)$/.exec(reader.at()) ?? []
    const mine = page.locator(`#c${id}`)
    expect(await mine.locator('.comment-body').innerHTML()).toBe(preview)
    expect(await mine.locator('.cm-head').innerText()).toContain('You')
    await mine.getByRole('link', { name: 'Reply to Plain Anchor' }).click()
    await page.getByRole('heading', { name: 'Reply to Plain Anchor' }).waitFor()
    await form(reader).text.fill('I bought one.')
    await reader.press(form(reader).button('Post reply'))
    const reply = page.locator('article.comment:target')
    expect(await reply.locator('.comment-body').innerText()).toBe('I bought one.')
    expect(await page.locator(`li.cm:has(> #c${id}) > .replies`).locator('article.comment:target').count()).toBe(1)
    expect(await page.locator('.tally').innerText()).toBe('You have commented 2 times on Broadside.')
    await reader.end()
  })

  inBrowser(`Back after posting from the preview finds the text, ${scripts}`, async () => {
    const reader = await signedIn(half, await half.site(), 'Feather Oar', options)
    const { page } = reader
    await form(reader).text.fill('There and back.')
    await form(reader).button('Preview').click()
    await page.locator('.preview').waitFor()
    await reader.press(form(reader).button('Post comment'))
    await page.goBack()
    expect(await form(reader).text.inputValue()).toBe('There and back.')
    await reader.press(form(reader).button('Post comment'))
    expect(await page.locator('.comment', { hasText: 'There and back.' }).count()).toBe(1)
    await reader.end()
  })
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(`going back and posting the same text again leads to the first comment, ${scripts}`, async () => {
    const site = await half.site()
    const reader = await signedIn(half, site, 'Once Only', {})
    const { page } = reader
    await form(reader).text.fill('Said once.')
    await reader.press(form(reader).button('Post comment'))
    await page.goBack()
    site.advance(MINUTE)
    await form(reader).text.fill('Said once.')
    await reader.press(form(reader).button('Post comment'))
    expect(await page.getByRole('status').first().innerText()).toBe('You have already posted this.')
    expect(await page.locator('.comment', { hasText: 'Said once.' }).count()).toBe(1)
    await reader.press(page.getByRole('link', { name: 'Whole thread' }).first())
    expect(await page.locator('.comment', { hasText: 'Said once.' }).count()).toBe(1)
    expect(await form(reader).text.inputValue()).toBe('')
    await reader.end()
  })

  journey(
    `registering keeps everything typed but the password, and says what is wrong beside each field, ${scripts}`,
    async () => {
      const reader = await half.reader(await half.site())
      const { page } = reader
      await reader.go('/')
      await reader.press(page.getByRole('link', { name: 'Register' }))
      const nic = page.getByLabel('Nic', { exact: true })
      const email = page.getByLabel('E-mail')
      const password = page.getByLabel('Password')
      const send = page.getByRole('button', { name: 'Register', exact: true }).last()
      const beside = async (id: string): Promise<string> =>
        page.locator(`#${id}[aria-invalid=true] + .err, .row:has(#${id}[aria-invalid=true]) + .err`).innerText()

      await nic.fill('Kelp & Sons')
      await email.fill('kelp@example.org')
      await password.fill('tide')
      // The browser holds a short password back by itself; the server has to say so to those that do not.
      await reader.isHeldBack(send)
      await reader.sendUnchecked(send)
      expect(await beside('nic')).toContain('A nic cannot contain')
      expect(await beside('password')).toContain('Use at least 8 characters')
      expect([await nic.inputValue(), await email.inputValue(), await password.inputValue()]).toEqual([
        'Kelp & Sons',
        'kelp@example.org',
        '',
      ])

      await nic.fill('B1TTERN')
      await password.fill(PASSWORD)
      await reader.press(send)
      expect(await beside('nic')).toContain('That nic looks too much like the member Bittern')
      expect([await nic.inputValue(), await email.inputValue(), await password.inputValue()]).toEqual([
        'B1TTERN',
        'kelp@example.org',
        '',
      ])

      await nic.fill('Kelp and Sons')
      await password.fill(PASSWORD)
      await reader.press(send)
      expect(reader.at()).toBe('/')
      expect(await page.locator('.me summary').innerText()).toBe('Kelp and Sons')
      expect(await page.locator('main').innerText()).toContain('Welcome, Kelp and Sons.')
      await reader.end([422, 422])
    },
  )

  journey(
    `a text that a stranger posts where only members may waits while its writer signs in, ${scripts}`,
    async () => {
      const site = await half.site()
      await write(site.deps, (db) => changeSetting(db, 'guests', 'membersOnly', site.deps.clock()))
      await site.deps.refresh()
      const reader = await signedIn(half, site, 'Spring Line', {}, PASSWORD)
      const { page } = reader
      await page.locator('.me summary').click()
      await reader.press(page.getByRole('button', { name: 'Sign out' }))
      expect(await page.getByRole('link', { name: 'Sign in' }).isVisible()).toBe(true)
      await reader.press(page.getByRole('link', { name: STORY }).first())
      const reply = page
        .locator('.thread')
        .getByRole('link', { name: /^Reply to/ })
        .first()
      const answered = (await reply.getAttribute('href'))!.replace('#body', '')
      await reply.click()
      await page.getByRole('heading', { name: /^Reply to/ }).waitFor()
      await form(reader).website.fill('https://example.org/lines')
      await form(reader).text.fill('A line & a <b>half</b>\n\nhitch.')
      await reader.press(form(reader).button('Post reply'))
      expect(await page.getByRole('alert').innerText()).toContain('Your text is safe')
      expect(await form(reader).text.inputValue()).toBe('A line & a <b>half</b>\n\nhitch.')
      await reader.press(page.getByRole('alert').getByRole('link', { name: /^Sign in/ }))
      await page.getByLabel('Nic or e-mail').fill('spring line')
      await page.getByLabel('Password').fill(PASSWORD)
      await page.getByRole('checkbox', { name: /Then post my comment/ }).uncheck()
      await reader.press(page.getByRole('button', { name: 'Sign in' }))
      expect(reader.at()).toBe(answered)
      expect(await form(reader).text.inputValue()).toBe('A line & a <b>half</b>\n\nhitch.')
      expect([await form(reader).name.inputValue(), await form(reader).website.inputValue()]).toEqual([
        'Spring Line',
        'https://example.org/lines',
      ])
      await reader.press(form(reader).button('Post reply'))
      expect(await page.locator('article.comment:target .comment-body').innerText()).toBe('A line & a half\n\nhitch.')
      await reader.end([403])
    },
  )
}

inBrowser('Post pressed twice makes one comment, with scripts', async () => {
  const reader = await signedIn(half, await half.site(), 'Double Sheet', {})
  const { page } = reader
  await reader.ask(
    "import(document.querySelector('script[src*=on-use]').src).then(({ loadFormScripts }) => loadFormScripts()).then(() => true)",
  )
  await form(reader).text.fill('Once is enough.')
  const posts: string[] = []
  page.on('request', (request) => void (request.method() === 'POST' && posts.push(request.url())))
  const arrived = page.waitForEvent('load')
  const stopped = await reader.ask(`(() => {
    const stopped = []
    addEventListener('submit', (event) => stopped.push(event.defaultPrevented))
    const button = document.querySelector('#post .primary')
    button.click()
    button.click()
    return stopped
  })()`)
  await arrived
  expect(stopped).toEqual([false, true])
  expect(posts).toHaveLength(1)
  await page.reload()
  expect(await page.getByText('Once is enough.').count()).toBe(1)
  expect(await page.locator('.tally').innerText()).toBe('You have commented 1 time on Broadside.')
  await reader.end()
})

test('Post pressed twice before the first press is answered makes one comment, without scripts', async () => {
  const reader = await signedIn(scriptless, await scriptless.site(), 'Double Sheet', {})
  const { page } = reader
  await form(reader).text.fill('Once is enough.')
  await reader.press(form(reader).button('Post comment'))
  const first = reader.at()
  // The page as it was before the answer: the second press sends the very same form, and is led to the same comment.
  await page.goBack()
  await reader.press(form(reader).button('Post comment'))
  expect(reader.at()).toBe(first)
  expect(await page.locator('.comment', { hasText: 'Once is enough.' }).count()).toBe(1)
  expect(await page.locator('.tally').innerText()).toBe('You have commented 1 time on Broadside.')
  await reader.end()
})
