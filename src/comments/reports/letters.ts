// The e-mails about a report: the one that asks its reader to confirm the address, and the answer. Pure.
import type { Letter, Site } from '../../mail/letter.ts'
import { textAsHtml } from '../../markup/mail-html.ts'

/** @param receipt absolute address of the receipt, which has the button */
export const confirmReportLetter = (site: Site, headline: string, receipt: string): Letter => ({
  subject: `Your report on ${site.name}`,
  opening: [
    `Somebody reported a comment on “${headline}” and gave this address for the answer. If that was you, please confirm it. No moderator sees the report before.`,
  ],
  items: [],
  button: { href: receipt, text: 'Confirm the report' },
  closing: [
    { text: 'The same page shows the answer later: keep this e-mail.', href: '' },
    { text: 'If it was not you, ignore this e-mail. The report is deleted after seven days.', href: '' },
  ],
})

/** What a verdict says to the reader. */
export const verdictSentences = {
  upheld: 'A moderator agrees with your report.',
  dismissed: 'A moderator has read your report and leaves the comment as it is.',
} as const

/** @param receipt absolute address of the receipt */
export const answerLetter = (
  site: Site,
  headline: string,
  verdict: keyof typeof verdictSentences,
  answer: string,
  receipt: string,
): Letter => ({
  subject: `The answer to your report on ${site.name}`,
  opening: [`You reported a comment on “${headline}”. ${verdictSentences[verdict]}`],
  items: [{ heading: 'The answer', quote: null, body: textAsHtml(answer), links: [] }],
  button: { href: receipt, text: 'Your report' },
  closing: [{ text: 'We send nothing else to this address.', href: '' }],
})
