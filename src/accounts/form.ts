// The forms that register and sign in, with the faults of their fields. Pure.

import { z } from 'zod'
import { characters, checkedField, type Faults, readForm, textField } from '../faults.ts'
import { limits } from '../settings.ts'
import { tidyNic } from '../skeleton.ts'
import { nicFault } from './nics/rules.ts'

export const NOT_AN_ADDRESS = 'That does not look like an e-mail address.'

export function emailFault(email: string): string | null {
  const typed = email.trim()
  if (typed === '') return 'Enter an e-mail address, in case you forget your password.'
  if (characters(typed) > limits.email) return `An e-mail address has at most ${limits.email} characters.`
  return z.email().safeParse(typed).success ? null : NOT_AN_ADDRESS
}

export const registerForm = z.object({
  nic: checkedField((nic) => nicFault(tidyNic(nic))),
  email: checkedField(emailFault),
  password: textField,
  /** The sentence of an applicant; other registrations have none. */
  introduction: textField,
  next: textField,
  action: textField,
})

export type RegisterField = keyof z.input<typeof registerForm>
export type RegisterForm = Record<Exclude<RegisterField, 'introduction'>, string> & { introduction?: string }
export const registerFields = Object.keys(registerForm.shape) as RegisterField[]

/** The faults found without the database; actions check the password, and whether nic and address are free. */
export const registerFaults = (form: RegisterForm): Faults<RegisterField> => readForm(registerForm, form).faults

/**
 * `post` is ticked where a comment waits that signing in posts. `keep` is ticked to stay signed in; a form that has not
 * `offered` the box means the same.
 */
export const loginForm = z
  .object({
    nic: textField,
    password: textField,
    next: textField,
    post: textField,
    keep: textField,
    offered: textField,
  })
  .superRefine(({ nic, password }, context) => {
    if (nic.trim() === '' || password === '')
      context.addIssue({
        code: 'custom',
        path: ['nic'],
        message: 'Enter your nic or e-mail address, and your password.',
      })
  })

export type LoginForm = z.input<typeof loginForm>

/** Whether a session outlives the browser's own, which is the default. */
export const isKept = ({ keep = '', offered = '' }: Partial<LoginForm>): boolean => keep !== '' || offered === ''

/** A form with a button and no field. */
export const logoutForm = z.object({})
