// The signs that a robot sent a form: a trap field that was filled in, and a form that was sent within seconds. Pure.
import type { FilterSign } from '../db/schema/filters.ts'
import { count } from '../format.ts'

/** `seconds` is the age of a form that was sent too soon; null where it was old enough or its age is unknown. */
export type FormSigns = { trap: boolean; seconds: number | null }

export const noSigns: FormSigns = { trap: false, seconds: null }

/** What a filter asks for beside its words: nothing, a filled trap field, a form sent too soon, or one of the two. */
export const filterSigns = ['', 'trap', 'fast', 'any'] as const satisfies readonly FilterSign[]

export const hasSign = ({ trap, seconds }: FormSigns): boolean => trap || seconds !== null

/** Whether a form has the sign that a filter asks for. */
export const hasWantedSign = (wanted: FilterSign, signs: FormSigns): boolean =>
  wanted === '' || (wanted === 'trap' ? signs.trap : wanted === 'fast' ? signs.seconds !== null : hasSign(signs))

/** The signs as a hold stores them: `trap fast:2`; empty for none. */
export const signsText = ({ trap, seconds }: FormSigns): string =>
  [...(trap ? ['trap'] : []), ...(seconds === null ? [] : [`fast:${seconds}`])].join(' ')

export function parseSigns(text: string): FormSigns {
  const words = text.split(' ')
  const fast = words.find((word) => /^fast:\d+$/.test(word))
  return { trap: words.includes('trap'), seconds: fast === undefined ? null : Number(fast.slice('fast:'.length)) }
}

const ageText = (seconds: number): string => (seconds === 0 ? 'less than a second' : count(seconds, 'second'))

/** The signs for moderators: `a hidden field was filled in; sent 2 seconds after it was opened`; empty for none. */
export const signWords = ({ trap, seconds }: FormSigns): string =>
  [
    ...(trap ? ['a hidden field was filled in'] : []),
    ...(seconds === null ? [] : [`sent ${ageText(seconds)} after it was opened`]),
  ].join('; ')

const clauses = ({ trap, seconds }: FormSigns): string[] => [
  ...(trap ? ['a field that is hidden from people was filled in'] : []),
  ...(seconds === null ? [] : [`the form was sent ${ageText(seconds)} after it was opened`]),
]

const WHO = 'Robots do that; so can browsers that fill in forms, and quick writers.'

/** The sentences about its signs for the writer of a held comment; empty for none. */
export const heldSignSentence = (signs: FormSigns): string =>
  hasSign(signs)
    ? `The moderator also sees that ${clauses(signs).join(' and that ')}. ${WHO} This alone holds no comment.`
    : ''

/** The sentences for the writer of a refused comment about the signs that the filter asks for. The form comes back without them. */
export const refusedSignSentence = (wanted: FilterSign, { trap, seconds }: FormSigns): string =>
  `The rule applied because ${clauses({ trap: trap && wanted !== 'fast', seconds: wanted === 'trap' ? null : seconds }).join(' and because ')}. ${WHO} If you are not one, wait a moment and press Post again.`
