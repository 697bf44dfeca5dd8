// The site's settings and policy numbers: kept in the database, with what holds until somebody changes them. Pure.
import { z } from 'zod'
import { isZone } from './time.ts'

/** Whether guests may comment: at once, after the first one was approved, each after approval, or not at all. */
export const guestPolicies = ['open', 'firstHeld', 'allHeld', 'membersOnly'] as const
export type GuestPolicy = (typeof guestPolicies)[number]

export const settingsSchema = z.strictObject({
  /** The name on the masthead. */
  siteName: z.string().min(1).max(60).default('Broadside'),
  tagline: z.string().max(120).default('The day’s news, with the argument attached'),
  /** IANA name; days, editions and every shown time are of this zone. */
  timeZone: z.string().refine(isZone, 'is not a time zone').default('UTC'),
  /** Threads close by themselves this many days after publication; null never. */
  closeAfterDays: z.int().min(1).max(3650).nullable().default(14),
  /** Whether a picture on another host is shown; otherwise it becomes a link. */
  foreignPictures: z.boolean().default(false),
  /** The address that mails come from; null is no-reply at the host of BASE_URL. */
  mailFrom: z.email().nullable().default(null),
  /** The hour at which the daily mail goes out, by the clock of whom it is for. */
  digestHour: z.int().min(0).max(23).default(7),
  /** How long a comment can be edited by its writer. */
  editMinutes: z.int().min(0).max(1440).default(15),
  /** How guests may comment. */
  guests: z.enum(guestPolicies).default('firstHeld'),
  /** Whether members can recommend comments; otherwise nothing of it is shown. */
  recommendations: z.boolean().default(true),
  /** How many days the network address is kept that a comment came from, for moderators; 0 keeps none. */
  addressDays: z.int().min(0).max(365).default(30),
  /** How many days the words of comments are kept that were removed, marked as spam or taken back, and those of blanked versions: for moderators, appeals and undo. */
  deletedTextDays: z.int().min(7).max(3650).default(90),
  /** How many days flags are kept about which somebody has decided. */
  flagDays: z.int().min(1).max(3650).default(180),
  /** Where whoever is banned can say what they think of it; null tells nobody where. */
  appeals: z.email().nullable().default(null),
})

export type Settings = z.output<typeof settingsSchema>

