// Every act that the public log knows, and the words in which pages tell of it. Pure.

/** Every act that the log knows, and how a page says it. */
export const acts = {
  close: 'closed the thread',
  reopen: 'reopened the thread',
  'plan-close': 'planned a closing',
  'unplan-close': 'took back a planned closing',
  'plan-reopen': 'planned a reopening',
  'close-older': 'closed old threads',
  'hold-thread': 'let every comment of the thread wait',
  'release-thread': 'let the thread go on without waiting',
  'slow-thread': 'slowed the thread',
  'unslow-thread': 'let the thread go on at any pace',
  'settle-thread': 'said who may write in the thread, and for how long',
  'notice-thread': 'said something above the thread',
  'unnotice-thread': 'took away what was said above the thread',
  approve: 'let a held comment through',
  'edit-approve': 'changed a held comment and let it through',
  read: 'read a comment and let it stand',
  hold: 'held a comment',
  spam: 'marked a comment as spam',
  restore: 'put a comment back',
  remove: 'removed a comment',
  move: 'moved a branch to another article',
  feature: 'featured a comment',
  unfeature: 'ceased to feature a comment',
  blank: 'blanked an earlier version of a comment',
  warn: 'warned a member',
  silence: 'silenced a member',
  ban: 'banned a member',
  'ban-email': 'banned an e-mail address',
  'ban-address': 'banned network addresses',
  pardon: 'pardoned',
  sweep: 'swept comments away',
  'grant-appeal': 'granted an appeal',
  'deny-appeal': 'answered an appeal: the decision stands',
  'filter-make': 'made a filter',
  'filter-change': 'changed a filter',
  'filter-on': 'switched a filter on',
  'filter-off': 'switched a filter off',
  'filter-end': 'ended a filter',
  'classifier-on': 'lets the classifier hold comments',
  'classifier-off': 'lets the classifier hold comments no longer',
  undo: 'undid an act',
  'import-close': 'took in a closed thread',
  'import-remove': 'took in a removed comment',
  'first-admin': 'became the first admin',
  appoint: 'made an account of the staff',
} as const

export type Act = keyof typeof acts

/** Keys that entries were once written with, and the act that each is. The entries are hashed, so they keep them. */
const formerKeys: Readonly<Record<string, Act>> = { mute: 'silence', 'refuse-appeal': 'deny-appeal' }

/** The key of today for that of a stored entry. */
export const actOf = (key: string): string => (Object.hasOwn(formerKeys, key) ? formerKeys[key]! : key)

/** Every key that entries of an act are stored with. */
export const keysOf = (act: Act): string[] => [
  act,
  ...Object.keys(formerKeys).filter((former) => formerKeys[former] === act),
]

/** What an entry did, as pages say it: by its key, if it has no sentence. */
export const actSentence = (key: string): string => (Object.hasOwn(acts, actOf(key)) ? acts[actOf(key) as Act] : key)
