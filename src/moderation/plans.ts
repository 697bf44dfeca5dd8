// When a closing is to begin and to end: read from a form. Pure.
import { limits } from '../settings.ts'
import { momentOf } from '../time.ts'
import { characters, type Faults } from '../web/forms.ts'

export type PlanForm = { starts: string; until: string; summary: string }

/** A moment as a form writes it, `2030-03-12T18:00`, by the clock of a zone; null for an empty field, undefined for anything else. */
function momentIn(text: string, zone: string): number | null | undefined {
  if (text.trim() === '') return null
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)$/.exec(text.trim()) ?? []
  if (day === undefined || time === undefined || Number.isNaN(Date.parse(`${day}T${time}Z`))) return undefined
  return momentOf(day, time, zone)
}

/** @returns the plan, or a sentence for every field that has to be put right */
export function planOf(form: PlanForm, now: number, zone: string): { plan: { startsAt: number | null; untilAt: number | null; summary: string } } | { faults: Faults<keyof PlanForm> } {
  const [startsAt, untilAt] = [momentIn(form.starts, zone), momentIn(form.until, zone)]
  const faults: Faults<keyof PlanForm> = {}
  if (startsAt === undefined) faults.starts = 'A day and a time, such as 2030-03-12T18:00.'
  else if (startsAt !== null && startsAt <= now) faults.starts = 'That has passed. Leave it empty to close the thread now.'
  if (untilAt === undefined) faults.until = 'A day and a time, such as 2030-03-12T18:00.'
  else if (untilAt !== null && untilAt <= (startsAt ?? now)) faults.until = 'It reopens after it has closed.'
  if (characters(form.summary) > limits.lede) faults.summary = `At most ${limits.lede} characters.`
  return Object.keys(faults).length > 0 ? { faults } : { plan: { startsAt: startsAt ?? null, untilAt: untilAt ?? null, summary: form.summary.trim() } }
}