/** What every form and row is measured against; SPEC §9 in one table. Lengths are characters, password bytes. */
export const limits = {
  nic: { min: 2, max: 40 },
  headline: 200,
  lede: 1000,
  comment: 10_000,
  article: 200_000,
  address: 2000,
  email: 254,
  reason: 500,
  appeal: 2000,
  tag: 40,
  password: { min: 8, max: 1024 },
  /** Bytes of a whole form; the longest comment in four-byte letters, percent-encoded, fits. */
  form: 256 * 1024,
  /** Bytes of a form with a file in it: beyond a picture that is too large, so that the text beside it comes back. */
  formWithFile: 64 * 1024 * 1024,
  /** What is taken of a picture: bytes of the file, pixels and frames by its header; fewer pixels where it has to be in memory as a whole. What is kept fits into `wide` by `high`. */
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

/** How often one address may do a thing: at most `max` times in `window` milliseconds. */
export const paces = {
  /** An office has one address; each of its members has a pace of their own, below. */
  comment: { max: 40, window: 5 * 60_000, of: 'comments' },
  guestComment: { max: 10, window: 5 * 60_000, of: 'comments of guests' },
  /** Presses that only bring the form back: previews, tools, invented nics. */
  preview: { max: 120, window: 5 * 60_000, of: 'previews' },
  /** Texts that are kept while they are written; beyond that they are not kept, which refuses nothing. */
  draft: { max: 120, window: 5 * 60_000, of: 'drafts' },
  freshDraft: { max: 20, window: 5 * 60_000, of: 'drafts' },
  letter: { max: 10, window: 60 * 60_000, of: 'letters to the editors' },
  receipt: { max: 60, window: 5 * 60_000, of: 'changes' },
  flag: { max: 20, window: 60 * 60_000, of: 'flags' },
  /** Presses, those with something to put right included. */
  appeal: { max: 20, window: 60 * 60_000, of: 'appeals' },
  edit: { max: 30, window: 5 * 60_000, of: 'changes' },
  login: { max: 10, window: 5 * 60_000, of: 'attempts to sign in' },
  /** Presses, those with something to put right included. */
  register: { max: 20, window: 60 * 60_000, of: 'registrations' },
  /** Presses on the page about one's mail address. */
  email: { max: 20, window: 60 * 60_000, of: 'changes of a mail address' },
  /** Presses on the page of the nics that a member keeps. */
  nics: { max: 40, window: 60 * 60_000, of: 'changes of your names' },
  search: { max: 60, window: 60_000, of: 'searches' },
  /** Presses that bring a picture along. */
  picture: { max: 60, window: 60 * 60_000, of: 'pictures' },
} as const

/** Pictures that one account may send: at most `max` in `window` milliseconds, from wherever. */
export const pictureQuota = { max: 30, window: 60 * 60_000 } as const

/** A picture that no text shows is kept this long, in milliseconds. */
export const PICTURE_WAITS = 24 * 3_600_000

/** How often one person may comment, under whichever name and from wherever; moderators as often as they have to. */
export const personPaces = [
  { max: 10, window: 5 * 60_000 },
  { max: 150, window: 24 * 3_600_000 },
] as const

/** Whoever has fewer comments standing than this is a newcomer, and puts so many links into one at most; moderators read the first comment of an account that is not older than `days`. */
export const newcomers = { comments: 3, links: 2, days: 30 } as const

/** Moderators among themselves: a claim and a duty run out after so many milliseconds, a note for the next has so many characters. */
export const watches = { claim: 15 * 60_000, duty: 8 * 3_600_000, note: 1000 } as const

/** The same text again by the same person within this time, in milliseconds, is refused, from so many letters and digits on. */
export const repeats = { within: 24 * 3_600_000, from: 40 } as const

/** What one sweep looks at and takes away, at most: comments of so many days, and so many of them. */
export const sweeps = { days: 7, comments: 500, looked: 20_000 } as const

/** The address under which somebody who is banned reads of their appeal works this long, in milliseconds. */
export const APPEAL_LINK_LIFE = 30 * 86_400_000

/** Streams of live threads that are open at the same time, at most: from one address, and in all. */
export const streams = { address: 20, all: 10_000 } as const

export type Pace = keyof typeof paces

/** Years ahead that a moderator can plan, or give an end, at most. */
export const YEARS_AHEAD = 10

/** A repeated press without a form key counts as the same comment for this long, in milliseconds. */
export const REPEAT_WINDOW = 10 * 60_000

/** A change so soon after posting, before anybody answered, leaves no mark; in milliseconds. */
export const EDIT_GRACE = 2 * 60_000

/** Whoever takes a comment back can put it back for this long, in milliseconds. */
export const WITHDRAWAL_UNDO = 15 * 60_000

/** Characters of a comment that its quotation in a reply begins with. */
export const QUOTE_MOST = 1500

/** Nics that a member may keep beside the registered one, and those counted with them that were removed and still rest. */
export const KEPT_NICS = { most: 5, withResting: 10 } as const

/** A nic that its member has removed stays theirs for this long, so that nobody else speaks in that voice the next day; in milliseconds. */
export const NIC_RESTS = 30 * 86_400_000

/** A text that waits for its writer is kept this long after its last change, in milliseconds. */
export const DRAFT_LIFE = 14 * 86_400_000

/** A browser is known as the same guest's this long, in milliseconds. */
export const GUEST_LIFE = 365 * 86_400_000

/** Sessions end when unused for `idle` and in any case after `life`, in milliseconds. Staff sign in more often. */
export const sessionLife = {
  member: { idle: 30 * 86_400_000, life: 90 * 86_400_000 },
  staff: { idle: 12 * 3_600_000, life: 7 * 86_400_000 },
} as const
