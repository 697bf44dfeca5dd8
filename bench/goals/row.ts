// A row of the table of goals: what it must reach, what was measured, and whether that falls short. Pure.

import type { Bench } from './bench.ts'

/** A figure with its spread. `note` says what the figure is made of. */
export type Measured = { value: number; spread: string; note?: string }

/** A row that cannot be measured here, and why. */
export type Skipped = { skipped: string }

export type Row = {
  /** What `npm run bench -- NAME` takes. */
  name: string
  title: string
  must: number
  aim: number
  unit: string
  /** Whether a higher figure is better. */
  higher: boolean
  measure: (bench: Bench) => Promise<Measured | Skipped>
  /** Not measured unless it is named. */
  onlyByName?: true
}

/** Three significant digits, without an exponent. */
export function figure(value: number): string {
  const size = Math.abs(value)
  if (size >= 100) return String(Math.round(value))
  return value
    .toFixed(size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 4)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}

const isShort = ({ must, higher }: Row, value: number): boolean => (higher ? value < must : value > must)
const reachesAim = ({ aim, higher }: Row, value: number): boolean => (higher ? value >= aim : value <= aim)

export const header = '| row | | must | aim | measured | spread | |\n| --- | --- | --- | --- | --- | --- | --- |'

export function line(row: Row, found: Measured | Skipped): string {
  const unit = row.unit === '' ? '' : ` ${row.unit}`
  const goals = `| ${row.name} | ${row.title} | ${row.must}${unit} | ${row.aim}${unit} |`
  if ('skipped' in found) return `${goals} – | ${found.skipped} | |`
  const verdict = isShort(row, found.value) ? 'short' : reachesAim(row, found.value) ? 'aim reached' : ''
  const note = found.note === undefined ? '' : `; ${found.note}`
  return `${goals} ${figure(found.value)}${unit} | ${found.spread}${note} | ${verdict} |`
}

/** The spread of a figure over several rounds. */
export const range = (values: readonly number[], unit = ''): string =>
  `${figure(Math.min(...values))} to ${figure(Math.max(...values))}${unit === '' ? '' : ` ${unit}`}`
