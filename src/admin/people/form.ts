// The form about one person: change the role, trust them, end their sessions. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { ladder, type Role } from '../../permissions.ts'
import { optionalReasonField } from '../../reasons.ts'

export const roleField = z.enum(ladder, 'Choose a role.')

/** `role` counts only with the button that changes it. */
export const personForm = z
  .object({
    action: z.enum(
      ['role', 'trust', 'end-trust', 'sessions', 'remove-factor', 'keep-factor'],
      'This form has no such button. Nothing was changed.',
    ),
    role: textField,
    reason: optionalReasonField,
    password: textField,
  })
  .superRefine(({ action, role }, context) => {
    if (action === 'role' && !roleField.safeParse(role).success)
      context.addIssue({ code: 'custom', path: ['role'], message: 'Choose a role.' })
  })

export type PersonField = keyof z.input<typeof personForm>
export type PersonForm = Record<PersonField, string>

/** The role of a form that has no fault. */
export const roleOf = (form: PersonForm): Role => roleField.parse(form.role)
