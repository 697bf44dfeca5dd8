// The e-mail that says that an export is ready. Pure.
import type { Letter } from '../../mail/letter.ts'

/** @param href whole address of the page that has the file */
export const exportLetter = (nic: string, siteName: string, href: string, until: string): Letter => ({
  subject: `Your data from ${siteName} is ready`,
  opening: [`The account ${nic} asked for a copy of its data on ${siteName}. It is ready, and is deleted on ${until}.`],
  items: [],
  button: { href, text: 'Download your data' },
  closing: [{ text: 'You have to be signed in. If you did not ask for it, change your password.', href: '' }],
})
