// The forms of passkeys: add, rename, remove, sign in with one, and drop the password. Pure.
import { z } from 'zod'
import { characters, checkedField, rowIdField, textField } from '../../faults.ts'
import { MAX_PASSKEY_NAME } from './rules.ts'

/** `credential` is the answer of the browser as JSON. */
export const passkeyForm = z.object({
  action: z.enum(['add', 'rename', 'remove', 'drop-password']),
  passkey: rowIdField,
  name: checkedField((name) =>
    characters(name) > MAX_PASSKEY_NAME ? `A name has at most ${MAX_PASSKEY_NAME} characters.` : null,
  ),
  setup: textField,
  credential: textField,
})

export const challengeForm = z.object({ purpose: z.enum(['add', 'sign-in', 'confirm']) })

export const passkeyLoginForm = z.object({ credential: textField, next: textField, post: textField })

export const passkeyConfirmForm = z.object({ credential: textField, next: textField })
