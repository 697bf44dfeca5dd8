// The forms that make and revoke a token. Pure.
import { z } from 'zod'
import { characters, checkedField, textField } from '../../faults.ts'

/** Characters of the name of a token, and tokens of one member. */
export const MAX_NAME = 40
export const MAX_TOKENS = 20

const nameFault = (name: string): string | null =>
  name === ''
    ? 'Enter a name, so that you know later which one this is.'
    : characters(name) > MAX_NAME
      ? `A name has at most ${MAX_NAME} characters.`
      : null

/** `key` belongs to one page with the form: the same form pressed twice makes one token. */
export const tokenForm = z.object({ name: checkedField(nameFault), key: textField, password: textField })

export type TokenField = 'name' | 'password'

export const revocationForm = z.object({ token: textField })
