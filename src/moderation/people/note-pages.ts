// Moderators' notes about a member as their record shows them, with earlier versions. Pure.
import { count, type Dates, type Moment, moment } from '../../format.ts'
import { urls } from '../../urls.ts'
import type * as queries from './record-queries.ts'

export type NoteEntry = {
  id: number
  text: string
  by: string
  time: Moment
  correct: string
  earlier: { text: string; by: string; time: Moment }[]
  earlierWords: string
}

/** The notes, the newest first. */
export function noteEntries(
  { notes, person }: { notes: Awaited<ReturnType<typeof queries.noteVersions>>; person: { nic: string } },
  now: number,
  dates: Dates,
): NoteEntry[] {
  return notes
    .filter((row) => row.first_version_id === null)
    .reverse()
    .map((first) => {
      const versions = notes.filter((row) => row.id === first.id || row.first_version_id === first.id)
      const version = (row: (typeof notes)[number]) => ({
        text: row.body,
        by: row.by_nic,
        time: moment(row.created_at, now, dates),
      })
      const earlier = versions.slice(0, -1).reverse().map(version)
      return {
        id: first.id,
        ...version(versions.at(-1)!),
        correct: urls.correctNote(person.nic, first.id),
        earlier,
        earlierWords: earlier.length === 0 ? '' : count(earlier.length, 'earlier version'),
      }
    })
}
