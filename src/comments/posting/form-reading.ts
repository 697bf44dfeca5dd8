// Gathers what the comment form shows: the draft, the writer's names, blocks and the notes below the form.
import { reservedNics } from '../../accounts/nics/queries.ts'
import type { Deps } from '../../deps.ts'
import { count, dateAndTime } from '../../format.ts'
import type { Guest, Writer } from '../../permissions.ts'
import { postingBlock, senderOf } from '../../sanctions/checks.ts'
import type { Reader } from '../../web/reader.ts'
import { draftWriters, findDraft } from '../drafts/actions.ts'
import { readReference } from '../drafts/rules.ts'
import { readUsualWait } from '../holds/reading.ts'
import { holdRule } from '../holds/rules.ts'
import { isKnownGuest } from '../receipts/actions.ts'
import { hasHeldComment } from '../receipts/queries.ts'
import type { ThreadSettings } from '../thread/rules.ts'
import { limitNotes } from './limit-checks.ts'
import { nicInThread } from './name-checks.ts'
import { type CommentFormModel, commentFormModel, type FormState } from './pages.ts'

const DEFAULT_THREAD_SETTINGS: ThreadSettings = { held: false, slow: null, who: 'anyone' }

export async function readCommentForm(
  deps: Deps,
  reader: Pick<Reader, 'viewer' | 'guest' | 'details' | 'dates'>,
  state: FormState,
): Promise<CommentFormModel> {
  const { viewer, guest, details, dates } = reader
  const { id: articleId } = state.article
  const writer = viewer ?? guest
  const fixedNic = writer === null ? null : await nicInThread(deps, deps.db, articleId, writer)
  const { draft, others } = await readDraft(deps, reader, state)
  const { guestRule, notes } = await readNotes(deps, reader, articleId, state.settings ?? DEFAULT_THREAD_SETTINGS)
  return commentFormModel(state, {
    viewer,
    details,
    dates,
    now: deps.clock(),
    site: deps.settings(),
    nicInThread: fixedNic,
    draft: draft ?? null,
    hasOtherDrafts: others > 0,
    nics: viewer === null || fixedNic !== null ? [] : await reservedNics(deps.db, viewer.id),
    guestRule,
    notes: [
      ...(state.settings?.planned == null
        ? []
        : [`This thread closes on ${dateAndTime(state.settings.planned, dates)}.`]),
      ...notes,
    ],
    block: await postingBlock(deps, deps.db, senderOf(viewer, null), dates),
    token: viewer !== null || state.back !== undefined ? deps.random.token() : '',
  })
}

/** The draft that fills the form, unless a text has just been typed, and how many others the writer has for this place. */
async function readDraft(
  deps: Deps,
  { viewer, guest }: Pick<Reader, 'viewer' | 'guest'>,
  { article, parent, typed, draft: id }: FormState,
): Promise<Awaited<ReturnType<typeof findDraft>>> {
  const typedFrom = readReference(typed?.draft ?? '')?.id ?? null
  const found = await findDraft(deps, draftWriters(viewer, guest), article.id, parent?.id ?? null, id ?? typedFrom)
  return typed?.body === undefined ? found : { draft: undefined, others: found.others }
}

/** Notes for the writer: whether and how long comments wait, slow mode, and limits. */
async function readNotes(
  deps: Deps,
  { viewer, guest }: Pick<Reader, 'viewer' | 'guest'>,
  articleId: number,
  settings: ThreadSettings,
): Promise<{ guestRule: string; notes: string[] }> {
  const threadNotes = settings.held
    ? ['Every comment in this thread waits for a moderator.']
    : settings.slow !== null
      ? [`Slow mode: one comment every ${count(settings.slow, 'minute')}.`]
      : []
  const limitsOf = (writer: Writer | null) => limitNotes(deps, writer, articleId, settings.slow)
  if (viewer !== null) return { guestRule: '', notes: [...threadNotes, ...(await limitsOf(viewer))] }
  if (deps.settings().guests === 'membersOnly')
    return { guestRule: '', notes: ['Only members can comment on this site.'] }
  if (guest !== null && (await hasHeldComment(deps.db, guest.key, articleId)))
    return { guestRule: '', notes: ['One of your comments here is waiting for a moderator. See your receipt.'] }
  return {
    guestRule: settings.held ? '' : await readGuestRule(deps, guest),
    notes: [...threadNotes, ...(await limitsOf(guest))],
  }
}

/** The sentence about the hold that a guest has to expect; empty for none. */
async function readGuestRule(deps: Deps, guest: Guest | null): Promise<string> {
  const known = guest !== null && (await isKnownGuest(deps.db, guest))
  const rule = holdRule({ guest: true, known }, deps.settings())
  if (rule === null) return ''
  const comment = rule === 'guest' ? 'a guest’s comment' : 'a guest’s first comment'
  return `A moderator reads ${comment} before it appears${await readUsualWait(deps)}.`
}
