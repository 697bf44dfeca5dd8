// A reader sends a correction of an article to the editors.

import { noteChange } from '../../db/changes.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { allow, may, refusals, type Viewer } from '../../permissions.ts'
import { keyedHash } from '../../random.ts'
import { postingBlock, type Sender } from '../../sanctions/checks.ts'
import { DAY } from '../../time.ts'
import { topic } from '../../topics.ts'
import { urls } from '../../urls.ts'
import { clearCorrectionHashes, correctionTimes, hasCorrection, insertCorrection } from '../correction-queries.ts'
import { correctionLimits, passageIn } from '../correction-rules.ts'
import type { ArticleRow } from '../queries.ts'

/** Who sends it. `place` identifies a guest for a day. */
export type CorrectionSender = { viewer: Viewer | null; place: string; sender: Sender }

/** The sentence beside the passage if the article does not have it. */
const PASSAGE_FAULT =
  'The article does not say this. It may have been changed: copy the passage again from the article as it is now.'

/**
 * Stores a correction, the same one once.
 * @returns the fault of the passage, or null
 * @throws AppError if the sender may not send it, or sent too many
 */
export async function sendCorrection(
  deps: Deps,
  { viewer, place, sender }: CorrectionSender,
  article: ArticleRow,
  text: { passage: string; body: string; isNamed: boolean },
): Promise<string | null> {
  allow(may.correct(viewer, deps.settings()))
  if (passageIn(article, text.passage) === null) return PASSAGE_FAULT
  const now = deps.clock()
  const who = viewer?.id ?? place
  const content_hash = keyedHash(deps.secret, 'correction', String(who), String(article.id), text.passage, text.body)
  await write(deps, async (db) => {
    if (await hasCorrection(db, content_hash)) return
    const block = await postingBlock(deps, db, sender)
    if (block !== null) throw blocked(block)
    const times = await correctionTimes(db, who, now - correctionLimits.quota.window)
    if (times.length >= correctionLimits.quota.max) throw tooMany(times[0]! + correctionLimits.quota.window - now)
    await insertCorrection(db, {
      article_id: article.id,
      revision: article.revision,
      passage: text.passage,
      body: text.body,
      account_id: viewer?.id ?? null,
      guest: viewer === null ? place : null,
      named_at: viewer !== null && text.isNamed ? now : null,
      content_hash,
      created_at: now,
    })
    noteChange(db, topic.desk)
  })
  return null
}

const blocked = ({ refusal, sentence }: { refusal: keyof typeof refusals; sentence: string }): AppError =>
  new AppError(
    refusals[refusal].kind,
    sentence,
    null,
    refusal === 'warned' ? [{ href: urls.acknowledgements, text: 'Read the warning' }] : [],
  )

const tooMany = (wait: number): AppError =>
  new AppError(
    'tooOften',
    `You can send ${correctionLimits.quota.max} corrections in 24 hours. Try again in ${Math.ceil(wait / 3_600_000)} hours.`,
    Math.ceil(wait / 1000),
  )

/** Corrections of one transaction. */
const STEP = 500

/** Forgets who sent corrections more than a day ago without an account. @returns whether there may be more */
export async function forgetCorrectionSenders(deps: Pick<Deps, 'store' | 'clock'>): Promise<boolean> {
  const before = deps.clock() - DAY
  return (await write(deps, (db) => clearCorrectionHashes(db, before, STEP))) === STEP
}
