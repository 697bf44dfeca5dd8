// How often somebody may try to sign in with one name. Pure.

/**
 * Attempts to sign in with one name, from any number of networks: by browsers that nobody has signed in with as its member,
 * together; by one in which its member has. Both also have the `login` limit of their network.
 */
export const nameLoginLimits = {
  stranger: { max: 20, window: 15 * 60_000 },
  known: { max: 20, window: 15 * 60_000 },
} as const
