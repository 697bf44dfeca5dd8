// The view model of one comment in its thread. Pure.
import { count, type Dates, type Moment, moment } from '../../format.ts'
import { type SafeHtml, storedHtml } from '../../markup/safe-html.ts'
import { commentMuteReason, type Mutes } from '../../mutes/rules.ts'
import { may, type Viewer } from '../../permissions.ts'
import { isFoldedByView, type ThreadView } from '../../thread-view.ts'
import { MINUTE } from '../../time.ts'
import { urls } from '../../urls.ts'
import { type PointerPage, pointerPage } from '../branches/pointer-pages.ts'
import type { RecommendAction } from '../recommendations/form.ts'
import { recommendButton, recommendedText } from '../recommendations/pages.ts'
import { memberBehind, moderationLink, type PickedBy } from './person-pages.ts'
import type { CommentRow } from './queries.ts'
import { editWindow, type ThreadState, undoWindow } from './rules.ts'
import { movedTombstone, mutedStub, runText, type Tombstone, tombstone } from './tombstone-pages.ts'

export type Byline = {
  nic: string
  href: string
  /** CSS classes: `reg` member, `reg mod` moderator, `guest` guest or picked name. */
  mark: string
  /** Read out after the nic, because the mark is only visible. */
  spoken: string
  /** Words beside the mark. */
  word: string
}

/** A solid ball marks a member, a blue one staff, a ring a guest or a picked name. */
export function bylineOf(row: { nic: string; name_kind: string; role: string | null }): Byline {
  if (row.name_kind === 'guest') return { nic: row.nic, href: '', mark: 'guest', spoken: '', word: 'guest' }
  if (row.name_kind === 'picked') return { nic: row.nic, href: '', mark: 'guest', spoken: '', word: 'picked nic' }
  const staff = row.role === 'moderator' || row.role === 'admin'
  return { nic: row.nic, href: urls.person(row.nic), mark: staff ? 'reg mod' : 'reg', spoken: ', member', word: '' }
}

