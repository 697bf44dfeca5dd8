// Whether a report is mailed and can still be confirmed. Pure.
import { reportLimits } from './limits.ts'

/** @param asked reports of the address, and of all addresses, in the last day that nobody has confirmed */
export const mayAsk = (asked: { address: number; all: number }): boolean =>
  asked.address < reportLimits.address && asked.all < reportLimits.unconfirmed

/** A report that nobody has confirmed can be confirmed for some days. */
export const isConfirmable = (report: { created_at: number; confirmed_at: number | null }, now: number): boolean =>
  report.confirmed_at !== null || now < report.created_at + reportLimits.kept
