// The site's settings with their defaults, and the limits of the code. Pure.
import { z } from 'zod'
import { registrationModes } from './registration-modes.ts'
import { isZone } from './time.ts'
import { isWatchLine } from './watch-hours.ts'
import { isWebhookAddress } from './webhook-address.ts'

/** Guests comment at once, after one of theirs was approved, each after approval, or not at all. */
export const guestPolicies = ['open', 'firstHeld', 'allHeld', 'membersOnly'] as const
export type GuestPolicy = (typeof guestPolicies)[number]

/** Who may send in news. Each includes those after it. */
const submitters = ['guests', 'members', 'trusted', 'editors'] as const
export type Submitters = (typeof submitters)[number]

/** Up to nine: each has a digit as its key. */
const reasonList = (defaults: string[]) =>
  z
    .array(z.string().min(1).max(40))
    .max(9)
    .refine((list) => new Set(list.map((line) => line.toLowerCase())).size === list.length, 'has a line twice')
    .default(defaults)

export const settingsSchema = z.strictObject({
  /** The name on the masthead. */
  siteName: z.string().min(1).max(60).default('Broadside'),
  tagline: z.string().max(120).default('The day’s news, with the argument attached'),
  /** IANA name; editions and times are in this zone. */
  timeZone: z.string().refine(isZone, 'is not a time zone').default('UTC'),
  /** Days after publication at which a thread closes; null never. */
  closeAfterDays: z.int().min(1).max(3650).nullable().default(14),
  /** Pictures on other hosts are shown; otherwise they become links. */
  foreignPictures: z.boolean().default(false),
  /** Sender of e-mails; null is no-reply@ the host of BASE_URL. */
  mailFrom: z.email().nullable().default(null),
  /** Hour of the daily e-mail, in its reader's time zone. */
  digestHour: z.int().min(0).max(23).default(7),
  /** Hour at which the edition of the day before is e-mailed, in the site's time zone. */
  editionHour: z.int().min(0).max(23).default(6),
  /** Minutes after posting in which the author can edit a comment. */
  editMinutes: z.int().min(0).max(1440).default(15),
  /** Days between two changes of a member's name; null where names cannot be changed. */
  nameChangeDays: z.int().min(1).max(3650).nullable().default(90),
  /** How guests may comment. */
  guests: z.enum(guestPolicies).default('firstHeld'),
  /** Who can register in the browser. */
  registration: z.enum(registrationModes).default('open'),
  /** Open invitations of a member, and the age of an account in days from which on it can invite. Staff have no limits. */
  invitationsPerMember: z.int().min(0).max(100).default(3),
  invitationAgeDays: z.int().min(0).max(3650).default(30),
  /** Who may send in news. */
  submitters: z.enum(submitters).default('members'),
  /** Trusted members publish without waiting for an editor. */
  trustedPublish: z.boolean().default(false),
  /** Submissions of one writer in 24 hours; a newcomer or a guest may send in a third of it, at least one. */
  submissionsPerDay: z.int().min(1).max(100).default(6),
  /** Minutes in which the site promises to answer a submission. */
  deskMinutes: z.int().min(15).max(20_160).default(120),
  /** Members can recommend comments; otherwise recommendations are hidden. */
  recommendations: z.boolean().default(true),
  /** Flags by members in good standing that hold a comment; 0 never does. */
  flagsToHold: z.int().min(0).max(100).default(0),
  /** Whether the comment form of guests has a trap field and a time, which add to other reasons. */
  robotSigns: z.boolean().default(true),
  /** Seconds after its opening within which a form was sent too soon. */
  robotSeconds: z.int().min(1).max(60).default(4),
  /** Minutes in which the site promises a moderator's decision. */
  moderationMinutes: z.int().min(5).max(2880).default(120),
  /** E-mail addresses of the staff who are called when something waits longer than promised. */
  callAddresses: z.array(z.email().max(254)).max(10).default([]),
  /** Address that is called then, with a message in JSON; null for none. */
  callWebhook: z.string().max(500).refine(isWebhookAddress).nullable().default(null),
  /** Times of the week at which a moderator is on duty, in the site's time zone; empty for always. */
  watchHours: z.array(z.string().max(60).refine(isWatchLine)).max(14).default([]),
  /** Comments wait for a moderator while nobody is on duty. */
  watchHolds: z.boolean().default(false),
  /** Staff need a second factor, where the site is served over TLS. */
  staffSecondFactor: z.boolean().default(true),
  /** Days for which a comment's network address is kept; 0 keeps none. */
  addressDays: z.int().min(0).max(365).default(30),
  /** Days for which removed, withdrawn, spam and blanked texts are kept, for moderators, appeals and undo. */
  deletedTextDays: z.int().min(7).max(3650).default(90),
  /** Days for which settled flags are kept. */
  flagDays: z.int().min(1).max(3650).default(180),
  /** Days for which moderators' notes are kept after their last change. */
  noteDays: z.int().min(30).max(3650).default(730),
  /** Days for which notices are kept, read or not. */
  noticeDays: z.int().min(7).max(3650).default(365),
  /** Days for which a member's read marks of a thread are kept after the last visit. */
  markDays: z.int().min(7).max(3650).default(365),
  /** E-mail address for banned people; null for none. */
  appeals: z.email().nullable().default(null),
  /** Reasons that are offered for a decision about a comment or a person; their order is that of their keys. */
  commentReasons: reasonList(['Off topic', 'Personal attack', 'Advertising', 'Private information', 'Duplicate']),
  /** Reasons that are offered for restoring a comment and for lifting a sanction. */
  restoringReasons: reasonList([
    'Removed by mistake',
    'Within the house rules',
    'Granted on appeal',
    'The matter is settled',
  ]),
  /** Reasons that are offered for closing a thread, or for holding or slowing it. */
  closingReasons: reasonList([
    'Said enough',
    'Off topic throughout',
    'Too heated to go on',
    'The matter is settled',
    'Continued on a newer article',
  ]),
  /** Reasons that are offered for refusing a registration. */
  refusalReasons: reasonList(['Your answer says too little', 'Advertising', 'You have an account already']),
  /** Reasons that are offered for rejecting a submission. */
  rejectionReasons: reasonList(['Already posted', 'No source', 'Not news', 'Advertising', 'Needs work']),
})

