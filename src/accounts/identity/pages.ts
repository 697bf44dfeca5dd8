// View models of the password field of dangerous forms, and of the page that asks for it alone. Pure.
import { urls } from '../../urls.ts'

/** `needed`: the session has to prove its member again. `href`: the page that does it without this form. */
export type IdentityCheck = { needed: boolean; hasPassword: boolean; fault: string; href: string }

/** `back`: where to go on. */
export type IdentityPage = { check: IdentityCheck; nic: string; back: string; action: string }

/** @param here address of the page with the dangerous form, to come back to */
export const identityCheck = (
  { needed, hasPassword }: { needed: boolean; hasPassword: boolean },
  here: string,
  fault = '',
): IdentityCheck => ({ needed, hasPassword, fault, href: urls.confirmIdentity(here) })
