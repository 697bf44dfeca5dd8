// Helps tests of the inbox: posts comments, lists notices, sends e-mails.

import { setConfirmedEmail, setEmail, upsertMailFrequency } from '../../src/accounts/email/queries.ts'
import { write } from '../../src/db/write.ts'
import { mailStep } from '../../src/jobs/mail.ts'
import { DeliveryError, type Mailer, type OutgoingMail } from '../../src/mail/delivery-actions.ts'
import type { MailFrequency } from '../../src/mail/rules.ts'
import { wordsOn } from '../comments/page.ts'
import type { Member, Site } from '../support/site.ts'

/** Posts a comment and answers with its id. */
export async function say(
  site: Site,
  who: Member,
  article: number,
  body: string,
  parent: number | null = null,
  more: Record<string, string> = {},
): Promise<number> {
  const answer = await site.post(
    '/comments',
    { article: String(article), parent: parent === null ? '' : String(parent), body, ...more },
    who,
  )
  if (answer.statusCode !== 303) throw new Error(`Not posted: ${answer.statusCode} ${wordsOn(answer.body)}`)
  return Number(/\d+/.exec(String(answer.headers.location))![0])
}

/** What an inbox lists: who did what, and where it leads. Superseded decisions have no address before they are opened. */
export async function inbox(site: Site, who: Member, query = ''): Promise<string[]> {
  const { body } = await site.get(`/inbox${query}`, who)
  return [...body.matchAll(/<article class="result( unread)?">([\s\S]*?)<\/article>/g)].map(([, unread, html]) => {
    const [, head, href] =
      /class="cm-head">([\s\S]*?)<a href="([^"]*)"[^>]*><time/.exec(html!.replace(/<a href="\/people[^>]*>/, '')) ??
      /<summary>([\s\S]*?)<time/.exec(html!)!
    const said = wordsOn(head!.replace(/<span class="vh">[^<]*<\/span>/, '')).trim()
    return `${unread ? '* ' : ''}${said.replace(/ (?:guest|picked nic)(?= (?:replied|mentioned|wrote))/, '')} ${href ?? 'superseded'}`
  })
}

/** The counter in the header; empty where there is none. */
export async function counter(site: Site, who: Member, url = '/archive'): Promise<string> {
  const { body } = await site.get(url, who)
  return /<a href="\/inbox"[^>]*>Inbox(?: <span class="new">([^<]*))?/.exec(body)![1] ?? ''
}

/** Gives a member a confirmed address. */
export const mailed = (
  site: Site,
  who: Member,
  frequency: MailFrequency,
  email = `${who.nic.toLowerCase().replaceAll(' ', '.')}@mail.example`,
): Promise<void> =>
  write(site.deps, async (db) => {
    await setEmail(db, who.id, email, email)
    await setConfirmedEmail(db, who.id, email, site.deps.clock())
    await upsertMailFrequency(db, who.id, frequency, site.deps.clock())
  })

/** A mailer that keeps e-mails, or fails. */
export function postOffice(): Mailer & { sent: OutgoingMail[]; fail: DeliveryError['kind'] | null; tried: number } {
  const office = {
    sent: [] as OutgoingMail[],
    fail: null as DeliveryError['kind'] | null,
    tried: 0,
    async send(mail: OutgoingMail): Promise<void> {
      office.tried += 1
      if (office.fail !== null) throw new DeliveryError(office.fail, 'as the test wants it')
      office.sent.push(mail)
    },
  }
  return office
}

/** Steps until there is nothing to do. */
export async function sendAll(site: Site, post: Mailer): Promise<void> {
  for (let i = 0; i < 20 && (await mailStep(site.deps, post)) > 0; i++);
}
