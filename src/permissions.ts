// Who may do what, and the sentence when they may not. Routes declare coarse access; this is the fine one. Pure.
import { AppError, type Kind } from './errors.ts'
import type { GuestPolicy, Submitters } from './settings.ts'

/** Each role may do all that the ones before it may. */
export const ladder = ['member', 'editor', 'moderator', 'admin'] as const
export type Role = (typeof ladder)[number]

/** What a route requires of its caller before anything else. */
export type Access = 'anyone' | Role

/** A signed-in person; readers without an account are null. */
export type Viewer = {
  id: number
  nic: string
  role: Role
  commentCount: number
  /** An editor trusts them: they publish without waiting, where the site allows it. */
  trusted: boolean
  /** What they write waits for somebody to read it, for a time. */
  onHold?: boolean
  /** When the account will be deleted, Unix milliseconds; until then its member posts and changes nothing. */
  leavingAt?: number | null
}

/**
 * Somebody who comments without an account, known by the hash of the key in their browser.
 * `fresh`: the key was made for this request; until the browser sends it back, `address` identifies the guest.
 */
export type Guest = { key: string; fresh: boolean; address: string }

export type Writer = Viewer | Guest

export const isGuest = (writer: Writer): writer is Guest => 'key' in writer

/** The account of a writer; null for guests. */
export const accountOf = (writer: Writer | null): Viewer | null => (writer === null || isGuest(writer) ? null : writer)

export const refusals = {
  signIn: { kind: 'forbidden', sentence: 'Sign in first. You will come back to this page.' },
  signInToComment: {
    kind: 'forbidden',
    sentence: 'Your text is safe. Only members can comment here: sign in, and your text comes back.',
  },
  sessionEnded: {
    kind: 'forbidden',
    sentence:
      'Your text is safe. Your session has expired, so it was not posted. Sign in to post it, or post it from here as a guest.',
  },
  threadClosed: {
    kind: 'conflict',
    sentence: 'Sorry. Comments have been closed on this article. Your text is below, so that you can keep it.',
  },
  notYours: { kind: 'forbidden', sentence: 'Only its author can edit or withdraw a comment.' },
  notTheirs: {
    kind: 'forbidden',
    sentence: 'Only its author can appeal against a decision about a comment.',
  },
  notItsAuthor: { kind: 'forbidden', sentence: 'Only its author sees who recommends a comment.' },
  editLate: { kind: 'conflict', sentence: 'This comment can no longer be edited. It was not changed.' },
  undoLate: { kind: 'conflict', sentence: 'The withdrawal can no longer be undone.' },
  ownComment: { kind: 'forbidden', sentence: 'You can’t recommend your own comment.' },
  recommendationsOff: { kind: 'forbidden', sentence: 'Recommendations are turned off on this site.' },
  staffThread: {
    kind: 'forbidden',
    sentence: 'Only editors and moderators can comment in this thread. Your text is below, so that you can keep it.',
  },
  ownFlag: { kind: 'forbidden', sentence: 'This is your own comment. You can edit or withdraw it.' },
  ownDecision: {
    kind: 'forbidden',
    sentence: 'The appeal is against your own decision. You can grant it; only another moderator can deny it.',
  },
  ownItem: { kind: 'forbidden', sentence: 'This is your own comment. Another moderator has to decide.' },
  submitters: {
    kind: 'forbidden',
    sentence: 'Your text is safe. This site does not take news from you at the moment.',
  },
  ownTrust: { kind: 'forbidden', sentence: 'You can’t trust yourself. Ask another editor.' },
  needsEditor: { kind: 'forbidden', sentence: 'Only editors can do this.' },
  needsModerator: { kind: 'forbidden', sentence: 'Only moderators can do this.' },
  needsAdmin: { kind: 'forbidden', sentence: 'Only admins can do this.' },
  banned: { kind: 'banned', sentence: 'You are banned. Nothing was changed.' },
  silenced: { kind: 'forbidden', sentence: 'A moderator has silenced you. Your text was not posted.' },
  warned: {
    kind: 'forbidden',
    sentence: 'A moderator has warned you. Confirm that you have read this to go on posting.',
  },
  yourself: { kind: 'forbidden', sentence: 'You can’t moderate yourself. Ask another moderator.' },
  ownRank: { kind: 'forbidden', sentence: 'You can’t moderate someone of your own rank or above.' },
  againstYourself: {
    kind: 'forbidden',
    sentence: 'You can’t undo an action that concerns you.',
  },
} as const satisfies Record<string, { kind: Kind; sentence: string }>

