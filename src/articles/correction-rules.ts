// Rules of corrections: whether an article has the passage, where, and what it would be with the correction. Pure.
import { plainText } from '../markup/text.ts'
import { DAY } from '../time.ts'

/** Characters of a correction and of its passage, and corrections of one reader: at most `max` in `window` milliseconds. */
export const correctionLimits = { body: 2000, passage: 1000, quota: { max: 10, window: DAY } } as const

export type PassageText = { headline: string; lede: string; body_html: string }

/** Quotation marks, dashes and spaces that look alike are the same; case is not. Keeps the length. */
const foldSigns = (text: string): string =>
  text
    .replace(/[\s\u00a0]/g, ' ')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/[“”„‟″«»]/g, '"')
    .replace(/[‐‑‒–—―]/g, '-')

const oneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\u00ad/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()

const fold = (text: string): string => foldSigns(oneLine(text))

/** Each text once for all passages that are looked for in it: an article may be quoted a hundred times. */
const known = new WeakMap<PassageText, { shown: string; folded: string }[]>()

function foldedTexts(article: PassageText): { shown: string; folded: string }[] {
  const before = known.get(article)
  if (before !== undefined) return before
  const made = texts(article).map((text) => {
    const shown = oneLine(text)
    return { shown, folded: foldSigns(shown) }
  })
  known.set(article, made)
  return made
}

const texts = ({ headline, lede, body_html }: PassageText): string[] => [plainText(body_html), lede, headline]

/** Characters of an article shown before and after a passage. */
const CONTEXT_CHARACTERS = 160

export type PassageContext = { before: string; passage: string; after: string }

/** The passage with the words around it; null if the article does not have it, in its body, lede or headline. */
export function passageIn(article: PassageText, passage: string): PassageContext | null {
  const wanted = fold(passage)
  if (wanted === '') return null
  for (const { shown, folded } of foldedTexts(article)) {
    const at = folded.indexOf(wanted)
    if (at < 0) continue
    return {
      before: shown.slice(Math.max(0, at - CONTEXT_CHARACTERS), at),
      passage: shown.slice(at, at + wanted.length),
      after: shown.slice(at + wanted.length, at + wanted.length + CONTEXT_CHARACTERS),
    }
  }
  return null
}

/** A text with a passage replaced; null if it does not have it exactly once. */
function replaceOnce(text: string, passage: string, by: string): string | null {
  const [wanted, folded] = [fold(passage), foldSigns(text)]
  const at = folded.indexOf(wanted)
  return wanted === '' || at < 0 || folded.indexOf(wanted, at + 1) >= 0
    ? null
    : text.slice(0, at) + by + text.slice(at + wanted.length)
}

export type CorrectedFields = { headline: string; lede: string; body: string }

/** The fields with the passage replaced where it is exactly once, in the body first; null if it is in none. */
export function applyCorrection(
  fields: CorrectedFields,
  { passage, body }: { passage: string; body: string },
): CorrectedFields | null {
  for (const field of ['body', 'lede', 'headline'] as const) {
    const text = replaceOnce(fields[field], passage, body.trim())
    if (text !== null) return { ...fields, [field]: text }
  }
  return null
}
