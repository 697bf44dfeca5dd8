// View model of the story on an article's page: facts, text and related stories. Pure.
import { type Picture, pictureOf, type Story } from '../../editions/pages.ts'
import { commentCount, count, type Dates, longDay, type Moment, momentOn } from '../../format.ts'
import { newCommentsLink } from '../../marks/pages.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { readingMinutes } from '../../markup/text.ts'
import { urls } from '../../urls.ts'
import type { ArticleRow } from '../queries.ts'
import { visibleLede } from '../rules.ts'
import { type SeenReason, type SeenRow, seenReasons } from './seen-queries.ts'

export type StoryFields = {
  id: number
  section: string
  sectionHref: string
  day: string
  dayText: string
  dayHref: string
  headline: string
  /** Class of a headline that is set smaller on a phone; empty for a short one. */
  headlineSize: '' | 'long' | 'longer'
  lede: string
  /** A phone shows the first lines of it, and the rest on a press. */
  longLede: boolean
  by: string
  byHref: string
  byMark: string
  /** Those who wrote what was merged into it. */
  alsoBy: { nic: string; href: string }[]
  /** The editor who published what somebody else had sent in; null for others. */
  editor: { nic: string; href: string; mark: string } | null
  time: Moment
  /** When it was last changed, and why; null if it never was. */
  revised: { text: string; why: string; href: string } | null
  source: { href: string; name: string; host: string; hostHref: string } | null
  read: string
  length: string
  tags: { href: string; text: string }[]
  commentsText: string
  /** Empty in a preview, which has no address yet. */
  permalink: string
  /** The permalink in full and without its slug, to be read out or typed from paper. */
  short: { host: string; path: string }
  mailto: string
  picture: Picture | null
  text: SafeHtml
  /** ` drop` when the body opens with a paragraph long enough for a drop cap. */
  drop: string
}

/** The columns of an article that its story shows. */
export type StoryColumns = Pick<
  ArticleRow,
  | 'id'
  | 'slug'
  | 'headline'
  | 'lede'
  | 'body_html'
  | 'word_count'
  | 'section'
  | 'section_slug'
  | 'day'
  | 'nic'
  | 'account_nic'
  | 'account_role'
  | 'editor_nic'
  | 'editor_role'
  | 'published_at'
  | 'revised_at'
  | 'revision_note'
  | 'source_url'
  | 'source_host'
  | 'source_name'
  | 'view_count'
  | 'comment_count'
  | 'picture'
  | 'picture_alt'
  | 'picture_caption'
  | 'picture_credit'
  | 'picture_width'
  | 'picture_height'
>

/** A first paragraph with fewer characters gets no drop cap. */
const DROP_CAP_CHARACTERS = 200

const hasLongOpening = (html: string): boolean => {
  const first = /^<p>(?=[^\s<])/.test(html) ? html.slice(3, html.indexOf('</p>')) : ''
  return first.replace(/<[^>]*>/g, '').length >= DROP_CAP_CHARACTERS
}

/** Characters above which a lede is cut on a phone. */
const LONG_LEDE = 180

const headlineSize = ({ length }: string): StoryFields['headlineSize'] =>
  length > 110 ? 'longer' : length > 50 ? 'long' : ''

const sourceOf = (row: StoryColumns): StoryFields['source'] =>
  row.source_url === null
    ? null
    : {
        href: row.source_url,
        name: row.source_name ?? row.source_host ?? row.source_url,
        host: row.source_host ?? '',
        hostHref: row.source_host === null ? '' : urls.source(row.source_host),
      }

const posterMark = (nic: string | null, role: string | null): string =>
  nic === null ? 'guest' : role === 'moderator' || role === 'admin' ? 'reg mod' : 'reg'

/** An import that does not say what was changed has no history to link. */
const revisedOf = (row: StoryColumns, dates: Dates): StoryFields['revised'] =>
  row.revised_at === null
    ? null
    : {
        text: `edited ${momentOn(row.day, row.revised_at, dates).text}`,
        why: row.revision_note ?? '',
        href: row.revision_note === null ? '' : urls.articleHistory(row.id),
      }

/**
 * The story of an article's page.
 * @param merged the writers of what was merged into it
 * @param baseUrl scheme and host of the site
 */
export function storyFields(
  row: StoryColumns,
  tags: readonly string[],
  merged: readonly { nic: string; account_nic: string | null }[],
  dates: Dates,
  baseUrl: string,
): StoryFields {
  const href = urls.article(row)
  return {
    id: row.id,
    section: row.section,
    sectionHref: urls.section(row.section_slug),
    day: row.day,
    dayText: longDay(row.day),
    dayHref: urls.edition(row.day),
    headline: row.headline,
    headlineSize: headlineSize(row.headline),
    lede: visibleLede(row),
    longLede: visibleLede(row).length > LONG_LEDE,
    by: row.nic,
    byHref: row.account_nic === null ? '' : urls.person(row.account_nic),
    byMark: posterMark(row.account_nic, row.account_role),
    alsoBy: [...new Map(merged.map((one) => [one.nic, one])).values()]
      .filter(({ nic }) => nic !== row.nic)
      .map(({ nic, account_nic }) => ({ nic, href: account_nic === null ? '' : urls.person(account_nic) })),
    editor:
      row.editor_nic === null
        ? null
        : {
            nic: row.editor_nic,
            href: urls.person(row.editor_nic),
            mark: posterMark(row.editor_nic, row.editor_role),
          },
    time: momentOn(row.day, row.published_at, dates),
    revised: revisedOf(row, dates),
    source: sourceOf(row),
    read: row.view_count === 0 ? 'not yet' : row.view_count === 1 ? 'once' : `${count(row.view_count, 'time')}`,
    length: row.word_count > 0 ? `${count(readingMinutes(row.word_count), 'minute')}` : '',
    tags: tags.map((text) => ({ href: urls.tag(text), text })),
    commentsText: commentCount(row.comment_count),
    permalink: href,
    short: { host: baseUrl, path: urls.articleById(row.id) },
    mailto: `mailto:?subject=${encodeURIComponent(row.headline)}&body=${encodeURIComponent(`${baseUrl}${href}`)}`,
    picture: pictureOf(row),
    text: storedHtml(row.body_html),
    drop: hasLongOpening(row.body_html) ? ' drop' : '',
  }
}

export type RelatedStory = Pick<Story, 'href' | 'headline' | 'count' | 'countHref' | 'news'>

/** A link to another story. @param fresh number of comments that are new to the reader, by article id */
export function relatedStory(
  row: { id: number; slug: string; headline: string; comment_count?: number },
  fresh: ReadonlyMap<number, number>,
): RelatedStory {
  const href = urls.article(row)
  return {
    href,
    headline: row.headline,
    count: commentCount(row.comment_count ?? 0),
    countHref: `${href}#comments`,
    news: newCommentsLink(row, href, fresh),
  }
}

/** An article seen before: why it is shown, and its edition. */
export type SeenStory = RelatedStory & { why: string; day: string; dayText: string }

const seenWords: Record<SeenReason, string> = {
  source: 'Same source',
  linkedFrom: 'Links here',
  linksTo: 'Linked above',
  tags: 'Same tags',
}

/** @param fresh number of comments that are new to the reader, by article id */
export const seenStory = (row: SeenRow, fresh: ReadonlyMap<number, number>): SeenStory => ({
  ...relatedStory(row, fresh),
  why: seenWords[seenReasons[row.reason]!],
  day: row.day,
  dayText: longDay(row.day),
})
