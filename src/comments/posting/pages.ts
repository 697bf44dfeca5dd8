// What the comment form says: its fields as typed, the faults beside them, the preview, the tally.
import { keptNics } from '../../accounts/nics/queries.ts'
import type { ArticleRow } from '../../articles/queries.ts'
import type { Deps } from '../../deps.ts'
import { type Faults, rowId } from '../../faults.ts'
import { count, dateAndTime, moment, number, spelled } from '../../format.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import type { Button } from '../../markup/table.ts'
import { toolButtons } from '../../markup/toolbar.ts'
import { type PictureField, pictureField } from '../../media/pages.ts'
import type { Viewer } from '../../permissions.ts'
import { postingBlock } from '../../sanctions/checks.ts'
import { limits } from '../../settings.ts'
import type { Reader } from '../../web/reader.ts'
import { draftIn, draftWriters } from '../drafts/actions.ts'
import { usualWords } from '../holds/reading.ts'
import { holdRule } from '../holds/rules.ts'
import { isKnown } from '../receipts/actions.ts'
import { guestWaits } from '../receipts/queries.ts'
import type { Closed } from '../thread/closed-pages.ts'
import type { Comment } from '../thread/pages.ts'
import type { ThreadWays } from '../thread/rules.ts'
import { type CommentField, type CommentForm, MEMBER_KEY } from './form.ts'
import { limitNotes } from './limit-checks.ts'
import { boundNic } from './name-checks.ts'

export type FieldModel = { value: string; fault: string; hint: string }

export type CommentFormModel = {
  heading: string
  submit: string
  article: number
  parent: string
  key: string
  nic: FieldModel
  email: FieldModel
  website: FieldModel
  body: FieldModel
  /** Whether a guest has ticked that replies are to be mailed; null for members, who have an inbox. */
  notify: { checked: boolean } | null
  /** `You have commented <b>339</b> times on Broadside.`, as its three parts; empty for strangers. */
  tally: { before: string; times: string; after: string } | null
  /** The writer has no session: Sign in and Register are buttons here, because they keep the text. A guest may post as well. */
  stranger: 'guest' | 'reader' | null
  /** Whether the browser is to remember a guest's details. */
  remember: { checked: boolean } | null
  /** Said of a text that waited here; a button throws it away. `waiting` is its id, which the form says when it is sent. */
  draft: string
  waiting: string
  /** What is to be known before writing. */
  notes: string[]
  /** Why nothing can be posted, where moderators have seen to that; `acknowledge` is the button by which a warning was read. */
  hindrance: { text: string; acknowledge: string } | null
  /** Said to moderators in a closed thread. */
  afterClosing: boolean
  tools: readonly Button[]
  /** Nics that the writer keeps beside the registered one; offered by the field, and named below it with what stands after each. */
  nics: { nic: string; after: string }[]
  maxNic: number
  /** Whether My original nic and Pic-a-Nic are offered: a name that is settled for the thread needs neither. */
  nicButtons: { own: boolean; pick: boolean }
  summary: { title: string; faults: { href: string; text: string }[] } | null
  preview: SafeHtml | null
  /** What the site puts in the place of words, said below the preview; empty where nothing is. */
  replaced: string
  /** Members can bring a picture along. */
  picture: PictureField | null
  /** Whether what is answered can be quoted by a button. */
  quotes: boolean
  goOn: boolean
  back: { href: string; text: string } | null
}

/** The form on a page of its own. */
export type ReplyPage = {
  article: { href: string; headline: string }
  answered: Comment | null
  notice: { kind: string; text: string } | null
  form: CommentFormModel | null
  closed: Closed | null
  /** The text given back when the form cannot be; where a thread has closed, it can be sent to the editors. */
  kept: {
    text: string /** The draft that it is, for a letter to the editors. */
    draft: number | null
    drafts: string
  } | null
  signIn: { href: string; text: string } | null
}

