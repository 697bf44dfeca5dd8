// Sends in an article once, or says why it is refused.
import { fileArticle } from '../../articles/change-actions.ts'
import { insertArticle } from '../../articles/queries.ts'
import { noteChange } from '../../db/changes.ts'
import { appendToLog } from '../../db/log-chain.ts'
import type { Db, Tx } from '../../db/open.ts'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Faults } from '../../faults.ts'
import { recordCatches } from '../../filters/actions.ts'
import { accountOf, type Guest, isGuest, may, type Refusal, type Writer } from '../../permissions.ts'
import { hashOf, keyedHash, tokenHash } from '../../random.ts'
import { postingBlock, senderOf } from '../../sanctions/checks.ts'
import { DRAFT_RETENTION_MS, REPEAT_WINDOW_MS, SECOND_PRESS_MS } from '../../settings.ts'
import { slugOf } from '../../slugs.ts'
import { dayOf } from '../../time.ts'
import { topic } from '../../topics.ts'
import { deleteSentDraft } from '../drafts/actions.ts'
import type { ArticleField, ArticleForm, ArticleKind } from './form.ts'
import { type CheckedForm, checkArticle, chosenSection, signingName } from './form-checks.ts'
import { type Allowance, findAllowance } from './limit-checks.ts'
import * as queries from './queries.ts'

/** `receipt` is the token of a guest's receipt; `again` is set for a repeat, except for a second press within seconds. */
type Sent = { kind: 'sent'; id: number; slug: string; published: boolean; receipt: string | null; again: boolean }
type Invalid = { kind: 'invalid'; faults: Faults<ArticleField> }
/** `sentence` replaces the refusal's own where the case has more to say. */
type Refused = { kind: 'refused'; refusal: Refusal; sentence?: string }
type TooOften = { kind: 'tooOften'; allowance: Allowance }

const KNOWN = {
  address: 'This address is here already. Say what yours adds, or join the thread there.',
  headline: 'An article with nearly this headline is here already. Say what yours adds, or join the thread there.',
} as const

export type SubmitResult = Sent | Invalid | Refused | TooOften

/** What is sent in, by whom and how. */
export type Submission = {
  writer: Writer
  /** The guest of the browser: a member may have begun as one. */
  guest: Guest | null
  kind: ArticleKind
  form: ArticleForm
  /** Whether it is published at once, without an editor. */
  publishes: boolean
  /** Network address of the request. */
  ip: string | null
  /** What is here already: this address, or nearly this headline. Asked of a press that is no repeat and gives no reason. */
  isKnown: (url: string, headline: string) => Promise<'address' | 'headline' | null>
}

/** What identifies a press: hashes of writer and text, and the same with the form's key, which recognise it for longer. */
type Presses = { contents: [string, ...string[]]; formKeys: string[] }

/** A guest is identified by the key and by the network address with the name, because the first request may have had no key. */
function pressesOf(
  { secret }: Pick<Deps, 'secret'>,
  { writer, kind, form }: Pick<Submission, 'writer' | 'kind' | 'form'>,
): Presses {
  const text = [kind, form.url.trim(), form.headline.trim(), form.lede.trim(), form.body.trim()]
  const press = (...who: (string | number)[]): string => keyedHash(secret, 'article-press', ...who, ...text)
  const contents: Presses['contents'] = [isGuest(writer) ? press(writer.address, form.nic) : press(writer.id)]
  if (isGuest(writer) && !writer.fresh) contents.unshift(press(writer.key))
  return { contents, formKeys: form.key === '' ? [] : contents.map((content) => hashOf(content, form.key)) }
}

/** The article that an earlier press has stored. */
type Repeat = { id: number; slug: string; state: string; created_at: number; sameForm: boolean }

async function findRepeat(db: Db, { contents, formKeys }: Presses, now: number): Promise<Repeat | null> {
  const sameForm =
    formKeys.length === 0 ? undefined : await queries.articleOfPress(db, formKeys, now - DRAFT_RETENTION_MS)
  if (sameForm) return { ...sameForm, sameForm: true }
  const sameText = await queries.articleOfPress(db, contents, now - REPEAT_WINDOW_MS)
  return sameText ? { ...sameText, sameForm: false } : null
}

