// View model of the desk: the submissions that wait, the open item, and what is scheduled. Pure.
import { type Picture, pictureOf } from '../../editions/pages.ts'
import { asSentence, clockTime, count, type Dates, dateOf, momentInSentence, number, spelled } from '../../format.ts'
import { actSentence } from '../../log-acts.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { HOUR, MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { type DeskForm, scheduleText } from '../decisions/pages.ts'
import { deskDecisions, isDeskNoun } from '../decisions/rules.ts'
import type { articleClaims } from './claim-queries.ts'
import type {
  ItemFilter,
  ItemRow,
  itemEntries,
  itemRevisions,
  itemWithdrawals,
  OpenItemRow,
  waitingCounts,
  writerRecord,
} from './queries.ts'

/** One press of an item. `key` is its key; `form` is folded where it asks for something. */
export type ItemAct = { key: string; text: string; form: DeskForm; isFolded: boolean; isOpen: boolean }

/** The text of a submission as it will look. */
export type SubmissionText = {
  section: string
  headline: string
  lede: string
  /** The editor who would publish it; empty where they wrote it themselves, or none has read it. */
  editor: string
  by: string
  source: { href: string; host: string } | null
  picture: Picture | null
  html: SafeHtml
}

export type OpenItem = SubmissionText & {
  id: number
  byHref: string
  earlier: { match: string; isSame: boolean; href: string; headline: string; comments: string; when: string }[]
  /** `trust` is where an editor trusts the writer; empty for a guest. */
  record: { heading: string; text: string; href: string; trust: string }
  reason: string
  history: string[]
  /** Who works on it, and until when. */
  claim: string
  isOwnClaim: boolean
  acts: ItemAct[]
  edit: string
}

export type DeskLine = {
  id: number
  href: string
  section: string
  kind: string
  headline: string
  by: string
  age: string
  claim: string
  open: OpenItem | null
}

type ScheduledLine = {
  id: number
  time: string
  hint: string
  headline: string
  href: string
  section: string
  by: string
  change: string
}

export type DeskFlash = {
  sentence: string
  headline: string
  href: string
  batch: string
  /** Where the undo leads. */
  next: string
}

export type DeskPage = {
  intro: string
  flash: DeskFlash | null
  kinds: { href: string; text: string; current: boolean }[]
  sections: { value: string; text: string; chosen: boolean }[]
  by: string
  kind: string
  items: DeskLine[]
  nothing: string
  older: string
  first: string
  zone: string
  scheduled: ScheduledLine[]
}

/** `1 h 52`, `48 min`, `3 days`. */
function ageText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE))
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(ms / HOUR)
  return hours < 48 ? `${hours} h ${String(minutes % 60).padStart(2, '0')}` : count(Math.floor(hours / 24), 'day')
}

const longAge = (ms: number): string => {
  const minutes = Math.max(0, Math.floor(ms / MINUTE))
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours >= 48) return count(Math.floor(hours / 24), 'day')
  const parts = [
    ...(hours > 0 ? [count(hours, 'hour')] : []),
    ...(rest > 0 || hours === 0 ? [count(rest, 'minute')] : []),
  ]
  return parts.join(' ')
}

type Counts = Awaited<ReturnType<typeof waitingCounts>>

/** `Five are waiting, the oldest for 1 hour 52 minutes. Promised time: two hours.` */
export function deskIntro(counts: Counts, promisedMinutes: number, now: number): string {
  const n = counts.reduce((sum, row) => sum + row.n, 0)
  const promise = `Promised time: ${longAge(promisedMinutes * MINUTE)}.`
  if (n === 0) return `Nothing is waiting. ${promise}`
  const oldest = Math.min(...counts.map(({ since }) => since))
  return `${n === 1 ? 'One is' : `${spelled(n)} are`} waiting, the oldest for ${longAge(now - oldest)}. ${promise}`
}

export function kindLinks(counts: Counts, filter: ItemFilter): DeskPage['kinds'] {
  const of = (kind: 'link' | 'own' | null): number =>
    counts.reduce((sum, row) => sum + (kind === null || row.kind === kind ? row.n : 0), 0)
  return ([null, 'link', 'own'] as const).map((kind) => ({
    href: urls.desk({ ...filter, kind }),
    text: `${kind === null ? 'All' : kind === 'link' ? 'Links' : 'Own articles'} ${number(of(kind))}`,
    current: filter.kind === kind,
  }))
}

export function sectionChoices(counts: Counts, filter: ItemFilter): DeskPage['sections'] {
  const bySlug = new Map<string, { name: string; n: number }>()
  for (const row of counts) bySlug.set(row.slug, { name: row.name, n: (bySlug.get(row.slug)?.n ?? 0) + row.n })
  return [
    { value: '', text: 'All sections', chosen: filter.section === null },
    ...[...bySlug].map(([value, { name, n }]) => ({
      value,
      text: `${name} (${number(n)})`,
      chosen: value === filter.section,
    })),
  ]
}

type Claims = Awaited<ReturnType<typeof articleClaims>>

const claimName = (claims: Claims, id: number, viewer: number): string => {
  const claim = claims.get(id)
  return claim === undefined ? '' : claim.account_id === viewer ? 'You' : claim.nic
}

