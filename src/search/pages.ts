// What the search says: hits in, exactly what the template prints out; and its description for browsers. Pure.

import { signed } from '../comments/thread/pages.ts'
import { type Person, personBehind } from '../comments/thread/person-pages.ts'
import { storyState } from '../editions/pages.ts'
import type { Faults } from '../faults.ts'
import { commentCount, count, type Dates, type Moment, moment, monthName } from '../format.ts'
import { newCommentsLink } from '../marks/pages.ts'
import { plainText } from '../markup/text.ts'
import { escapeAttribute } from '../markup/xml.ts'
import type { Viewer } from '../permissions.ts'
import type { Settings } from '../settings.ts'
import { urls } from '../urls.ts'
import { type SearchField, type SearchForm, searchQuery } from './form.ts'
import type { ArticleHit, CommentHit } from './queries.ts'
import { highlight, type Part, snippet } from './snippet.ts'
import type { Phrase } from './words.ts'

type Link = { href: string; text: string }

/** One hit as a line of results. */
export type Hit = {
  /** `Story` or `Comment by`. */
  kind: string
  /** Who wrote the comment; empty for a story. */
  nic: string
  /** What is said after the nic: `, guest`. */
  nameNote: string
  /** Who is behind a picked nic, for those who may know. */
  person: Person | null
  section: Link
  /** `on`, before the headline of the article that a comment stands under. */
  on: string
  href: string
  headline: Part[]
  text: Part[]
  /** Who posted the story; empty for a comment. */
  by: string
  byHref: string
  time: Moment
  count: Link | null
  /** Comments of the story that are new to the reader. */
  news: Link | null
  closed: boolean
}

/** A row of the index that was found, with what it is made of. */
export type HitRow = { key: number } & ({ noun: 'article'; row: ArticleHit } | { noun: 'comment'; row: CommentHit })

/** Characters of the text that a hit shows. */
const SNIPPET_CHARACTERS = 220

export function hitView(
  found: HitRow,
  phrases: readonly Phrase[],
  now: number,
  settings: Settings,
  { dates, viewer }: { dates: Dates; viewer: Viewer | null },
  fresh: ReadonlyMap<number, number>,
): Hit {
  const { row } = found
  const section = { href: urls.section(row.section_slug), text: row.section }
  const headline = highlight(row.headline, phrases)
  if (found.noun === 'article') {
    const { row: story } = found
    const href = urls.article(story)
    const text = `${story.lede} ${plainText(story.body_html)}`.trim()
    const talk = {
      href: `${href}#${story.comment_count === 0 ? 'post' : 'comments'}`,
      text: commentCount(story.comment_count),
    }
    return {
      kind: 'Story',
      nic: '',
      nameNote: '',
      person: null,
      section,
      on: '',
      href,
      headline,
      text: snippet(text, phrases, SNIPPET_CHARACTERS),
      by: story.nic,
      byHref: story.account_nic === null ? '' : urls.person(story.account_nic),
      time: moment(story.published_at, now, dates),
      count: talk,
      news: newCommentsLink(story, href, fresh),
      closed: storyState(story, settings, now).closed,
    }
  }
  const { row: comment } = found
  const by = signed(comment)
  const replies = comment.reply_count
  return {
    kind: 'Comment by',
    nic: by.nic,
    nameNote: by.word === '' ? '' : `, ${by.word}`,
    person: personBehind(comment, viewer),
    section,
    on: 'on ',
    href: urls.comment(comment.id),
    headline,
    text: snippet(plainText(comment.html), phrases, SNIPPET_CHARACTERS),
    by: '',
    byHref: '',
    time: moment(comment.created_at, now, dates),
    count: replies > 0 ? { href: urls.branch(comment.id), text: count(replies, 'reply', 'replies') } : null,
    news: null,
    closed: false,
  }
}

