// The limits of reports by readers without an account. Pure.

/**
 * Reports of comments without an account: unconfirmed ones of one address and of all in 24 hours, and the milliseconds after
 * which one that nobody has confirmed is deleted.
 */
export const reportLimits = { address: 3, unconfirmed: 100, kept: 7 * 86_400_000 } as const