export type Comment = {
  id: number
  /** Classes of the list item. */
  state: '' | ' gone' | ' is-new'
  /** New since the reader's last visit. `#new` leads to the first one of a page. */
  news: '' | 'new' | 'first'
  /** Link to the next new comment; after the last one to the form. */
  next: { href: string; text: string } | null
  /** The reader has muted it. */
  hidden: boolean
  /** Folded when the page opens, by an option of the view. */
  shut: boolean
  /** A moderator's link to feature it, or to unfeature it. */
  feature: { href: string; text: string } | null
  /** A moderator's links to decide about it. */
  decisions: { href: string; text: string }[]
  flag: string
  /** The number of recommendations in words; empty for none. */
  recommended: string
  recommend: { action: string; wish: RecommendAction; text: string } | null
  mute: string
  by: Byline
  /** The member behind a picked name, for moderators. */
  person: PickedBy | null
  /** A moderator's link to the writer. */
  writerLink: string
  tags: { text: string; color: string }[]
  time: Moment
  href: string
  /** Set if this is the line that a moved branch left, not a comment. */
  pointer: PointerPage | null
  /** Heading of a tombstone or stub, in place of the nic; empty for a comment that is shown. */
  heading: string
  body: SafeHtml | string
  /** Link of a tombstone or stub. */
  entry: Tombstone['entry']
  /** The tombstones of a run, this one last; empty outside runs. */
  run: { id: number; own: boolean; body: string; entry: Tombstone['entry'] }[]
  runText: string
  /** When it was last edited; null if that left no mark. */
  edited: Moment | null
  history: string
  website: string
  replyTo: { level: string; href: string; nic: string } | null
  foldLabel: string
  folded: string
  reply: string
  quote: string
  /** Links for its author only. */
  own: { edit: string; left: string; withdraw: string; restore: string; appeal: string }
  parent: string
  /** Read out after Reply, Parent and the like, so that each link makes sense alone. */
  spokenOf: string
  /** A list of replies opens after this comment. */
  opens: boolean
  /** One item for each list of replies that ends after it. */
  closes: number[]
  /** The branch continues on a page of its own. */
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
  /** Times of withdrawals by comment, as far as they are on record. */
  withdrawn: ReadonlyMap<number, number>
  news: ReadonlySet<number>
  /** Whether the site has recommendations. */
  recommending: boolean
  /** Comments that the viewer recommends. */
  recommends: ReadonlySet<number>
  featured: ReadonlySet<number>
  /** Comments that a moderator edited before approving them. */
  reworded: ReadonlySet<number>
  /** Tops of branches that came from another article. */
  moved: ReadonlySet<number>
  now: number
  dates: Dates
  /** Visible parents that are not among the rows. */
  parents: ReadonlyMap<number, Pick<CommentRow, 'nic' | 'state' | 'html'>>
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

/** What a comment offers its author: edit, withdraw, undo the withdrawal, or appeal. */
function ownActions(row: CommentRow, context: ThreadContext): Comment['own'] {
  const none = { edit: '', left: '', withdraw: '', restore: '', appeal: '' }
  if (may.change(context.viewer, row) !== null) return none
  const withdrawnAt = context.withdrawn.get(row.id)
  if (row.state === 'withdrawn' && withdrawnAt !== undefined && undoWindow(withdrawnAt, context.now).open)
    return { ...none, restore: urls.withdrawals(row.id) }
  if (row.state === 'removed') return { ...none, appeal: urls.appeals(row.id) }
  if (row.state !== 'live') return none
  const window = editWindow(row.created_at, context.now, context.editMinutes)
  return {
    ...none,
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
  restorations: 'Restore',
  moves: 'Move',
} as const

const moderatorDecisions = (row: CommentRow): readonly (keyof typeof decisionLinks)[] =>
  row.state === 'live'
    ? ['holds', 'removals', 'spam', 'moves']
    : row.state === 'removed'
      ? ['restorations', 'moves']
      : []

/** Links and buttons of a comment, by what its reader may do. */
function commentActions(row: CommentRow, context: ThreadContext, gone: boolean, hidden: boolean) {
  const { viewer, thread, articleId, featured, recommends, recommending } = context
  const isModerator = viewer?.role === 'moderator' || viewer?.role === 'admin'
  const answerable = !gone && (!thread.closed || isModerator)
  const given = recommends.has(row.id)
  return {
    feature:
      gone || may.feature(viewer) !== null
        ? null
        : { href: urls.features(row.id), text: featured.has(row.id) ? 'Unfeature' : 'Feature' },
    decisions:
      may.hold(viewer) !== null || hidden
        ? []
        : moderatorDecisions(row).map((noun) => ({ href: urls.decision(noun, row.id), text: decisionLinks[noun] })),
    flag: gone || may.flag(viewer, row) !== null ? '' : urls.flags(row.id),
    recommended: gone || !recommending ? '' : recommendedText(row.recommendation_count, given),
    recommend:
      gone || may.recommend(viewer, row, { recommendations: recommending }) !== null
        ? null
        : recommendButton(row.id, given),
    mute:
      gone || viewer === null || row.account_id === viewer.id ? '' : urls.mute('person', row.nic, urls.comment(row.id)),
    person: gone ? null : memberBehind(row, viewer),
    writerLink: gone ? '' : moderationLink(row, viewer),
    reply: answerable ? urls.reply(articleId, row.id) : '',
    quote: answerable ? urls.quote(articleId, row.id) : '',
    own: ownActions(row, context),
  }
}

const absentParents: Partial<Record<CommentRow['state'], string>> = {
  removed: 'a removed comment',
  withdrawn: 'a withdrawn comment',
}

/** The parent of a comment, as the line “to Ada K.” names it. */
function parentReference(
  row: CommentRow,
  parentHere: CommentRow | undefined,
  { parents, mutes }: ThreadContext,
): { href: string; nic: string | null } {
  const parent = row.parent_id === null ? undefined : (parentHere ?? parents.get(row.parent_id))
  if (parent === undefined) return { href: '', nic: null }
  return {
    href: parentHere ? `#c${row.parent_id}` : urls.comment(row.parent_id!),
    nic:
      parent.state !== 'live'
        ? absentParents[parent.state]!
        : commentMuteReason(mutes, parent) === null
          ? parent.nic
          : 'a hidden comment',
  }
}

/** A row with its place; `run` are the tombstones before it that are folded into it. */
type Placement = { row: CommentRow; level: number; replies: number; run?: readonly CommentRow[] }

export function commentModel(
  { row, level, replies, run = [] }: Placement,
  parentOf: (row: CommentRow) => CommentRow | undefined,
  context: ThreadContext,
): Comment {
  const muted = commentMuteReason(context.mutes, row)
  const tombstoneOf = (one: CommentRow) => tombstone(one, context.withdrawn.get(one.id), context.dates)
  const gone =
    row.pointer !== undefined
      ? movedTombstone
      : (tombstoneOf(row) ?? (muted === null ? null : mutedStub(muted, replies)))
  const first = run[0] ?? row
  const parent = parentReference(first, parentOf(first), context)
  const time = moment(row.created_at, context.now, context.dates)
  const by = bylineOf(row)
  const name = gone === null ? by.nic : `the ${gone.heading.toLowerCase()}`
  const isNew = gone === null && context.news.has(row.id)
  return {
    id: row.id,
    state: gone !== null ? ' gone' : isNew ? ' is-new' : '',
    news: isNew ? 'new' : '',
    next: null,
    hidden: muted !== null && run.length === 0,
    shut: gone === null && isFoldedByView(context.view, row),
    ...commentActions(row, context, gone !== null, muted !== null),
    by: gone === null ? by : noByline,
    tags: gone === null ? commentTags(row, context) : [],
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
            body: tombstoneOf(one)?.body ?? '',
            entry: tombstoneOf(one)?.entry ?? null,
          })),
    runText: run.length === 0 ? '' : runText([...run, row]),
    edited: gone !== null || row.edited_at === null ? null : moment(row.edited_at, context.now, context.dates),
    website: gone === null ? (row.website ?? '') : '',
    replyTo:
      parent.nic === null
        ? null
        : { level: level > 1 ? `level ${first.depth}, to` : 'to', href: parent.href, nic: parent.nic },
    foldLabel: `Fold ${name}, ${time.text}${replies === 0 ? '' : ` and ${count(replies, 'reply', 'replies')}`}`,
    folded: replies === 0 ? 'folded' : `${count(replies, 'reply', 'replies')} folded`,
    history: urls.history(row.id),
    parent: parent.href,
    spokenOf: gone === null ? `${by.nic}’s comment, ${time.text}` : `${name}, ${time.text}`,
    opens: false,
    closes: [],
    more: null,
  }
}
