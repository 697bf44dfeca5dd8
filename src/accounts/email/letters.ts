// The e-mails about an address itself: confirm it, or it was replaced. Pure.
import type { Letter } from '../../mail/letter.ts'
import type { Origin } from '../sessions/origin.ts'

/**
 * @param href whole address of the page with the button
 * @param until when the registration is deleted without it; empty for an account that stays
 */
export const confirmLetter = (nic: string, siteName: string, href: string, until: string): Letter => ({
  subject: `Confirm your address for ${siteName}`,
  opening: [
    `This address was entered for the account ${nic} on ${siteName}. If that was you, please confirm it. Until then we send nothing else here.`,
  ],
  items: [],
  button: { href, text: 'Confirm this address' },
  closing: [
    ...(until === ''
      ? []
      : [
          { text: `Unless it is confirmed by ${until}, the account is deleted, and its name is free again.`, href: '' },
        ]),
    { text: `${until === '' ? 'The link works for two days. ' : ''}If it was not you, ignore this e-mail.`, href: '' },
  ],
})

/**
 * For the owner of an address that somebody entered for another account.
 * @param nic of the owner's account
 * @param href whole address of the sign-in page
 */
export const ownedLetter = (nic: string, other: string, siteName: string, href: string): Letter => ({
  subject: `You already have an account on ${siteName}`,
  opening: [
    `This address was entered for the account ${other} on ${siteName}. It belongs to your account ${nic}, so it was not given to ${other}. If that was you, sign in as ${nic}.`,
  ],
  items: [],
  button: { href, text: 'Sign in' },
  closing: [{ text: 'If it was not you, ignore this e-mail. Nothing has changed.', href: '' }],
})

/**
 * For the former address of an account.
 * @param href whole address of the page that stops the change
 */
export const changedLetter = (nic: string, siteName: string, origin: Origin, href: string): Letter => ({
  subject: `Your e-mail address on ${siteName} has changed`,
  opening: [
    `The account ${nic} on ${siteName} now has another e-mail address, so this is the last e-mail to this one. The new address was confirmed with ${origin.browser}, from the network ${origin.network}.`,
    'If that was not you, stop the change within a week. Your account gets this address again, all its sessions end, and you set a new password.',
  ],
  items: [],
  button: { href, text: 'Stop this change' },
  closing: [{ text: 'If it was you, there is nothing to do.', href: '' }],
})
