// View models of registration without a form: it takes an invitation, is closed, or waits for a moderator. Pure.
import type { LinkPage } from '../../mail/pages.ts'
import type { RegistrationMode } from '../../registration-modes.ts'
import { urls } from '../../urls.ts'
import type { InvitationState } from '../invitations/rules.ts'
import type { ApplicationState } from './actions.ts'
import type { RegistrationDoor } from './rules.ts'

const signIn = { href: urls.login(), text: 'Sign in' }
const frontPage = { href: urls.front, text: 'The front page' }

const plainPage = (heading: string, intro: string, links: LinkPage['links'] = [signIn, frontPage]): LinkPage => ({
  heading,
  intro,
  done: null,
  button: null,
  action: '',
  links,
})

/** What is wrong with the invitation that a browser holds; empty for a good one. */
export const invitationNotice: Readonly<Record<InvitationState | 'unknown', string>> = {
  open: '',
  used: 'Somebody has registered with this invitation already: it works once.',
  revoked: 'This invitation was revoked.',
  expired: 'This invitation has expired: it works for 14 days. Ask for a new one.',
  unknown: 'There is no such invitation. Check that you have the whole link.',
}

/** Why there is no form. @param notice what is wrong with an invitation, or empty */
export const doorPage = (door: Exclude<RegistrationDoor, 'open' | 'application'>, notice = ''): LinkPage =>
  door === 'closed'
    ? plainPage(
        'Registration is closed',
        'Nobody can register at the moment. Reading needs no account, and members sign in as usual.',
      )
    : plainPage(
        'Registration is by invitation',
        `${notice === '' ? '' : `${notice} `}A member can invite you with a link, which works once. Reading needs no account.`,
      )

/** What the sign-in page says to somebody without an account; `href` is empty for a sentence alone. */
export const newcomerLine: Readonly<Record<RegistrationMode, { before: string; link: string }>> = {
  open: { before: 'New here? ', link: 'Register' },
  approved: { before: 'New here? ', link: 'Ask to join' },
  invited: { before: 'New here? Registration is by invitation.', link: '' },
  closed: { before: 'Registration is closed at the moment.', link: '' },
}

/** What happens next with an application. The page is the same for everybody. */
export const appliedPage: LinkPage = plainPage(
  'One more step: confirm your address',
  'We have sent you an e-mail. Open its link within 24 hours and confirm your address: then a moderator reads your application. You get an e-mail when they have decided, and you can sign in once they approve it. What nobody decides about within 30 days is deleted.',
  [frontPage],
)

/** The page for an applicant who signs in with the right password. */
export const waitingPage = (applied: 'unconfirmed' | 'waiting'): LinkPage =>
  applied === 'waiting'
    ? plainPage(
        'Your registration is waiting',
        'Your address is confirmed, and a moderator has not decided yet. You get an e-mail when they have. Until then you cannot sign in.',
        [frontPage],
      )
    : plainPage(
        'Confirm your address first',
        'We have sent you an e-mail. Open its link within 24 hours of registering and confirm your address: then a moderator reads your application.',
        [frontPage],
      )

/** The page that the link in the e-mail opens. */
export function applicationPage(
  action: string,
  { state, email, nic }: { state: ApplicationState; email: string; nic: string },
): LinkPage {
  if (state === 'open')
    return {
      ...plainPage(
        'Confirm your address',
        `Confirm that ${email} is your address, so that you can join as ${nic}.`,
        [],
      ),
      button: { value: 'confirm', text: 'Confirm this address', primary: true },
      action,
    }
  if (state === 'done')
    return {
      ...plainPage(
        'Your registration is waiting',
        'A moderator reads your application. You get an e-mail when they have decided.',
        [frontPage],
      ),
      done: 'Your address is confirmed.',
    }
  if (state === 'taken')
    return plainPage(
      'That address is taken',
      'An account has this address, or another application has. Sign in with it, or ask to join with another address.',
      [signIn, { href: urls.register(), text: 'Ask to join' }],
    )
  return plainPage(
    'This link no longer works',
    'It works for 24 hours. If you have used it, your registration was decided since: look for an e-mail.',
    [{ href: urls.register(), text: 'Ask to join' }, frontPage],
  )
}
