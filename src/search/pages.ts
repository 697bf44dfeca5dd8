// View models of the search page and its hits, and the OpenSearch description. Pure.

import { type CommentGroup, groupByArticle, repliesLink } from '../comments/list-pages.ts'
import { bylineOf } from '../comments/thread/byline-pages.ts'
import { memberBehind } from '../comments/thread/person-pages.ts'
import { articleThreadState } from '../comments/thread/rules.ts'
import type { Faults } from '../faults.ts'
import { commentCount, type Dates, type Moment, moment, monthName } from '../format.ts'
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

/** A story that was found. */
export type StoryHit = {
  section: Link
  href: string
  headline: Part[]
  text: Part[]
  by: string
  byHref: string
  time: Moment
  count: Link
  /** Link to the comments that are new to the reader. */
  news: Link | null
  closed: boolean
}

/** A story, or the comments on one article that were found. */
export type Hit = { story: StoryHit; comments: null } | { story: null; comments: CommentGroup }

/** A matching entry of the index, with its row. */
export type HitRow = { key: number } & ({ noun: 'article'; row: ArticleHit } | { noun: 'comment'; row: CommentHit })

/** Characters of text that a hit shows. */
const SNIPPET_CHARACTERS = 220

export type HitContext = {
  phrases: readonly Phrase[]
  now: number
  settings: Settings
  dates: Dates
  viewer: Viewer | null
  /** Article → number of its comments that are new to the reader. */
  fresh: ReadonlyMap<number, number>
}

/** Hits in their order; comments on one article are together where its first one is. */
export const hitViews = (found: readonly HitRow[], context: HitContext): Hit[] =>
  [...Map.groupBy(found, (one) => (one.noun === 'article' ? -one.row.id : one.row.article_id)).values()].map((list) =>
    list[0]!.noun === 'article'
      ? { story: storyHit(list[0]!.row, context), comments: null }
      : {
          story: null,
          comments: commentGroup(
            list.flatMap((one) => (one.noun === 'comment' ? [one.row] : [])),
            context,
          ),
        },
  )

function storyHit(story: ArticleHit, { phrases, now, settings, dates, fresh }: HitContext): StoryHit {
  const href = urls.article(story)
  return {
    section: { href: urls.section(story.section_slug), text: story.section },
    href,
    headline: highlight(story.headline, phrases),
    text: snippet(`${story.lede} ${plainText(story.body_html)}`.trim(), phrases, SNIPPET_CHARACTERS),
    by: story.nic,
    byHref: story.account_nic === null ? '' : urls.person(story.account_nic),
    time: moment(story.published_at, now, dates),
    count: {
      href: `${href}#${story.comment_count === 0 ? 'post' : 'comments'}`,
      text: commentCount(story.comment_count),
    },
    news: newCommentsLink(story, href, fresh),
    closed: articleThreadState(story, settings, now).closed,
  }
}

const commentGroup = (comments: readonly CommentHit[], { phrases, now, dates, viewer }: HitContext): CommentGroup =>
  groupByArticle(
    comments,
    (comment) => comment.article_id,
    (comment) => ({
      href: urls.article({ id: comment.article_id, slug: comment.slug }),
      headline: highlight(comment.headline, phrases),
      section: { href: urls.section(comment.section_slug), text: comment.section },
    }),
    (comment) => {
      const time = moment(comment.created_at, now, dates)
      return {
        href: urls.comment(comment.id),
        by: bylineOf(comment),
        person: memberBehind(comment, viewer),
        did: '',
        reason: '',
        time,
        news: false,
        quote: '',
        text: snippet(plainText(comment.html), phrases, SNIPPET_CHARACTERS),
        note: '',
        links: [repliesLink(comment, time)],
        notice: null,
        folded: false,
      }
    },
  )[0]!

export type SearchPage = {
  q: string
  /** Faults of the search words. */
  qFaults: string[]
  /** Shown instead of results after too many searches. */
  notice: string
  /** Whether filters are in use: they are then unfolded. */
  filtered: boolean
  sections: { value: string; name: string; chosen: boolean }[]
  stories: boolean
  comments: boolean
  inFault: string
  sectionFault: string
  by: { value: string; fault: string }
  from: { value: string; fault: string }
  to: { value: string; fault: string }
  /** Hidden fields of the form. */
  hidden: { name: string; value: string }[]
  /** The thread that is searched, with a link that searches everything. */
  thread: { href: string; headline: string; everywhere: string } | null
  /** Whether the search help is shown. */
  help: boolean
  /** Whether the index is still being built. */
  building: boolean
  tabs: (Link & { current: boolean })[]
  heading: string
  /** Explains which results are shown, if not all. */
  note: { text: string; link: Link | null } | null
  /** Shown where the results end early, with a link that continues. */
  end: { text: string; link: Link | null } | null
  hits: Hit[]
  empty: { text: string; link: Link } | null
  first: string
  next: string
}

/** The page without results, as far as the form alone decides it. */
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

/** The address of a form with some fields replaced. It leads to the first page of results. */
export const searchAddress = (form: SearchForm, over: Partial<SearchForm>): string =>
  urls.search(searchQuery({ ...form, before: null, newest: null, ...over }))

/** Whether the form has filters besides the search words. */
export const hasFilters = (form: SearchForm): boolean =>
  form.section !== '' ||
  form.by !== '' ||
  form.from !== '' ||
  form.to !== '' ||
  form.in.length === 1 ||
  form.article !== null

/** Such as ` for “tide gauge”`; empty without words. */
export const forQuery = (q: string): string =>
  q === '' ? '' : ` for “${[...q].length > 60 ? `${[...q].slice(0, 60).join('')}…` : q}”`

/** The month of a date: `March 2024`. */
export const monthText = (day: string): string => `${monthName(Number(day.slice(5, 7)))} ${Number(day.slice(0, 4))}`

/** The OpenSearch description, with which a browser can add this site's search. */
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
