// View model of the error page: what happened, everything that was typed, and where to go. Pure.
import type { FastifyRequest } from 'fastify'
import { type AppError, type Kind, kinds, type PageLink } from '../errors.ts'
import { inside, urls } from '../urls.ts'
import { archiveSearch, type SearchBox, siteSearch } from './search-box.ts'

/** A field of the form, as typed. */
type TypedField = { id: string; name: string; label: string; value: string; long: boolean }

export type ErrorPage = {
  status: number
  title: string
  sentence: string
  /** Below everything that helps; empty on most pages. */
  joke: string
  typed: TypedField[]
  /** The same form, to send again, with its hidden fields; null if that would not help. */
  again: { action: string; hidden: { name: string; value: string }[]; password: boolean } | null
  signIn: string | null
  /** Filled with words guessed from the address, or preset to a period; null if a search would not help. */
  search: SearchBox | null
  links: readonly PageLink[]
}

/** Fields that people type, in the order of the page; a password is never among them. */
const labels: Record<string, string> = {
  headline: 'Headline',
  lede: 'Lede',
  body: 'Your text',
  reason: 'Your reason',
  answer: 'Your answer',
  summary: 'Summary',
  text: 'Notice',
  passage: 'Passage',
  note: 'Note',
  about: 'A few lines',
  name: 'Name',
  nic: 'Nic',
  email: 'E-mail',
  website: 'Website',
  url: 'Address',
  tags: 'Tags',
  value: 'Name, section, tag or word',
  zone: 'Time zone',
}
const long = new Set(['lede', 'body', 'reason', 'answer', 'summary', 'text', 'passage', 'note', 'about'])

/** Errors that may be gone when the form is sent again. */
const retryableKinds: ReadonlySet<Kind> = new Set<Kind>(['forbidden', 'tooOften', 'broken', 'unavailable'])

const fieldsOf = ({ body }: FastifyRequest): [name: string, value: string][] =>
  body === null || typeof body !== 'object'
    ? []
    : Object.entries(body).filter((field): field is [string, string] => typeof field[1] === 'string')

const decodeOrEmpty = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** Search words from an address: `/articles/99-the-old-tide-gauge` gives "the old tide gauge". */
function searchWords(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  // The address of a receipt is a secret, and no search may hold it.
  if (path.includes('/receipts/')) return ''
  const last =
    path
      .split('/')
      .filter((part) => /\p{L}{2}/u.test(decodeOrEmpty(part)))
      .at(-1) ?? ''
  // The address of a list has no search words.
  if (/^(archive|headlines|latest)$/.test(last)) return ''
  const words = decodeOrEmpty(last)
    .replace(/\.\w{1,5}$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^\d+ (?=\p{L})/u, '')
    .trim()
  return [...words].slice(0, 60).join('')
}

const searchableKinds: ReadonlySet<Kind> = new Set<Kind>(['missing', 'gone', 'unpublished'])

const searchBox = ({ kind, details: { period } }: AppError, request: FastifyRequest, siteName: string) =>
  !searchableKinds.has(kind)
    ? null
    : period !== undefined
      ? archiveSearch(period)
      : siteSearch(siteName, searchWords(request.originalUrl))

export function errorPage(error: AppError, request: FastifyRequest, siteName: string): ErrorPage {
  const { kind, message, links } = error
  const { status, title } = kinds[kind]
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const fields = fieldsOf(request)
  const mainField = fields.find(([name, value]) => long.has(name) && name !== 'lede' && value.trim() !== '')?.[0]
  const typed = Object.keys(labels).flatMap((name) => {
    const value = fields.find((field) => field[0] === name)?.[1] ?? ''
    return value.trim() === ''
      ? []
      : [{ id: name === mainField ? 'kept' : `kept-${name}`, name, label: labels[name]!, value, long: long.has(name) }]
  })
  const { url } = request.routeOptions
  // The forms of an account need no query, so their addresses lead back to them.
  const leadsBack = isRead || (url?.startsWith('/accounts/') && request.server.hasRoute({ method: 'GET', url }))
  const signIn =
    kind === 'forbidden' && request.viewer === null ? urls.login(leadsBack ? request.url : undefined) : null
  // A form from another site is refused before its body is read, so it cannot be sent again from here.
  const again =
    typed.length > 0 &&
    inside(request.url, '') !== '' &&
    retryableKinds.has(kind) &&
    (kind !== 'forbidden' || signIn !== null)
  const safe = typed.length === 0 || /\bis safe\b/.test(message) ? '' : 'Your text is safe: it is below. '
  return {
    status,
    title: error.details.title ?? title,
    sentence: `${safe}${again && signIn !== null ? 'Sign in in a new tab, then send this again.' : message}`,
    joke: kind === 'unavailable' ? 'The presses are being oiled.' : '',
    typed,
    again: again
      ? {
          action: request.url,
          hidden: fields
            .filter(([name]) => name !== 'password' && !typed.some((one) => one.name === name))
            .map(([name, value]) => ({ name, value })),
          password: fields.some(([name]) => name === 'password'),
        }
      : null,
    signIn,
    search: searchBox(error, request, siteName),
    links,
  }
}
