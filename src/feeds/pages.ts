// Entries of feeds, and the view model of the page of feeds. Pure.
import { visibleLede } from '../articles/rules.ts'
import { pictureOf } from '../editions/pages.ts'
import { figure, paragraph, withAbsoluteLinks } from '../markup/syndication.ts'
import { urls } from '../urls.ts'
import type { FeedArticleRow, FeedCommentRow } from './queries.ts'
import type { Entry } from './shape.ts'

/** Permanent ids in feeds: addresses that do not change with the headline. */
const articleId = (base: string, id: number): string => `${base}/articles/${id}`
const commentId = (base: string, id: number): string => `${base}${urls.comment(id)}`

/** The entry of an article. @param base scheme and host of the site */
export function articleEntry(row: FeedArticleRow, tags: readonly string[], base: string): Entry {
  const lede = visibleLede(row)
  const picture = pictureOf(row)
  const image = picture === null ? null : { ...picture, src: `${base}${picture.src}` }
  return {
    id: articleId(base, row.id),
    url: `${base}${urls.article(row)}`,
    title: row.headline,
    author: { name: row.nic, url: row.account_nic === row.nic ? `${base}${urls.person(row.nic)}` : null },
    published: row.published_at,
    updated: Math.max(row.published_at, row.revised_at ?? 0),
    summary: row.lede,
    html: [
      lede === '' ? '' : paragraph(lede),
      image === null ? '' : figure(image),
      withAbsoluteLinks(row.body_html, base),
      row.source_url === null
        ? ''
        : paragraph(row.source_name ?? row.source_host ?? row.source_url, { before: 'Source:', href: row.source_url }),
    ].join(''),
    section: { name: row.section, slug: row.section_slug, url: `${base}${urls.section(row.section_slug)}` },
    tags,
    source: row.source_url,
    image: image?.src ?? null,
    inReplyTo: null,
    comments: `${base}${urls.threadFeed(row.id)}`,
  }
}

/** States of parents that readers can see. A reply to any other parent is an entry in reply to the article. */
const visibleParentStates = new Set<string | null>(['live', 'removed', 'withdrawn'])

/** The entry of a comment. @param base scheme and host of the site */
export function commentEntry(row: FeedCommentRow, base: string): Entry {
  const article = { id: row.article_id, slug: row.slug }
  return {
    id: commentId(base, row.id),
    url: `${base}${urls.comment(row.id)}`,
    title: `${row.nic} on “${row.headline}”`,
    author: {
      name: row.nic,
      url: row.name_kind === 'member' && row.account_nic !== null ? `${base}${urls.person(row.account_nic)}` : null,
    },
    published: row.created_at,
    updated: row.edited_at ?? row.created_at,
    summary: '',
    html: withAbsoluteLinks(row.html, base),
    section: null,
    tags: [],
    source: null,
    image: null,
    inReplyTo:
      row.parent_id !== null && visibleParentStates.has(row.parent_state)
        ? { id: commentId(base, row.parent_id), url: `${base}${urls.comment(row.parent_id)}` }
        : { id: articleId(base, row.article_id), url: `${base}${urls.article(article)}` },
    comments: null,
  }
}

type FeedRow = { name: string; description: string; atom: string; json: string }

export type FeedsPage = {
  site: FeedRow[]
  areas: { name: string; feeds: FeedRow[] }[]
  signIn: string
  /** Where members manage their private feeds; empty without an account. */
  tokens: string
}

const feedRow = (name: string, sentence: string, stem: string): FeedRow => ({
  name,
  description: sentence,
  atom: urls.feed(stem, 'xml'),
  json: urls.feed(stem, 'json'),
})

export function feedsPage(
  sections: readonly { slug: string; name: string; area: string }[],
  isMember: boolean,
): FeedsPage {
  const areas = new Map<string, FeedRow[]>()
  for (const { slug, name, area } of sections)
    areas.set(area, [...(areas.get(area) ?? []), feedRow(name, '', urls.sectionFeed(slug))])
  return {
    site: [
      feedRow('Articles', 'all, newest first', urls.articlesFeed),
      feedRow('Comments', 'all, newest first', urls.commentsFeed),
      feedRow('Corrections', 'accepted ones, newest first', urls.correctionsFeed),
    ],
    areas: [...areas].map(([name, feeds]) => ({ name, feeds })),
    signIn: urls.login(urls.feeds),
    tokens: isMember ? urls.tokens : '',
  }
}
