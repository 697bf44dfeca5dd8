// What is wrong with a reason. Pure.
import { limits } from '../settings.ts'
import { characters } from '../web/forms.ts'

/** @param reason trimmed */
export const reasonFault = (reason: string): string | null =>
  reason === '' ? 'A reason is needed: it is what everybody else reads.' : characters(reason) > limits.reason ? `A reason has at most ${limits.reason} characters.` : null
