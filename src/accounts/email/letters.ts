// The mails about an address itself: it is to be confirmed, or it is not the account's any more. Pure.
import type { Letter } from '../../mail/letter.ts'

/** @param href whole address of the page with the button */
export const confirmLetter = (nic: string, siteName: string, href: string): Letter => ({
  subject: `Confirm your address for ${siteName}`,
  opening: [
    `Somebody gave this address for the account ${nic} on ${siteName}. If that was you, confirm it; until then nothing else is mailed here.`,
  ],
  items: [],
  button: { href, text: 'Confirm this address' },
  closing: [{ text: 'The link works for two days. If it was not you, do nothing.', href: '' }],
})

/** @param href whole address of the page about addresses */
export const changedLetter = (nic: string, siteName: string, href: string): Letter => ({
  subject: `The address of your account on ${siteName} has changed`,
  opening: [
    `The account ${nic} on ${siteName} has another mail address now, so this is the last mail to this one. If that was not you, change your password at once and write to the people who run the site.`,
  ],
  items: [],
  button: null,
  closing: [{ text: 'Your account:', href }],
})
