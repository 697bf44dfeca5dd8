// What an inbox holds and how it is asked for. Pure.

/** Notices of one page. */
export const NOTICES_PER_PAGE = 30

/** The counter in the header counts no further. */
export const MAX_COUNTED_UNREAD = 99

/** `3`, or `99+`; empty for none. */
export const unreadText = (n: number): string =>
  n === 0 ? '' : n > MAX_COUNTED_UNREAD ? `${MAX_COUNTED_UNREAD}+` : String(n)

export type FollowState = 'following' | 'muted' | null

/** What the buttons of a thread do; an action that repeats itself changes nothing. */
export const followActions = {
  follow: 'following',
  unfollow: null,
  silence: 'muted',
  unsilence: null,
} as const satisfies Record<string, FollowState>

/**
 * What a press makes of a member's interest in a thread.
 * @param action of the button; empty turns following on or off, as programs without our buttons do
 * @returns undefined when there is no such button
 */
export function nextFollowState(now: FollowState, action: string): FollowState | undefined {
  if (action === '') return now === 'following' ? null : 'following'
  return Object.hasOwn(followActions, action) ? followActions[action as keyof typeof followActions] : undefined
}
