// Template → view model of the pages of accounts, without what every page has; part of web/views.ts. Pure.

import type { DeletionPage } from './deletion/pages.ts'
import type { EmailPage } from './email/pages.ts'
import type { ExportPage } from './exports/pages.ts'
import type { IdentityCheck, IdentityPage } from './identity/pages.ts'
import type { InvitationsPage } from './invitations/pages.ts'
import type { NamePage } from './name/pages.ts'
import type { NicsPage } from './nics/pages.ts'
import type { AccountPage } from './overview/pages.ts'
import type { LoginPage, RegisterPage, SettingsPage } from './pages.ts'
import type { PasskeysPage } from './passkeys/pages.ts'
import type { ChangePage, ForgottenPage, ResetPage } from './passwords/pages.ts'
import type { ProfilePage } from './profile/pages.ts'
import type { RecoveryPage, SecondFactorPage, TotpPage } from './second-factor/pages.ts'
import type { SessionsPage } from './sessions/pages.ts'
import type { TokensPage } from './tokens/pages.ts'

export type AccountViews = {
  'accounts/passkeys/passkeys': PasskeysPage
  'accounts/second-factor/totp': TotpPage
  'accounts/second-factor/recovery-codes': RecoveryPage
  'accounts/second-factor/sign-in': SecondFactorPage
  'accounts/passwords/forgotten': ForgottenPage
  'accounts/passwords/reset': ResetPage
  'accounts/passwords/password': ChangePage
  'accounts/invitations/invitations': InvitationsPage
  'accounts/register': RegisterPage
  'accounts/login': LoginPage
  'accounts/settings': SettingsPage
  'accounts/email/email': EmailPage
  'accounts/deletion/deletion': DeletionPage & { check: IdentityCheck }
  'accounts/exports/export': ExportPage & { check: IdentityCheck }
  'accounts/nics/nics': NicsPage
  'accounts/name/name': NamePage
  'accounts/overview/overview': AccountPage
  'accounts/tokens/tokens': TokensPage
  'accounts/profile/profile': ProfilePage
  'accounts/identity/confirm': IdentityPage
  'accounts/sessions/sessions': SessionsPage
  'accounts/logout': { signedIn: boolean }
}
