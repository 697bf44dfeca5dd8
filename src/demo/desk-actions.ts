// Lays the submissions of the demo edition on the desk, with the actions that editors use.
import { accountByNic } from '../accounts/queries.ts'
import { openCorrections } from '../articles/correction-queries.ts'
import { sendCorrection } from '../articles/corrections/actions.ts'
import { insertArticle, publishedArticle, tagsOf } from '../articles/queries.ts'
import { bodyColumns, normalizeHost } from '../articles/rules.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { acceptCorrection } from '../desk/corrections/actions.ts'
import { returnSubmission, scheduleArticle } from '../desk/decisions/actions.ts'
import { requireEditable } from '../desk/editing/actions.ts'
import { type ArticleForm, articleForm } from '../desk/submissions/form.ts'
import { ensureArea, ensureSection } from '../editions/list-queries.ts'
import { articleKnown } from '../importers/queries.ts'
import type { Viewer } from '../permissions.ts'
import { slugOf } from '../slugs.ts'
import { addDays, dayOf, MINUTE, momentOf } from '../time.ts'
import { areas } from './edition/areas.ts'
import { correction, submissions } from './edition/desk.ts'
import { articles } from './edition/edition.ts'
import type { DemoSubmission } from './shape.ts'

const noFields = Object.fromEntries(Object.keys(articleForm.shape).map((name) => [name, ''])) as ArticleForm

/** Loads the desk of the demo edition, after the edition itself. @returns how many submissions there are */
export async function loadDemoDesk(deps: Deps): Promise<number> {
  await correctArticle(deps)
  for (const submission of submissions) {
    const article = await sendIn(deps, submission)
    const { returned, scheduled } = submission
    const target = { article, base: 1 }
    if (returned !== undefined) await returnSubmission(deps, await editorOf(deps, returned.by), target, returned.word)
    if (scheduled !== undefined) {
      const zone = deps.settings().timeZone
      const day = addDays(dayOf(deps.clock(), zone), scheduled.inDays)
      const asked = { at: momentOf(day, scheduled.at, zone), asked: `${day}T${scheduled.at}`, isSkipped: false }
      await scheduleArticle(deps, await editorOf(deps, scheduled.by), target, asked, { who: null, days: null })
    }
  }
  return submissions.length
}

/** Sends the correction of a reader, and accepts it. */
async function correctArticle(deps: Deps): Promise<void> {
  const { by, headline, passage, says, acceptedBy, note } = correction
  const key = `demo:${articles.findIndex((one) => one.headline === headline) + 1}`
  const id = await articleKnown(deps.db, key)
  const article = id === undefined ? undefined : await publishedArticle(deps.db, id)
  if (article === undefined) throw new Error(`The demo edition has no article “${headline}”.`)
  const viewer = await editorOf(deps, by)
  const sender = { viewer, place: '', sender: { account: viewer.id } }
  await sendCorrection(deps, sender, article, { passage, body: says, isNamed: true })
  const [sent] = await openCorrections(deps.db, 0, 1)
  const row = await requireEditable(deps.db, article.id)
  await acceptCorrection(deps, await editorOf(deps, acceptedBy), sent!.id, {
    ...noFields,
    url: row.source_url ?? '',
    headline,
    lede: row.lede,
    body: row.body_source.replace(passage, says),
    section: article.section_slug,
    tags: (await tagsOf(deps.db, article.id)).join(', '),
    note,
    base: String(row.revision),
  })
}

async function editorOf(deps: Deps, nic: string): Promise<Viewer> {
  const account = (await accountByNic(deps.db, nic))!
  return { id: account.id, nic, role: account.role, commentCount: account.comment_count, trusted: false }
}

async function sendIn(deps: Deps, submission: DemoSubmission): Promise<number> {
  const { section: name, headline, lede, source, tags, by, body, minutesAgo } = submission
  const account = (await accountByNic(deps.db, by))!
  const at = deps.clock() - minutesAgo * MINUTE
  const areaName = areas.find(({ sections }) => sections.includes(name))?.name ?? name
  return write(deps, async (db) => {
    const area = await ensureArea(db, areaName, slugOf(areaName))
    return insertArticle(
      db,
      {
        kind: source === undefined ? 'own' : 'link',
        state: 'waiting',
        section_id: await ensureSection(db, name, slugOf(name), area),
        headline,
        slug: slugOf(headline),
        lede,
        source_url: source?.url ?? null,
        source_host: source === undefined ? null : normalizeHost(new URL(source.url).hostname),
        source_name: source?.name ?? null,
        ...bodyColumns(body, 'markup'),
        account_id: account.id,
        nic: by,
        picture_id: null,
        created_at: at,
        submitted_at: at,
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
  })
}
