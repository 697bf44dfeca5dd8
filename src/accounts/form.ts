// What the register and sign-in forms hold, and what is wrong with them. Pure.

import { z } from 'zod'
import { characters, type Faults } from '../faults.ts'
import { limits } from '../settings.ts'
import { skeleton, tidyNic } from '../skeleton.ts'
import { nicFault } from './nics/rules.ts'

export const registerFields = ['nic', 'email', 'password', 'next', 'action'] as const
export type RegisterField = (typeof registerFields)[number]
export type RegisterForm = Record<RegisterField, string>

/** `post` is ticked where a comment waits that signing in posts. */
export const loginFields = ['nic', 'password', 'next', 'post'] as const
export type LoginField = (typeof loginFields)[number]
export type LoginForm = Record<LoginField, string>

/** The passwords that are tried first everywhere; a longer list would guard no better against the first tries. */
const commonPasswords = new Set([
  'password',
  'password1',
  'passwort',
  '12345678',
  '123456789',
  '1234567890',
  '11111111',
  '00000000',
  'qwertyui',
  'qwertyuiop',
  'qwerty123',
  'iloveyou',
  'sunshine',
  'princess',
  'football',
  'baseball',
  'trustno1',
  'letmein1',
  'superman',
  'welcome1',
  'broadside',
])

export function passwordFault(password: string, nic: string): string | null {
  const bytes = Buffer.byteLength(password)
  if (bytes < limits.password.min)
    return `A password has at least ${limits.password.min} characters. A short sentence works well.`
  if (bytes > limits.password.max) return `A password has at most ${limits.password.max} bytes.`
  if (commonPasswords.has(password.toLowerCase()) || (nic !== '' && skeleton(password) === skeleton(nic)))
    return 'That password is among the first that a stranger would try. Choose another.'
  return null
}

export function emailFault(email: string): string | null {
  const typed = email.trim()
  if (typed === '') return 'An e-mail address is needed, in case the password is forgotten.'
  if (characters(typed) > limits.email) return `An e-mail address has at most ${limits.email} characters.`
  return z.email().safeParse(typed).success ? null : 'That does not look like an e-mail address.'
}

export function registerFaults(form: RegisterForm): Faults<RegisterField> {
  const faults: Faults<RegisterField> = {}
  const nic = nicFault(tidyNic(form.nic))
  const email = emailFault(form.email)
  const password = passwordFault(form.password, form.nic)
  if (nic !== null) faults.nic = nic
  if (email !== null) faults.email = email
  if (password !== null) faults.password = password
  return faults
}
