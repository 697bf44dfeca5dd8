// Who can register on a site, and how long a registration waits. Pure.

/** Everybody registers at once, after a moderator has approved it, with a member's invitation, or nobody does. */
export const registrationModes = ['open', 'approved', 'invited', 'closed'] as const
export type RegistrationMode = (typeof registrationModes)[number]

/** Whether somebody without an invitation can register, at once or after a moderator's approval. */
export const canStrangersRegister = ({ registration }: { registration: RegistrationMode }): boolean =>
  registration === 'open' || registration === 'approved'

/** Milliseconds after which a registration is released that was not confirmed, and an application deleted that nobody decided about. */
export const registrationLife = { unconfirmed: 86_400_000, application: 30 * 86_400_000 } as const
