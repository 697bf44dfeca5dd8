// What the page of reasons says about each list of reasons. Pure.
import type { Settings } from './settings.ts'

const LINES = 'One on each line, in the order of their keys. “Other” is always offered: any reason can be typed.'

type ReasonList = Extract<keyof Settings, `${string}Reasons`>

export const reasonSettingTexts: Readonly<
  Record<ReasonList, { group: 'reasons'; part: string; label: string; does: string; empty: string }>
> = {
  commentReasons: {
    group: 'reasons',
    part: 'Comments',
    label: 'Reasons about a comment',
    does: `Offered to moderators who hold, remove or move a comment, delete a picture, or warn, silence or ban somebody. ${LINES}`,
    empty: 'no reasons',
  },
  restoringReasons: {
    group: 'reasons',
    part: 'Comments',
    label: 'Reasons to restore',
    does: `Offered to moderators who restore a comment or lift a sanction. ${LINES}`,
    empty: 'no reasons',
  },
  closingReasons: {
    group: 'reasons',
    part: 'Threads',
    label: 'Reasons to close a thread',
    does: `Offered to moderators who close, hold or slow down a thread, or hold the site. ${LINES}`,
    empty: 'no reasons',
  },
  refusalReasons: {
    group: 'reasons',
    part: 'Registration',
    label: 'Reasons to refuse a registration',
    does: `Offered to moderators, and e-mailed to the applicant. ${LINES}`,
    empty: 'no reasons',
  },
  rejectionReasons: {
    group: 'reasons',
    part: 'Desk',
    label: 'Reasons to reject a submission',
    does: `Offered to editors. ${LINES}`,
    empty: 'no reasons',
  },
}