export type FormState = {
  article: Pick<ArticleRow, 'id' | 'slug'>
  /** The comment that is answered, on a page of the form's own. */
  parent?: { id: number; nic: string } | null
  typed?: Partial<CommentForm>
  faults?: Faults<CommentField>
  preview?: SafeHtml
  replaced?: string
  /** The writer is in the middle of the text: a toolbar button gave the form back. */
  goOn?: boolean
  /** What the picture that was chosen shows, as typed. */
  alt?: string | undefined
  /** The thread is closed, and the writer may write all the same. */
  afterClosing?: boolean
  back?: string
  /** How the thread is to be written in. */
  ways?: ThreadWays
}

const anchors: Partial<Record<CommentField, string>> = {
  nic: '#nic',
  email: '#email',
  website: '#website',
  body: '#body',
  file: '#file',
  parent: '#body',
  action: '#post',
}

/** What has to be said to whoever writes before they do: that it waits, and for how long; that they have to; that only members may. */
async function notesFor(
  deps: Deps,
  { viewer, guest }: Pick<Reader, 'viewer' | 'guest'>,
  articleId: number,
  ways: ThreadWays,
): Promise<string[]> {
  const how = ways.held
    ? ['In this thread every comment waits for a moderator.']
    : ways.slow !== null
      ? [`This thread is slow: one comment each in ${count(ways.slow, 'minute')}.`]
      : []
  if (viewer !== null) return [...how, ...(await limitNotes(deps, viewer, articleId, ways.slow))]
  if (deps.settings().guests === 'membersOnly') return ['Here members comment.']
  if (guest !== null && (await guestWaits(deps.db, guest.key, articleId)))
    return [
      'A comment of yours in this thread waits for a moderator. The address that you were shown after posting tells more.',
    ]
  const rule = holdRule({ guest: true, known: guest !== null && (await isKnown(deps.db, guest, '')) }, deps.settings())
  return [
    ...how,
    ...(rule === null || ways.held
      ? []
      : [
          `${rule === 'guest' ? 'A guest’s comment' : 'A guest’s first comment'} waits for a moderator${await usualWords(deps)}.`,
        ]),
    ...(await limitNotes(deps, guest, articleId, ways.slow)),
  ]
}

const nicHint = (viewer: Viewer | null, bound: string | null): string =>
  bound !== null
    ? `In this thread you write as ${bound}.`
    : viewer === null
      ? '2 to 40 characters, and no member’s.'
      : 'A picked name is marked, and stays yours for this thread.'

/**
 * @param who writes: an account, a guest, or somebody of whom nothing is known
 */
