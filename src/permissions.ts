// Who may do what, and the sentence when they may not. Coarse access stands on each route; this is the fine one. Pure.
import { AppError, type Kind } from './errors.ts'
import type { GuestPolicy } from './settings.ts'

/** Each has all that the ones before it may. */
export const ladder = ['member', 'editor', 'moderator', 'admin'] as const
export type Role = (typeof ladder)[number]

/** What a route asks of its caller before anything else. */
export type Access = 'anyone' | Role

/** A signed-in person; readers without an account are null. */
export type Viewer = { id: number; nic: string; role: Role; commentCount: number }

/**
 * Somebody who writes without an account: known by the hash of the key that their browser holds.
 * `fresh` while it has only just been given one; until it comes back with it, `address` tells that it is the same.
 */
export type Guest = { key: string; fresh: boolean; address: string }

export type Writer = Viewer | Guest

export const isGuest = (writer: Writer): writer is Guest => 'key' in writer

/** The account that writes; null for guests. */
export const accountOf = (writer: Writer | null): Viewer | null => (writer === null || isGuest(writer) ? null : writer)

export const refusals = {
  signIn: { kind: 'forbidden', sentence: 'Sign in first. You will come straight back here.' },
  signInToComment: {
    kind: 'forbidden',
    sentence:
      'Comments are posted by members. Nothing is lost: what you wrote is below, and comes back to you once you have signed in.',
  },
  sessionEnded: {
    kind: 'forbidden',
    sentence:
      'Your session has ended, so this was not posted. Nothing is lost: sign in, and it is posted at once. Or post it from here as a guest.',
  },
  threadClosed: {
    kind: 'conflict',
    sentence: 'Sorry. Comments have been closed on this article. What you wrote is below, so that you can keep it.',
  },
  notYours: { kind: 'forbidden', sentence: 'Only whoever wrote a comment can change it or take it back.' },
  notTheirs: {
    kind: 'forbidden',
    sentence: 'Only whoever wrote a comment can appeal against what was decided about it.',
  },
  editLate: { kind: 'conflict', sentence: 'The time for changing this comment has run out, so it stays as it was.' },
  undoLate: { kind: 'conflict', sentence: 'The time for putting this comment back has run out.' },
  ownComment: { kind: 'forbidden', sentence: 'It is your own. Recommending it is for others.' },
  recommendationsOff: { kind: 'forbidden', sentence: 'Comments are not recommended on this site.' },
  staffThread: {
    kind: 'forbidden',
    sentence: 'In this thread only editors and moderators write. What you wrote is below, so that you can keep it.',
  },
  ownFlag: { kind: 'forbidden', sentence: 'It is your own. You can change it or take it back.' },
  ownDecision: {
    kind: 'forbidden',
    sentence:
      'The appeal is against what you decided. You can grant it; another moderator has to say that the decision stands.',
  },
  ownCase: { kind: 'forbidden', sentence: 'It is your own. Another moderator has to decide about it.' },
  needsEditor: { kind: 'forbidden', sentence: 'Only editors can do this.' },
  needsModerator: { kind: 'forbidden', sentence: 'Only moderators can do this.' },
  needsAdmin: { kind: 'forbidden', sentence: 'Only admins can do this.' },
  banned: { kind: 'banned', sentence: 'You are banned, so this was not done.' },
  silenced: { kind: 'forbidden', sentence: 'A moderator has muted you, so this was not posted.' },
  warned: { kind: 'forbidden', sentence: 'A moderator has warned you. Say that you have read it; then you can post.' },
  yourself: { kind: 'forbidden', sentence: 'Nobody judges themselves. Ask another moderator.' },
  ownRank: { kind: 'forbidden', sentence: 'This is for somebody of a higher rank than theirs.' },
  againstYourself: {
    kind: 'forbidden',
    sentence: 'It was done about you or what you wrote, so somebody else undoes it.',
  },
} as const satisfies Record<string, { kind: Kind; sentence: string }>

export type Refusal = keyof typeof refusals

/** Null when it may be done, else why not. */
export type Verdict = Refusal | null

export const atLeast = (viewer: Viewer | null, role: Role): boolean =>
  viewer !== null && ladder.indexOf(viewer.role) >= ladder.indexOf(role)

/** What moderators have laid upon whoever writes. */
export type Standing = { banned: boolean; silenced: boolean; warned: boolean }

const outranks = (viewer: Viewer | null, role: Role): boolean =>
  viewer !== null && ladder.indexOf(viewer.role) > ladder.indexOf(role)

const needs = { member: 'signIn', editor: 'needsEditor', moderator: 'needsModerator', admin: 'needsAdmin' } as const

