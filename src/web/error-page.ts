// What the page of an error says: what happened, everything that was typed, and the ways on. Pure.
import type { FastifyRequest } from 'fastify'
import { type AppError, type Kind, kinds, type Way } from '../errors.ts'
import { inside, urls } from '../urls.ts'

/** A field as it was typed. */
export type TypedField = { id: string; name: string; label: string; value: string; long: boolean }

export type ErrorPage = {
  status: number
  title: string
  sentence: string
  /** Below everything that helps; empty on most pages. */
  joke: string
  typed: TypedField[]
  /** Where the same form can be sent once more, with the fields that nobody typed; null where that would change nothing. */
  again: { action: string; hidden: { name: string; value: string }[]; password: boolean } | null
  signIn: string | null
  /** Words to look for, guessed from the address; null where a search is no help. */
  search: string | null
  ways: readonly Way[]
}

/** Fields that people type, in the order of the page; a password is never given back. */
const labels: Record<string, string> = {
  headline: 'Headline',
  lede: 'Lede',
  body: 'What you wrote',
  reason: 'Your reason',
  answer: 'Your answer',
  summary: 'Summary',
  text: 'Notice',
  passage: 'Passage',
  note: 'Note',
  nic: 'Nic',
  email: 'E-mail',
  website: 'Website',
  url: 'Address',
  tags: 'Tags',
  value: 'Name, section, tag or word',
  zone: 'Time zone',
}
const long = new Set(['lede', 'body', 'reason', 'answer', 'summary', 'text', 'passage', 'note'])

/** Ends that may be another the next time the same form is sent. */
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

/** Words of an address that may be those of a headline: `/articles/99-the-old-tide-gauge` looks for "the old tide gauge". */
export function searchWords(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  const last =
    path
      .split('/')
      .filter((part) => /\p{L}{2}/u.test(decodeOrEmpty(part)))
      .at(-1) ?? ''
  // A day or a page of a list has no words to look for.
  if (/^(archive|headlines|latest)$/.test(last)) return ''
  const words = decodeOrEmpty(last)
    .replace(/\.\w{1,5}$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^\d+ (?=\p{L})/u, '')
    .trim()
  return [...words].slice(0, 60).join('')
}

export function errorPage({ kind, message, ways }: AppError, request: FastifyRequest): ErrorPage {
  const { status, title } = kinds[kind]
  const asked = request.method === 'GET' || request.method === 'HEAD'
  const fields = fieldsOf(request)
  /** The text itself, where there is one. */
  const text = fields.find(([name, value]) => long.has(name) && name !== 'lede' && value.trim() !== '')?.[0]
  const typed = Object.keys(labels).flatMap((name) => {
    const value = fields.find((field) => field[0] === name)?.[1] ?? ''
    return value.trim() === ''
      ? []
      : [{ id: name === text ? 'kept' : `kept-${name}`, name, label: labels[name]!, value, long: long.has(name) }]
  })
  const signIn = kind === 'forbidden' && request.viewer === null ? urls.login(asked ? request.url : undefined) : null
  // A form from another site is refused before it is read, and so never comes back as one that could be sent from here.
  const again =
    typed.length > 0 &&
    inside(request.url, '') !== '' &&
    retryableKinds.has(kind) &&
    (kind !== 'forbidden' || signIn !== null)
  const nothingLost =
    typed.length === 0 || /nothing[^.]* lost/i.test(message) ? '' : ' Nothing you wrote is lost: it is below.'
  return {
    status,
    title,
    sentence: `${again && signIn !== null ? 'Sign in first, in a tab of its own; then send this again.' : message}${nothingLost}`,
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
    search: kind === 'missing' || kind === 'gone' ? searchWords(request.originalUrl) : null,
    ways,
  }
}
