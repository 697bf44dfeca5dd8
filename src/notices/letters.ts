// The e-mail that asks a guest to confirm replies by e-mail. Pure.
import type { Letter, Site } from '../mail/letter.ts'

/** @param confirm absolute address of the page with the button */
export const subscriptionLetter = (
  comment: { nic: string; headline: string },
  site: Site,
  confirm: string,
): Letter => ({
  subject: `Replies to your comment on ${site.name}`,
  opening: [
    `A guest named ${comment.nic} commented on “${comment.headline}” and asked for replies at this address. If that was you, please confirm it. Until then we send nothing else.`,
  ],
  items: [],
  button: { href: confirm, text: 'E-mail me replies' },
  closing: [{ text: 'If it was not you, ignore this e-mail. The link works for seven days.', href: '' }],
})
