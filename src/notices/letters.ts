// The mail that asks a guest to confirm that replies may be mailed. Pure.
import type { Letter, Site } from '../mail/letter.ts'

/** @param confirm whole address of the page with the button */
export const subscriptionLetter = (
  comment: { nic: string; headline: string },
  site: Site,
  confirm: string,
): Letter => ({
  subject: `Replies to your comment on ${site.name}`,
  opening: [
    `Somebody who signed as ${comment.nic} commented on “${comment.headline}” and asked that replies be mailed to this address. If that was you, say so on this page; until then nothing more is mailed.`,
  ],
  items: [],
  button: { href: confirm, text: 'Mail me the replies' },
  closing: [{ text: 'If it was not you, do nothing. The link ends after seven days.', href: '' }],
})
