// View model of the list of letters. Pure.
import { count, type Dates, type Moment, moment, spelled } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { letters } from './queries.ts'

export type LettersPage = {
  intro: string
  letters: {
    id: number
    by: string
    byHref: string
    word: string
    email: string
    mailto: string
    article: { href: string; headline: string }
    text: string
    time: Moment
    read: string
  }[]
  older: string
  newest: string
}

export const LETTERS_PER_PAGE = 25

/**
 * @param rows one more than a page holds if there are older ones
 * @param before id of the letter that the page begins below, or null for the newest
 */
export function lettersPage(
  rows: Awaited<ReturnType<typeof letters>>,
  unread: number,
  before: number | null,
  now: number,
  dates: Dates,
): LettersPage {
  const shown = rows.slice(0, LETTERS_PER_PAGE)
  return {
    intro: `Comments that came after their thread had closed, sent to you instead. ${unread === 0 ? 'All are read.' : `${spelled(unread)} unread ${count(unread, 'letter').replace(/^\S+ /, '')}.`}`,
    letters: shown.map((row) => ({
      id: row.id,
      by: row.nic === '' ? 'Unnamed guest' : row.nic,
      byHref: row.account_nic === null ? '' : urls.person(row.account_nic),
      word: row.account_nic === null ? 'guest' : '',
      email: row.email,
      mailto: `mailto:${encodeURIComponent(row.email).replace('%40', '@')}`,
      article: { href: urls.article({ id: row.article_id, slug: row.slug }), headline: row.headline },
      text: row.body,
      time: moment(row.created_at, now, dates),
      read:
        row.read_at === null ? '' : `Read by ${row.reader_nic ?? 'an editor'}, ${moment(row.read_at, now, dates).text}`,
    })),
    older: rows.length > LETTERS_PER_PAGE ? urls.below(urls.letters, shown.at(-1)!.id) : '',
    newest: before === null ? '' : urls.letters,
  }
}
