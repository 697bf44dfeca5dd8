// The plain text of an e-mail from its HTML: lines, lists, quotations and code as in the comment, addresses of links. Pure.

import { stripBidiControls } from './direction.ts'
import { attributeOf, type Token, tokensOf } from './rendered.ts'

/** One block of text. */
type TextBlock = {
  text: string
  /** What begins its first line, and the other lines. */
  first: string
  rest: string
  /** Whether its lines are code, which is not wrapped. */
  code: boolean
  /** Whether it begins an item that follows another item. */
  joined: boolean
}

type Level = { rest: string; first: string | null; joined: boolean }

const STRUCK = new Set(['s', 'del'])
const BREAKS = new Set(['p', 'div', 'h2', 'pre', 'summary', 'li', 'ul', 'ol', 'blockquote', 'details'])

/**
 * The text of HTML of an e-mail. Struck text is between `~~`, a quotation begins with `> ` and a squish with `| `, and a
 * link is followed by its address, unless it shows it or mentions a member.
 * @param html made by `mailHtml`
 * @param wrap breaks a text into lines of which each begins with the prefix
 */
export function mailText(html: string, wrap: (text: string, prefix: string) => string): string {
  const scan: TextScan = { blocks: [], levels: [], lists: [], text: '', code: false, link: null }
  for (const token of tokensOf(stripBidiControls(html))) read(scan, token)
  endBlock(scan)
  return scan.blocks
    .map((block, at) => {
      const before = scan.blocks[at - 1]
      const between = before === undefined ? '' : block.joined ? '\n' : `\n${sharedPrefix(before.rest, block.rest)}\n`
      return (
        between + (block.code ? codeLines(block) : block.first + wrap(block.text, block.rest).slice(block.first.length))
      )
    })
    .join('')
}

const codeLines = ({ text, first, rest }: TextBlock): string =>
  text
    .split('\n')
    .map((line, at) => `${at === 0 ? first : rest}${line}`.trimEnd())
    .join('\n')

type TextScan = {
  blocks: TextBlock[]
  /** Quotations, squishes and items that are open. */
  levels: Level[]
  /** Numbers of the items of the open lists; null without numbers. */
  lists: { number: number | null; begun: boolean }[]
  text: string
  code: boolean
  /** The open link: its address, and where its text begins. */
  link: { href: string; from: number } | null
}

function read(scan: TextScan, token: Token): void {
  if (token.kind === 'text') {
    scan.text += scan.code ? token.text : token.text.replace(/[ \t\n]+/g, ' ')
    return
  }
  const { name, kind } = token
  if (BREAKS.has(name)) endBlock(scan)
  if (name === 'br') scan.text += '\n'
  else if (STRUCK.has(name)) scan.text += '~~'
  else if (name === 'a') readLink(scan, token)
  else if (name === 'pre') scan.code = kind === 'open'
  else if (name === 'ul' || name === 'ol') {
    if (kind === 'open') scan.lists.push({ number: name === 'ol' ? 0 : null, begun: false })
    else scan.lists.pop()
  } else if (name === 'li' || name === 'blockquote' || name === 'details') {
    if (kind === 'open')
      scan.levels.push(
        name === 'li' ? itemLevel(scan) : { rest: name === 'details' ? '| ' : '> ', first: null, joined: false },
      )
    else scan.levels.pop()
  }
}

function itemLevel({ lists }: TextScan): Level {
  const list = lists.at(-1) ?? { number: null, begun: false }
  const joined = list.begun
  list.begun = true
  if (list.number !== null) list.number++
  const first = list.number === null ? '- ' : `${list.number}. `
  return { first, rest: ' '.repeat(first.length), joined }
}

function readLink(scan: TextScan, { kind, html }: Token): void {
  if (kind === 'open') {
    const href = html.includes(' class="mention"') ? '' : (attributeOf(html, 'href') ?? '')
    scan.link = { href, from: scan.text.length }
    return
  }
  const { href, from } = scan.link ?? { href: '', from: 0 }
  scan.link = null
  const shown = scan.text.slice(from)
  if (href !== '' && ![shown, `${shown}/`, `https://${shown}`, `https://${shown}/`, `mailto:${shown}`].includes(href))
    scan.text += ` <${href}>`
}

function endBlock(scan: TextScan): void {
  const text = scan.code ? scan.text : scan.text.replace(/ *\n */g, '\n').trim()
  scan.text = ''
  if (text.trim() === '') return
  const { levels } = scan
  const prefix = levels.map(({ rest }) => rest).join('')
  scan.blocks.push({
    text,
    first: levels.map(({ first, rest }) => first ?? rest).join(''),
    rest: prefix,
    code: scan.code,
    joined: levels.some(({ first, joined }) => first !== null && joined),
  })
  // Only the first block of an item has its mark.
  for (const level of levels) level.first = null
}

function sharedPrefix(one: string, other: string): string {
  let length = 0
  while (length < one.length && one.charAt(length) === other.charAt(length)) length++
  return one.slice(0, length).trimEnd()
}
