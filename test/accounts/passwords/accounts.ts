// Members with a password and a confirmed address, for the tests of passwords.

import { postOffice, sendAll } from '../../inbox/threads.ts'
import { linksIn } from '../../mail/sink.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import type { Site } from '../../support/site.ts'

export const PASSWORD = 'a short sentence works'
export const NEW_PASSWORD = 'quite another sentence'

export type Registered = { browser: Jar; office: ReturnType<typeof postOffice>; id: number }

/** Registers a member in a browser of their own. */
export async function register(
  site: Site,
  { nic = 'Ada Quill', email = 'ada@mail.example', confirmed = true } = {},
): Promise<Registered> {
  const browser = browserOf(site)
  const office = postOffice()
  await browser.post('/accounts/register', { nic, email, password: PASSWORD })
  await sendAll(site, office)
  if (confirmed) await site.post(linkIn(office, '/accounts/email/confirm/'), { action: 'confirm' })
  const { id } = await site.deps.db.selectFrom('accounts').select('id').where('nic', '=', nic).executeTakeFirstOrThrow()
  return { browser, office, id }
}

/** The newest link of a kind in the e-mails that were sent. */
export function linkIn(office: ReturnType<typeof postOffice>, start: string): string {
  const links = office.sent.flatMap(({ text }) => linksIn(text)).filter((link) => link.startsWith(start))
  if (links.length === 0) throw new Error(`No e-mail has a link to ${start}.`)
  return links.at(-1)!
}

export const isSignedIn = async (browser: Jar): Promise<boolean> =>
  (await browser.get('/archive')).body.includes('Sign out')
