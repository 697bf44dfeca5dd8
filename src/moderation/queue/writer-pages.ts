// The queue's summary of an author: how long they have been here, and what moderators decided about them. Pure.
import { count, type Dates, dateOf } from '../../format.ts'
import { type GuestRecord, MAX_NEIGHBORS, type MemberRecord, RECORD_COMMENTS } from './item-queries.ts'

/** A line of text whose middle part, `strong`, is bold. */
export type ReasonLine = { before: string; strong: string; after: string }

export const plainLine = (before: string): ReasonLine => ({ before, strong: '', after: '' })

const joinParts = (parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join(', ')

/** `12`, or `100 or more` at the bound of the count. */
const boundedCount = (n: number, bound: number): string => (n >= bound ? `${n} or more` : String(n))

/** `Member since 2011. 1,820 comments, 2 removed.` */
export function memberLine(record: MemberRecord, dates: Dates): ReasonLine {
  const { comment_count: published, removed, spam, warnings, approved, upheld } = record
  const strong = `${joinParts([count(published, 'comment'), removed > 0 && `${removed} removed`, spam > 0 && `${spam} spam`])}.`
  const newest = joinParts([
    approved > 0 && `${approved} approved by a moderator`,
    upheld > 0 && `${upheld} with an upheld flag`,
  ])
  return {
    before: `Member since ${dateOf(record.created_at, dates)}. `,
    strong,
    after: `${newest === '' ? '' : ` Of the last ${RECORD_COMMENTS}: ${newest}.`}${warnings === 0 ? '' : ` Warned ${warnings === 1 ? 'once' : `${warnings} times`}.`}`,
  }
}

/** A member's record as an author of stories. */
export const submitterLine = (record: MemberRecord, dates: Dates): ReasonLine => ({
  before: `Member since ${dateOf(record.created_at, dates)}. `,
  strong: `${joinParts([`${count(record.article_count, 'story', 'stories')} published`, record.declined > 0 && `${record.declined} declined`])}.`,
  after: '',
})

function browserSentence({ known, before, taken, approved }: GuestRecord): string {
  if (known === 0) return ''
  if (before === 0) return 'First comment from this browser.'
  const decided = joinParts([approved > 0 && `${approved} approved`, taken > 0 ? `${taken} removed` : 'none removed'])
  return `Earlier comments from this browser: ${boundedCount(before, MAX_NEIGHBORS)} (${decided}).`
}

function networkSentence({ placed, nearby, nearby_members: members, nearby_taken: taken }: GuestRecord): string {
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
  return `Network seen ${nearby === 1 ? 'once' : `${boundedCount(nearby, MAX_NEIGHBORS)} times`} before${whose}, ${taken === 0 ? 'none removed' : `${taken} removed`}.`
}

/** `No e-mail given. First comment from this browser. Network seen once before, also as a guest, none removed.` */
export function guestLine(
  record: GuestRecord | undefined,
  given: { email: string | null; website: string | null },
): ReasonLine {
  const contact = `${given.email === null ? 'No e-mail given.' : 'Gave an e-mail address.'}${given.website === null ? '' : ` Website: ${given.website}`}`
  return plainLine(
    [contact, ...(record === undefined ? [] : [browserSentence(record), networkSentence(record)])]
      .filter((part) => part !== '')
      .join(' '),
  )
}
