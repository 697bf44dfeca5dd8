// The view model of one comment in its thread. Pure.
import { changeSince } from '../../articles/revision-rules.ts'
import { count, type Moment, moment } from '../../format.ts'
import { linkQuotations } from '../../markup/quotations.ts'
import type { SafeHtml } from '../../markup/safe-html.ts'
import { commentMuteReason } from '../../mutes/rules.ts'
import { may } from '../../permissions.ts'
import { urls } from '../../urls.ts'
import { type PointerPage, pointerPage } from '../branches/pointer-pages.ts'
import { type CommentActions, commentActions, noTombstoneActions } from './action-pages.ts'
import { type Byline, bylineOf } from './byline-pages.ts'
import type { ThreadContext } from './context-pages.ts'
import type { ThreadFlash } from './flash-pages.ts'
import type { WaitingNote } from './own-hidden-reading.ts'
import type { CommentRow } from './queries.ts'
import { type RemovedText, type RunItem, removedText, runItems, tombstoneIn } from './removed-pages.ts'
import { movedTombstone, mutedStub, runText, type Tombstone } from './tombstone-pages.ts'

export type Comment = CommentActions & {
  id: number
  /** Classes of the list item. */
  state: string
  /** Set for a comment that only its writer sees. */
  waiting: WaitingNote | null
  /** New since the reader's last visit. `#new` leads to the first one of a page. */
  news: '' | 'new' | 'first'
  /** Link to the next new comment; after the last one to the form. */
  next: { href: string; text: string } | null
  /** What a moderator has just done about it. */
  flash: ThreadFlash | null
  /** The reader has muted it. */
  hidden: boolean
  /** Folded when the page opens, by an option of the view. */
  shut: boolean
  by: Byline
  tags: { text: string; color: string }[]
  /** The note on a comment that its reader has saved; empty for others. */
  saved: string
  time: Moment
  href: string
  /** Set if this is the line that a moved branch left, not a comment. */
  pointer: PointerPage | null
  /** Heading of a tombstone or stub, in place of the nic; empty for a comment that is shown. */
  heading: string
  body: SafeHtml | string
  /** Link of a tombstone or stub. */
  entry: Tombstone['entry']
  /** The text behind the tombstone of a removed comment, for moderators; null for others. */
  removed: RemovedText | null
  /** The tombstones of a run, this one last; empty outside runs. */
  run: RunItem[]
  runText: string
  /** When it was last edited; null if that left no mark. */
  edited: Moment | null
  history: string
  website: string
  /** Leads to what changed in the article after the comment was written; empty if nothing did. */
  articleChanged: string
  /** `edited` leads to the history of the comment that this one answers, if it was edited after the answer. */
  replyTo: { level: string; href: string; nic: string; edited: string } | null
  foldLabel: string
  folded: string
  parent: string
  /** What screen readers call it. */
  name: string
  /** Read out after Recommend, More and the like, so that each makes sense alone. */
  of: string
  /** A list of replies opens after this comment. */
  opens: boolean
  /** One item for each list of replies that ends after it. */
  closes: number[]
  /** The branch continues on a page of its own. */
  more: { href: string; text: string } | null
}

const roleTags: Record<string, { text: string; color: string }> = {
  moderator: { text: 'Moderator', color: ' blue' },
  admin: { text: 'Admin', color: ' blue' },
  editor: { text: 'Editor', color: ' blue' },
}

function commentTags(row: CommentRow, context: ThreadContext): Comment['tags'] {
  const tags: Comment['tags'] = []
  const role = row.name_kind === 'member' ? roleTags[row.role ?? ''] : undefined
  if (role) tags.push(role)
  if (row.account_id !== null && row.account_id === context.posterId && row.name_kind === 'member')
    tags.push({ text: 'Posted the article', color: '' })
  if (context.viewer !== null && row.account_id === context.viewer.id) tags.push({ text: 'You', color: ' solid' })
  if (row.parent_id === null && context.moved.has(row.id)) tags.push({ text: 'Moved here', color: '' })
  if (context.reworded.has(row.id)) tags.push({ text: 'Edited by a moderator', color: '' })
  if (context.featured.has(row.id)) tags.push({ text: 'Featured', color: ' blue' })
  if (context.thread.closed && row.created_at > context.thread.at) tags.push({ text: 'After closing', color: '' })
  return tags
}

const noByline: Byline = { nic: '', href: '', mark: '', spoken: '', word: '' }

const absentParents: Partial<Record<CommentRow['state'], string>> = {
  removed: 'a removed comment',
  withdrawn: 'a withdrawn comment',
}

