// Gathers what a member's pages show: comments, stories and totals under their own nic.

import { listComments } from '../comments/list-pages.ts'
import { unreadInThread } from '../comments/thread/news-reading.ts'
import { visibleParents } from '../comments/thread/queries.ts'
import type { Deps } from '../deps.ts'
import { pagerLinks } from '../editions/list-pages.ts'
import { commentKey, type ListedRow } from '../editions/list-queries.ts'
import { type CacheablePage, readStoryPage } from '../editions/list-reading.ts'
import { listExpiry, storyView } from '../editions/pages.ts'
import { readStoryContext } from '../editions/story-reading.ts'
import { fillPage, unmutedComments } from '../mutes/reading.ts'
import { commentMuteReason } from '../mutes/rules.ts'
import { may } from '../permissions.ts'
import { dayOf, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import {
  activityBars,
  firstBarMonth,
  nicClass,
  type PersonArticlesPage,
  type PersonPage,
  personFigures,
  personHead,
  shownRange,
  storiesIntro,
} from './pages.ts'
import { commentsByMonth, ownNicCommentKeysFrom, ownNicComments, type PersonRow } from './queries.ts'

/** Comments of each page, and stories of the first page. */
const COMMENTS_PER_PAGE = 20
const STORIES_ON_FIRST_PAGE = 5

/** A member's page, or a later page of their comments; null when `before` names no comment. */
export async function readPerson(
  deps: Deps,
  person: PersonRow,
  before: number | null,
  reader: Reader,
): Promise<CacheablePage<PersonPage> | null> {
  const { db } = deps
  const href = urls.person(person.nic)
  const below = before === null ? null : await commentKey(db, before)
  if (below === undefined) return null
  const { rows, last } = await fillPage<ListedRow>(
    COMMENTS_PER_PAGE,
    (row, limit) => ownNicComments(db, person.id, row === null ? below : { at: row.created_at, id: row.id }, limit),
    (found) => unmutedComments(db, reader.mutes, found),
  )
  const up = below === null ? null : await ownNicCommentKeysFrom(db, person.id, below, COMMENTS_PER_PAGE + 1)
  const parents = await visibleParents(
    db,
    rows.flatMap(({ parent_id }) => parent_id ?? []),
  )
  const now = deps.clock()
  const settings = deps.settings()
  const zone = settings.timeZone
  const month = dayOf(now, zone).slice(0, 7)
  const first = below === null
  const found = first
    ? await readStoryPage(
        deps,
        reader.mutes,
        urls.personArticles(person.nic),
        { account: person.id },
        null,
        STORIES_ON_FIRST_PAGE,
      )
    : null
  const stories = found?.rows ?? []
  const context = await readStoryContext(deps, reader, stories, null)
  return {
    expires: Math.min(nextMidnight(now, zone), listExpiry(stories, settings, now)),
    page: {
      ...personHead(person, reader.dates),
      figures: first ? personFigures(person) : [],
      bars: first ? activityBars(await commentsByMonth(db, person.id, firstBarMonth(month)), month) : null,
      mute: muteButton(reader, person),
      recordHref: may.identify(reader.viewer) === null ? urls.memberRecord(person.nic) : '',
      comments: listComments(rows, parents, false, now, reader, await unreadInThread(deps, reader, rows)),
      range: first ? shownRange(rows.length, person.own_comment_count) : '',
      pager: pagerLinks(href, last, up, COMMENTS_PER_PAGE),
      newest: first ? '' : href,
      stories: stories.map((row) => storyView(row, context)),
      allStories: person.article_count > stories.length ? urls.personArticles(person.nic) : '',
    },
  }
}

/** One page of a member's stories; null when `before` names no story. */
export async function readPersonArticles(
  deps: Deps,
  person: PersonRow,
  before: number | null,
  reader: Reader,
): Promise<CacheablePage<PersonArticlesPage> | null> {
  const list = urls.personArticles(person.nic)
  const found = await readStoryPage(deps, reader.mutes, list, { account: person.id }, before)
  if (found === null) return null
  const context = await readStoryContext(deps, reader, found.rows, null)
  return {
    expires: listExpiry(found.rows, context.settings, context.now),
    page: {
      nic: person.nic,
      mark: nicClass(person),
      href: urls.person(person.nic),
      intro: storiesIntro(person.article_count),
      stories: found.rows.map((row) => storyView(row, context)),
      pager: found.pager,
      newest: before === null ? '' : list,
    },
  }
}

/** The mute button; null without an account, and on one's own page. */
function muteButton({ viewer, mutes }: Reader, person: PersonRow): PersonPage['mute'] {
  if (viewer === null || viewer.id === person.id) return null
  return { action: urls.mutesOf(person.nic), muted: commentMuteReason(mutes, { nic: person.nic }) !== null }
}
