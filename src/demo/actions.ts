// Loads the demo edition as an import of the last seven days.
import { fileURLToPath } from 'node:url'
import type { Deps } from '../deps.ts'
import { loadArticles, loadPeople } from '../importers/actions.ts'
import type { ImportedArticle, ImportedComment } from '../importers/shape.ts'
import { addDays, DAY, dayOf, localTime, momentOf } from '../time.ts'
import { areas } from './edition/areas.ts'
import { articles } from './edition/edition.ts'
import { people } from './edition/people.ts'
import type { DemoArticle, DemoComment } from './shape.ts'

/** Hour before which the newest demo edition is yesterday's: its last comment is at ten to three. */
const PRESS_HOUR = 15

const pictures = fileURLToPath(new URL('./pictures', import.meta.url))

/** The day of the newest demo edition, so that nothing in it is in the future. */
export function newestDemoDay(now: number, zone: string): string {
  const today = dayOf(now, zone)
  return localTime(now, zone).hour >= PRESS_HOUR ? today : addDays(today, -1)
}

/** `08:31` on the article's day, `+1 08:31` on the day after. */
function moment(day: string, at: string, zone: string): number {
  const [, days = '0', time = ''] = /^(?:\+(\d+) )?(\d\d:\d\d)$/.exec(at) ?? []
  return momentOf(addDays(day, Number(days)), time, zone)
}

function commentsOf(thread: readonly DemoComment[], key: string, day: string, zone: string): ImportedComment[] {
  return thread.flatMap((one, i) => {
    const own = `${key}.${i + 1}`
    const comment: ImportedComment = {
      key: own,
      ...(key.includes('.') ? { parent: key } : {}),
      nic: one.as ?? one.by ?? one.guest ?? '',
      nameKind: one.as !== undefined ? 'picked' : one.by !== undefined ? 'member' : 'guest',
      ...(one.by === undefined ? {} : { account: one.by }),
      postedAt: moment(day, one.at, zone),
      text: one.text,
      format: 'markup',
      state: one.removed ? 'removed' : one.withdrawn ? 'withdrawn' : 'live',
      ...(one.removed
        ? { removal: { by: one.removed.by, at: moment(day, one.removed.at, zone), reason: one.removed.reason } }
        : {}),
    }
    return [comment, ...commentsOf(one.replies ?? [], own, day, zone)]
  })
}

function imported(article: DemoArticle, i: number, newest: string, zone: string): ImportedArticle {
  const day = addDays(newest, -article.day)
  const area = areas.find(({ sections }) => sections.includes(article.section))
  const key = `demo:${i + 1}`
  return {
    key,
    kind: article.source ? 'link' : 'own',
    ...(area ? { area: area.name } : {}),
    section: article.section,
    headline: article.headline,
    lede: article.lede,
    body: article.body,
    format: 'markup',
    ...(article.source ? { source: article.source } : {}),
    tags: article.tags,
    nic: article.by,
    account: article.by,
    postedAt: moment(day, article.at, zone),
    views: article.views,
    ...(article.lead ? { lead: true } : {}),
    ...(article.picture ? { picture: article.picture } : {}),
    ...(article.closed
      ? { closed: { by: article.closed.by, at: moment(day, article.closed.at, zone), reason: article.closed.reason } }
      : {}),
    ...(article.closeAfterDays === undefined ? {} : { closeAfterDays: article.closeAfterDays }),
    comments: commentsOf(article.thread, key, day, zone),
  }
}

/** The demo edition as articles of the seven days before `now`, oldest first, in the order of its sections. */
export function demoArticles(now: number, zone: string): ImportedArticle[] {
  const newest = newestDemoDay(now, zone)
  return articles.map((article, i) => imported(article, i, newest, zone)).sort((a, b) => a.postedAt - b.postedAt)
}

/** Loads the demo edition through the same code as an import. */
export async function loadDemo(deps: Deps): Promise<{ articles: number; comments: number }> {
  const now = deps.clock()
  const zone = deps.settings().timeZone
  await loadPeople(
    deps,
    people.map(({ nic, role, joinedDaysAgo }) => ({ nic, role, joinedAt: now - joinedDaysAgo * DAY })),
  )
  const order = areas.flatMap(({ sections }) => sections)
  const found = demoArticles(now, zone)
  // Sections are made in the order in which they first appear.
  const firsts = order.flatMap((section) => found.find((article) => article.section === section) ?? [])
  return loadArticles(deps, 'demo', [...firsts, ...found.filter((article) => !firsts.includes(article))], {
    dryRun: false,
    actor: 'demo edition',
    backdated: true,
    pictures,
  })
}
