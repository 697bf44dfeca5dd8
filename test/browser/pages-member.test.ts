// Every page as guests and members see it: forms, drafts, mutes, settings, their own comments.
import { beforeAll, expect, inject } from 'vitest'
import { jpeg } from '../media/sending.ts'
import { browserHalf, type Reader } from '../support/browser.ts'
import { changedComment, judged } from './scenes.ts'
import { idOf, send, walk } from './walk.ts'

const half = browserHalf()

let moderator: Reader
let guest: Reader
let newcomer: Reader
let newcomers = 0
let warned: Reader
let story = ''
let closed = ''
let receipt = ''
let own = 0

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  const account = await site.account('Fair Lead', 'moderator')
  own = await changedComment(site, account.nic)
  moderator = await half.reader(site, {}, account)
  guest = await half.reader(site)
  newcomer = await half.reader(site)
  warned = await half.reader(site, {}, await judged(site, account.nic))
  await guest.go('/')
  story = await site.addressOf('The Constance may keep her whistle')
  closed = (await guest.page.locator('.rank a', { hasText: 'Bunting in Rope Walk' }).getAttribute('href'))!
})

walk([
  [
    'the first page after registering',
    () => newcomer,
    async (it) => {
      await it.go('/accounts/register')
      await it.page.getByLabel('Nic', { exact: true }).fill(`Newcomer ${++newcomers}`)
      await it.page.getByLabel(/^E-mail/).fill(`new${newcomers}@mail.example`)
      await it.page.getByLabel('Password').fill('lapstrake and rivets')
      await it.press(it.page.getByRole('button', { name: 'Register' }))
      expect(await it.page.locator('main .notice').innerText()).toContain('Welcome, Newcomer')
      await it.context.clearCookies()
    },
  ],
  [
    'a thread with marks and a stub',
    () => moderator,
    async (it) => {
      await it.go('/mutes?kind=person&value=Marram')
      await it.press(it.page.getByRole('button', { name: 'Mute', exact: true }))
      await it.go(`${closed}?view=threaded`)
    },
  ],
  ['the saved list, without any', () => moderator, (it) => it.go('/saved')],
  [
    'the form that saves a comment, with an error',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}/saves`)
      await it.page.getByLabel('Note').evaluate((field) => field.removeAttribute('maxlength'))
      await it.page.getByLabel('Note').fill('x'.repeat(501))
      await it.press(it.page.getByRole('button', { name: 'Save', exact: true }).first())
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the saved list, with a note and what was removed last',
    () => moderator,
    async (it) => {
      for (const address of [`/comments/${own}/saves`, `/articles/${idOf(story)}/saves`]) {
        await it.go(address)
        await it.page.getByLabel('Note').fill('x'.repeat(300))
        await it.press(it.page.getByRole('button', { name: 'Save', exact: true }).first())
      }
      await it.go('/saved')
      await it.press(it.page.getByRole('button', { name: /^Remove/ }).first())
      expect(await it.page.getByRole('button', { name: 'Undo' }).count()).toBe(1)
      expect(await it.page.locator('.result').count()).toBe(1)
    },
  ],
  ['what a member has muted', () => moderator, (it) => it.go('/mutes')],
  [
    'the mutes with an error',
    () => moderator,
    async (it) => {
      await it.go('/mutes')
      await it.page.getByLabel('Name, section, tag or word').fill('?')
      await it.press(it.page.getByRole('button', { name: 'Mute', exact: true }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['one’s own comments under picked names, without any', () => moderator, (it) => it.go('/people/Fair%20Lead/picked')],
  [
    'one’s own comments under picked names',
    () => moderator,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page.getByText('change name, e-mail, website').click()
      await it.page.getByLabel('Your name', { exact: true }).fill('Wobbin 41')
      await it.page.getByLabel('Your comment', { exact: true }).fill('Nobody knows me here.')
      await send(it, '#post', 'Post comment')
      await it.go('/people/Fair%20Lead')
      await it.press(it.page.getByRole('link', { name: 'All your comments under picked names' }))
      expect(await it.page.locator('.said .result').innerText()).toContain('Nobody knows me here.')
    },
  ],
  ['one’s own page', () => moderator, (it) => it.go('/people/Fair%20Lead')],
  ['the inbox with decisions', () => warned, (it) => it.go('/inbox')],
  ['one’s own data', () => moderator, (it) => it.go('/accounts/export')],
  [
    'one’s own data, being made',
    () => moderator,
    async (it) => {
      await it.go('/accounts/export')
      await it.press(it.page.getByRole('button', { name: 'Put my data together' }))
      expect(await it.page.getByRole('heading', { name: 'Being made' }).count()).toBe(1)
    },
  ],
  [
    'the page that deletes an account, with an error',
    () => moderator,
    async (it) => {
      await it.go('/accounts/deletion')
      await it.page.getByLabel('Your name', { exact: true }).fill('Somebody else')
      await it.press(it.page.getByRole('button', { name: 'Delete my account' }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'an account that will be deleted',
    () => moderator,
    async (it) => {
      await it.go('/accounts/deletion')
      await it.page.getByLabel('Your name', { exact: true }).fill('Fair Lead')
      await it.press(it.page.getByRole('button', { name: 'Delete my account' }))
      await it.go('/accounts/deletion')
      expect(await it.page.getByRole('heading', { name: 'Your account will be deleted' }).count()).toBe(1)
      await it.press(it.page.getByRole('button', { name: 'Keep my account' }))
      await it.go('/accounts/deletion')
      expect(await it.page.getByRole('button', { name: 'Delete my account' }).count()).toBe(1)
    },
  ],
  ['the flags of a member', () => moderator, (it) => it.go('/comments/flags')],
  ['marking, of a member', () => moderator, (it) => it.go('/marks?done=forgotten')],
  [
    'the reply page',
    () => moderator,
    async (it) => {
      await it.go(closed)
      await it.page
        .getByRole('link', { name: /^Reply to/ })
        .first()
        .click()
      await it.page.locator('.comment .post').waitFor()
    },
  ],
  [
    'the reply page with its errors',
    () => moderator,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page.locator('#post .as summary').click()
      await it.page.getByLabel('Your name', { exact: true }).fill('B1ttern')
      await it.page.getByLabel('Your e-mail').fill('nowhere')
      await it.page.getByLabel('Website').fill('nowhere')
      await send(it, '#post', 'Post comment')
      expect(await it.page.locator('.err').count()).toBe(4)
    },
  ],
  [
    'the comment form with a preview',
    () => moderator,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page
        .getByLabel('Your comment', { exact: true })
        .fill(
          '<b>So</b>.\n\n> Quoted.\n\n<ul><li>One</ul><squish>Folded, because it is so very long.</squish>\n<pre>a  line  that  is  longer  than  a  telephone  is  wide  and  has  no  end</pre>\n\n' +
            `https://example.org/${'a'.repeat(200)} ${'x'.repeat(300)}\n\n${'>'.repeat(40)} deep`,
        )
      await it.page.locator('#post').getByRole('button', { name: 'Preview', exact: true }).last().click()
      await it.page.locator('.preview').waitFor()
    },
  ],
  [
    'the form that changes a comment, with an error',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}/edits`)
      await it.page.getByLabel('Your comment', { exact: true }).fill(' ')
      await send(it, '#post', 'Save changes')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['the form that takes a comment back', () => moderator, (it) => it.go(`/comments/${own}/withdrawals`)],
  [
    'who recommends a comment, for its writer',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}/recommendations`)
      expect(await it.page.getByRole('rowheader').count()).toBe(1)
    },
  ],
  [
    'the history of a comment, with a blanked version',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}/history`)
      expect(await it.page.locator('.diff ins').count()).toBe(1)
      expect(await it.page.getByText('Blanked by Fair Lead').count()).toBe(1)
    },
  ],
  [
    'the thread with a mark, a run of tombstones and the acts of its writer',
    () => moderator,
    async (it) => {
      await it.go(`/comments/${own}`)
      expect(await it.page.getByText('3 comments removed', { exact: true }).count()).toBe(1)
    },
  ],
  [
    'the thread with a comment of a guest that waits',
    () => guest,
    async (it) => {
      await it.go(story)
      await it.page.getByLabel('Your name', { exact: true }).fill('Passer-by')
      await it.page.getByLabel('Your comment', { exact: true }).fill(`A word from the road, ${'x'.repeat(300)}.`)
      await send(it, '#post', 'Post comment')
      expect(await it.page.locator('.cm.held article:target').count()).toBe(1)
    },
  ],
  [
    'the receipt of a guest',
    () => guest,
    async (it) => {
      await it.press(it.page.getByRole('button', { name: /^Your receipt/ }))
      receipt = it.at()
      expect(receipt).toContain('/comments/receipts/')
    },
  ],
  [
    'the receipt of a guest with an error',
    () => guest,
    async (it) => {
      await it.go(receipt)
      await it.page.getByLabel('Your comment', { exact: true }).fill(' ')
      await send(it, '#post', 'Save changes')
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form of a guest with what is wrong',
    () => guest,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      await it.page.locator('#post .as summary').click()
      await it.page.getByLabel('Your name', { exact: true }).fill('Bittern')
      await it.page.getByLabel('E-mail me replies').check()
      await it.page
        .getByLabel('Your comment', { exact: true })
        .fill('https://example.org/1 https://example.org/2 https://example.org/3')
      await send(it, '#post', 'Post comment')
      expect(await it.page.locator('.err').count()).toBe(3)
    },
  ],
  [
    'the drafts of a guest',
    () => guest,
    async (it) => {
      await it.go('/comments/drafts')
      expect(await it.page.locator('.case').count()).toBe(1)
    },
  ],
  [
    'a form with a draft in it',
    () => guest,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      expect(await it.page.getByText('Draft saved ').count()).toBe(1)
    },
  ],
  ['the drafts of whoever has none', () => moderator, (it) => it.go('/comments/drafts')],
  [
    'a text that came too late',
    () => guest,
    async (it) => {
      await it.ask(
        `fetch('/comments', { method: 'POST', body: new URLSearchParams({ article: '${idOf(closed)}', nic: 'Passer-by', body: 'Too late, ${'x'.repeat(200)}.' }) }).then(() => {})`,
      )
      it.complaints()
      await it.go(`/comments/new?article=${idOf(closed)}`)
      expect(await it.page.getByRole('button', { name: 'Send it to the editors' }).count()).toBe(1)
    },
  ],
  [
    'the confirmation of a letter',
    () => guest,
    (it) => it.press(it.page.getByRole('button', { name: 'Send it to the editors' })),
  ],
  [
    'the letters to the editors',
    () => moderator,
    async (it) => {
      await it.go('/desk/letters')
      expect(await it.page.locator('.case').count()).toBe(1)
    },
  ],
  ['the settings of a member', () => moderator, (it) => it.go('/accounts/settings')],
  ['the form that changes a password', () => moderator, (it) => it.go('/accounts/password')],
  ['the page of an authenticator app', () => moderator, (it) => it.go('/accounts/totp')],
  ['the passkeys of a member', () => moderator, (it) => it.go('/accounts/passkeys')],
  ['the recovery codes of a member', () => moderator, (it) => it.go('/accounts/recovery-codes')],
  ['the sessions of a member', () => moderator, (it) => it.go('/accounts/sessions')],
  ['the page that asks again who one is', () => moderator, (it) => it.go('/accounts/confirm')],
  ['the names that a member also writes under, before there is one', () => moderator, (it) => it.go('/accounts/nics')],
  [
    'those names, one removed and one refused',
    () => moderator,
    async (it) => {
      for (const nic of ['Ebb Bell', 'Neap', 'Bittern']) {
        await it.go('/accounts/nics')
        await it.page.getByRole('textbox', { name: 'Name' }).fill(nic)
        await it.press(it.page.getByRole('button', { name: 'Reserve this name' }))
        if (nic === 'Neap') await it.press(it.page.getByRole('button', { name: /^Remove.*Neap/ }))
      }
      expect(await it.page.getByRole('button', { name: /^Reserve again.*Neap/ }).count()).toBe(1)
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the comment form of a member who keeps names',
    () => moderator,
    async (it) => {
      // On this article no name is fixed yet.
      await it.go(`/comments/new?article=${idOf(closed)}`)
      expect(await it.page.locator('datalist#nics option').count()).toBe(1)
    },
  ],
  ['everything that a member can set', () => moderator, (it) => it.go('/accounts')],
  [
    'the form that changes a name, refused',
    () => moderator,
    async (it) => {
      await it.go('/accounts/name')
      await it.page.getByRole('textbox', { name: 'New name' }).fill('Bittern')
      await it.press(it.page.getByRole('button', { name: 'Change name' }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the profile of a member, refused',
    () => moderator,
    async (it) => {
      await it.go('/accounts/profile')
      await it.page.getByRole('textbox', { name: 'Website' }).fill('https://nobody@example.org')
      await it.press(it.page.getByRole('button', { name: 'Save', exact: true }).first())
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  ['the private feeds of a member, before there is one', () => moderator, (it) => it.go('/accounts/tokens')],
  [
    'the address of a private feed',
    () => moderator,
    async (it) => {
      await it.go('/accounts/tokens')
      await it.page.getByRole('textbox', { name: 'Name' }).fill('Reader on the phone')
      await it.press(it.page.getByRole('button', { name: 'Create private feed' }))
      expect(await it.page.getByLabel('Address, Atom').inputValue()).toMatch(/\/feeds\/replies\/[\w-]{43}\.xml$/)
    },
  ],
  ['the feeds of a member', () => moderator, (it) => it.go('/feeds')],
  [
    'the form that removes parts of a member’s page',
    () => moderator,
    (it) => it.go('/moderation/profile-removals?nic=Bittern'),
  ],
  [
    'the comment form of somebody who was warned',
    () => warned,
    async (it) => {
      await it.go(`/comments/new?article=${idOf(story)}`)
      expect(await it.page.getByRole('button', { name: 'Post comment' }).isDisabled()).toBe(true)
    },
  ],
  ['what the moderators have to say to somebody', () => warned, (it) => it.go('/moderation/acknowledgements')],
  [
    'a picture that was stored',
    () => moderator,
    async (it) => {
      await it.go('/media')
      await it.page
        .getByLabel('A picture from your device')
        .setInputFiles({ name: 'staff.jpg', mimeType: 'image/jpeg', buffer: await jpeg(320, 200) })
      await it.page.getByLabel('Describe the picture').fill('A tide staff')
      await it.press(it.page.getByRole('button', { name: 'Save picture' }))
      expect(await it.page.getByLabel(/^Foto/).count()).toBe(1)
    },
  ],
  [
    'a picture that was refused',
    () => moderator,
    async (it) => {
      await it.go('/media')
      await it.page
        .getByLabel('A picture from your device')
        .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('<!doctype html><p>No.') })
      await it.press(it.page.getByRole('button', { name: 'Save picture' }))
      expect(await it.page.locator('#file-h').textContent()).toContain('That is a page of HTML.')
    },
  ],
])
