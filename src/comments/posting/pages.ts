// What the comment form says: its fields as typed, the faults beside them, the preview, the tally. Pure.

import type { ArticleRow } from '../../articles/queries.ts'
import type { Faults } from '../../faults.ts'
import { type Dates, momentInSentence, number, spelled } from '../../format.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import type { Button } from '../../markup/table.ts'
import { toolButtons, toolsWithPictures } from '../../markup/toolbar.ts'
import { missingDescription, type PictureField, pictureField } from '../../media/pages.ts'
import type { Viewer } from '../../permissions.ts'
import { canStrangersRegister, type RegistrationMode } from '../../registration-modes.ts'
import { type GuestPolicy, limits } from '../../settings.ts'
import { type DraftReference, writeReference } from '../drafts/rules.ts'
import type { ThreadSettings } from '../thread/rules.ts'
import { acknowledgement, type CommentField, type CommentForm, MEMBER_KEY_PREFIX } from './form.ts'

type CommentFormField = { value: string; fault: string; hint: string }

export type CommentFormModel = {
  heading: string
  /** Of the heading: the first one of a page of the form's own. */
  level: 1 | 2
  submit: string
  article: number
  parent: string
  key: string
  nic: CommentFormField
  email: CommentFormField
  website: CommentFormField
  body: CommentFormField
  /** Whether a guest wants replies by e-mail; null for members, who have an inbox. */
  notify: { checked: boolean } | null
  /** `You have commented <b>339</b> times on Broadside.`, in three parts; null without an account. */
  tally: { before: string; times: string; after: string } | null
  /** Without a session the form has buttons to sign in and to register, because they save the text. A `reader` may not post. */
  signedOut: 'guest' | 'reader' | null
  /** Whether one of these buttons registers: not where that takes an invitation, or is closed. */
  canRegister: boolean
  /** The name in the line above the text, whose fold has the fields; null where they stand open below the text. */
  signs: { nic: string; guest: boolean; open: boolean } | null
  /** What will happen to the comment, in one paragraph above the text; empty for nothing special. */
  prospect: string
  /** Whether the browser is to remember a guest's details; null for members. */
  remember: { checked: boolean } | null
  /** Sentence about the draft that the form was filled with; empty for none. */
  draft: string
  /** That draft and its revision, as a hidden field. */
  draftReference: string
  hasOtherDrafts: boolean
  /** The trap field for robots, in the forms of guests. */
  trap: boolean
  /** Signed time at which the form was opened; empty where it is not known. */
  opened: string
  /** Who writes: a text that the browser holds is given back to nobody else. */
  writer: string
  /** Why moderators keep the writer from posting; `acknowledge` is the action that confirms a warning. */
  block: { text: string; acknowledge: string } | null
  tools: readonly Button[]
  /** Other names of the account, suggested in the field; `after` is the punctuation that follows each in the hint. */
  nics: { nic: string; after: string }[]
  maxNic: number
  /** Whether My original nic and Pic-a-Nic are offered. They are not once the name in this thread is fixed. */
  nicButtons: { own: boolean; pick: boolean }
  summary: { title: string; faults: { href: string; text: string }[] } | null
  /** Whether the answer shows a preview above the form. */
  previewed: boolean
  /** The field for a picture; null for guests. */
  picture: PictureField | null
  /** Whether a button quotes the parent. */
  quotes: boolean
  autofocus: boolean
  back: { href: string; text: string } | null
  /** It says the same until something is done: no draft, no wait, no sanction that ends. */
  isLasting: boolean
}

export type FormState = {
  article: Pick<ArticleRow, 'id' | 'slug'>
  /** The comment replied to, on a page of the form's own. */
  parent?: { id: number; nic: string } | null
  typed?: Partial<CommentForm>
  faults?: Faults<CommentField>
  preview?: SafeHtml
  replaced?: string
  /** Why a rate limit refused the press, in sentences. */
  limit?: string
  /** Whether a button has just changed the name, so that its field stays in view. */
  naming?: boolean
  /** Whether to focus the text, after a button of the toolbar. */
  autofocus?: boolean
  /** Description of the chosen picture, as typed. */
  alt?: string | undefined
  /** The thread is closed, and the writer may post in it. */
  afterClosing?: boolean
  /** Where the link back leads; undefined below the article. */
  back?: string
  /** The thread's settings. */
  settings?: ThreadSettings
  /** Id of the draft that fills the form; null for the newest. */
  draft?: number | null
}

