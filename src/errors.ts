// The one kind of error that a request may end in, and the few kinds it comes in. Pure.

/** Kind → HTTP status and the heading of its page. */
export const kinds = {
  malformed: { status: 400, title: 'That request cannot be read' },
  forbidden: { status: 403, title: 'This is not yours to do' },
  /** Signing in would not help. */
  banned: { status: 403, title: 'This is closed to you' },
  missing: { status: 404, title: 'There is no such page' },
  conflict: { status: 409, title: 'Something changed meanwhile' },
  gone: { status: 410, title: 'This has been taken down' },
  tooLarge: { status: 413, title: 'That is too large' },
  misdirected: { status: 421, title: 'This server does not answer for that name' },
  invalid: { status: 422, title: 'Something has to be put right' },
  tooOften: { status: 429, title: 'One moment, please' },
  broken: { status: 500, title: 'Something broke here' },
  unavailable: { status: 503, title: 'The presses are being oiled' },
} as const

export type Kind = keyof typeof kinds

/** A link from the page of an error to where its reader may want to be. */
export type Way = { href: string; text: string }

/** An end of a request that is told to the reader in a sentence; the sentence holds nothing private. */
export class AppError extends Error {
  readonly kind: Kind
  /** Seconds after which to try again, for `tooOften` and `unavailable`. */
  readonly retryAfter: number | null
  readonly ways: readonly Way[]
  constructor(kind: Kind, sentence: string, retryAfter: number | null = null, ways: readonly Way[] = []) {
    super(sentence)
    this.kind = kind
    this.retryAfter = retryAfter
    this.ways = ways
  }
}

/** For a press that no button of the form makes. @param nothing what did not happen, in a sentence */
export const notAButton = (nothing = 'Nothing was changed.'): AppError =>
  new AppError('invalid', `That button is not one of this form. ${nothing}`)

export const missing = (
  sentence = 'It may have moved, or the link may have lost a letter on the way here.',
  ways: readonly Way[] = [],
): AppError => new AppError('missing', sentence, null, ways)

/** For what was here once and is not any more; whoever asks is told that much, and nothing of what it said. */
export const gone = (what: 'story' | 'comment' = 'story', ways: readonly Way[] = []): AppError =>
  new AppError(
    'gone',
    `The ${what} that stood here has been taken ${what === 'story' ? 'down' : 'down, or taken back by its writer'}. Its address stays empty, so that nothing else is ever taken for it.`,
    null,
    ways,
  )
