// Takes reports of comments by readers without an account, and confirms them.
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { queueMail } from '../../mail/actions.ts'
import { foldEmail } from '../../mail/address.ts'
import { findBan } from '../../sanctions/checks.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'
import { confirmReportLetter } from './letters.ts'
import * as queries from './queries.ts'
import { isConfirmable, mayAsk } from './rules.ts'
import { readReportToken, reportToken } from './tokens.ts'

/**
 * Stores a report and queues the e-mail that confirms its address. Nothing happens if the address is banned, has had too
 * many requests, or has an unanswered report of the comment. The answer is the same: it says nothing about an address.
 */
export async function requestReport(
  deps: Deps,
  about: { comment: number; headline: string },
  form: { reason: string; email: string },
): Promise<void> {
  const now = deps.clock()
  const folded = foldEmail(form.email)
  const random = deps.random.token()
  await write(deps, async (db) => {
    if ((await findBan(deps, db, { account: null, email: folded, address: null })) !== null) return
    if (!mayAsk(await queries.unconfirmedReports(db, folded, now - DAY))) return
    const id = await queries.insertReport(db, {
      comment_id: about.comment,
      reason: form.reason,
      email: form.email,
      email_folded: folded,
      created_at: now,
    })
    if (id === undefined) return
    const site = { name: deps.settings().siteName, base: deps.config.baseUrl }
    const receipt = `${site.base}${urls.report(reportToken(deps.secret, id, random))}`
    const letter = confirmReportLetter(site, about.headline, receipt)
    await queueMail(
      db,
      { key: `confirm-report:${id}`, kind: 'confirm-report', to: null, recipient: form.email, letter },
      now,
    )
  })
}

/**
 * The report of a receipt's address.
 * @throws AppError `missing` for an unknown address, and for a report that nobody confirmed in time
 */
export async function reportNamed(
  deps: Pick<Deps, 'db' | 'clock' | 'secret'>,
  token: string,
): Promise<queries.ReportRow> {
  const id = readReportToken(deps.secret, token)
  const report = id === null ? undefined : await queries.reportById(deps.db, id)
  if (report === undefined || !isConfirmable(report, deps.clock()))
    throw missing(
      'There is no report at this address. Check that you have copied the whole address. A report that nobody confirms is deleted after seven days.',
    )
  return report
}

/** Confirms a report, once; a second press changes nothing. */
export const confirmReport = (deps: Deps, report: { id: number }): Promise<boolean> =>
  write(deps, (db) => queries.confirmReport(db, report.id, deps.clock()))
