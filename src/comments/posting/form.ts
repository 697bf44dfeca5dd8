// The form of a comment: its fields, their limits, and what is wrong with each. Pure.
import { z } from 'zod'
import { websiteFault } from '../../accounts/profile/website.ts'
import { characters, type Faults, rowId, textField } from '../../faults.ts'
import { number } from '../../format.ts'
import { altFault } from '../../markup/alt-text.ts'
import { isBlank } from '../../markup/words.ts'
import { limits } from '../../settings.ts'

/** A field that is kept as typed. @param fault the sentence that is wrong with it, or null */
const typedField = (fault: (text: string) => string | null) =>
  textField.superRefine((text, context) => {
    const message = fault(text)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })

function emailFault(text: string): string | null {
  const typed = text.trim()
  if (typed === '') return null
  if (characters(text) > limits.email) return `An e-mail address has at most ${limits.email} characters.`
  return z.email().safeParse(typed).success ? null : 'That does not look like an e-mail address.'
}

/** What is wrong with the text of a comment, in a sentence, or null. */
export function bodyFault(body: string): string | null {
  const picture = altFault(body)
  if (picture !== null) return picture
  const length = characters(body)
  if (length > limits.comment)
    return `A comment has at most ${number(limits.comment)} characters. This one has ${number(length)}.`
  return isBlank(body) ? 'Write something first.' : null
}

export const commentForm = z
  .object({
    article: textField,
    parent: textField,
    nic: textField,
    email: typedField(emailFault),
    website: typedField(websiteFault),
    body: typedField(bodyFault),
    /** Idempotency key: the same form pressed twice posts one comment. */
    key: textField,
    /** Not empty when a guest wants replies by e-mail. */
    notify: textField,
    /** Not empty when the browser is to remember a guest's name, e-mail and website. */
    remember: textField,
    /** Id of the draft that the form was filled with. */
    draft: textField,
    /** Trap field for robots: hidden from people, who leave it empty. Robots know its name, browsers that fill in forms do not. */
    subject: textField,
    /** Signed time at which the form was opened; empty where that is not known. */
    opened: textField,
    action: textField,
    tool: textField,
  })
  .superRefine(({ notify, email }, context) => {
    if (notify !== '' && email.trim() === '')
      context.addIssue({
        code: 'custom',
        path: ['email'],
        message: 'Enter your e-mail address to get replies by e-mail.',
      })
  })

type TypedComment = z.input<typeof commentForm>

type BrowserField = 'notify' | 'remember' | 'draft' | 'subject' | 'opened'

/** The fields as typed. Forms that are made in code may leave out what only browsers send. */
export type CommentForm = Omit<TypedComment, BrowserField> & Partial<Pick<TypedComment, BrowserField>>

/** `file` is the picture, which is no text field. */
export type CommentField = keyof TypedComment | 'file'

/** What the buttons of the form do. An empty action posts, for programs that send no button. */
/** Said when the same text arrives again, by the `done=again` of an address. */
export const ALREADY_POSTED = 'You have already posted this.'

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

/** Prefix of the key in a form made for a member. Such a form without a session shows that the session has ended. */
export const MEMBER_KEY_PREFIX = 'member-'

/** @returns the first fault of each field, in the order of the form; empty when it can be posted */
export function commentFaults(form: CommentForm): Faults<CommentField> {
  const issues =
    commentForm.safeParse({ notify: '', remember: '', draft: '', subject: '', opened: '', ...form }).error?.issues ?? []
  const faults: Faults<CommentField> = {}
  for (const field of Object.keys(commentForm.shape) as CommentField[]) {
    const issue = issues.find(({ path }) => path[0] === field)
    if (issue !== undefined) faults[field] = issue.message
  }
  return faults
}

/** Prefix of the action that confirms a warning; the id of the newest warning shown follows. */
const ACKNOWLEDGE_PREFIX = 'acknowledge-'

export const acknowledgement = (warning: number): string => `${ACKNOWLEDGE_PREFIX}${warning}`

/** @returns the id of the newest warning that the action confirms, or null for any other action */
export const acknowledgedWarning = (action: string): number | null =>
  action.startsWith(ACKNOWLEDGE_PREFIX) ? rowId(action.slice(ACKNOWLEDGE_PREFIX.length)) : null
