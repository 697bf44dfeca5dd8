// Counters of days, months and members. Pure.
import type { Counter } from './record.ts'

type DayTotalsTable = { day: string; articles: Counter; comments: Counter }

/** The sums of a month's days; `editions` counts days with articles. `month` is `2030-03`. */
type MonthTotalsTable = { month: string; editions: Counter; articles: Counter; comments: Counter }

/** Live comments under a member's own nic, by month. */
type PersonMonthsTable = { account_id: number; month: string; comments: Counter }

/** How often comments of a member were held, and how many are removed by a decision in force; kept by triggers. */
type PersonDecisionsTable = { account_id: number; holds: number; removals: number }

export type TotalsSchema = {
  day_totals: DayTotalsTable
  month_totals: MonthTotalsTable
  person_decisions: PersonDecisionsTable
  person_months: PersonMonthsTable
}
