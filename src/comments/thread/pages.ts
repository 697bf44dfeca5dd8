// What a thread says: rows, viewer and verdicts in, exactly what the templates print out. Pure.

import { count, type Dates, type Moment, moment } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { commentMuteReason, type Mutes } from '../../mutes/rules.ts'
import { may, type Viewer } from '../../permissions.ts'
import { isFoldedByView, type ThreadView } from '../../thread-view.ts'
import { MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { type PointerPage, pointerPage } from '../branches/pointer-pages.ts'
import type { CommentRow, TopRow } from '../queries.ts'
import { recommendButton, recommendedWords, type Wish } from '../recommendations/pages.ts'
import { judgedFrom, type Person, personBehind } from './person-pages.ts'
import { DEEPEST_LEVEL, editWindow, type ThreadState, undoWindow } from './rules.ts'
import { folded, type Gone, moved, runWords, stub, tombstone } from './tombstone-pages.ts'
import { placeThread } from './tree.ts'

export type Signed = {
  nic: string
  href: string
  /** `reg` member, `reg mod` moderator, `guest`. */
  mark: string
  /** Said after the nic for those who cannot see the mark. */
  spoken: string
  /** `guest` stands in words beside the ring. */
  word: string
}

/** How a signature is drawn: a solid ball is a member, a ring is a guest or a picked nic, a blue ball staff. */
export function signed(row: { nic: string; name_kind: string; role: string | null }): Signed {
  if (row.name_kind === 'guest') return { nic: row.nic, href: '', mark: 'guest', spoken: '', word: 'guest' }
  if (row.name_kind === 'picked') return { nic: row.nic, href: '', mark: 'guest', spoken: '', word: 'picked nic' }
  const staff = row.role === 'moderator' || row.role === 'admin'
  return { nic: row.nic, href: urls.person(row.nic), mark: staff ? 'reg mod' : 'reg', spoken: ', member', word: '' }
}

export type Comment = {
  id: number
  /** Classes of the list item. */
  state: '' | ' gone' | ' is-new'
  /** New since the reader's last visit; the first of a page is what `#new` leads to. */
  news: '' | 'new' | 'first'
  /** The next new comment, wherever it stands; after the last one the form. */
  next: { href: string; text: string } | null
  /** Its reader has muted it. */
  hidden: boolean
  /** Folded on arrival, because the reader asked for it. */
  shut: boolean
  /** Where a moderator features it, or ceases to. */
  feature: { href: string; text: string } | null
  /** Where a moderator decides about it: holds it, takes it down, puts it back. */
  decisions: { href: string; text: string }[]
  /** Where a member asks a moderator to look at it. */
  flag: string
  /** How many members recommend it, in words; empty for none. */
  recommended: string
  /** Where a member recommends it, or takes that back. */
  recommend: { action: string; wish: Wish; text: string } | null
  /** Where a member can mute whoever wrote it. */
  mute: string
  by: Signed
  /** Who is behind a picked nic, and where moderators go on to their writer, for those who may know. */
  person: Person | null
  judged: string
  tags: { text: string; color: string }[]
  time: Moment
  href: string
  /** In place of all else where it is no comment, but points at a branch that was moved away. */
  pointer: PointerPage | null
  /** For a tombstone: its heading in place of a nic. */
  heading: string
  body: SafeHtml | string
  /** What a tombstone or a stub points at. */
  entry: Gone['entry']
  /** The tombstones that stand here as one, the comment's own last; and what they are called together. */
  run: { id: number; own: boolean; body: string; entry: Gone['entry'] }[]
  runWords: string
  /** When it was last changed, where that left a mark; its history is public. */
  edited: Moment | null
  history: string
  website: string
  re: { level: string; href: string; nic: string } | null
  foldLabel: string
  folded: string
  reply: string
  quote: string
  /** What only its writer is offered. */
  own: { edit: string; left: string; withdraw: string; restore: string; appeal: string }
  parent: string
  /** Said after Reply, Parent and the like, so that each link makes sense alone. */
  spokenOf: string
  /** A list of replies opens after this comment. */
  opens: boolean
  /** How many lists of replies end after it. */
  closes: number[]
  /** The branch goes on, on a page of its own. */
  more: { href: string; text: string } | null
}

export type ThreadContext = {
  viewer: Viewer | null
  thread: ThreadState
  articleId: number
  /** Account that posted the article. */
  posterId: number | null
  view: ThreadView
  mutes: Mutes
  editMinutes: number
  /** When comments that were taken back were, as far as that is known. */
  withdrawn: ReadonlyMap<number, number>
  /** Comments that are marked as new. */
  news: ReadonlySet<number>
  /** Whether comments are recommended on this site. */
  recommending: boolean
  /** Comments that the viewer recommends. */
  recommends: ReadonlySet<number>
  /** Comments that moderators feature, those that they have changed before they stood, and those that came from another article. */
  featured: ReadonlySet<number>
  reworded: ReadonlySet<number>
  moved: ReadonlySet<number>
  now: number
  dates: Dates
  /** Parents that are not among the rows; one that readers do not see is not here either. */
  parents: ReadonlyMap<number, Pick<CommentRow, 'nic' | 'state' | 'html'>>
}

const roleTags: Record<string, { text: string; color: string }> = {
  moderator: { text: 'Moderator', color: ' blue' },
  admin: { text: 'Admin', color: ' blue' },
  editor: { text: 'Editor', color: ' blue' },
}

function tagsOf(row: CommentRow, context: ThreadContext): Comment['tags'] {
  const tags: Comment['tags'] = []
  const role = row.name_kind === 'member' ? roleTags[row.role ?? ''] : undefined
  if (role) tags.push(role)
  if (row.account_id !== null && row.account_id === context.posterId && row.name_kind === 'member')
    tags.push({ text: 'Posted the story', color: '' })
  if (context.viewer !== null && row.account_id === context.viewer.id) tags.push({ text: 'You', color: ' solid' })
  if (row.parent_id === null && context.moved.has(row.id)) tags.push({ text: 'Moved here', color: '' })
  if (context.reworded.has(row.id)) tags.push({ text: 'Changed by a moderator', color: '' })
  if (context.featured.has(row.id)) tags.push({ text: 'Featured', color: ' blue' })
  if (context.thread.closed && row.created_at > context.thread.at) tags.push({ text: 'After the closing', color: '' })
  return tags
}

/** A stub or a tombstone is signed by nobody. */
const nobody: Signed = { nic: '', href: '', mark: '', spoken: '', word: '' }

/** What a comment offers to whoever wrote it: to change it while that is possible, to take it back, to put it back, to appeal. */
function ownActs(row: CommentRow, context: ThreadContext): Comment['own'] {
  const acts = { edit: '', left: '', withdraw: '', restore: '', appeal: '' }
  if (may.change(context.viewer, row) !== null) return acts
  const withdrawnAt = context.withdrawn.get(row.id)
  if (row.state === 'withdrawn' && withdrawnAt !== undefined && undoWindow(withdrawnAt, context.now).open)
    return { ...acts, restore: urls.withdrawals(row.id) }
  if (row.state === 'removed') return { ...acts, appeal: urls.appeals(row.id) }
  if (row.state !== 'live') return acts
  const window = editWindow(row.created_at, context.now, context.editMinutes)
  return {
    ...acts,
    withdraw: urls.withdrawals(row.id),
    ...(window.open
      ? { edit: urls.edits(row.id), left: `${Math.ceil((window.until - context.now) / MINUTE)} min left` }
      : {}),
  }
}

const decisionLinks = {
  holds: 'Hold',
  removals: 'Remove',
  spam: 'Spam',
  restorations: 'Put it back',
  moves: 'Move',
} as const

const absent: Partial<Record<CommentRow['state'], string>> = {
  removed: 'a removed comment',
  withdrawn: 'a withdrawn comment',
}

/** One comment as its place shows it; `level` and `replies` come from the tree, `run` are the tombstones that it stands for as well. */
function comment(
  { row, level, replies, run = [] }: { row: CommentRow; level: number; replies: number; run?: readonly CommentRow[] },
  parentOf: (row: CommentRow) => CommentRow | undefined,
  context: ThreadContext,
): Comment {
  const hidden = commentMuteReason(context.mutes, row)
  const tomb = (row: CommentRow): Gone | null => tombstone(row, context.withdrawn.get(row.id), context.dates)
  const gone = row.pointer !== undefined ? moved : (tomb(row) ?? (hidden === null ? null : stub(hidden, replies)))
  const first = run[0] ?? row
  const parentHere = parentOf(first)
  const time = moment(row.created_at, context.now, context.dates)
  const by = signed(row)
  const name = gone === null ? by.nic : `the ${gone.heading.toLowerCase()}`
  const parent = first.parent_id === null ? undefined : (parentHere ?? context.parents.get(first.parent_id))
  const parentNic =
    parent === undefined
      ? null
      : parent.state !== 'live'
        ? absent[parent.state]!
        : commentMuteReason(context.mutes, parent) === null
          ? parent.nic
          : 'a hidden comment'
  const parentHref = parent === undefined ? '' : parentHere ? `#c${first.parent_id}` : urls.comment(first.parent_id!)
  const answerable =
    gone === null &&
    (!context.thread.closed || context.viewer?.role === 'moderator' || context.viewer?.role === 'admin')
  return {
    id: row.id,
    state: gone !== null ? ' gone' : context.news.has(row.id) ? ' is-new' : '',
    news: gone === null && context.news.has(row.id) ? 'new' : '',
    next: null,
    hidden: hidden !== null && run.length === 0,
    shut: gone === null && isFoldedByView(context.view, row),
    feature:
      gone !== null || may.feature(context.viewer) !== null
        ? null
        : { href: urls.features(row.id), text: context.featured.has(row.id) ? 'Unfeature' : 'Feature' },
    decisions:
      may.hold(context.viewer) !== null || hidden !== null
        ? []
        : (row.state === 'live'
            ? (['holds', 'removals', 'spam', 'moves'] as const)
            : row.state === 'removed'
              ? (['restorations', 'moves'] as const)
              : []
          ).map((noun) => ({ href: urls.decision(noun, row.id), text: decisionLinks[noun] })),
    flag: gone !== null || may.flag(context.viewer, row) !== null ? '' : urls.flags(row.id),
    recommended:
      gone !== null || !context.recommending
        ? ''
        : recommendedWords(row.recommendation_count, context.recommends.has(row.id)),
    recommend:
      gone !== null || may.recommend(context.viewer, row, { recommendations: context.recommending }) !== null
        ? null
        : recommendButton(row.id, context.recommends.has(row.id)),
    mute:
      gone !== null || context.viewer === null || row.account_id === context.viewer.id
        ? ''
        : urls.mute('person', row.nic, urls.comment(row.id)),
    by: gone === null ? by : nobody,
    person: gone === null ? personBehind(row, context.viewer) : null,
    judged: gone === null ? judgedFrom(row, context.viewer) : '',
    tags: gone === null ? tagsOf(row, context) : [],
    time,
    href: urls.comment(row.id),
    pointer: row.pointer === undefined ? null : pointerPage(row.pointer, context.mutes, context.dates),
    heading: gone?.heading ?? '',
    body: gone?.body ?? storedHtml(row.html),
    entry: gone?.entry ?? null,
    run:
      run.length === 0
        ? []
        : [...run, row].map((one) => ({
            id: one.id,
            own: one.id === row.id,
            body: tomb(one)?.body ?? '',
            entry: tomb(one)?.entry ?? null,
          })),
    runWords: run.length === 0 ? '' : runWords([...run, row]),
    edited: gone !== null || row.edited_at === null ? null : moment(row.edited_at, context.now, context.dates),
    website: gone === null ? (row.website ?? '') : '',
    re:
      parentNic === null
        ? null
        : { level: level > 1 ? `level ${first.depth}, to` : 'to', href: parentHref, nic: parentNic },
    foldLabel: `Fold ${name}, ${time.text}${replies === 0 ? '' : ` and ${count(replies, 'reply', 'replies')}`}`,
    folded: replies === 0 ? 'folded' : `${count(replies, 'reply', 'replies')} folded`,
    reply: answerable ? urls.reply(context.articleId, row.id) : '',
    quote: answerable ? urls.quote(context.articleId, row.id) : '',
    history: urls.history(row.id),
    own: ownActs(row, context),
    parent: parentHref,
    spokenOf: gone === null ? `${by.nic}’s comment, ${time.text}` : `${name}, ${time.text}`,
    opens: false,
    closes: [],
    more: null,
  }
}

/** The thread as nested lists: flat, each comment saying what opens and closes after it. */
export function threadedComments(
  rows: readonly CommentRow[],
  context: ThreadContext,
  above: readonly CommentRow[] = [],
): Comment[] {
  const byId = new Map([...above, ...rows].map((row) => [row.id, row]))
  // A pointer one level further down is shown here: nobody goes on to a page of its own for that.
  const shown = folded(
    placeThread(rows).filter(({ row, level }) => level <= DEEPEST_LEVEL + (row.pointer === undefined ? 0 : 1)),
  )
  return shown.map((place, i) => {
    const { row, level, replies } = place
    const item = comment(place, (one) => (one.parent_id === null ? undefined : byId.get(one.parent_id)), context)
    const next = shown[i + 1]?.level ?? 1
    item.opens = next > level
    item.closes = Array.from({ length: Math.max(level - next, 0) }, (_, n) => n)
    if (place.depth === DEEPEST_LEVEL && replies > 0)
      item.more = {
        href: urls.branch(row.id),
        text: `Continue this branch: ${count(replies, 'more reply', 'more replies')}`,
      }
    return item
  })
}

/** A branch: what stands above it in one line, then the branch itself as nested lists. */
export const branchComments = (
  parents: readonly CommentRow[],
  rows: readonly CommentRow[],
  context: ThreadContext,
  about: number,
): Comment[] =>
  [...flatComments(parents, context), ...threadedComments(rows, context, parents)].map((comment) =>
    comment.id === about ? { ...comment, tags: [...comment.tags, { text: 'This comment', color: '' }] } : comment,
  )

/** Top-level comments alone, each with a way to its replies. */
export const topComments = (rows: readonly TopRow[], context: ThreadContext): Comment[] =>
  rows.map((row) => ({
    ...comment({ row, level: 1, replies: row.below }, () => undefined, context),
    more: row.below === 0 ? null : { href: urls.branch(row.id), text: count(row.below, 'reply', 'replies') },
  }))

/** The thread as one list, in the order of the rows. */
export function flatComments(rows: readonly CommentRow[], context: ThreadContext): Comment[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const replies = new Map<number, number>()
  for (const row of rows)
    if (row.parent_id !== null && row.pointer === undefined)
      replies.set(row.parent_id, (replies.get(row.parent_id) ?? 0) + 1)
  // Side by side in this list, whatever each of them answers.
  const places = folded(rows.map((row) => ({ row: { ...row, parent_id: null }, level: 1, replies: 0 })))
  return places.map(({ row: { id }, run }) =>
    comment(
      {
        row: byId.get(id)!,
        level: byId.get(id)!.depth,
        replies: replies.get(id) ?? 0,
        run: run.map((one) => byId.get(one.id)!),
      },
      (one) => (one.parent_id === null ? undefined : byId.get(one.parent_id)),
      context,
    ),
  )
}

/** Runs of muted comments without replies become one line each: the last of the run stands for all. */
export function foldTombstones(comments: readonly Comment[]): Comment[] {
  const shown: Comment[] = []
  let run = 0
  for (const [i, one] of comments.entries()) {
    const next = comments[i + 1]
    // Nothing opens or closes between two of a run: they stand side by side.
    if (one.hidden && !one.opens && one.closes.length === 0 && next?.hidden && !next.opens) run += 1
    else {
      shown.push(
        run === 0
          ? one
          : { ...one, body: `${run + 1} hidden.`, entry: { href: urls.mutes, text: 'What you have muted' } },
      )
      run = 0
    }
  }
  return shown
}
