// A member as the subject of a sanction, and the reason that its log entry gives. Pure.
import { asSentence } from '../../format.ts'
import type { Role } from '../../permissions.ts'
import { type Until, untilPhrase } from '../../sanctions/rules.ts'

export type Person = { id: number; nic: string; role: Role }

export const logSubject = (person: { id: number }) =>
  ({ subject: 'account', subjectId: person.id, articleId: null }) as const

/** The reason in the log of a sanction, with its end. @param zone of the site */
export const reasonWithEnd = (reason: string, until: Until, zone: string): string =>
  `${asSentence(reason)} ${until === null ? 'For ever.' : `${untilPhrase(until, zone).replace('until', 'Until')}.`}`
