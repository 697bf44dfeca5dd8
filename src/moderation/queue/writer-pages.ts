// What the queue says of whoever wrote something: how long they have been here, and how moderators judged them. Pure.
import { count, type Dates, dateOf } from '../../format.ts'
import { type GuestRecord, type MemberRecord, NEIGHBOURS, RECORD } from './item-queries.ts'

/** A line that says why; `strong` stands between `before` and `after`, and may be empty. */
export type Why = { before: string; strong: string; after: string }

export const plainly = (before: string): Why => ({ before, strong: '', after: '' })

const list = (parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join(', ')

/** `one of them`, `2 of them`; every count is bounded, and says so at its end. */
const most = (n: number, end: number): string => (n >= end ? `${n} or more` : String(n))

/** `Member since 2011. 1,820 comments, 2 removed.` */
export function memberWords(record: MemberRecord, dates: Dates): Why {
  const { comment_count: standing, removed, spam, warnings, approved, upheld } = record
  const strong = `${list([count(standing, 'comment'), removed > 0 && `${removed} removed`, spam > 0 && `${spam} spam`])}.`
  const newest = list([
    approved > 0 && `${approved} read by a moderator and left to stand`,
    upheld > 0 && `${upheld} rightly flagged`,
  ])
  return {
    before: `Member since ${dateOf(record.created_at, dates)}. `,
    strong,
    after: `${newest === '' ? '' : ` Of the last ${RECORD}: ${newest}.`}${warnings === 0 ? '' : ` Warned ${warnings === 1 ? 'once' : `${warnings} times`}.`}`,
  }
}

/** The same of stories that they sent. */
export const storyWords = (record: MemberRecord, dates: Dates): Why => ({
  before: `Member since ${dateOf(record.created_at, dates)}. `,
  strong: `${list([`${count(record.article_count, 'story', 'stories')} run`, record.declined > 0 && `${record.declined} declined`])}.`,
  after: '',
})

function browserWords({ known, before, taken, approved }: GuestRecord): string {
  if (known === 0) return ''
  if (before === 0) return 'First comment from this browser.'
  return `This browser has sent ${most(before, NEIGHBOURS)} before: ${list([approved > 0 && `${approved} let through`, taken > 0 ? `${taken} removed` : 'nothing removed'])}.`
}

function networkWords({ placed, nearby, nearby_members: members, nearby_taken: taken }: GuestRecord): string {
  if (placed === 0) return ''
  if (nearby === 0) return 'Network not seen before.'
  const whose =
    members === 0
      ? nearby === 1
        ? ', also as a guest'
        : ', always as a guest'
      : members === nearby
        ? ', always as a member'
        : ', as a guest and as a member'
  return `Network seen ${nearby === 1 ? 'once' : `${most(nearby, NEIGHBOURS)} times`} before${whose}, ${taken === 0 ? 'nothing removed' : `${taken} removed`}.`
}

/** `No e-mail given. First comment from this browser. Network seen once before, also as a guest, nothing removed.` */
export function guestWords(
  record: GuestRecord | undefined,
  given: { email: string | null; website: string | null },
): Why {
  const mail = `${given.email === null ? 'No e-mail given.' : 'Gave an e-mail address.'}${given.website === null ? '' : ` Website: ${given.website}`}`
  return plainly(
    [mail, ...(record === undefined ? [] : [browserWords(record), networkWords(record)])]
      .filter((part) => part !== '')
      .join(' '),
  )
}
