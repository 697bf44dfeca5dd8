// The e-mails to an applicant: confirm the address, and what was decided. Pure.
import { asSentence } from '../../format.ts'
import type { Letter } from '../../mail/letter.ts'

/** @param href whole address of the page with the button @param until when the application is deleted without it */
export const applicationLetter = (nic: string, siteName: string, href: string, until: string): Letter => ({
  subject: `Confirm your address for ${siteName}`,
  opening: [
    `Somebody asked to join ${siteName} as ${nic} and entered this address. If that was you, please confirm it: then a moderator reads your application.`,
  ],
  items: [],
  button: { href, text: 'Confirm this address' },
  closing: [{ text: `The link works until ${until}. If it was not you, ignore this e-mail.`, href: '' }],
})

/** @param href whole address of the sign-in page */
export const approvedLetter = (nic: string, siteName: string, href: string): Letter => ({
  subject: `Welcome to ${siteName}`,
  opening: [`A moderator has approved your registration. You can sign in as ${nic} now.`],
  items: [],
  button: { href, text: 'Sign in' },
  closing: [],
})

export const refusedLetter = (nic: string, siteName: string, reason: string): Letter => ({
  subject: `Your registration at ${siteName} was not approved`,
  opening: [
    `A moderator has refused your registration as ${nic}. The reason: ${asSentence(reason)}`,
    'We have deleted your application: the name and the address are free again.',
  ],
  items: [],
  button: null,
  closing: [],
})

/** @param href whole address of the registration form */
export const unansweredLetter = (nic: string, siteName: string, href: string): Letter => ({
  subject: `Nobody has answered your application to ${siteName}`,
  opening: [
    `You asked to join ${siteName} as ${nic}, and no moderator has decided within 30 days. We are sorry. We have deleted your application: the name and the address are free again.`,
  ],
  items: [],
  button: { href, text: 'Ask again' },
  closing: [],
})
