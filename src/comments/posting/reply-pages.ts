// The page of the comment form: the comment replied to and the preview are above it. Pure.
import type { SafeHtml } from '../../markup/safe-html.ts'
import { plainText } from '../../markup/text.ts'
import type { Viewer } from '../../permissions.ts'
import { bylineOf } from '../thread/byline-pages.ts'
import type { ClosedNotice } from '../thread/closed-pages.ts'
import type { Comment } from '../thread/comment-pages.ts'
import type { CommentFormModel, FormState } from './pages.ts'

/** The comment as it will be, in its place below its parent. */
type Preview = {
  nic: string
  mark: string
  body: SafeHtml
  long: boolean
  /** Words that the site's filters replaced; empty for none. */
  replaced: string
  blocked: boolean
}

/** The form on a page of its own. */
export type ReplyPage = {
  article: { href: string; headline: string }
  /** The comment replied to. A long one scrolls in a box of a few lines, so that the text field stays in view. */
  parent: (Comment & { long: boolean }) | null
  preview: Preview | null
  notice: { kind: string; text: string } | null
  form: CommentFormModel | null
  closed: ClosedNotice | null
  /** The text given back where the thread has closed. `draft` is its id, for a letter to the editors. */
  returned: { text: string; draft: number | null; drafts: string } | null
  /** Follows the notice. */
  link: { href: string; text: string } | null
}

/** Characters from which a comment above the form gets a box of a few lines. */
const LONG_CHARACTERS = 160

/** Whether a comment would push the text field down: by its words or by a picture. */
const isLong = (html: SafeHtml | string): boolean =>
  /<img|<(?:p|li|br|blockquote)\b[^]*<(?:p|li|br|blockquote)\b/.test(String(html)) ||
  plainText(String(html)).length > LONG_CHARACTERS

export const parentAbove = (parent: Comment): Comment & { long: boolean } => ({ ...parent, long: isLong(parent.body) })

/** @param form the form as it comes back with the preview */
export function previewAbove(state: FormState, form: CommentFormModel, viewer: Viewer | null): Preview | null {
  const { preview: body, replaced = '' } = state
  if (body === undefined) return null
  const named = form.nic.fault === '' ? form.nic.value.trim() : ''
  return {
    nic: named === '' ? 'You' : named,
    mark: bylineOf({
      nic: named,
      name_kind: viewer === null ? 'guest' : named === viewer.nic ? 'member' : 'picked',
      role: viewer?.role ?? null,
    }).mark,
    body,
    long: isLong(body),
    replaced,
    blocked: form.block !== null,
  }
}
