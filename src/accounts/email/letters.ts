// The e-mails about an address itself: confirm it, or it was replaced. Pure.
import type { Letter } from '../../mail/letter.ts'

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
    { text: 'The link works for two days. If it was not you, ignore this e-mail.', href: '' },
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

/** @param href whole address of the page about addresses */
export const changedLetter = (nic: string, siteName: string, href: string): Letter => ({
  subject: `Your e-mail address on ${siteName} has changed`,
  opening: [
    `The account ${nic} on ${siteName} now has another e-mail address, so this is the last e-mail to this one. If that was not you, change your password now and contact the people who run the site.`,
  ],
  items: [],
  button: null,
  closing: [{ text: 'Your account:', href }],
})
