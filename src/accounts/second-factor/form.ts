// The forms of the second factor: an authenticator app, recovery codes, and the code at sign-in. Pure.
import { z } from 'zod'
import { checkedField, textField } from '../../faults.ts'
import { isRecoveryCode, isTotpCode } from './rules.ts'

/** One address takes two forms: `on` with the new secret and its first code, and `off`. */
export const totpForm = z
  .object({ setup: textField, code: textField, password: textField, action: z.enum(['on', 'off']) })
  .superRefine(({ code, action }, context) => {
    const fault = action === 'on' ? appCodeFault(code) : codeFault(code)
    if (fault !== null) context.addIssue({ code: 'custom', path: ['code'], message: fault })
  })

export type TotpField = Exclude<keyof z.input<typeof totpForm>, 'action' | 'setup'>

const appCodeFault = (code: string): string | null =>
  code.trim() === ''
    ? 'Enter the code that the app shows.'
    : isTotpCode(code)
      ? null
      : 'A code of the app has six digits.'

/** What is wrong with a code of either kind. */
function codeFault(code: string): string | null {
  if (code.trim() === '') return 'Enter a code.'
  return isTotpCode(code) || isRecoveryCode(code)
    ? null
    : 'A code of the app has six digits, a recovery code sixteen letters and digits.'
}

export const recoveryForm = z.object({ setup: textField, password: textField, action: z.enum(['make', 'saved']) })

/** The button that stops the removal of a lost second factor. */
export const stopRemovalForm = z.object({ action: textField })

/** The code at sign-in. `kind` says which of the two forms it was typed into. */
export const codeForm = z.object({ code: checkedField(codeFault), kind: textField })
