// The e-mail that resets a forgotten password. Pure.
import type { Letter } from '../../mail/letter.ts'
import type { Origin } from '../sessions/origin.ts'

/** @param href whole address of the page that sets a new password */
export const resetLetter = (nic: string, siteName: string, origin: Origin, href: string): Letter => ({
  subject: `Set a new password on ${siteName}`,
  opening: [
    `Somebody asked to reset the password of your account ${nic} on ${siteName}, with ${origin.browser}, from the network ${origin.network}.`,
    'If that was you, set a new password within 30 minutes. The link works once.',
  ],
  items: [],
  button: { href, text: 'Set a new password' },
  closing: [{ text: 'If it was not you, ignore this e-mail. Your password stays as it is.', href: '' }],
})
