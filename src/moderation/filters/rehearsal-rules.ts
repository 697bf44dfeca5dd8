// The result of a test of a filter on recent comments, and its limits. Pure.

export const commentOutcomes = ['stood', 'approved', 'removed', 'spam', 'withdrawn', 'waiting'] as const

export type CommentOutcome = (typeof commentOutcomes)[number]

/** The matches by outcome of the comment: their number, and the newest as examples. */
export type RehearsalResult = Record<
  CommentOutcome,
  { count: number; examples: { comment: number; words: string[] }[] }
>

export const REHEARSAL_LIMITS = { days: { min: 1, max: 90, usual: 30 }, comments: 20_000, examples: 20 } as const