/** Data of the writer and the thread, beside what was typed. */
export type FormFacts = {
  viewer: Viewer | null
  /** Details that the browser remembers of a guest. */
  details: { nic: string; email: string; website: string } | null
  dates: Dates
  now: number
  site: { guests: GuestPolicy; siteName: string; registration: RegistrationMode }
  /** The name that the writer has in this thread. */
  nicInThread: string | null
  draft: (DraftReference & { nic: string; email: string; website: string; body: string; changed_at: number }) | null
  hasOtherDrafts: boolean
  /** Other names of the account. */
  nics: readonly string[]
  prospect: string
  block: { sentence: string; warning: number | null } | null
  isLasting: boolean
  trap: boolean
  opened: string
  /** A random token for the form's key. */
  token: string
}

const fieldAnchors: Partial<Record<CommentField, string>> = {
  nic: '#nic',
  email: '#email',
  website: '#website',
  body: '#body',
  file: '#file',
  parent: '#body',
  action: '#post',
}

const nicHint = (viewer: Viewer | null, fixed: string | null): string =>
  fixed !== null
    ? `You are ${fixed} in this thread. The name can’t be changed here.`
    : viewer === null
      ? '2 to 40 characters. Members’ names are reserved.'
      : 'You can use another name. It is marked as picked, and you keep it for this thread.'

/** What was typed, filled up from the draft. A name fixed in the thread outranks the draft's. */
const withDraft = (typed: Partial<CommentForm> | undefined, { draft, nicInThread }: FormFacts): Partial<CommentForm> =>
  draft === null
    ? { ...typed }
    : {
        email: draft.email,
        website: draft.website,
        body: draft.body,
        ...(draft.nic.trim() === '' || nicInThread !== null ? {} : { nic: draft.nic }),
        ...typed,
      }

export const formHeading = (parent: { nic: string } | null): string =>
  parent === null ? 'Write a comment' : `Reply to ${parent.nic}`

export function commentFormModel(state: FormState, facts: FormFacts): CommentFormModel {
  const { article, faults = {}, parent = null } = state
  const { viewer, details, draft, nicInThread, site } = facts
  const typed = withDraft(state.typed, facts)
  const field = (name: 'nic' | 'email' | 'website' | 'body', value: string, hint: string): CommentFormField => ({
    value: typed[name] ?? value,
    fault: faults[name] ?? '',
    hint,
  })
  const guest = viewer === null && site.guests !== 'membersOnly'
  const missing = viewer === null ? null : missingDescription(typed.body ?? '', faults.body)
  return {
    heading: formHeading(parent),
    level: state.back === undefined ? 2 : 1,
    submit: parent ? 'Post reply' : 'Post comment',
    article: article.id,
    parent: parent ? String(parent.id) : (typed.parent ?? ''),
    key: formKey(state, facts),
    trap: facts.trap,
    opened: facts.opened,
    nic: field('nic', nicInThread ?? viewer?.nic ?? details?.nic ?? '', nicHint(viewer, nicInThread)),
    email: field(
      'email',
      viewer === null ? (details?.email ?? '') : '',
      guest ? 'Only for replies, if you ask for them.' : 'Never shown to anyone.',
    ),
    website: field('website', viewer === null ? (details?.website ?? '') : '', ''),
    body: { ...field('body', '', `Up to ${number(limits.comment)} characters.`), ...(missing && { fault: '' }) },
    notify: guest ? { checked: (typed.notify ?? '') !== '' } : null,
    remember: guest ? { checked: typed.remember === undefined ? details !== null : typed.remember !== '' } : null,
    tally: viewer === null ? null : commentTally(viewer.commentCount, site.siteName),
    signedOut: viewer !== null ? null : guest ? 'guest' : 'reader',
    canRegister: canStrangersRegister(site),
    draft: draft === null ? '' : `Draft saved ${momentInSentence(draft.changed_at, facts.now, facts.dates).text}.`,
    draftReference: draft === null ? (typed.draft ?? '') : writeReference(draft),
    hasOtherDrafts: facts.hasOtherDrafts,
    writer: viewer === null ? 'guest' : String(viewer.id),
    signs: signature(state, facts, typed),
    prospect: [
      ...(state.afterClosing
        ? ['This thread is closed. As a moderator you can still comment; your comment is marked.']
        : []),
      ...(facts.prospect === '' ? [] : [facts.prospect]),
    ].join(' '),
    block: facts.block && {
      text: facts.block.sentence,
      acknowledge: facts.block.warning === null ? '' : acknowledgement(facts.block.warning),
    },
    tools: viewer === null ? toolButtons('comment') : toolsWithPictures('comment'),
    nics: facts.nics.map((nic, i) => ({ nic, after: i + 1 < facts.nics.length ? ', ' : '.' })),
    maxNic: limits.nic.max,
    nicButtons: { own: viewer !== null && nicInThread === null, pick: nicInThread === null },
    summary: faultSummary(faults, viewer, missing),
    previewed: state.preview !== undefined,
    picture: viewer === null ? null : pictureField({ fault: faults.file, alt: state.alt }, true, missing),
    quotes: parent !== null,
    autofocus: state.autofocus === true,
    back: state.back === undefined ? null : { href: state.back, text: 'Back to the thread' },
    isLasting: facts.isLasting,
  }
}