export type Settings = z.output<typeof settingsSchema>

/** Limits of forms and rows (SPEC §9). Lengths are characters, passwords are bytes. */
export const limits = {
  nic: { min: 2, max: 40 },
  headline: 200,
  lede: 1000,
  comment: 10_000,
  article: 200_000,
  address: 2000,
  email: 254,
  reason: 500,
  introduction: 500,
  appeal: 2000,
  report: 2000,
  tag: 40,
  /** Tags of an article. */
  tags: 10,
  password: { min: 8, max: 1024 },
  /** Bytes of a form: the longest comment in four-byte letters, percent-encoded, fits. */
  form: 256 * 1024,
  /** Bytes of a form with a file. Larger than any accepted picture, so that a refused picture does not lose the text. */
  formWithFile: 64 * 1024 * 1024,
  /** Bytes of a form with an article: the longest one in four-byte letters, percent-encoded, fits. */
  articleForm: 3 * 1024 * 1024,
  /** Bytes of the file; pixels and frames by its header; fewer pixels for formats that are decoded as a whole. The result fits into `wide` by `high`. */
  picture: {
    bytes: 10 * 1024 * 1024,
    pixels: 40_000_000,
    wholePixels: 16_000_000,
    frames: 1000,
    alt: 500,
    wide: 1920,
    high: 8192,
  },
} as const

/** Rate limits by network (`countedNetworks`): at most `max` in `window` milliseconds. */
export const routeRateLimits = {
  /** High, since an office may share one address; each person has a limit of their own below. */
  comment: { max: 40, window: 5 * 60_000, of: 'comments' },
  guestComment: { max: 10, window: 5 * 60_000, of: 'guest comments' },
  /** Actions that only return the form: previews, toolbar, name buttons. */
  preview: { max: 120, window: 5 * 60_000, of: 'previews' },
  /** Drafts saved while typing. Beyond it they are not saved, and nothing is refused. */
  draft: { max: 120, window: 5 * 60_000, of: 'drafts' },
  freshDraft: { max: 20, window: 5 * 60_000, of: 'drafts' },
  /** Articles sent in. High for members, since an office may share one address; each person has a limit of their own. */
  submission: { max: 40, window: 60 * 60_000, of: 'submissions' },
  guestSubmission: { max: 10, window: 60 * 60_000, of: 'submissions of guests' },
  letter: { max: 10, window: 60 * 60_000, of: 'letters to the editors' },
  /** Requests for the daily edition: each sends an e-mail to an address that somebody typed. */
  editionMail: { max: 5, window: 60 * 60_000, of: 'requests for the edition by e-mail' },
  receipt: { max: 60, window: 5 * 60_000, of: 'edits' },
  /** Reports of comments without an account: each sends an e-mail to an address that somebody typed. */
  report: { max: 5, window: 60 * 60_000, of: 'reports' },
  correction: { max: 20, window: 60 * 60_000, of: 'corrections' },
  flag: { max: 20, window: 60 * 60_000, of: 'flags' },
  /** Attempts with faults count too. */
  appeal: { max: 20, window: 60 * 60_000, of: 'appeals' },
  edit: { max: 30, window: 5 * 60_000, of: 'edits' },
  login: { max: 10, window: 5 * 60_000, of: 'sign-in attempts' },
  /** Each sends an e-mail to an address that somebody typed. */
  forgotten: { max: 10, window: 60 * 60_000, of: 'requests to reset a password' },
  /** Passwords set by a link in an e-mail, those with faults too. */
  reset: { max: 20, window: 60 * 60_000, of: 'new passwords' },
  /** Strengths asked for while somebody types a new password. */
  rating: { max: 120, window: 5 * 60_000, of: 'passwords' },
  /** Attempts with faults count too. */
  register: { max: 20, window: 60 * 60_000, of: 'registrations' },
  invitation: { max: 40, window: 60 * 60_000, of: 'invitations' },
  email: { max: 20, window: 60 * 60_000, of: 'changes of an e-mail address' },
  nics: { max: 40, window: 60 * 60_000, of: 'changes of names' },
  account: { max: 40, window: 60 * 60_000, of: 'changes of the account' },
  /** Changes of the second factor, and codes. */
  passkey: { max: 60, window: 5 * 60_000, of: 'uses of a passkey' },
  factor: { max: 60, window: 60 * 60_000, of: 'changes of the second factor' },
  search: { max: 60, window: 60_000, of: 'searches' },
  picture: { max: 60, window: 60 * 60_000, of: 'pictures' },
} as const

