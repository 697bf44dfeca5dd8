// The form in which a reader without an account reports a comment, and the button that confirms it. Pure.
import { z } from 'zod'
import { characters, checkedField } from '../../faults.ts'
import { number } from '../../format.ts'
import { mailableFault } from '../../mail/address.ts'
import { limits } from '../../settings.ts'

export const reportForm = z.object({
  reason: checkedField((text) =>
    text === ''
      ? 'Say what is wrong with this comment.'
      : characters(text) > limits.report
        ? `A report can have up to ${number(limits.report)} characters. This one has ${number(characters(text))}.`
        : null,
  ),
  email: checkedField((text) => mailableFault(text, 'Enter your e-mail address: the answer goes there.')),
})

export const reportButtonForm = z.object({ action: z.string() })