/** The name that a comment gets unless its writer changes it, and whether the fold with its fields is open. */
function signature(
  { faults = {}, naming = false }: FormState,
  { viewer, details, nicInThread }: FormFacts,
  typed: Partial<CommentForm>,
): CommentFormModel['signs'] {
  const known = nicInThread ?? viewer?.nic ?? details?.nic ?? ''
  if (known === '') return null
  const nic = (typed.nic ?? known).trim()
  const faulty = [faults.nic, faults.email, faults.website].some((fault) => fault !== undefined)
  return { nic, guest: viewer === null, open: naming || faulty || nic === '' }
}

/** The key of a member's new form. @param token a random one */
export const memberKey = (token: string): string => `${MEMBER_KEY_PREFIX}${token.slice(0, 15)}`

/**
 * A form that comes back keeps its key, so that all its texts are one draft. Pages that are cached for every guest carry
 * no key: there the server recognises a repeat by its text.
 */
const formKey = ({ back, typed: { key = '' } = {} }: FormState, { viewer, token }: FormFacts): string =>
  key !== '' && key.startsWith(MEMBER_KEY_PREFIX) === (viewer !== null)
    ? key
    : viewer !== null
      ? memberKey(token)
      : back !== undefined
        ? token.slice(0, 22)
        : ''

function faultSummary(
  faults: Faults<CommentField>,
  viewer: Viewer | null,
  missing: ReturnType<typeof missingDescription>,
): CommentFormModel['summary'] {
  const listed = Object.entries(faults) as [CommentField, string][]
  if (listed.length === 0) return null
  return {
    title: `Please fix ${listed.length === 1 ? 'one thing' : `${spelled(listed.length).toLowerCase()} things`}. Your text is safe.`,
    faults: listed.map(([name, text]) =>
      name === 'body' && missing !== null
        ? { href: '#alt', text: missing.altFault }
        : { href: (name === 'file' && viewer === null ? '#post' : fieldAnchors[name]) ?? '#body', text },
    ),
  }
}

export const commentTally = (times: number, siteName: string): { before: string; times: string; after: string } =>
  times === 0
    ? { before: 'This will be your ', times: 'first', after: ` comment on ${siteName}.` }
    : {
        before: 'You have commented ',
        times: number(times),
        after: ` ${times === 1 ? 'time' : 'times'} on ${siteName}.`,
      }

/** The nic that the button My original nic restores. */
export const originalNic = (viewer: Viewer | null): string => viewer?.nic ?? ''
