// How often a forgotten password may be reset, and for how long a link works. Pure.
import { DAY, HOUR, MINUTE } from '../../time.ts'

/**
 * Requests for one address: `max` in `window` milliseconds send an e-mail, whose link works for `life`. Requests are counted
 * for `kept`.
 */
export const passwordResets = { max: 3, window: HOUR, life: 30 * MINUTE, kept: DAY } as const
