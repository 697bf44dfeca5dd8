// Every page of registration: its modes, applications and their queue, invitations and who invited whom.
import { beforeAll, inject } from 'vitest'
import { applyToJoin, confirmApplication } from '../../src/accounts/registration/actions.ts'
import { changeSetting } from '../../src/db/settings.ts'
import { write } from '../../src/db/write.ts'
import { tokenHash } from '../../src/random.ts'
import type { RegistrationMode } from '../../src/registration-modes.ts'
import { browserHalf, type Reader } from '../support/browser.ts'
import { send, walk } from './walk.ts'

const half = browserHalf()

let site: Awaited<ReturnType<typeof half.site>>
let stranger: Reader
let moderator: Reader
let link = ''

const password = 'lapstrake and rivets'

async function setMode(mode: RegistrationMode): Promise<void> {
  await write(site.deps, (db) => changeSetting(db, 'registration', mode, site.deps.clock()))
  await site.deps.refresh()
}

/** An application with a confirmed address. */
async function apply(nic: string): Promise<void> {
  const form = {
    nic,
    email: `${nic.toLowerCase()}@mail.example`,
    password,
    introduction: 'I rivet.',
    next: '',
    action: '',
  }
  const token = site.deps.random.token()
  await applyToJoin({ ...site.deps, random: { ...site.deps.random, token: () => token } }, form)
  await confirmApplication(site.deps, token)
}

beforeAll(async () => {
  if (inject('chromium') === null) return
  site = await half.site()
  stranger = await half.reader(site)
  moderator = await half.reader(site, {}, await site.account('Tally', 'moderator'))
})

walk([
  [
    'the form with a sentence, which came back with faults',
    () => stranger,
    async (it) => {
      await setMode('approved')
      await it.go('/accounts/register')
      await send(it, 'form.form', 'Send')
    },
  ],
  ['what happens next with an application', () => stranger, (it) => it.go('/accounts/applications')],
  [
    'a link of an application that no longer works',
    () => stranger,
    (it) => it.go(`/accounts/applications/${'x'.repeat(43)}`),
  ],
  [
    'the answer to an applicant who signs in',
    () => stranger,
    async (it) => {
      await apply('Garboard')
      await it.go('/accounts/login')
      await it.page.getByLabel('Nic or e-mail').fill('Garboard')
      await it.page.getByLabel('Password').fill(password)
      await it.press(it.page.getByRole('button', { name: 'Sign in' }).last())
    },
  ],
  [
    'the queue of applications',
    () => moderator,
    async (it) => {
      await apply('Strake')
      await it.go('/admin/people/applications')
      await it.page.locator('.case summary').first().click()
    },
  ],
  [
    'the queue of applications after a refusal without a reason',
    () => moderator,
    (it) => send(it, '.case .verdict', 'Refuse Garboard'),
  ],
  [
    'the queue of applications with two ticked',
    () => moderator,
    async (it) => {
      await it.go('/admin/people/applications')
      for (const box of await it.page.locator('.tick').all()) await box.check()
      await it.page.locator('#several summary').click()
    },
  ],
  [
    'the queue of applications when all are decided',
    () => moderator,
    async (it) => {
      await it.go('/admin/people/applications')
      for (const nic of ['Garboard', 'Strake']) {
        await it.page.locator('.case summary', { hasText: nic }).click()
        await it.press(it.page.getByRole('button', { name: `Approve ${nic}`, exact: true }))
      }
    },
  ],
  [
    'registration by invitation, without one',
    () => stranger,
    async (it) => {
      await setMode('invited')
      await it.go('/accounts/register')
    },
  ],
  ['a wrong invitation', () => stranger, (it) => it.go(`/accounts/register?invitation=${'x'.repeat(43)}`)],
  ['the invitations of a member, without any', () => moderator, (it) => it.go('/accounts/invitations')],
  [
    'the invitations of a member, after a wrong address',
    () => moderator,
    async (it) => {
      await it.page.getByLabel('E-mail it to').fill('nobody')
      await send(it, 'form.form', 'Make an invitation')
    },
  ],
  [
    'a new invitation',
    () => moderator,
    async (it) => {
      await it.go('/accounts/invitations')
      await it.press(it.page.getByRole('button', { name: 'Make an invitation' }))
      link = await it.page.locator('#link').inputValue()
    },
  ],
  ['the form of somebody who is invited', () => stranger, (it) => it.go(link.slice(link.indexOf('/accounts')))],
  ['who invited whom, before anybody was', () => moderator, (it) => it.go('/admin/people/invitations')],
  [
    'who invited whom',
    () => moderator,
    async (it) => {
      await write(site.deps, async (db) => {
        const people = await db
          .selectFrom('accounts')
          .select('id')
          .where('role', '=', 'member')
          .orderBy('id')
          .limit(4)
          .execute()
        for (const [i, { id }] of people.slice(1).entries())
          await db
            .insertInto('invitations')
            .values({
              account_id: people[i]!.id,
              slot: 1,
              token_hash: tokenHash(`w${i}`),
              created_at: 1,
              expires_at: 2,
              ended_at: 2,
              outcome: 'used',
              used_by: id,
            })
            .execute()
      })
      await it.go('/admin/people/invitations')
      await it.page.locator('main section summary').first().click()
    },
  ],
  [
    'the invitations of one member, with the right to invite withdrawn',
    () => moderator,
    async (it) => {
      const nic = await it.page.locator('ul.ui > li bdi').first().innerText()
      await it.go(`/admin/people/invitations?nic=${encodeURIComponent(nic)}`)
      await it.page.getByLabel('Reason', { exact: true }).fill('Sells invitations.')
      await it.press(it.page.getByRole('button', { name: 'Withdraw the right to invite' }))
    },
  ],
  ['who invited a member that does not exist', () => moderator, (it) => it.go('/admin/people/invitations?nic=Nobody')],
  [
    'registration that is closed',
    () => stranger,
    async (it) => {
      await setMode('closed')
      await it.context.clearCookies()
      await it.go('/accounts/register')
    },
  ],
])