export type SearchPage = {
  q: string
  /** What cannot be done as it was typed, beside the box. */
  qFaults: string[]
  /** Too many searches: said above the results that are not there. */
  notice: string
  /** Fields that narrow are in use: they are not folded away. */
  filtered: boolean
  sections: { value: string; name: string; chosen: boolean }[]
  stories: boolean
  comments: boolean
  inFault: string
  sectionFault: string
  by: { value: string; fault: string }
  from: { value: string; fault: string }
  to: { value: string; fault: string }
  /** What the form carries along unseen. */
  hidden: { name: string; value: string }[]
  /** The thread that is searched, with the way out of it. */
  thread: { href: string; headline: string; everywhere: string } | null
  /** How to ask stands on the page while nothing was asked. */
  help: boolean
  /** The index is being made. */
  building: boolean
  tabs: (Link & { current: boolean })[]
  heading: string
  /** What these results are, where they are not all. */
  note: { text: string; link: Link | null } | null
  /** Where they end before the archive does, with the way on. */
  end: { text: string; link: Link | null } | null
  hits: Hit[]
  empty: { text: string; link: Link } | null
  first: string
  next: string
}

/** What of the page the form alone decides. */
export function emptyPage(
  form: SearchForm,
  faults: Faults<SearchField>,
  sections: readonly { slug: string; name: string }[],
): SearchPage {
  const everything = form.in.length === 0
  return {
    q: form.q,
    qFaults: [],
    notice: '',
    filtered: hasFilters({ ...form, article: null }) || Object.keys(faults).length > 0,
    sections: [
      { value: '', name: 'All sections', chosen: form.section === '' },
      ...sections.map(({ slug, name }) => ({ value: slug, name, chosen: slug === form.section })),
    ],
    sectionFault: faults.section ?? '',
    inFault: faults.in ?? '',
    stories: everything || form.in.includes('stories'),
    comments: everything || form.in.includes('comments'),
    by: { value: form.by, fault: faults.by ?? '' },
    from: { value: form.from, fault: faults.from ?? '' },
    to: { value: form.to, fault: faults.to ?? '' },
    hidden: [
      ...(form.order === '' ? [] : [{ name: 'order', value: form.order }]),
      ...(form.article === null ? [] : [{ name: 'article', value: String(form.article) }]),
    ],
    thread: null,
    help: false,
    building: false,
    tabs: [],
    heading: '',
    note: null,
    end: null,
    hits: [],
    empty: null,
    first: '',
    next: '',
  }
}

/** The address of a form with some fields set anew; pages of results begin anew with it. */
export const searchAddress = (form: SearchForm, over: Partial<SearchForm>): string =>
  urls.search(searchQuery({ ...form, before: null, newest: null, ...over }))

/** Whether the form narrows a search beside what is typed. */
export const hasFilters = (form: SearchForm): boolean =>
  form.section !== '' ||
  form.by !== '' ||
  form.from !== '' ||
  form.to !== '' ||
  form.in.length === 1 ||
  form.article !== null

/** What was asked, in words: `for “tide gauge”`. */
export const forQuery = (q: string): string =>
  q === '' ? '' : ` for “${[...q].length > 60 ? `${[...q].slice(0, 60).join('')}…` : q}”`

/** `March 2024` of a day. */
export const monthText = (day: string): string => `${monthName(Number(day.slice(5, 7)))} ${Number(day.slice(0, 4))}`

/** The OpenSearch description: with it a browser offers this site's search as one of its own. */
export const openSearch = (
  siteName: string,
  baseUrl: string,
  icon: string,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>${escapeAttribute([...siteName].slice(0, 16).join(''))}</ShortName>
  <Description>${escapeAttribute(`Stories and comments of ${siteName}`)}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <Image width="16" height="16" type="image/svg+xml">${escapeAttribute(`${baseUrl}${icon}`)}</Image>
  <Url type="text/html" method="get" template="${escapeAttribute(`${baseUrl}/search?q={searchTerms}`)}"/>
</OpenSearchDescription>
`
