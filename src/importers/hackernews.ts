// Reads Hacker News stories and their comments from the JSON of either of its interfaces. Pure.
import { Parser } from 'htmlparser2'
import { isInvisible } from '../blank.ts'
import { hasBidiControl } from '../markup/direction.ts'
import { NAMELESS } from './controls.ts'
import { type Item, type Reader, readItems, rootsOf } from './hackernews-items.ts'
import type { ImportedArticle, ImportedComment, Skipped } from './shape.ts'

type Placed = { item: Item; depth: number }

const deepest = 1_000
const ledeLength = 300
const expected =
  'Expected Hacker News items: an Algolia item (children), {post, comments}, a list of Firebase items or one (id, type)'

/**
 * Reads the answer of Algolia's `items/<id>` or Firebase's `item/<id>` (alone, in a list, or as `{post, comments}`).
 *
 * @param file name for the report
 * @param json the parsed file; any value of any depth
 * @param options `section` files every article there; without it type and title decide
 * @returns articles with their threads, texts as found (`html`), keys `hackernews:<id>`; and one row for every item
 *   that was skipped (one more for a source address that was left out). Never throws.
 */
export function readHackerNews(
  file: string,
  json: unknown,
  options: { section?: string },
): { articles: ImportedArticle[]; skipped: Skipped[] } {
  const skipped: Skipped[] = []
  const skip = (row: string, reason: string) => void skipped.push({ file, row, reason })
  const roots = rootsOf(json)
  if (roots === undefined) {
    skip('file', expected)
    return { articles: [], skipped }
  }
  const reader: Reader = { items: new Map(), faulty: new Set(), skip }
  readItems(roots, reader)

  const articles: ImportedArticle[] = []
  const replies = groupReplies(reader.items)
  for (const item of reader.items.values()) {
    if (item.type === 'comment') continue
    const article = toArticle(item, options.section, skip)
    if (article === undefined) {
      reader.faulty.add(item.id)
      continue
    }
    article.comments = toComments(placeReplies(item, replies, reader), skip)
    articles.push(article)
  }
  skipLeft(replies, reader)
  return { articles, skipped }
}

function groupReplies(items: Map<number, Item>): Map<number | null, Item[]> {
  const comments = [...items.values()].filter((item) => item.type === 'comment')
  return Map.groupBy(comments, (item) => item.parent)
}

/**
 * Walks the replies of the top item depth first, in the order of the file, removing them from `replies`: what is
 * left at the end has no root, and a cycle is not walked twice.
 */
function placeReplies(top: Item, replies: Map<number | null, Item[]>, { skip }: Pick<Reader, 'skip'>): Placed[] {
  const placed: Placed[] = []
  const stack: Placed[] = [{ item: top, depth: 0 }]
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { item, depth } = next
    if (depth > deepest) skip(item.row, `More than ${deepest.toLocaleString('en')} replies deep`)
    else if (depth > 0) placed.push(next)
    const answers = replies.get(item.id) ?? []
    replies.delete(item.id)
    for (const answer of answers.reverse()) stack.push({ item: answer, depth: depth + 1 })
  }
  return placed
}

/** Parents first. An item without text becomes a tombstone if it has replies. */
function toComments(placed: Placed[], skip: Reader['skip']): ImportedComment[] {
  const holding = new Set<number | null>()
  const comments: ImportedComment[] = []
  // From the end: replies are decided before their parents.
  for (const { item, depth } of placed.toReversed()) {
    const empty = item.deleted === true || isInvisible(item.text ?? '')
    if (empty && !holding.has(item.id)) {
      skip(item.row, item.deleted === true ? 'Deleted, without replies' : 'No text')
      continue
    }
    holding.add(item.parent)
    comments.push(toComment(item, depth, empty))
  }
  return comments.reverse()
}