/** Milliseconds for which a browser is known to have signed in as a member. */
export const KNOWN_BROWSER_MS = 365 * 86_400_000

/** Pictures of one account: at most `max` in `window` milliseconds. */
export const pictureQuota = { max: 30, window: 60 * 60_000 } as const

/** Milliseconds for which a picture that no text uses is kept. */
export const UNUSED_PICTURE_MS = 24 * 3_600_000

/** Comments of one person under any name: at most `max` in `window` milliseconds. Moderators are exempt. */
export const personRateLimits = [
  { max: 10, window: 5 * 60_000 },
  { max: 150, window: 24 * 3_600_000 },
] as const

/**
 * Requests of guests for the daily edition: e-mails to one address a day and milliseconds between two; all that nobody has
 * confirmed, a day. Milliseconds for which an address is kept that was never confirmed, or was unsubscribed.
 */
export const editionRequests = {
  address: 3,
  interval: 10 * 60_000,
  unconfirmed: 300,
  kept: 7 * 86_400_000,
  ended: 30 * 86_400_000,
} as const

/** With fewer published comments than `comments` one is a newcomer and may post `links` links in a comment. The queue shows the first comment of accounts younger than `days`. */
export const newcomers = { comments: 3, links: 2, days: 30 } as const

/** Milliseconds after which a claim of a queue item expires. */
export const CLAIM_MS = 15 * 60_000

/** Milliseconds after which an editor's claim is renewed when they open its item again. */
export const CLAIM_RENEWAL_MS = 60_000

/** Milliseconds after which a duty without an end of its own expires. */
export const DUTY_MS = 8 * 3_600_000

export const MAX_HANDOVER_CHARACTERS = 1000

/** The same text by the same person is refused for `windowMs`, if it has at least `minCharacters` letters and digits. */
export const repeatedText = { windowMs: 24 * 3_600_000, minCharacters: 40 } as const

/** A sweep compares comments of the last `days`: the newest `examined` of each trait. It removes `comments` at most. */
export const sweepLimits = { days: 7, comments: 500, examined: 1000 } as const

/** Milliseconds for which the link to a ban and its appeal works. */
export const APPEAL_LINK_MS = 30 * 86_400_000

/** Each name has a counter of its own. */
export type RateLimitName = keyof typeof routeRateLimits

/** Comments of one thread that an editor can choose to be quoted on the front page. */
export const MAX_CHOSEN_QUOTES = 3

/** The longest time after which a thread closes, in days. */
export const MAX_CLOSE_DAYS = 3650

/** Years ahead that a plan or an end may be. */
export const MAX_YEARS_AHEAD = 10

/** Milliseconds in which the same text of the same writer at the same place is the same comment. */
export const REPEAT_WINDOW_MS = 10 * 60_000

/** A form that is sent twice within this time was pressed twice by accident, so nothing is said about it. */
export const SECOND_PRESS_MS = 10_000

/** Milliseconds after posting in which an edit leaves no mark, if nobody has replied. */
export const EDIT_GRACE_MS = 2 * 60_000

/** Milliseconds in which an author can undo a withdrawal. */
export const WITHDRAWAL_UNDO_MS = 15 * 60_000

/** Longest quotation of a comment, in characters. */
export const MAX_QUOTE_CHARACTERS = 1500

/** Other names of a member: in use, and together with removed ones that are still reserved. */
export const nicQuota = { inUse: 5, withReserved: 10 } as const

/** Milliseconds for which a removed name stays reserved for its member. */
export const NIC_RESERVATION_MS = 30 * 86_400_000

/** Milliseconds after its last change for which a draft is kept. */
export const DRAFT_RETENTION_MS = 14 * 86_400_000

/** Milliseconds for which an unread letter to the editors is kept. */
export const UNREAD_LETTER_MS = 365 * 86_400_000

/** Bytes that guests' drafts may take: those of one network (`countedNetworks`), and all; each draft counts `row` bytes more than its texts. */
export const draftBudget = { network: 2 * 1024 * 1024, all: 64 * 1024 * 1024, row: 1024 } as const

/** Milliseconds for which a browser is the same guest. */
export const GUEST_COOKIE_MS = 365 * 86_400_000

/** Milliseconds after which a session ends: unused, and in any case. */
export const sessionLife = {
  member: { idle: 30 * 86_400_000, life: 90 * 86_400_000 },
  staff: { idle: 12 * 3_600_000, life: 7 * 86_400_000 },
} as const