export const deskLine = (
  row: ItemRow,
  claims: Claims,
  viewer: number,
  now: number,
  href: string,
  open: OpenItem | null,
): DeskLine => ({
  id: row.id,
  href,
  section: row.section,
  kind: row.kind === 'link' ? 'Link' : 'Own',
  headline: row.headline,
  by: row.account_nic ?? row.nic,
  age: ageText(now - row.waiting_since),
  claim: claimName(claims, row.id, viewer),
  open,
})

export function scheduledLine(row: ItemRow, zone: string): ScheduledLine {
  const { time, hint } = scheduleText(row.scheduled_at!, row.scheduled_for, zone)
  return {
    id: row.id,
    time,
    hint,
    headline: row.headline,
    href: urls.deskItem(row.id),
    section: row.section,
    by: row.editor ?? row.account_nic ?? row.nic,
    change: urls.deskForm('schedulings', row.id),
  }
}

/** What is known of the writer, in one paragraph. */
export function recordText(
  row: { nic: string; account_id: number | null },
  record: Awaited<ReturnType<typeof writerRecord>>,
  dates: Dates,
): OpenItem['record'] {
  if (record === undefined) return { heading: row.nic, text: 'A guest, without an account.', href: '', trust: '' }
  const parts = [
    `Member since ${dateOf(record.created_at, dates)}.`,
    `${count(record.article_count, 'article')} published, ${number(record.rejected ?? 0)} rejected${record.last_reason ? ` (the last: ${record.last_reason})` : ''}, ${count(record.comment_count, 'comment')}.`,
    ...(record.trusted_by === null ? [] : [`Trusted by ${record.trusted_by}.`]),
  ]
  const trust = record.trusted_by === null ? urls.trusts(record.nic) : ''
  return { heading: record.nic, text: parts.join(' '), href: urls.person(record.nic), trust }
}

type HistoryRows = {
  entries: Awaited<ReturnType<typeof itemEntries>>
  revisions: Awaited<ReturnType<typeof itemRevisions>>
  withdrawals: Awaited<ReturnType<typeof itemWithdrawals>>
}

/** What happened to an item, oldest first: who sent it in, what editors decided, and who changed its text. */
export function itemHistory(
  row: { nic: string; created_at: number },
  { entries, revisions, withdrawals }: HistoryRows,
  now: number,
  dates: Dates,
): string[] {
  const told = [
    { at: row.created_at, text: `Sent in by ${row.nic}` },
    ...entries.map(({ created_at, actor, act, reason, note }) => ({
      at: created_at,
      text: `${actor} ${actSentence(act)}${reason === '' ? '' : `: ${reason}`}${note === '' ? '' : ` “${note}”`}`,
    })),
    ...revisions
      .filter(({ number: n }) => n > 1)
      .map(({ created_at, nic, note }) => ({
        at: created_at,
        text: `${nic} changed the text${note === '' ? '' : `: ${note}`}`,
      })),
    ...withdrawals.flatMap(({ created_at, ended_at }) => [
      { at: created_at, text: 'Withdrawn by its writer' },
      ...(ended_at === null ? [] : [{ at: ended_at, text: 'Its writer undid the withdrawal' }]),
    ]),
  ]
  return told
    .sort((a, b) => a.at - b.at)
    .map(({ at, text }) => {
      const { text: when } = momentInSentence(at, now, dates)
      return `${asSentence(text).replace(/([.!?…])$/, '')}, ${when}.`
    })
}

/** Who works on the item. */
export function claimText(claims: Claims, id: number, viewer: number, dates: Dates): { text: string; isOwn: boolean } {
  const claim = claims.get(id)
  if (claim === undefined) return { text: '', isOwn: false }
  const isOwn = claim.account_id === viewer
  const [from, until] = [clockTime(claim.created_at, dates), clockTime(claim.until_at, dates)]
  return {
    text: `${isOwn ? 'You' : claim.nic} opened this at ${from}. Until ${until} other editors see that ${isOwn ? 'you work' : 'they work'} on it.`,
    isOwn,
  }
}

/** The open item without its acts. */
export const openItemFields = (
  row: OpenItemRow,
): Pick<OpenItem, 'id' | 'section' | 'headline' | 'lede' | 'by' | 'byHref' | 'source' | 'picture' | 'html'> => ({
  id: row.id,
  section: row.section,
  headline: row.headline,
  lede: row.lede,
  by: row.account_nic ?? row.nic,
  byHref: row.account_nic === null ? '' : urls.person(row.account_nic),
  source: row.source_url === null ? null : { href: row.source_url, host: row.source_host ?? row.source_url },
  picture: pictureOf(row),
  html: storedHtml(row.body_html),
})

/** The message after a decision; null for an unknown one. @param done the noun of the decision, or `undone` */
export function deskFlash(
  done: string,
  article: { id: number; slug: string; headline: string; state: string } | undefined,
  batch: number | null,
): DeskFlash | null {
  if (done === 'undone' || done === 'partly')
    return { sentence: 'Undone.', headline: '', href: '', batch: '', next: urls.desk() }
  if (!isDeskNoun(done) || article === undefined) return null
  return {
    sentence: deskDecisions[done].done,
    headline: article.headline,
    href: article.state === 'published' ? urls.article(article) : urls.deskItem(article.id),
    batch: batch === null ? '' : String(batch),
    next: urls.deskItem(article.id),
  }
}
