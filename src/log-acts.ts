// The actions that the public log records, their keys, and the sentences that pages show for them. Pure.

/** The key of every action that new entries can have, with its sentence: the actor's nic comes before it. */
export const acts = {
  close: 'closed the thread',
  reopen: 'reopened the thread',
  'schedule-close': 'scheduled the thread to close',
  'cancel-close': 'cancelled the scheduled closing',
  'schedule-reopen': 'scheduled the thread to reopen',
  'close-older': 'closed old threads',
  'hold-thread': 'put the thread on hold',
  'release-thread': 'released the thread',
  'hold-site': 'put the site on hold',
  'release-site': 'released the site',
  'slow-mode-on': 'turned on slow mode',
  'slow-mode-off': 'turned off slow mode',
  'thread-settings': 'changed the thread settings',
  'post-notice': 'posted a notice',
  'remove-notice': 'removed the notice',
  approve: 'approved a comment',
  'edit-approve': 'edited and approved a comment',
  read: 'approved a published comment',
  hold: 'held a comment',
  'hold-flagged': 'held a comment that members flagged',
  'answer-report': 'answered a report of a comment',
  spam: 'marked a comment as spam',
  restore: 'restored a comment',
  remove: 'removed a comment',
  move: 'moved a branch to another article',
  feature: 'featured a comment',
  unfeature: 'unfeatured a comment',
  blank: 'blanked an earlier version of a comment',
  'clear-profile': 'removed parts of a member’s page',
  'delete-picture': 'deleted a picture of a comment',
  warn: 'warned a member',
  silence: 'silenced a member',
  'hold-person': 'put a member on hold',
  ban: 'banned a member',
  'ban-email': 'banned an e-mail address',
  'ban-address': 'banned network addresses',
  pardon: 'issued a pardon',
  sweep: 'removed comments in a sweep',
  'grant-appeal': 'granted an appeal',
  'deny-appeal': 'denied an appeal',
  'filter-create': 'created a filter',
  'filter-change': 'changed a filter',
  'filter-on': 'turned on a filter',
  'filter-off': 'turned off a filter',
  'filter-delete': 'deleted a filter',
  'classifier-on': 'turned on the classifier',
  'classifier-off': 'turned off the classifier',
  retrain: 'retrained the classifier',
  publish: 'published a submission',
  'schedule-article': 'scheduled a submission',
  'edit-article': 'edited an article',
  'restore-revision': 'restored an earlier text of an article',
  return: 'sent a submission back',
  reject: 'rejected a submission',
  merge: 'merged a submission',
  'move-article': 'moved an article to another edition',
  unpublish: 'unpublished an article',
  republish: 'published an article again',
  'choose-lead': 'chose the lead',
  'order-section': 'changed the order of a section',
  'choose-quotes': 'chose quotes from the thread',
  trust: 'trusted a member',
  'end-trust': 'no longer trusts a member',
  'accept-correction': 'accepted a correction',
  'decline-correction': 'declined a correction',
  'change-setting': 'changed a setting',
  'create-section': 'created a section',
  'change-section': 'changed a section',
  'order-sections': 'changed the order of sections',
  'close-section': 'closed a section',
  'reopen-section': 'reopened a section',
  'create-area': 'created an area',
  'change-area': 'changed an area',
  'order-areas': 'changed the order of areas',
  'close-area': 'closed an area',
  'reopen-area': 'reopened an area',
  'rename-tag': 'renamed a tag',
  'merge-tags': 'merged two tags',
  'change-page': 'changed a page of the site',
  'approve-application': 'approved a registration',
  'refuse-application': 'refused a registration',
  'stop-invitations': 'withdrew a member’s right to invite',
  'allow-invitations': 'gave a member the right to invite back',
  undo: 'undid an action',
  'import-close': 'imported a closed thread',
  'import-remove': 'imported a removed comment',
  'first-admin': 'became the first admin',
  appoint: 'created a staff account',
  'change-role': 'changed the role of a member',
  'end-sessions': 'ended the sessions of a member',
  'begin-factor-removal': 'began to remove the second factor of a member',
  'stop-factor-removal': 'stopped the removal of a second factor',
  'remove-factor': 'removed the second factor of a member',
  'change-name': 'changed their name',
  'delete-name': 'took out the name of a deleted account',
} as const

export type Act = keyof typeof acts

/** Keys that only earlier entries have. They are never rewritten, because an entry's hash covers its key. */
const formerKeys: Readonly<Record<string, Act>> = {
  mute: 'silence',
  'refuse-appeal': 'deny-appeal',
  'plan-close': 'schedule-close',
  'unplan-close': 'cancel-close',
  'plan-reopen': 'schedule-reopen',
  'slow-thread': 'slow-mode-on',
  'unslow-thread': 'slow-mode-off',
  'settle-thread': 'thread-settings',
  'notice-thread': 'post-notice',
  'unnotice-thread': 'remove-notice',
  'filter-make': 'filter-create',
  'filter-end': 'filter-delete',
}

/** The action of a stored key, former keys included; null for an unknown one. */
export const actOf = (key: string): Act | null =>
  Object.hasOwn(acts, key) ? (key as Act) : Object.hasOwn(formerKeys, key) ? formerKeys[key]! : null

/** Actions of editors, which editors undo. */
const deskActs: ReadonlySet<string> = new Set<Act>([
  'publish',
  'schedule-article',
  'edit-article',
  'restore-revision',
  'return',
  'reject',
  'merge',
  'move-article',
  'unpublish',
  'republish',
  'choose-lead',
  'order-section',
  'choose-quotes',
  'trust',
  'end-trust',
  'accept-correction',
  'decline-correction',
])

/** Actions that only admins perform and undo. */
const adminActs: ReadonlySet<string> = new Set<Act>([
  'change-setting',
  'create-section',
  'change-section',
  'order-sections',
  'close-section',
  'reopen-section',
  'create-area',
  'change-area',
  'order-areas',
  'close-area',
  'reopen-area',
  'rename-tag',
  'merge-tags',
  'change-page',
])

/** The role that may undo an action. */
export const undoRole = (key: string): 'editor' | 'moderator' | 'admin' =>
  deskActs.has(key) ? 'editor' : adminActs.has(key) ? 'admin' : 'moderator'

/** Whether an action of this key can be undone at all. */
export const isUndoable = (key: string): boolean => key !== 'delete-picture'

/** The sentence of a stored key; an unknown key is shown as it is. */
export function actSentence(key: string): string {
  const act = actOf(key)
  return act === null ? key : acts[act]
}

/** Every key under which entries of an action are stored, the one of new entries first. */
export const keysOf = (act: Act): string[] => [act, ...Object.keys(formerKeys).filter((key) => formerKeys[key] === act)]
