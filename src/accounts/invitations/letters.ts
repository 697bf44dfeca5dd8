// The e-mail with an invitation. Pure.
import type { Letter } from '../../mail/letter.ts'

/** @param nic of the member who invites @param href whole address of the invitation @param until when it expires */
export const invitationLetter = (nic: string, siteName: string, href: string, until: string): Letter => ({
  subject: `${nic} invites you to ${siteName}`,
  opening: [`${nic}, a member of ${siteName}, invites you to register. The link works once, until ${until}.`],
  items: [],
  button: { href, text: 'Register' },
  closing: [{ text: `${nic} entered your address for this e-mail. We use it for nothing else.`, href: '' }],
})
