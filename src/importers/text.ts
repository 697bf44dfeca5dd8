// Reads an article page that was saved from a browser as plain text. Pure.
import { createHash } from 'node:crypto'
import type { ImportedArticle, Skipped } from './shape.ts'

type Line = { number: number; text: string }
type Page = {
  section: string
  headline: string
  day: string
  lede: string
  body: string
  nic: string
  time: string
  rest: Line[]
}
type Fault = { fault: string }

/** Characters beyond which a file is no article page. */
const absurdLength = 2_000_000

// The labels are on lines of their own when the browser drew the buttons as blocks.
const toolbar =
  /^[^\S\n]*Bold\s*Italic\s*Underline\s*Strike\s*Bullet\s*Blockquote\s*Small\s*Big\s*Link\s*Squish\s*Foto\s*Photo[^\S\n]*$/m
const closedNotice = /Comments\s+have\s+been\s+closed/
const postedBy = /^Posted\s+by\s*:\s*(.*)$/
const dayShape = /^\d{4}-\d{2}-\d{2}$/
const timeShape = /^([01]\d|2[0-3]):[0-5]\d$/

/**
 * Reads a page saved as text: the comment form up to its toolbar line, then section, headline, date, lede,
 * paragraphs, "Posted by:" and time.
 *
 * The body is `markup`, so that empty lines make paragraphs, addresses links and lines with `>` quotations. A `<b>`
 * in the text was visible on the page as three characters; it is kept, since markup has no escape.
 *
 * @param file name for the report
 * @param text the whole file, decoded; byte order mark, CRLF, trailing and non-breaking spaces are tolerated
 * @param siteTime Unix milliseconds of a day (YYYY-MM-DD) and time (HH:MM) in the site's zone
 * @returns one article without comments, or none; every fault is a row with its line number. Throws only what
 *   `siteTime` throws.
 */
export function readTextPage(
  file: string,
  text: string,
  siteTime: (day: string, time: string) => number,
): { articles: ImportedArticle[]; skipped: Skipped[] } {
  const refuse = (reason: string) => ({ articles: [], skipped: [{ file, row: 'page', reason }] })
  if (text.length > absurdLength) {
    return refuse(`The page has more than ${absurdLength.toLocaleString('en')} characters`)
  }
  // A byte order mark counts as white space in regular expressions.
  const clean = text.replace(/\r\n?/g, '\n')
  const bar = toolbar.exec(clean)
  if (bar === null) {
    const last = clean.split('\n').length
    return refuse(`Not a saved page: none of its ${last} lines is the toolbar (Bold Italic … Photo) above an article`)
  }
  const end = bar.index + bar[0].length
  const page = readParts(linesAfter(clean, end))
  if ('fault' in page) return refuse(page.fault)
  const postedAt = siteTime(page.day, page.time)
  if (!Number.isFinite(postedAt)) return refuse(`The site's zone has no time ${page.day} ${page.time}`)

  const article: ImportedArticle = {
    key: keyOf(page),
    kind: 'own',
    section: page.section,
    headline: page.headline,
    lede: page.lede,
    body: page.body,
    format: 'markup',
    tags: [],
    nic: page.nic,
    postedAt,
    views: 0,
    comments: [],
  }
  if (closedNotice.test(clean.slice(0, end))) {
    // The page does not say when it was closed, so the thread is closed from the start.
    article.closed = { at: postedAt, reason: 'Closed on the page that was imported' }
  }
  const skipped = page.rest.map(({ number }) => ({
    file,
    row: `line ${number}`,
    reason: 'It comes after the time, which is the last line of a page',
  }))
  return { articles: [article], skipped }
}

function linesAfter(clean: string, end: number): Line[] {
  const before = clean.slice(0, end).split('\n').length
  // The first entry is the rest of the toolbar line: empty, but its number is needed when nothing follows.
  const lines = clean.slice(end).split('\n')
  return lines.map((line, index) => ({ number: before + index, text: line.trimEnd() }))
}

function readParts(lines: Line[]): Page | Fault {
  const last = lines.at(-1)?.number ?? 1
  const filled = lines.filter((line) => line.text !== '')
  const [section, headline, day, lede, ...below] = filled
  if (section === undefined) return { fault: `Nothing comes after the toolbar up to the last line, ${last}` }
  if (headline === undefined || day === undefined || !dayShape.test(collapseSpaces(day.text))) {
    const early = [section, headline].find((line) => line !== undefined && dayShape.test(collapseSpaces(line.text)))
    if (early === undefined) return { fault: `Line ${day?.number ?? last} should be the date (YYYY-MM-DD)` }
    return { fault: `Line ${early.number} is already the date: the section or the headline before it is empty` }
  }
  if (!isDay(collapseSpaces(day.text)))
    return { fault: `Line ${day.number}: there is no day ${collapseSpaces(day.text)}` }
  if (lede === undefined || postedBy.test(collapseSpaces(lede.text))) {
    return { fault: `Line ${lede?.number ?? last} should be the lede, the one line that introduces the article` }
  }
  const foot = readFoot(below, last)
  if ('fault' in foot) return foot
  return {
    section: collapseSpaces(section.text),
    headline: collapseSpaces(headline.text),
    day: collapseSpaces(day.text),
    lede: collapseSpaces(lede.text),
    body: paragraphs(lines.filter((line) => line.number > lede.number && line.number < foot.number)),
    ...foot,
  }
}

/** The foot is the first "Posted by:" that a time follows, since a paragraph may say it too. */
function readFoot(below: Line[], last: number): (Pick<Page, 'nic' | 'time' | 'rest'> & { number: number }) | Fault {
  const follows = (index: number) => collapseSpaces(below[index + 1]?.text ?? '')
  const posters = [...below.keys()].filter((index) => postedBy.test(collapseSpaces(below[index]?.text ?? '')))
  const foot = posters.find((index) => timeShape.test(follows(index)))
  const at = foot ?? posters.at(-1)
  const line = at === undefined ? undefined : below[at]
  if (at === undefined || line === undefined) return { fault: `No line up to the last, ${last}, says "Posted by:"` }
  if (foot === undefined) {
    const number = below[at + 1]?.number ?? last
    return { fault: `Line ${number} should be the time (HH:MM), after "Posted by:" in line ${line.number}` }
  }
  const nic = postedBy.exec(collapseSpaces(line.text))?.[1] ?? ''
  if (nic === '') return { fault: `Line ${line.number}: no name comes after "Posted by:"` }
  return { number: line.number, nic, time: follows(at), rest: below.slice(at + 2) }
}

function paragraphs(lines: Line[]): string {
  return lines
    .map((line) => line.text)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
}

/** Squeezes white space, so that a non-breaking space does not make another section. */
function collapseSpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`)
  // Date.parse takes 30 February for 1 March.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}

/** The key of a page: saved twice it is one article, even if its text was corrected in between. */
function keyOf(page: Page): string {
  const name = JSON.stringify([page.section, page.headline, page.day, page.time, page.nic])
  return `text:${createHash('sha256').update(name).digest('hex').slice(0, 32)}`
}
