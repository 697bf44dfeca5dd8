// What stands in place of the name of a deleted account. Nobody can register or use it. Pure.

const FORMER = 'former member'

/** `former member`, then `former member 2`: the numbers tell apart the former members of one thread. */
export const formerNic = (number: number): string => (number === 1 ? FORMER : `${FORMER} ${number}`)

/** The name of the emptied account itself, in the logs and for moderators. */
export const formerAccountNic = (accountId: number): string => `${FORMER} #${accountId}`

export const isFormerNic = (nic: string): boolean => /^former member(?: #?\d+)?$/.test(nic)
