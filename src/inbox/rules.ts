// Limits of the inbox, and the states of a followed thread. Pure.

export const NOTICES_PER_PAGE = 30

/** The counter in the header stops here. */
export const MAX_COUNTED_UNREAD = 99

/** `3`, or `99+`; empty for none. */
export const unreadText = (n: number): string =>
  n === 0 ? '' : n > MAX_COUNTED_UNREAD ? `${MAX_COUNTED_UNREAD}+` : String(n)

export type FollowState = 'following' | 'muted' | null

/** Action of a button → state of the thread; repeating an action changes nothing. */
const followActions = {
  follow: 'following',
  unfollow: null,
  silence: 'muted',
  unsilence: null,
} as const satisfies Record<string, FollowState>

/**
 * The state of a thread after an action.
 * @param action empty toggles following, for programs that send no button
 * @returns undefined for an unknown action
 */
export function nextFollowState(now: FollowState, action: string): FollowState | undefined {
  if (action === '') return now === 'following' ? null : 'following'
  return Object.hasOwn(followActions, action) ? followActions[action as keyof typeof followActions] : undefined
}