export type Refusal = keyof typeof refusals

/** Null when it is allowed, else the reason. */
export type Verdict = Refusal | null

/** Roles above one. */
export const rolesAbove = (role: Role): readonly Role[] => ladder.slice(ladder.indexOf(role) + 1)

export const atLeast = (viewer: Viewer | null, role: Role): boolean =>
  viewer !== null && ladder.indexOf(viewer.role) >= ladder.indexOf(role)

/** Sanctions in force against a writer. */
export type Standing = { banned: boolean; silenced: boolean; warned: boolean }

const outranks = (viewer: Viewer | null, role: Role): boolean =>
  viewer !== null && ladder.indexOf(viewer.role) > ladder.indexOf(role)

const needs = { member: 'signIn', editor: 'needsEditor', moderator: 'needsModerator', admin: 'needsAdmin' } as const

export const may = {
  enter: (viewer: Viewer | null, access: Access): Verdict =>
    access === 'anyone' || atLeast(viewer, access) ? null : viewer === null ? 'signIn' : needs[access],
  /** Moderators may comment in a closed thread, marked. Guests may where the site allows it. */
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
  /** Edit or withdraw: only one's own comment, picked names included. */
  change: (viewer: Viewer | null, comment: { account_id: number | null }): Verdict =>
    viewer === null ? 'signIn' : comment.account_id === viewer.id ? null : 'notYours',
  /** Send in news. */
  submit: (viewer: Viewer | null, site: { submitters: Submitters }): Verdict =>
    atLeast(viewer, 'editor') || site.submitters === 'guests'
      ? null
      : viewer === null
        ? 'signIn'
        : site.submitters === 'members' || (site.submitters === 'trusted' && viewer.trusted)
          ? null
          : 'submitters',
  /** Publish what one sends in, without an editor. Not while one is on hold. */
  publishDirectly: (viewer: Viewer | null, site: { trustedPublish: boolean }): Verdict =>
    viewer?.trusted && site.trustedPublish && !viewer.onHold ? null : may.edit(viewer),
  /** Decide about submissions, and change articles. */
  edit: (viewer: Viewer | null): Verdict => may.enter(viewer, 'editor'),
  /** Send a correction of an article. Guests may unless the site is for members only. */
  correct: (viewer: Viewer | null, site: { guests: GuestPolicy }): Verdict =>
    viewer === null && site.guests === 'membersOnly' ? 'signIn' : null,
  /** Trust a member, or no longer. */
  trust: (viewer: Viewer | null, person: { id: number }): Verdict =>
    may.edit(viewer) ?? (person.id === viewer!.id ? 'ownTrust' : null),
  close: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  reopen: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  feature: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  blank: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  deletePicture: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** Not one's own comment, whatever its name. */
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
  /** Read who recommends a comment: only one's own, picked names included. */
  readRecommenders: (
    viewer: Viewer | null,
    comment: { account_id: number | null },
    settings: { recommendations: boolean },
  ): Verdict =>
    !settings.recommendations
      ? 'recommendationsOff'
      : viewer === null
        ? 'signIn'
        : comment.account_id === viewer.id
          ? null
          : 'notItsAuthor',
  /** See who is behind a picked name. */
  identify: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  remove: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** Change a thread's settings: hold, slow mode, who may comment, notice. */
  manage: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  hold: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** Move a branch to another article, closed threads included. */
  move: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** Approve what is held or flagged, except one's own. */
  approve: (viewer: Viewer | null, comment: { account_id: number | null } | null = null): Verdict =>
    may.enter(viewer, 'moderator') ?? (comment !== null && comment.account_id === viewer?.id ? 'ownItem' : null),
  restore: (viewer: Viewer | null, comment: { account_id: number | null } | null = null): Verdict =>
    may.approve(viewer, comment),
  /** Not one's own comment, whatever its name. */
  flag: (viewer: Viewer | null, comment: { account_id: number | null }): Verdict =>
    viewer === null ? 'signIn' : comment.account_id === viewer.id ? 'ownFlag' : null,
  /** Tell other moderators that one is reviewing a comment, except one's own. */
  claim: (viewer: Viewer | null, comment: { account_id: number | null }): Verdict => may.approve(viewer, comment),
  /** Be on duty, and leave a handover note. */
  watch: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  sweep: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** @param against `ids`: accounts that the action concerns; `ranks`: roles of those whom it warned, silenced or banned @param role whose action it was */
  undo: (
    viewer: Viewer | null,
    against: { ids: readonly number[]; ranks: readonly Role[] } = { ids: [], ranks: [] },
    role: 'editor' | 'moderator' | 'admin' = 'moderator',
  ): Verdict =>
    may.enter(viewer, role) ??
    (against.ids.includes(viewer!.id)
      ? 'againstYourself'
      : against.ranks.some((role) => !outranks(viewer, role))
        ? 'ownRank'
        : null),
  /** Moderators cannot moderate themselves, or anybody of their own rank or above. @param person null for e-mail and network addresses, which have no rank */
  sanction: (viewer: Viewer | null, person: { id: number; role: Role } | null): Verdict =>
    may.enter(viewer, 'moderator') ??
    (person === null ? null : person.id === viewer?.id ? 'yourself' : outranks(viewer, person.role) ? null : 'ownRank'),
  warn: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict => may.sanction(viewer, person),
  silence: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict => may.sanction(viewer, person),
  /** Hold whatever a member writes. */
  holdMember: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict => may.sanction(viewer, person),
  ban: (viewer: Viewer | null, person: { id: number; role: Role } | null): Verdict => may.sanction(viewer, person),
  pardon: (viewer: Viewer | null, person: { id: number; role: Role } | null): Verdict => may.sanction(viewer, person),
  note: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict => may.sanction(viewer, person),
  /** Approve or refuse an application for an account. */
  admit: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
  /** Read the notes about a member. Nobody reads those about themselves or about a higher rank. */
  readNotes: (viewer: Viewer | null, person: { id: number; role: Role }): Verdict =>
    may.enter(viewer, 'moderator') ??
    (person.id === viewer!.id ? 'yourself' : rolesAbove(viewer!.role).includes(person.role) ? 'ownRank' : null),
  /** Send a form that changes something. */
  send: (standing: Pick<Standing, 'banned'>): Verdict => (standing.banned ? 'banned' : null),
  /** Post or edit, as far as sanctions allow it. */
  post: (standing: Standing): Verdict =>
    may.send(standing) ?? (standing.silenced ? 'silenced' : standing.warned ? 'warned' : null),
  /**
   * Answer an appeal, except one's own. Against one's own decision only grant, while there is another moderator.
   * @param appeal `others`: whether somebody else could answer it
   */
  answer: (
    viewer: Viewer | null,
    appeal: { account_id: number | null; decided_by: number | null; others: boolean },
    grants: boolean,
  ): Verdict =>
    may.approve(viewer, appeal.account_id === null ? null : { account_id: appeal.account_id }) ??
    (!grants && appeal.others && appeal.decided_by === viewer?.id ? 'ownDecision' : null),
  /** Change what makes up the site: settings, sections, tags and the site’s own pages. */
  administer: (viewer: Viewer | null): Verdict => may.enter(viewer, 'admin'),
  /** Make, test and switch filters and the classifier. */
  filter: (viewer: Viewer | null): Verdict => may.enter(viewer, 'moderator'),
}

/** @throws AppError with the refusal's sentence when the verdict is one */
export function allow(verdict: Verdict): void {
  if (verdict !== null) throw new AppError(refusals[verdict].kind, refusals[verdict].sentence)
}