export const may = {
  enter: (viewer: Viewer | null, access: Access): Verdict =>
    access === 'anyone' || atLeast(viewer, access) ? null : viewer === null ? 'signIn' : needs[access],
  /** Moderators may still write in a closed thread; it is marked. Guests write where the site lets them. */
  comment: (
    viewer: Viewer | null,
    thread: { closed: boolean; who?: 'anyone' | 'members' | 'staff' },
    site: { guests: GuestPolicy },
  ): Verdict =>
    thread.closed && !atLeast(viewer, 'moderator')
      ? 'threadClosed'
      : viewer === null && (site.guests === 'membersOnly' || thread.who === 'members' || thread.who === 'staff')
        ? 'signInToComment'
        : thread.who === 'staff' && !atLeast(viewer, 'editor')
          ? 'staffThread'
          : null,
  /** Whether a comment is the viewer's own, picked nics included: theirs to change and to take back, and nobody else's. */
  change: (viewer: Viewer | null, comment: { account_id: number | null }): Verdict =>
    viewer === null ? 'signIn' : comment.account_id === viewer.id ? null : 'notYours',
  close: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  reopen: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  feature: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  blank: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** Not one's own, under whatever name it was written. */
  recommend: (
    viewer: Viewer | null,
    comment: { account_id: number | null },
    settings: { recommendations: boolean },
  ): Verdict =>
    !settings.recommendations
      ? 'recommendationsOff'
      : viewer === null
        ? 'signIn'
        : comment.account_id === viewer.id
          ? 'ownComment'
          : null,
  /** Who is behind a picked nic. */
  identify: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  remove: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** To hold or slow a thread, to say who may write in it, and to say something above it. */
  manage: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  hold: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** To take a branch to another article, closed threads included. */
  move: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** To let stand what waits, and what is flagged: not one's own. */
  approve: (viewer: Viewer | null, comment: { account_id: number | null } | null = null): Verdict =>
    may.enter(viewer, 'moderator') ?? (comment !== null && comment.account_id === viewer?.id ? 'ownCase' : null),
  restore: (viewer: Viewer | null, comment: { account_id: number | null } | null = null): Verdict =>
    may.approve(viewer, comment),
  /** Not one's own, under whatever name it was written. */
  flag: (viewer: Viewer | null, comment: { account_id: number | null }): Verdict =>
    viewer === null ? 'signIn' : comment.account_id === viewer.id ? 'ownFlag' : null,
  /** To tell the other moderators that one is looking at a comment: not one's own, about which one does not decide. */
  claim: (viewer: Viewer | null, comment: { account_id: number | null }): Verdict => may.approve(viewer, comment),
  /** To be on duty, and to leave a note for the next. */
  watch: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  sweep: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** @param against those whom others have acted against with it; `ranks` are of those whom it warned, muted or banned */
  undo: (
    viewer: Viewer | null,
    against: { ids: readonly number[]; ranks: readonly Role[] } = { ids: [], ranks: [] },
  ): Verdict =>
    may.enter(viewer, 'moderator') ??
    (against.ids.includes(viewer!.id)
      ? 'againstYourself'
      : against.ranks.some((role) => !outranks(viewer, role))
        ? 'ownRank'
        : null),
  /** Nobody acts on themselves, nor on anybody of their own rank or above. @param person null for mail and network addresses, which have no rank */
  judge: (viewer: Viewer | null, person: { id: number; role: Role } | null): Verdict =>
    may.enter(viewer, 'moderator') ??
    (person === null ? null : person.id === viewer?.id ? 'yourself' : outranks(viewer, person.role) ? null : 'ownRank'),
  warn: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict => may.judge(viewer, person),
  mute: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict => may.judge(viewer, person),
  ban: (viewer: Viewer | null, person: { id: number; role: Role } | null): Verdict => may.judge(viewer, person),
  pardon: (viewer: Viewer | null, person: { id: number; role: Role } | null): Verdict => may.judge(viewer, person),
  note: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict => may.judge(viewer, person),
  /** What changes anything, whoever sends it; whoever is banned can only end and take back. */
  send: (standing: Pick<Standing, 'banned'>): Verdict => (standing.banned ? 'banned' : null),
  /** Posting, as far as moderators have laid anything upon whoever does. */
  post: (standing: Standing): Verdict =>
    may.send(standing) ?? (standing.silenced ? 'silenced' : standing.warned ? 'warned' : null),
  /**
   * To answer an appeal: nobody their own, and against one's own decision only by granting it, as long as there is another moderator.
   * @param appeal `others`: whether somebody else could answer it
   */
  answer: (
    viewer: Viewer | null,
    appeal: { account_id: number | null; decided_by: number | null; others: boolean },
    grants: boolean,
  ): Verdict =>
    may.approve(viewer, appeal.account_id === null ? null : { account_id: appeal.account_id }) ??
    (!grants && appeal.others && appeal.decided_by === viewer?.id ? 'ownDecision' : null),
  /** Make filters, rehearse and switch them, and the classifier. */
  filter: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
}

/** @throws AppError with the refusal's sentence when the verdict is one */
export function allow(verdict: Verdict): void {
  if (verdict !== null) throw new AppError(refusals[verdict].kind, refusals[verdict].sentence)
}
