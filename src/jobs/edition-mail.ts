// Sends the daily edition by e-mail, a few readers at a time.

import { unreadCounts } from '../comments/thread/news-reading.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { editionStories, leadInForce, type StoryRow, storiesByIds } from '../editions/queries.ts'
import { leadOf } from '../editions/rules.ts'
import { editionLetter, type MailedThread } from '../editions/subscriptions/letters.ts'
import * as queries from '../editions/subscriptions/queries.ts'
import { type Subscriber, stopToken } from '../editions/subscriptions/tokens.ts'
import { queueMail, unsubscribeHeaders } from '../mail/actions.ts'
import { foldEmail, isMailable } from '../mail/address.ts'
import type { Letter } from '../mail/letter.ts'
import { editionDue } from '../mail/rules.ts'
import { unmutedStories } from '../mutes/reading.ts'
import type { Viewer } from '../permissions.ts'
import { hashOf } from '../random.ts'
import { findBan } from '../sanctions/checks.ts'
import { editionRequests } from '../settings.ts'
import { yieldToOthers } from '../slices.ts'
import { DAY, momentOf } from '../time.ts'
import { urls } from '../urls.ts'
import { memberReader, type Reader, stranger } from '../web/reader.ts'

/** Kind of the e-mails in the outbox. */
export const EDITION_KIND = 'edition'

/** Readers whose e-mails one transaction queues. */
const READERS_PER_STEP = 5
/** Opened threads that are checked for new comments, and those that one e-mail lists. */
const MAX_OPENED = 100
const MAX_THREADS = 10

/** Somebody who gets the edition. */
type Recipient = { who: Subscriber; email: string; email_folded: string; viewer: Viewer | null }

type Prepared = { recipient: Recipient; letter: Letter; stop: string }

/**
 * Queues the e-mails of the edition that is due for the next few readers. Each address gets an edition once, whatever the
 * number of processes: its outbox key is unique.
 * @returns whether there is more to do now
 */
export async function editionStep(deps: Deps): Promise<boolean> {
  const { db } = deps
  const now = deps.clock()
  const { editionHour, timeZone } = deps.settings()
  const day = editionDue(now, editionHour, timeZone)
  if (day === null) return false
  const from = await queries.mailingOf(db, day)
  if (from !== undefined && from.ended_at !== null) return false
  const edition = await storiesOf(deps, day)
  if (edition.length === 0) return false
  if (from === undefined) {
    await write(deps, async (tx) => {
      await queries.deleteOldSubscriptions(tx, now - editionRequests.kept, now - editionRequests.ended)
      await queries.beginMailing(tx, day, now)
    })
    return true
  }
  const { recipients, to } = await nextRecipients(deps, from)
  const prepared: Prepared[] = []
  for (const recipient of recipients) {
    const one = await prepareLetter(deps, day, edition, recipient)
    if (one !== null) prepared.push(one)
    await yieldToOthers()
  }
  await write(deps, async (tx) => {
    // Another process may have queued the same readers meanwhile.
    if (!(await queries.advanceMailing(tx, day, from, to))) return
    for (const one of prepared) await queueEdition(deps, tx, day, one, now)
  })
  return to.ended_at === null
}

/** The stories of an edition in the order of its front page, the lead first. */
async function storiesOf({ db }: Deps, day: string): Promise<StoryRow[]> {
  const rows = await editionStories(db, day)
  const lead = leadOf(rows, (await leadInForce(db, day))?.article_id)
  return lead === undefined ? [] : [lead, ...rows.filter(({ id }) => id !== lead.id)]
}

/** The next readers: members, then guests; and how far the sending has come after them. */
async function nextRecipients(
  { db, clock }: Deps,
  from: queries.Mailing,
): Promise<{ recipients: Recipient[]; to: queries.Mailing }> {
  const members = await queries.memberReaders(db, from.account_after, READERS_PER_STEP)
  if (members.length > 0)
    return {
      recipients: members.map(({ id, nic, role, comment_count, email, email_folded }) => ({
        who: { account: id },
        email,
        email_folded,
        viewer: { id, nic, role, commentCount: comment_count, trusted: false },
      })),
      to: { ...from, account_after: members.at(-1)!.id },
    }
  const guests = await queries.guestReaders(db, from.subscription_after, READERS_PER_STEP)
  return {
    recipients: guests.map(({ id, email, email_folded }) => ({
      who: { subscription: id },
      email,
      email_folded,
      viewer: null,
    })),
    to: guests.length > 0 ? { ...from, subscription_after: guests.at(-1)!.id } : { ...from, ended_at: clock() },
  }
}

/** The e-mail of one reader; null for somebody banned, an address that cannot be mailed, or a reader who has muted it all. */
async function prepareLetter(
  deps: Deps,
  day: string,
  edition: readonly StoryRow[],
  recipient: Recipient,
): Promise<Prepared | null> {
  const { db, config, settings, secret, random } = deps
  const { who, email_folded, viewer } = recipient
  const account = viewer?.id ?? null
  if (!isMailable(recipient.email)) return null
  if ((await findBan(deps, db, { account, email: email_folded, address: null })) !== null) return null
  const reader = viewer === null ? stranger(deps) : await memberReader(deps, viewer)
  const stories = await unmutedStories(db, reader.mutes, edition)
  if (stories.length === 0) return null
  const threads = await newInThreads(deps, reader, momentOf(day, '00:00', settings().timeZone))
  const stop = `${config.baseUrl}${urls.stopEdition(stopToken(secret, who, random.token()))}`
  const site = { name: settings().siteName, base: config.baseUrl }
  return { recipient, stop, letter: editionLetter({ day, stories, threads, member: viewer !== null }, site, stop) }
}

/** The reader's threads with comments since a moment that the reader has not seen, those opened last first. */
async function newInThreads(deps: Deps, reader: Reader, since: number): Promise<MailedThread[]> {
  if (reader.marks === null) return []
  const opened = await reader.marks.opened(MAX_OPENED)
  const discussed = new Set(await queries.discussedSince(deps.db, opened, since))
  const ids = opened.filter((id) => discussed.has(id))
  const counts = await unreadCounts(
    deps,
    reader,
    ids.map((id) => ({ id })),
  )
  const rows = await storiesByIds(
    deps.db,
    ids.filter((id) => counts.has(id)),
  )
  return (await unmutedStories(deps.db, reader.mutes, rows))
    .slice(0, MAX_THREADS)
    .map(({ id, headline }) => ({ id, headline, unread: counts.get(id)! }))
}

const queueEdition = (
  { config }: Deps,
  tx: Parameters<typeof queueMail>[0],
  day: string,
  { recipient, letter, stop }: Prepared,
  now: number,
): Promise<number | undefined> =>
  queueMail(
    tx,
    {
      key: `${EDITION_KIND}:${day}:${hashOf(recipient.email_folded)}`,
      kind: EDITION_KIND,
      to: recipient.viewer === null ? null : { account: recipient.viewer.id },
      recipient: recipient.email,
      letter,
      headers: { ...unsubscribeHeaders(stop), 'List-Id': `<editions.${new URL(config.baseUrl).hostname}>` },
    },
    now,
  )

/** Whether an e-mail of an edition should still be sent: its reader has not unsubscribed, and it is not a day old. */
export const isEditionWanted = async (
  deps: Deps,
  { recipient, created_at }: { recipient: string; created_at: number },
): Promise<boolean> => deps.clock() - created_at < DAY && (await queries.isReaderAddress(deps.db, foldEmail(recipient)))