function toComment(item: Item, depth: number, empty: boolean): ImportedComment {
  const comment: ImportedComment = {
    key: keyOf(item.id),
    nic: nicOf(item),
    nameKind: 'guest',
    postedAt: item.postedAt,
    text: empty ? '' : (item.text ?? ''),
    format: 'html',
    // Algolia does not say "deleted": its deleted comments only have no text.
    state: empty ? 'withdrawn' : 'live',
  }
  if (depth > 1 && item.parent !== null) comment.parent = keyOf(item.parent)
  if (item.dead === true && item.deleted !== true) {
    comment.state = 'removed'
    comment.removal = { at: item.postedAt, reason: 'Dead on Hacker News' }
  }
  return comment
}

/** Reports every comment without an imported article. */
function skipLeft(replies: Map<number | null, Item[]>, reader: Reader): void {
  for (const parent of [...replies.keys()]) {
    let reason: string
    if (parent === null) reason = 'No parent with an id'
    else if (reader.faulty.has(parent)) reason = `Parent ${parent} was not imported`
    else if (!reader.items.has(parent)) reason = `Parent ${parent} is not in the file`
    else continue
    const first = replies.get(parent) ?? []
    replies.delete(parent)
    for (const item of first) {
      reader.skip(item.row, reason)
      for (const { item: below } of placeReplies(item, replies, reader)) {
        reader.skip(below.row, `Parent ${below.parent} was not imported`)
      }
    }
  }
  for (const item of [...replies.values()].flat()) reader.skip(item.row, 'Its parents form a cycle')
}

function toArticle(item: Item, section: string | undefined, skip: Reader['skip']): ImportedArticle | undefined {
  const headline = item.title ?? ''
  if (item.deleted === true || item.dead === true || isInvisible(headline)) {
    skip(item.row, item.deleted === true ? 'Deleted' : item.dead === true ? 'Dead on Hacker News' : 'No title')
    return undefined
  }
  const url = (item.url ?? '').trim()
  const linked = isWebAddress(url)
  if (url !== '' && !linked) skip(`${item.row}, address`, 'Not an http or https address; imported without it')
  return {
    key: keyOf(item.id),
    kind: linked ? 'link' : 'own',
    area: 'Hacker News',
    section: section ?? sectionOf(item.type, headline),
    headline,
    lede: firstSentence(item.text ?? ''),
    body: item.text ?? '',
    format: 'html',
    ...(linked ? { source: { url } } : {}),
    tags: [],
    nic: nicOf(item),
    postedAt: item.postedAt,
    views: 0,
    comments: [],
  }
}

function sectionOf(type: string, headline: string): string {
  if (type === 'job') return 'Jobs'
  const named = /^(Ask|Show|Launch) HN\b/i.exec(headline)?.[1]?.toLowerCase()
  if (named !== undefined) return named.charAt(0).toUpperCase() + named.slice(1)
  return type === 'poll' ? 'Ask' : 'Tech'
}

/** Refuses what makes an address look like another: a user name (`https://bank.example@…`), bidirectional controls. */
function isWebAddress(address: string): boolean {
  const url = URL.parse(address)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    !hasBidiControl(address)
  )
}

/** The first sentence of the first paragraph with words, as plain text of at most 300 characters. */
function firstSentence(html: string): string {
  const paragraphs = ['']
  const parser = new Parser({
    ontext: (text) => {
      paragraphs[paragraphs.length - 1] += text
    },
    onopentagname: (name) => void (/^(p|br|pre|li|blockquote)$/.test(name) && paragraphs.push('')),
  })
  // Enough for a first sentence with its tags; a body may be much longer.
  parser.end(html.slice(0, 20_000))
  const first = paragraphs.map((text) => text.replace(/\s+/g, ' ').trim()).find((text) => text !== '') ?? ''
  const [sentence] = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(first)
  return cut((sentence?.segment ?? '').trim())
}

function cut(text: string): string {
  if (text.length <= ledeLength) return text
  const room = text.slice(0, ledeLength - 1)
  const space = room.lastIndexOf(' ')
  // A cut without a space must not split a surrogate pair.
  return `${space > 0 ? room.slice(0, space) : room.replace(/[\uD800-\uDBFF]$/, '')}…`
}

function nicOf(item: Item): string {
  return item.author || item.by || NAMELESS
}

function keyOf(id: number): string {
  return `hackernews:${id}`
}