/** The parent of a comment, as the line “to Ada K.” names it. */
function parentReference(
  row: CommentRow,
  parentHere: CommentRow | undefined,
  { parents, mutes }: ThreadContext,
): { href: string; nic: string | null; edited: string } {
  const parent = row.parent_id === null ? undefined : (parentHere ?? parents.get(row.parent_id))
  if (parent === undefined) return { href: '', nic: null, edited: '' }
  const isMuted = commentMuteReason(mutes, parent) !== null
  return {
    href: parentHere ? `#c${row.parent_id}` : urls.comment(row.parent_id!),
    nic: parent.state !== 'live' ? absentParents[parent.state]! : isMuted ? 'a hidden comment' : parent.nic,
    edited:
      parent.state === 'live' && !isMuted && parent.edited_at !== null && parent.edited_at > row.created_at
        ? urls.history(row.parent_id!)
        : '',
  }
}

/** What changed in the article since a comment was written, as an address. */
function changeAfter({ created_at }: CommentRow, { articleId, versions }: ThreadContext): string {
  const change = changeSince(versions, created_at)
  return change === null ? '' : urls.articleChange(articleId, change.from, change.to)
}

/** The class of a comment that is shown: what its reader should see first about it. */
const stateOf = (row: CommentRow, { waiting, news, viewer }: ThreadContext): '' | ' held' | ' is-new' | ' mine' =>
  waiting.has(row.id) ? ' held' : news.has(row.id) ? ' is-new' : may.change(viewer, row) === null ? ' mine' : ''

/** A row with its place; `run` are the tombstones before it that are folded into it, `parent` the parent of the first. */
export type Placement = {
  row: CommentRow
  level: number
  replies: number
  run: readonly CommentRow[]
  parent: CommentRow | undefined
}

export function commentModel(
  { row, level, replies, run, parent: parentHere }: Placement,
  context: ThreadContext,
): Omit<Comment, 'opens' | 'closes' | 'more'> {
  const muted = commentMuteReason(context.mutes, row)
  const gone =
    row.pointer !== undefined
      ? movedTombstone
      : (tombstoneIn(row, context) ?? (muted === null ? null : mutedStub(muted, replies)))
  const first = run[0] ?? row
  const parent = parentReference(first, parentHere, context)
  const time = moment(row.created_at, context.now, context.dates)
  const by = bylineOf(row)
  const name = gone === null ? by.nic : `the ${gone.heading.toLowerCase()}`
  const isBrief = gone === null && context.folds.brief.has(row.id)
  const isNew = gone === null && context.news.has(row.id)
  const waiting = context.waiting.get(row.id)
  const spokenOf = gone === null ? `${by.nic}’s comment, ${time.text}` : `${name}, ${time.text}`
  const actions = commentActions(row, context, gone !== null || waiting !== undefined, muted !== null)
  return {
    // First, because V8 copies an object quickly only at the beginning of another.
    ...(run.length === 0 ? actions : { ...actions, ...noTombstoneActions }),
    id: row.id,
    state: gone !== null ? ' gone' : `${stateOf(row, context)}${isBrief ? ' brief' : ''}`,
    waiting: waiting === undefined ? null : { ...waiting, spokenOf },
    news: isNew ? 'new' : '',
    next: null,
    flash: null,
    hidden: muted !== null && run.length === 0,
    shut: (gone === null ? context.folds.shut : context.folded).has(row.id),
    by: gone === null ? by : noByline,
    tags: gone === null ? commentTags(row, context) : [],
    saved: gone === null && context.saved.has(row.id) ? urls.commentSaves(row.id) : '',
    time,
    href: urls.comment(row.id),
    pointer: row.pointer === undefined ? null : pointerPage(row.pointer, context.mutes, context.dates),
    heading: gone?.heading ?? '',
    body: gone?.body ?? linkQuotations(row.html, context.quotation),
    entry: gone?.entry ?? null,
    removed: run.length > 0 ? null : removedText(row, context),
    run: run.length === 0 ? [] : runItems([...run, row], context),
    runText: run.length === 0 ? '' : runText([...run, row]),
    edited: gone !== null || row.edited_at === null ? null : moment(row.edited_at, context.now, context.dates),
    website: gone === null ? (row.website ?? '') : '',
    replyTo:
      parent.nic === null ? null : { ...parent, nic: parent.nic, level: level > 1 ? `level ${first.depth}, to` : 'to' },
    articleChanged: gone === null ? changeAfter(row, context) : '',
    foldLabel: `Fold ${name}${replies === 0 ? '' : ` and ${count(replies, 'reply', 'replies')}`}`,
    folded: replies === 0 || isBrief ? 'folded' : `${count(replies, 'reply', 'replies')} folded`,
    history: urls.history(row.id),
    parent: parent.href,
    name: gone?.heading ?? by.nic,
    of: gone === null ? `${by.nic}’s comment` : `${name}, ${time.text}`,
  }
}
