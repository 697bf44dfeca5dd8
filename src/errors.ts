// AppError: the one error that ends a request, in a few kinds. Pure.

/** Kind → HTTP status and the heading of its page. */
export const kinds = {
  malformed: { status: 400, title: 'The request could not be read' },
  forbidden: { status: 403, title: 'You don’t have permission' },
  /** Signing in would not help. */
  banned: { status: 403, title: 'You are banned' },
  missing: { status: 404, title: 'Page not found' },
  conflict: { status: 409, title: 'Something has changed' },
  gone: { status: 410, title: 'This was removed' },
  unpublished: { status: 410, title: 'This article was unpublished' },
  tooLarge: { status: 413, title: 'That is too large' },
  misdirected: { status: 421, title: 'Unknown host name' },
  invalid: { status: 422, title: 'Please check the form' },
  tooOften: { status: 429, title: 'Too many requests' },
  broken: { status: 500, title: 'Something went wrong' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const

export type Kind = keyof typeof kinds

/** A link from an error page to where its reader may want to go. */
export type PageLink = { href: string; text: string }

/** What an error page shows beside its sentence and links. */
export type ErrorDetails = {
  /** Heading; the default is that of the kind. */
  title?: string
  /** Period that its search is preset to, such as `2030`, `2030-03` or `2030-03-12`. */
  period?: string
}

/** Ends a request with a sentence for the reader. The sentence must contain nothing private. */
export class AppError extends Error {
  readonly kind: Kind
  /** Seconds after which to try again, for `tooOften` and `unavailable`. */
  readonly retryAfter: number | null
  readonly links: readonly PageLink[]
  readonly details: ErrorDetails
  /** @param cause the error behind it, for the log alone */
  constructor(
    kind: Kind,
    sentence: string,
    retryAfter: number | null = null,
    links: readonly PageLink[] = [],
    cause?: unknown,
    details: ErrorDetails = {},
  ) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.retryAfter = retryAfter
    this.links = links
    this.details = details
  }
}

/** For an action that no button of the form has. @param nothing what did not happen, in a sentence */
export const notAButton = (nothing = 'Nothing was changed.'): AppError =>
  new AppError('invalid', `This form has no such button. ${nothing}`)

export const missing = (
  sentence = 'The address may be mistyped, or the page may have moved.',
  links: readonly PageLink[] = [],
  details: ErrorDetails = {},
): AppError => new AppError('missing', sentence, null, links, undefined, details)

/** For an article that an editor has unpublished. @param reason as in the public log */
export const unpublished = (by: string, reason: string): AppError =>
  new AppError('unpublished', `It was unpublished by ${by}. Reason: ${reason}${/[.!?…]$/.test(reason) ? '' : '.'}`)

/** For a removed article or comment. The page says that it was removed, without its content. */
export const gone = (what: 'article' | 'comment' = 'article', links: readonly PageLink[] = []): AppError =>
  new AppError(
    'gone',
    what === 'article' ? 'This article was removed.' : 'This comment was removed, or withdrawn by its author.',
    null,
    links,
  )
