// Recognises the constraint that keeps a site's last admin. Pure.

/** Whether a change failed because it would have left the site without an admin. */
export const isLastAdminError = (error: unknown): boolean => error instanceof Error && error.message === 'last admin'