/** Whether the writer has just sent this text. Then a late save of its page is no draft. */
export async function wasSent(deps: Deps, writer: Writer, kind: ArticleKind, form: ArticleForm): Promise<boolean> {
  const press = pressesOf(deps, { writer, kind, form })
  return (await findRepeat(deps.db, press, deps.clock())) !== null
}

/** Answers a repeat with the article of the first press. */
async function answerAsRepeat(deps: Deps, db: Tx, submission: Submission, repeat: Repeat): Promise<Sent> {
  const { writer, form, kind, guest } = submission
  const now = deps.clock()
  await deleteSentDraft(deps, db, writer, guest, { ...form, kind })
  // Another key from the same network address: the text proves the writer only while nobody else can read it.
  const isProven =
    repeat.sameForm ||
    repeat.state !== 'published' ||
    (isGuest(writer) && (await queries.hasArticleReceipt(db, repeat.id, writer.key)))
  return {
    kind: 'sent',
    id: repeat.id,
    slug: repeat.slug,
    published: repeat.state === 'published',
    receipt: isGuest(writer) && isProven ? await issueReceipt(deps, db, writer, repeat.id, now) : null,
    again: now - repeat.created_at > SECOND_PRESS_MS,
  }
}

/** Creates a receipt. @returns its token, of which only the hash is saved */
async function issueReceipt(
  deps: Pick<Deps, 'random'>,
  db: Tx,
  guest: Guest,
  id: number,
  now: number,
): Promise<string> {
  const token = deps.random.token()
  await queries.insertArticleReceipt(db, {
    token_hash: tokenHash(token),
    article_id: id,
    guest: guest.key,
    created_at: now,
  })
  return token
}

/** Says why a writer may not send it in now, or null. */
async function findRefusal(
  deps: Deps,
  db: Db,
  { writer, publishes, ip }: Submission,
): Promise<Refused | TooOften | null> {
  const viewer = accountOf(writer)
  const refusal =
    may.submit(viewer, deps.settings()) ?? (publishes ? may.publishDirectly(viewer, deps.settings()) : null)
  if (refusal !== null) return { kind: 'refused', refusal }
  const block = await postingBlock(deps, db, senderOf(viewer, ip))
  if (block !== null) return { kind: 'refused', refusal: block.refusal, sentence: block.sentence }
  const allowance = await findAllowance(deps, db, writer)
  return allowance !== null && allowance.left === 0 ? { kind: 'tooOften', allowance } : null
}

/**
 * Sends in an article: to the editors, or for a trusted member to the front page. A second press of the form, or the same
 * text within ten minutes, is answered with the first article.
 */
export async function submitArticle(deps: Deps, submission: Submission): Promise<SubmitResult> {
  const { writer, kind, form } = submission
  const presses = pressesOf(deps, submission)
  const answer = (repeat: Repeat) => write(deps, (db) => answerAsRepeat(deps, db, submission, repeat))
  const earlier = await findRepeat(deps.db, presses, deps.clock())
  if (earlier !== null) return answer(earlier)
  const refusal = await findRefusal(deps, deps.db, submission)
  if (refusal !== null) return refusal
  const checked = await checkArticle(deps, writer, kind, form)
  const { source_url: url, reason } = checked.article
  const known = reason === '' ? await submission.isKnown(url ?? '', checked.article.headline) : null
  if (known !== null) checked.faults.reason ??= KNOWN[known]
  if (Object.keys(checked.faults).length > 0) {
    // Another press may have been stored during the check.
    const repeat = await findRepeat(deps.db, presses, deps.clock())
    if (repeat !== null) return answer(repeat)
    const refusing = checked.catches.filter(({ action }) => action === 'refuse')
    if (refusing.length > 0) await write(deps, (db) => recordCatches(db, refusing, null, deps.clock()))
    return { kind: 'invalid', faults: checked.faults }
  }
  return write(deps, (db) => insertSubmission(deps, db, submission, presses, checked))
}

