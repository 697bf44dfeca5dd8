// The form of an article, for those who send one in and for editors: its fields, their limits, and what is wrong with each. Pure.
import { z } from 'zod'
import { websiteFault } from '../../accounts/profile/website.ts'
import { foldTag } from '../../articles/rules.ts'
import { characters, type Faults, textField } from '../../faults.ts'
import { number } from '../../format.ts'
import { altFault } from '../../markup/alt-text.ts'
import { stripBidiControls } from '../../markup/direction.ts'
import { isBlank } from '../../markup/words.ts'
import { limits } from '../../settings.ts'

/** A link to news elsewhere needs an address and a lede; an article of one’s own needs a text. */
export type ArticleKind = 'link' | 'own'

/** All fields are kept as typed; `articleFaults` checks them. */
export const articleForm = z.object({
  url: textField,
  headline: textField,
  lede: textField,
  body: textField,
  /** Slug of the section. */
  section: textField,
  /** Separated by commas. */
  tags: textField,
  /** Name of a guest; empty for members. */
  nic: textField,
  /** Why an editor changes a published article. */
  note: textField,
  /** Why the news is sent in although the site seems to have it. */
  reason: textField,
  /** The revision that an editor’s form was made from. */
  base: textField,
  /** Idempotency key: the same form pressed twice sends one article. */
  key: textField,
  /** Id and revision of the draft that the form was filled with. */
  draft: textField,
  action: textField,
  tool: textField,
})

export type ArticleForm = z.input<typeof articleForm>

/** `file` is the picture, which is no text field. */
export type ArticleField = keyof ArticleForm | 'file'

/** What the form says, as it is stored. */
export type ArticleFields = {
  /** Null for none. */
  url: string | null
  headline: string
  lede: string
  body: string
  section: string
  tags: string[]
  note: string
  reason: string
}

/** A text on one line, without controls and with single spaces. */
export const oneLine = (text: string): string =>
  stripBidiControls(text.toWellFormed().replace(/[\s\p{Cc}\ufffe\uffff]+/gu, ' ')).trim()

/** The tags of a comma-separated list, each once, without `#`. */
function parseTags(typed: string): string[] {
  const tags = typed.split(/[,，、\n]/).map((tag) => oneLine(tag).replace(/^#+\s*/, ''))
  return [...new Map(tags.filter((tag) => tag !== '').map((tag) => [foldTag(tag), tag] as const)).values()]
}

function parseUrl(typed: string): string | null {
  const text = typed.trim()
  return text === '' || !URL.canParse(text) ? null : new URL(text).href
}

export const parseArticle = (form: ArticleForm): ArticleFields => ({
  url: parseUrl(form.url),
  headline: oneLine(form.headline),
  lede: oneLine(form.lede),
  body: isBlank(form.body) ? '' : form.body,
  section: form.section,
  tags: parseTags(form.tags),
  note: oneLine(form.note),
  reason: isBlank(form.reason) ? '' : oneLine(form.reason),
})

/** The fault of a text that is too long; null if it fits. @param what with its article: `A headline` */
function lengthFault(what: string, text: string, most: number): string | null {
  const length = characters(text)
  return length > most
    ? `${what} has at most ${number(most)} characters. This one has ${number(length)}: shorten it by ${number(length - most)}.`
    : null
}

/** What is wrong with the address of the news. */
export function urlFault(typed: string, kind: ArticleKind): string | null {
  if (kind === 'link' && typed.trim() === '') return 'Enter the address of the news.'
  return websiteFault(typed)
}

const headlineFault = (headline: string): string | null =>
  isBlank(headline) ? 'Write a headline.' : lengthFault('A headline', headline, limits.headline)

const ledeFault = (lede: string, kind: ArticleKind): string | null =>
  kind === 'link' && isBlank(lede)
    ? 'Say in a sentence or two what happened.'
    : lengthFault('A lede', lede, limits.lede)

function bodyFault(body: string, kind: ArticleKind): string | null {
  if (kind === 'own' && body === '') return 'Write something first.'
  return lengthFault('An article', body, limits.article) ?? altFault(body)
}

function tagsFault(tags: readonly string[]): string | null {
  if (tags.length > limits.tags) return `An article has at most ${limits.tags} tags. You typed ${tags.length}.`
  const long = tags.find((tag) => characters(tag) > limits.tag)
  if (long !== undefined)
    return `A tag has at most ${limits.tag} characters: shorten “${[...long].slice(0, limits.tag).join('')}…”. Separate tags with commas.`
  const odd = tags.find((tag) => !/[\p{L}\p{N}]/u.test(tag))
  return odd === undefined ? null : `“${odd}” is no tag. A tag has at least one letter or digit.`
}

/**
 * The first fault of each field, in the order of the form; empty when it can be sent. What only the database knows, such
 * as the section, is checked by `checkArticle`.
 * @param needsNote an editor has to say why a published article is changed
 */
export function articleFaults(
  form: ArticleForm,
  kind: ArticleKind,
  { needsNote = false }: { needsNote?: boolean } = {},
): Faults<ArticleField> {
  const fields = parseArticle(form)
  const found: [ArticleField, string | null][] = [
    ['url', urlFault(form.url, kind)],
    ['headline', headlineFault(fields.headline)],
    ['lede', ledeFault(fields.lede, kind)],
    ['body', bodyFault(fields.body, kind)],
    ['section', fields.section === '' ? 'Choose a section.' : null],
    ['tags', tagsFault(fields.tags)],
    [
      'note',
      needsNote && isBlank(fields.note)
        ? 'Say what was changed, and why.'
        : lengthFault('A note', fields.note, limits.reason),
    ],
    ['reason', lengthFault('A reason', fields.reason, limits.reason)],
  ]
  return Object.fromEntries(found.filter(([, fault]) => fault !== null))
}
