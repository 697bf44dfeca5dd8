// The form in which a reader corrects an article. Pure.
import { z } from 'zod'
import { characters, checkedField, textField } from '../../faults.ts'
import { number } from '../../format.ts'
import { correctionLimits } from '../correction-rules.ts'

const lengthFault = (what: string, text: string, most: number): string | null =>
  characters(text) > most
    ? `${what} can have up to ${number(most)} characters. This one has ${number(characters(text))}.`
    : null

/** Whether the article has the passage is checked by `sendCorrection`. `credit` is `named` for a member who wants to be named. */
export const correctionForm = z.object({
  passage: checkedField((text) =>
    text === '' ? 'Copy the passage from the article.' : lengthFault('A passage', text, correctionLimits.passage),
  ),
  body: checkedField((text) =>
    text === '' ? 'Write what it should say.' : lengthFault('A correction', text, correctionLimits.body),
  ),
  credit: textField,
})
