// index.html of an export: a page that opens from the disk, with its own style and without scripts. Pure.
import { count } from '../../format.ts'
import { escapeAttribute, escapeText } from '../../markup/write.ts'
import type { Part } from './account-parts.ts'
import { type ExportedRow, type ExportedValue, pictureFile } from './rows.ts'

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#ccc,#444);--dim:light-dark(#555,#aaa)}
body{font:17px/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere;background:light-dark(#fff,#1b1b1b);color:light-dark(#1a1a1a,#e6e6e6)}
a{color:light-dark(#0b4a8f,#8fc1ff)}h1,h2,h3{line-height:1.2}h2{margin-top:3rem;border-top:2px solid;padding-top:.5rem}
nav ul{columns:16rem;padding-left:1.2rem}.row{border-top:1px solid var(--line);padding:.6rem 0}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:0 1rem;margin:0;font:14px/1.5 system-ui,sans-serif}
dt{color:var(--dim)}dd{margin:0;white-space:pre-wrap}.text{margin:.5rem 0}blockquote{margin:.5rem 0 .5rem 1rem;padding-left:1rem;border-left:3px solid var(--line)}
img{max-width:100%;height:auto}pre{overflow-x:auto}`

/** Numbers that data.json has, where the page shows a headline or an address. */
const numbers = new Set(['id', 'article_id', 'parent_id', 'comment_id', 'log_entry_id', 'format', 'body_format'])

/** Columns that are shown as a text of their own, and those that it makes needless. */
const texts: Readonly<Record<string, string>> = { html: 'source', body_html: 'body_source' }

const words = (column: string): string => {
  const plain = column.replace(/_at$/, '').replaceAll('_', ' ')
  return plain.charAt(0).toUpperCase() + plain.slice(1)
}

/** The beginning of the page: heading, what is not in the export, and the list of parts. */
export function documentHead(
  about: { nic: string; site: string; base: string; at: string },
  sections: readonly { key: string; title: string; rows: number }[],
): string {
  const title = `${about.nic} on ${about.site}`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><title>${escapeText(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeText(title)}</h1>
<p>What <a href="${escapeAttribute(about.base)}">${escapeText(about.site)}</a> held about this account on ${escapeText(about.at)} (UTC). The file data.json has the same for programs.</p>
<nav aria-label="Contents"><ul>${sections.map(({ key, title: text, rows }) => `<li><a href="#${key}">${escapeText(text)}</a>: ${count(rows, 'entry', 'entries')}</li>`).join('')}</ul></nav>
`
}

export const sectionHead = (part: Part): string => `<h2 id="${part.key}">${escapeText(part.title)}</h2>\n`

/** @param pictures names of the pictures that lie in the archive */
export function documentRow(row: ExportedRow, base: string, pictures: ReadonlySet<string>): string {
  const replaced = new Set(Object.keys(row).flatMap((column) => texts[column] ?? []))
  const facts = Object.entries(row).filter(
    ([column, value]) => !(column in texts) && !replaced.has(column) && !numbers.has(column) && hasContent(value),
  )
  const written = Object.keys(texts).flatMap((column) =>
    typeof row[column] === 'string' ? [`<div class="text">${localized(row[column], base, pictures)}</div>`] : [],
  )
  const file = typeof row['file'] === 'string' ? picture(row) : ''
  const lines = facts.map(
    ([column, value]) => `<dt>${escapeText(words(column))}</dt><dd>${shown(column, value, base, pictures)}</dd>`,
  )
  return `<div class="row">${file}${written.join('')}<dl>${lines.join('')}</dl></div>\n`
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const hasContent = (value: ExportedValue): boolean =>
  value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)

const picture = (row: ExportedRow): string =>
  `<p><img src="${escapeAttribute(String(row['file']))}" alt="${escapeAttribute(String(row['alt'] ?? ''))}" loading="lazy"></p>`

function shown(column: string, value: ExportedValue, base: string, pictures: ReadonlySet<string>): string {
  if (Array.isArray(value)) return value.map((row) => documentRow(row, base, pictures)).join('')
  if (value !== null && typeof value === 'object')
    return `<a href="${escapeAttribute(value.address)}">${escapeText(value.headline)}</a>`
  if (column === 'address') return `<a href="${escapeAttribute(String(value))}">${escapeText(String(value))}</a>`
  return escapeText(isoTime.test(String(value)) ? String(value).slice(0, 16).replace('T', ' ') : String(value))
}

/** Addresses of the site become whole ones, and pictures of the archive are read from it. */
const localized = (html: string, base: string, pictures: ReadonlySet<string>): string =>
  html
    .replaceAll(/ srcset="[^"]*"/g, '')
    .replaceAll(/(src|href)="\/media\/([\w.-]+)"/g, (whole, attribute: string, name: string) =>
      pictures.has(name) ? `${attribute}="${pictureFile(name)}"` : whole,
    )
    .replaceAll(/(src|href)="\/(?!\/)/g, `$1="${escapeAttribute(base)}/`)

export const DOCUMENT_FOOT = '</main></body></html>\n'
