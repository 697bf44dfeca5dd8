// Answers a report of a reader without an account.

import { answerLetter } from '../../comments/reports/letters.ts'
import { reportById, storeAnswer } from '../../comments/reports/queries.ts'
import { reportToken } from '../../comments/reports/tokens.ts'
import { noteChange } from '../../db/changes.ts'
import { appendToLog } from '../../db/log-chain.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { asSentence } from '../../format.ts'
import { queueMail } from '../../mail/actions.ts'
import { allow, may, type Viewer } from '../../permissions.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'

const verdictWords = { upheld: 'Report upheld.', dismissed: 'Report not upheld.' } as const

/**
 * Answers a report: in the public log, on its receipt, and by e-mail. It cannot be undone, because the e-mail is sent.
 * @returns false if it was answered before
 * @throws AppError `missing` for an unknown or unconfirmed report; a moderator does not answer about their own comment
 */
export async function answerReport(
  deps: Deps,
  viewer: Viewer | null,
  id: number,
  { verdict, answer }: { verdict: 'upheld' | 'dismissed'; answer: string },
): Promise<boolean> {
  const now = deps.clock()
  const random = deps.random.token()
  return write(deps, async (db) => {
    const report = await reportById(db, id)
    if (!report || report.confirmed_at === null) throw missing('There is no such report.')
    allow(may.approve(viewer, report))
    if (report.answered_at !== null) return false
    const entry = await appendToLog(db, {
      at: now,
      actorId: viewer!.id,
      actor: viewer!.nic,
      act: 'answer-report',
      subject: 'comment',
      subjectId: report.comment_id,
      articleId: report.article_id,
      reason: `${verdictWords[verdict]} ${asSentence(answer)}`,
    })
    await storeAnswer(db, id, { answered_at: now, answered_by: viewer!.id, verdict, answer, log_entry_id: entry })
    const site = { name: deps.settings().siteName, base: deps.config.baseUrl }
    const receipt = `${site.base}${urls.report(reportToken(deps.secret, id, random))}`
    const letter = answerLetter(site, report.headline, verdict, answer, receipt)
    await queueMail(
      db,
      { key: `answer-report:${id}`, kind: 'answer-report', to: null, recipient: report.email, letter },
      now,
    )
    noteChange(db, topic.log)
    return true
  })
}