export async function commentForm(
  deps: Deps,
  who: Pick<Reader, 'viewer' | 'guest' | 'details' | 'dates'>,
  state: FormState,
): Promise<CommentFormModel> {
  const { article, faults = {}, parent = null } = state
  const { viewer, guest, details } = who
  const writer = viewer ?? guest
  const bound = writer === null ? null : await boundNic(deps, deps.db, article.id, writer)
  const waits =
    state.typed?.body === undefined
      ? await draftIn(deps, draftWriters(viewer, guest), article.id, parent?.id ?? null)
      : undefined
  const typed: Partial<CommentForm> = {
    ...(waits
      ? {
          email: waits.email,
          website: waits.website,
          body: waits.body,
          ...(waits.nic.trim() === '' || bound !== null ? {} : { nic: waits.nic }),
        }
      : {}),
    ...state.typed,
  }
  const nics = viewer === null || bound !== null ? [] : await keptNics(deps.db, viewer.id)
  const field = (name: keyof CommentForm, value: string, hint: string): FieldModel => ({
    value: typed[name] ?? value,
    fault: faults[name] ?? '',
    hint,
  })
  const listed = Object.entries(faults) as [CommentField, string][]
  const { guests, siteName } = deps.settings()
  const hindrance = await postingBlock(deps, deps.db, viewer?.id ?? null, who.dates)
  return {
    heading: parent ? 'Your reply' : state.back === undefined ? 'Write a comment' : 'In your own words',
    submit: parent ? 'Post reply' : 'Post comment',
    article: article.id,
    parent: parent ? String(parent.id) : (typed.parent ?? ''),
    // A page that is the same for everybody carries no key: there the server knows a second press by what was typed.
    key:
      viewer !== null
        ? `${MEMBER_KEY}${deps.random.token().slice(0, 15)}`
        : state.back !== undefined
          ? deps.random.token().slice(0, 22)
          : '',
    nic: field('nic', bound ?? viewer?.nic ?? details?.nic ?? '', nicHint(viewer, bound)),
    email: field('email', viewer === null ? (details?.email ?? '') : '', 'Never shown.'),
    website: field('website', viewer === null ? (details?.website ?? '') : '', ''),
    body: field('body', '', `Up to ${number(limits.comment)} characters.`),
    notify: viewer === null && guests !== 'membersOnly' ? { checked: (typed.notify ?? '') !== '' } : null,
    remember:
      viewer === null && guests !== 'membersOnly'
        ? { checked: typed.remember === undefined ? details !== null : typed.remember !== '' }
        : null,
    tally: viewer === null ? null : tally(viewer.commentCount, siteName),
    stranger: viewer !== null ? null : guests === 'membersOnly' ? 'reader' : 'guest',
    draft:
      waits === undefined
        ? ''
        : `Your draft, not posted yet. Last changed: ${moment(waits.changed_at, deps.clock(), who.dates).text}.`,
    waiting: waits === undefined ? (typed.draft ?? '') : String(waits.id),
    notes: [
      ...(state.ways?.planned == null ? [] : [`Comments close here on ${dateAndTime(state.ways.planned, who.dates)}.`]),
      ...(await notesFor(deps, who, article.id, state.ways ?? { held: false, slow: null, who: 'anyone' })),
    ],
    hindrance: hindrance && {
      text: hindrance.sentence,
      acknowledge: hindrance.warning === null ? '' : `${ACKNOWLEDGE}${hindrance.warning}`,
    },
    afterClosing: state.afterClosing === true,
    tools: toolButtons('comment'),
    nics: nics.map((nic, i) => ({ nic, after: i + 1 < nics.length ? ', ' : '.' })),
    maxNic: limits.nic.max,
    nicButtons: { own: viewer !== null && bound === null, pick: bound === null },
    summary:
      listed.length === 0
        ? null
        : {
            title: `${spelled(listed.length)} ${listed.length === 1 ? 'thing' : 'things'} to put right before this can be posted. Nothing you typed is lost.`,
            faults: listed.map(([name, text]) => ({
              href: (name === 'file' && viewer === null ? '#post' : anchors[name]) ?? '#body',
              text,
            })),
          },
    preview: state.preview ?? null,
    replaced: state.replaced ?? '',
    picture: viewer === null ? null : pictureField({ fault: faults.file, alt: state.alt }, true),
    quotes: parent !== null,
    goOn: state.goOn === true,
    back: state.back === undefined ? null : { href: state.back, text: 'Back to the thread' },
  }
}

/** The press by which a warning was read says which was the newest that was shown. */
const ACKNOWLEDGE = 'acknowledge-'

/** The newest warning that a press says was read; null for every other press. */
export const acknowledged = (action: string): number | null =>
  action.startsWith(ACKNOWLEDGE) ? rowId(action.slice(ACKNOWLEDGE.length)) : null

export const tally = (times: number, siteName: string): { before: string; times: string; after: string } => ({
  before: 'You have commented ',
  times: number(times),
  after: ` ${times === 1 ? 'time' : 'times'} on ${siteName}.`,
})

/** What "My original nic" puts back: the registered nic. */
export const originalNic = (viewer: Viewer | null): string => viewer?.nic ?? ''
