// From the form to a member: registered and confirmed, invited by a member, and approved by a moderator.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { mailStep } from '../../src/jobs/mail.ts'
import { openMailer } from '../../src/mail/delivery-actions.ts'
import type { RegistrationMode } from '../../src/registration-modes.ts'
import { parsed, type Received } from '../mail/sink.ts'
import { journeyWays, type PageView, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const PASSWORD = 'lapstrake and rivets'

/** Sends e-mails until nothing is left to do. @returns the newest one */
async function mailed({ deps }: Served): Promise<Received> {
  while ((await mailStep(deps, openMailer(deps.config))) > 0);
  const folder = join(deps.config.dataDir, 'outbox')
  return parsed(readFileSync(join(folder, readdirSync(folder).sort().at(-1)!), 'utf8'))
}

/** The path of the first link of an e-mail that begins so. */
const linkTo = (mail: Received, stem: string): string =>
  [...mail.body.matchAll(/http:\/\/localhost:\d+(\/[^\s<>"]*)/g)]
    .map(([, path]) => path!)
    .find((path) => path.startsWith(stem))!

async function setMode(site: Served, admin: Visitor, mode: RegistrationMode): Promise<void> {
  await admin.go('/admin/settings/registration')
  await admin.page.locator('#registration').selectOption(mode)
  await admin.press(admin.page.getByRole('button', { name: 'Save changes' }).first())
  expect(site.deps.settings().registration).toBe(mode)
}

async function fill({ page }: { page: PageView }, nic: string): Promise<void> {
  await page.locator('#nic').fill(nic)
  await page.getByLabel('E-mail', { exact: true }).fill(`${nic.toLowerCase()}@mail.example`)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
}

const main = (visitor: Visitor): Promise<string> => visitor.page.locator('main').innerText()

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a reader registers, is welcomed, and confirms the address by the e-mail, ${scripts}`, async () => {
    const site = await half.site()
    const reader = await half.reader(site, { viewport: { width: 360, height: 740 } })
    await reader.go('/archive')
    await reader.press(reader.page.getByRole('link', { name: 'Register' }).first())
    await fill(reader, 'Garboard')
    await reader.press(reader.page.getByRole('button', { name: 'Register' }).last())
    expect(reader.at()).toBe('/archive')
    expect(await main(reader)).toContain('Welcome, Garboard.')
    await reader.fits()
    await reader.go('/')
    expect(await reader.page.locator('header').first().innerText()).toContain('Unless you do by')
    await reader.go(linkTo(await mailed(site), '/accounts/email/confirm/'))
    await reader.press(reader.page.getByRole('button', { name: 'Confirm this address' }))
    expect(await main(reader)).toContain('garboard@mail.example is confirmed.')
    await reader.go('/')
    expect(await reader.page.locator('header').first().innerText()).not.toContain('Unless you do by')
    await reader.end()
  })

  journey(`a member invites a friend, who registers with the link where nobody else can, ${scripts}`, async () => {
    const site = await half.site()
    const admin = await half.reader(site, {}, await site.account('Fair Lead', 'admin'))
    await setMode(site, admin, 'invited')
    const member = await half.reader(site, {}, await site.account('Tally', 'editor'))
    await member.go('/accounts')
    await member.press(member.page.locator('main').getByRole('link', { name: 'Invitations' }))
    await member.page.getByLabel('E-mail it to').fill('friend@mail.example')
    await member.press(member.page.getByRole('button', { name: 'Make an invitation' }))
    const link = new URL(await member.page.getByLabel('Link', { exact: true }).inputValue())
    const friend = await half.reader(site, { viewport: { width: 360, height: 740 } })
    await friend.go('/accounts/register')
    expect(await main(friend)).toContain('Registration is by invitation')
    expect(linkTo(await mailed(site), '/accounts/register')).toBe(`${link.pathname}${link.search}`)
    await friend.go(`${link.pathname}${link.search}`)
    expect(friend.at()).toBe('/accounts/register')
    expect(await main(friend)).toContain('Tally invites you to join.')
    await fill(friend, 'Garboard')
    await friend.press(friend.page.getByRole('button', { name: 'Register' }).last())
    expect(await main(friend)).toContain('Welcome, Garboard.')
    await friend.fits()
    await member.go('/accounts/invitations')
    expect(await main(member)).toContain('by Garboard')
    await member.fits()
    await admin.go('/admin/people/invitations')
    await admin.page.locator('main summary', { hasText: 'Invited 1 member' }).click()
    await admin.press(admin.page.getByRole('link', { name: 'Garboard' }))
    expect(await main(admin)).toContain('Invited by Tally')
    for (const visitor of [admin, member, friend]) await visitor.end()
  })

  journey(`a reader asks to join, is approved by an admin, and signs in, ${scripts}`, async () => {
    const site = await half.site()
    const admin = await half.reader(site, {}, await site.account('Fair Lead', 'admin'))
    await setMode(site, admin, 'approved')
    const reader = await half.reader(site, { viewport: { width: 360, height: 740 } })
    await reader.go('/accounts/login')
    await reader.press(reader.page.getByRole('link', { name: 'Ask to join' }))
    await fill(reader, 'Garboard')
    await reader.sendUnchecked(reader.page.getByRole('button', { name: 'Send', exact: true }).last())
    expect(await reader.page.locator('#introduction[aria-invalid=true] + .err').innerText()).toContain(
      'Write a sentence',
    )
    await reader.page.getByLabel('Why do you want to join?').fill('I rivet boats.')
    await reader.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await reader.press(reader.page.getByRole('button', { name: 'Send', exact: true }).last())
    expect(await main(reader)).toContain('Open its link within 24 hours')
    await reader.fits()
    await reader.go(linkTo(await mailed(site), '/accounts/applications/'))
    await reader.press(reader.page.getByRole('button', { name: 'Confirm this address' }))
    expect(await main(reader)).toContain('Your address is confirmed.')
    const signIn = async (): Promise<void> => {
      await reader.go('/accounts/login')
      await reader.page.getByLabel('Nic or e-mail').fill('Garboard')
      await reader.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await reader.press(reader.page.getByRole('button', { name: 'Sign in' }).last())
    }
    await signIn()
    expect(await main(reader)).toContain('a moderator has not decided yet')
    await admin.go('/moderation')
    await admin.press(admin.page.getByRole('link', { name: /^Applications/ }).first())
    expect(await main(admin)).toContain('I rivet boats.')
    await admin.page.locator('.case summary').click()
    await admin.press(admin.page.getByRole('button', { name: 'Approve Garboard' }))
    expect(await main(admin)).toContain('1 application approved.')
    expect((await mailed(site)).body).toContain('You can sign in as Garboard now.')
    await signIn()
    expect(await reader.page.locator('header').first().innerText()).toContain('Garboard')
    await reader.end([422, 403])
    await admin.end()
  })
}
