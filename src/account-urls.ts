// The addresses of /accounts and /admin, part of `urls`. Pure.

const withNext = (path: string, next?: string): string =>
  next === undefined ? path : `${path}?next=${encodeURIComponent(next)}`

export const accountUrls = {
  /** Everything that a member can set. */
  account: '/accounts',
  banAppeals: '/accounts/appeals',
  banAppeal: (token: string): string => `/accounts/appeals/${encodeURIComponent(token)}`,
  login: (next?: string): string => withNext('/accounts/login', next),
  register: (next?: string): string => withNext('/accounts/register', next),
  /** What happens next with an application for an account, and the page that confirms its address. */
  applied: '/accounts/applications',
  /** The page that confirms an application's address. A link in an e-mail leads to it, without its token in the address. */
  applicationConfirmation: '/accounts/applications/confirmation',
  confirmApplication: (token: string): string => `/accounts/applications/${token}`,
  invitations: '/accounts/invitations',
  /** Registers with an invitation. The answer moves the token into a cookie. */
  invitation: (token: string): string => `/accounts/register?invitation=${encodeURIComponent(token)}`,
  logout: '/accounts/logout',
  sessions: '/accounts/sessions',
  forgottenPassword: '/accounts/password/forgot',
  /** The form that sets a new password. A link in an e-mail leads to it, without its token in the address. */
  resetPassword: '/accounts/password/reset',
  resetLink: (token: string): string => `/accounts/password/reset/${encodeURIComponent(token)}`,
  /** The sign-in page, with a note that a password was set. */
  loginAfterReset: '/accounts/login?done=password',
  confirmIdentity: (next?: string): string => withNext('/accounts/confirm', next),
  settings: '/accounts/settings',
  password: '/accounts/password',
  nics: '/accounts/nics',
  profile: '/accounts/profile',
  tokens: '/accounts/tokens',
  /** The form that changes the original nic, filled in or empty. */
  name: (nic = ''): string => `/accounts/name${nic === '' ? '' : `?nic=${encodeURIComponent(nic)}`}`,
  /** A member's own data as a download. */
  export: '/accounts/export',
  /** @param next where to go on without keeping an account that will be deleted */
  leaving: (next?: string): string => withNext('/accounts/deletion', next),
  deletion: '/accounts/deletion',
  totp: '/accounts/totp',
  recoveryCodes: '/accounts/recovery-codes',
  passkeys: '/accounts/passkeys',
  /** The page that stops the removal of a lost second factor. A link in an e-mail leads to it, without its token in the address. */
  stopRemoval: '/accounts/second-factor/stop',
  stopRemovalLink: (token: string): string => `/accounts/second-factor/stop/${encodeURIComponent(token)}`,
  /** The page at sign-in that asks for the second factor. */
  secondFactor: '/accounts/login/second-factor',
  email: '/accounts/email',
  /** The page that stops a change of the address. A link in an e-mail leads to it, without its token in the address. */
  stopEmailChange: '/accounts/email/stop',
  stopLink: (token: string): string => `/accounts/email/stop/${encodeURIComponent(token)}`,
  /** The page that confirms an address; likewise. */
  emailConfirmation: '/accounts/email/confirm',
  firstAdmin: '/accounts/first-admin',
  confirmEmail: (token: string): string => `/accounts/email/confirm/${encodeURIComponent(token)}`,
} as const

export const adminUrls = {
  admin: '/admin',
  /** Reasons have a page of their own. */
  settingGroup: (group: string): string => (group === 'reasons' ? '/admin/reasons' : `/admin/settings/${group}`),
  adminSections: '/admin/sections',
  adminSection: (id: number): string => `/admin/sections/${id}`,
  adminAreas: '/admin/areas',
  adminArea: (id: number): string => `/admin/areas/${id}`,
  adminPages: '/admin/pages',
  adminPage: (page: string): string => `/admin/pages/${page}`,
  adminPeople: (query: { text?: string; role?: string | null; trusted?: boolean; before?: number } = {}): string =>
    `/admin/people${search({ q: query.text, role: query.role, trusted: query.trusted ? 'on' : '', before: query.before })}`,
  adminPerson: (id: number): string => `/admin/people/${id}`,
  /** The queue of applications for an account. */
  applications: '/admin/people/applications',
  /** Who invited whom. @param nic begins at one member; empty for all */
  invitationTree: (nic = ''): string => `/admin/people/invitations${search({ nic })}`,
  adminTags: '/admin/tags',
  adminTag: (id: number): string => `/admin/tags/${id}`,
} as const

/** A query of the values that are there, with its question mark; empty for none. */
function search(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) if (value != null && value !== '') query.set(name, String(value))
  return query.size === 0 ? '' : `?${query}`
}