/** Repeats in the transaction every check whose answer may have changed, then inserts the article. */
async function insertSubmission(
  deps: Deps,
  db: Tx,
  submission: Submission,
  presses: Presses,
  checked: CheckedForm,
): Promise<SubmitResult> {
  const { writer, form, guest, kind } = submission
  const now = deps.clock()
  const repeat = await findRepeat(db, presses, now)
  if (repeat !== null) return answerAsRepeat(deps, db, submission, repeat)
  const refusal = await findRefusal(deps, db, submission)
  if (refusal !== null) return refusal
  const section = await chosenSection(db, form.section)
  if (section === null) return { kind: 'invalid', faults: { section: 'This section was closed. Choose another.' } }
  const name = await signingName(deps, db, writer, form.nic)
  if ('fault' in name) return { kind: 'invalid', faults: { nic: name.fault } }
  if (!(await recordPresses(db, presses, now))) return answerTwin(deps, db, submission, presses)
  const id = await insertRow(db, submission, checked, section.id, now)
  await queries.setPressArticle(db, [...presses.contents, ...presses.formKeys], id)
  await deleteSentDraft(deps, db, writer, guest, { ...form, kind })
  await recordCatches(db, checked.catches, null, now)
  noteChange(db, topic.desk)
  if (submission.publishes) await publishOwn(deps, db, writer, id, now)
  return {
    kind: 'sent',
    id,
    slug: slugOf(checked.article.headline),
    published: submission.publishes,
    receipt: isGuest(writer) ? await issueReceipt(deps, db, writer, id, now) : null,
    again: false,
  }
}

/** Publishes what its writer has just sent in. The log has it like the decisions of editors. */
async function publishOwn(deps: Deps, db: Tx, writer: Writer, id: number, now: number): Promise<void> {
  await fileArticle(db, id, {
    state: 'published',
    published_at: now,
    day: dayOf(now, deps.settings().timeZone),
  })
  const account = accountOf(writer)
  await appendToLog(db, {
    at: now,
    actorId: account?.id ?? null,
    actor: account?.nic ?? '',
    act: 'publish',
    subject: 'article',
    subjectId: id,
    articleId: id,
    reason: 'Published by its writer',
  })
  noteChange(db, topic.log)
}

/** Answers the second of two presses that were stored at the same moment by two processes. */
async function answerTwin(deps: Deps, db: Tx, submission: Submission, presses: Presses): Promise<Sent> {
  const first = await findRepeat(db, presses, deps.clock())
  if (first === null) throw new AppError('unavailable', 'Your text is safe. Please press again.', 1)
  return answerAsRepeat(deps, db, submission, first)
}

/** Records the presses of a form, each of which the table holds once. @returns false if another process has recorded one */
async function recordPresses(db: Tx, { contents, formKeys }: Presses, now: number): Promise<boolean> {
  await queries.deleteOldPresses(db, now - DRAFT_RETENTION_MS)
  await queries.deletePresses(db, contents, now - REPEAT_WINDOW_MS)
  for (const press of [...contents, ...formKeys]) if (!(await queries.insertPress(db, press, now))) return false
  return true
}

async function insertRow(
  db: Tx,
  { writer, kind }: Submission,
  { article }: CheckedForm,
  sectionId: number,
  now: number,
): Promise<number> {
  const { tags, reason, ...columns } = article
  return insertArticle(
    db,
    {
      ...columns,
      kind,
      section_id: sectionId,
      slug: slugOf(article.headline),
      source_name: null,
      account_id: accountOf(writer)?.id ?? null,
      picture_id: null,
      created_at: now,
      submitted_at: now,
      duplicate_reason: reason,
      state: 'waiting',
      published_at: null,
      day: null,
      revised_at: null,
      close_after_days: null,
      reopened_at: null,
      last_comment_id: null,
      last_comment_at: null,
      last_comment_nic: null,
    },
    tags,
  )
}
