// Gathers what the comment form shows: the draft, the writer's names, blocks, and what will happen to the comment.
import { reservedNics } from '../../accounts/nics/queries.ts'
import type { Deps } from '../../deps.ts'
import { dateAndTime } from '../../format.ts'
import { atLeast, type Guest, type Viewer } from '../../permissions.ts'
import { blockOf, rememberedStanding, type Standing } from '../../sanctions/checks.ts'
import { personHoldSentence } from '../../sanctions/rules.ts'
import { ownFact } from '../../web/own-facts.ts'
import type { Reader } from '../../web/reader.ts'
import { draftWriters, findDraft } from '../drafts/actions.ts'
import { readReference } from '../drafts/rules.ts'
import { readUsualWait } from '../holds/reading.ts'
import { holdRule } from '../holds/rules.ts'
import { isKnownGuest } from '../receipts/actions.ts'
import { everyThreadHeldText } from '../thread/held-pages.ts'
import { heldBy, type ThreadSettings, threadNote } from '../thread/rules.ts'
import { openingTime, signOpening } from './form-age.ts'
import { limitNotes } from './limit-checks.ts'
import { nicInThread, rememberedNicInThread } from './name-checks.ts'
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
  const fixedNic =
    viewer !== null
      ? await rememberedNicInThread(deps, articleId, viewer)
      : writer === null
        ? null
        : await nicInThread(deps, deps.db, articleId, writer)
  const standing = viewer === null ? null : await rememberedStanding(deps, viewer.id)
  const { draft, others } = await readDraft(deps, reader, state)
  const settings = state.settings ?? DEFAULT_THREAD_SETTINGS
  const { sentences, waits } = await readProspect(deps, reader, articleId, settings, standing)
  const prospect = [
    ...(settings.planned == null ? [] : [`This thread closes on ${dateAndTime(settings.planned, dates)}.`]),
    ...sentences,
  ]
    // The notice says it already.
    .filter((sentence) => sentence !== state.limit)
    .join(' ')
  const block = standing === null ? null : blockOf(deps, standing, dates)
  const isTimed = waits || block !== null || draft !== undefined || others > 0
  return commentFormModel(state, {
    viewer,
    details,
    dates,
    now: deps.clock(),
    site: deps.settings(),
    nicInThread: fixedNic,
    draft: draft ?? null,
    hasOtherDrafts: others > 0,
    nics: viewer === null || fixedNic !== null ? [] : await rememberedNics(deps, viewer),
    prospect,
    block,
    // A name that is not the account's own can become somebody else's.
    isLasting: !isTimed && (fixedNic === null || fixedNic === viewer?.nic),
    trap: viewer === null && deps.settings().robotSigns,
    opened: viewer === null && draft === undefined ? readOpening(deps, state) : '',
    token: viewer !== null || state.back !== undefined ? deps.random.token() : '',
  })
}

const rememberedNics = (deps: Deps, { id }: Viewer): Promise<string[]> =>
  ownFact(deps, id, 'nics', () => reservedNics(deps.db, id))

/**
 * The signed time of a guest's form on a page of its own, which a form keeps that comes back. One that comes back from a page
 * without a time, and one that is filled with a draft, may have been written for long: they get none.
 */
function readOpening(deps: Deps, { article, typed = {}, back }: FormState): string {
  if (back === undefined || !deps.settings().robotSigns) return ''
  const { opened, draft = '' } = typed
  if (opened !== undefined) return openingTime(deps.secret, article.id, opened) === null ? '' : opened
  return draft === '' ? signOpening(deps.secret, article.id, deps.clock()) : ''
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

/** What the writer has to expect: a wait for a moderator, slow mode, limits. `waits`: the clock changes it. */
async function readProspect(
  deps: Deps,
  { viewer, guest, dates }: Pick<Reader, 'viewer' | 'guest' | 'dates'>,
  articleId: number,
  settings: ThreadSettings,
  standing: Standing | null,
): Promise<{ sentences: string[]; waits: boolean }> {
  const isStaff = viewer !== null && atLeast(viewer, 'moderator')
  const held = heldBy(settings)
  const note =
    isStaff && held !== null
      ? ''
      : everyThreadHeldText(settings, dates) || threadNote(settings, held === null ? '' : await readUsualWait(deps))
  const limits = await limitNotes(deps, viewer ?? guest, articleId, settings.slow)
  const { waits } = limits
  // The wait for the next comment repeats the sentence about slow mode.
  const notes =
    note === '' || limits.notes.some((limit) => limit.startsWith(note)) ? limits.notes : [note, ...limits.notes]
  if (viewer !== null) {
    const hold = isStaff ? null : standing?.hold
    return hold == null
      ? { sentences: notes, waits }
      : { sentences: [personHoldSentence(hold, dates), ...notes], waits: true }
  }
  if (deps.settings().guests === 'membersOnly')
    return { sentences: ['Only members can comment on this site.'], waits: false }
  return { sentences: [...(held === null ? await readGuestRule(deps, guest) : []), ...notes], waits }
}

/** The sentence about the hold that a guest has to expect, if any. */
async function readGuestRule(deps: Deps, guest: Guest | null): Promise<string[]> {
  const known = guest !== null && (await isKnownGuest(deps.db, guest))
  const rule = holdRule({ guest: true, known }, deps.settings())
  if (rule === null) return []
  const comment = rule === 'guest' ? 'a guest’s comment' : 'a guest’s first comment'
  return [`A moderator reads ${comment} before it appears${await readUsualWait(deps)}.`]
}
