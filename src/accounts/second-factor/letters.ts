// The e-mails about the removal of a lost second factor. Pure.
import type { Letter } from '../../mail/letter.ts'

/**
 * @param time when the second factor will be removed, in words
 * @param href whole address of the page that stops it
 */
export const removalLetter = (nic: string, siteName: string, time: string, href: string): Letter => ({
  subject: `Your second factor on ${siteName} will be removed`,
  opening: [
    `An admin of ${siteName} will remove the second factor of the account ${nic} on ${time}, because it is said to be lost. From then on the password alone signs in.`,
    'If you still have it, stop this: press the button, or sign in with the second factor.',
  ],
  items: [],
  button: { href, text: 'Stop the removal' },
  closing: [{ text: 'If you asked for it, there is nothing to do.', href: '' }],
})

/** @param href whole address of the sign-in page */
export const removedLetter = (nic: string, siteName: string, href: string): Letter => ({
  subject: `Your second factor on ${siteName} was removed`,
  opening: [
    `The second factor of the account ${nic} on ${siteName} was removed, as announced. You were signed out everywhere. Sign in with your password, and set up a new second factor.`,
  ],
  items: [],
  button: { href, text: 'Sign in' },
  closing: [{ text: 'If this is wrong, write to the people who run the site.', href: '' }],
})
