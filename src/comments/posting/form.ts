// What a comment form holds and what is wrong with it, field by field. Pure.
import { z } from 'zod'
import { characters, type Faults } from '../../faults.ts'
import { altFault } from '../../markup/alt-text.ts'
import { isBlank } from '../../markup/words.ts'
import { limits } from '../../settings.ts'

export const commentFields = [
  'article',
  'parent',
  'nic',
  'email',
  'website',
  'body',
  'key',
  'notify',
  'remember',
  'draft',
  'action',
  'tool',
] as const
/** `file` is the picture, which stands apart from the text. */
export type CommentField = (typeof commentFields)[number] | 'file'
/** Guests tick `notify` to be told of replies, and `remember` to find their details filled in next time; `draft` is the waiting text that the form was filled with. */
export type CommentForm = Record<Exclude<CommentField, 'notify' | 'remember' | 'draft' | 'file'>, string> & {
  notify?: string
  remember?: string
  draft?: string
}

/** What the buttons of the form do; an empty value is Post, for forms that other programs send. */
export const formActions = [
  '',
  'post',
  'preview',
  'own-nic',
  'pick-nic',
  'quote',
  'discard',
  'sign-in',
  'register',
] as const

/** How the key of a form begins that was made for a member: pressed without a session, it tells that one has ended. */
export const MEMBER_KEY = 'member-'

const noLongerThan = (most: number, what: string) => (text: string) => characters(text) <= most || what

const check = (rule: (text: string) => true | string) =>
  z.string().superRefine((text, context) => {
    const verdict = rule(text)
    if (verdict !== true) context.addIssue({ code: 'custom', message: verdict })
  })

const email = (text: string): true | string =>
  text.trim() === ''
    ? true
    : characters(text) > limits.email
      ? `An e-mail address has at most ${limits.email} characters.`
      : z.email().safeParse(text.trim()).success || 'That does not look like an e-mail address.'

function website(text: string): true | string {
  const typed = text.trim()
  if (typed === '') return true
  if (characters(typed) > limits.address) return `An address has at most ${limits.address} characters.`
  if (!/^https?:\/\//i.test(typed))
    return /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed)
      ? 'The address of a page begins with https:// or http://.'
      : 'Put https:// at the front.'
  const url = URL.canParse(typed) ? new URL(typed) : null
  return (
    (url !== null && url.username === '' && url.password === '' && url.hostname.includes('.')) ||
    'That does not look like the address of a page.'
  )
}

/** The rules of the fields that a writer fills in, in one place for the form and the API. */
export const commentSchema = z.object({
  email: check(email),
  website: check(website),
  body: check(noLongerThan(limits.comment, `A comment has at most 10,000 characters.`)).refine(
    (text) => !isBlank(text),
    'The comment is empty.',
  ),
})

/** @returns a sentence for every field that has to be put right; empty when all are well */
export function commentFaults(
  form: Pick<CommentForm, 'email' | 'website' | 'body'> & Pick<CommentForm, 'notify'>,
): Faults<CommentField> {
  const result = commentSchema.safeParse(form)
  const faults: Faults<CommentField> =
    (form.notify ?? '') !== '' && form.email.trim() === ''
      ? { email: 'To tell you of replies, an address is needed.' }
      : {}
  const picture = altFault(form.body)
  if (picture !== null) faults.body = picture
  if (result.success) return faults
  for (const issue of result.error.issues) {
    const field = issue.path[0] as CommentField
    const over =
      field === 'body' && characters(form.body) > limits.comment
        ? ` This one has ${characters(form.body).toLocaleString('en-GB')}.`
        : ''
    faults[field] ??= issue.message + over
  }
  return faults
}
