// Gathers what a member's pages show: comments, stories and totals under their own nic.

import { changesOfName } from '../accounts/name/queries.ts'
import { type PublicProfile, publicProfile } from '../accounts/profile/pages.ts'
import { profileOf } from '../accounts/profile/queries.ts'
import { isProfileShown } from '../accounts/profile/rules.ts'
import { type CommentGroup, listComments } from '../comments/list-pages.ts'
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
import { findBan } from '../sanctions/checks.ts'
import { dayOf, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import {
  activityBars,
  firstBarMonth,
  nicClass,
  type PersonArticlesPage,
  type PersonPage,
  type PickedPage,
  personFigures,
  personHead,
  shownRange,
  storiesIntro,
} from './pages.ts'
import { commentKeysOfAccount, commentsByMonth, commentsOfAccount, type PersonRow } from './queries.ts'

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
    (row, limit) =>
      commentsOfAccount(db, person.id, 'member', row === null ? below : { at: row.created_at, id: row.id }, limit),
    (found) => unmutedComments(db, reader.mutes, found),
  )
  const up = below === null ? null : await commentKeysOfAccount(db, person.id, 'member', below, COMMENTS_PER_PAGE + 1)
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
  const { profile, until } = first ? await readProfile(deps, person, reader) : { profile: null, until: Infinity }
  return {
    expires: Math.min(nextMidnight(now, zone), listExpiry(stories, settings, now), until),
    page: {
      ...personHead(person, await changesOfName(db, person.id), reader.dates),
      profile,
      figures: first ? personFigures(person) : [],
      bars: first ? activityBars(await commentsByMonth(db, person.id, firstBarMonth(month)), month) : null,
      mute: muteButton(reader, person),
      recordHref: may.identify(reader.viewer) === null ? urls.memberRecord(person.nic) : '',
      comments: listComments(rows, parents, false, now, reader, await unreadInThread(deps, reader, rows)),
      range: first ? shownRange(rows.length, person.own_comment_count) : '',
      pager: pagerLinks(href, last, up, COMMENTS_PER_PAGE),
      newest: first ? '' : href,
      picked: first && reader.viewer?.id === person.id ? await readNewestPicked(deps, person, reader) : null,
      stories: stories.map((row) => storyView(row, context)),
      allStories: person.article_count > stories.length ? urls.personArticles(person.nic) : '',
    },
  }
}

/** What a member says about themselves, as this reader sees it. @returns also until when, for the cache */
async function readProfile(
  deps: Deps,
  person: PersonRow,
  { viewer }: Reader,
): Promise<{ profile: PublicProfile; until: number }> {
  const ban = await findBan(deps, deps.db, { account: person.id, email: null, address: null })
  const isShown = viewer?.id === person.id || isProfileShown(person, ban !== null)
  const row = isShown ? await profileOf(deps.db, person.id) : undefined
  return { profile: publicProfile(person.nic, row ?? null), until: ban?.until_at ?? Infinity }
}

/** Comments under picked names that a member's own page shows. */
const PICKED_ON_FIRST_PAGE = 3

async function readNewestPicked(deps: Deps, person: PersonRow, reader: Reader): Promise<PersonPage['picked']> {
  const rows = await commentsOfAccount(deps.db, person.id, 'picked', null, PICKED_ON_FIRST_PAGE)
  return rows.length === 0
    ? null
    : { comments: await pickedGroups(deps, rows, reader), all: urls.personPicked(person.nic) }
}

const pickedGroups = async (deps: Deps, rows: readonly ListedRow[], reader: Reader): Promise<CommentGroup[]> =>
  listComments(
    rows,
    await visibleParents(
      deps.db,
      rows.flatMap(({ parent_id }) => parent_id ?? []),
    ),
    true,
    deps.clock(),
    reader,
    new Set(),
  )

/**
 * One page of the reader's own comments under picked names; null when `before` names no comment. Mutes do not hide
 * one's own words.
 */
export async function readPicked(
  deps: Deps,
  person: PersonRow,
  before: number | null,
  reader: Reader,
): Promise<PickedPage | null> {
  const { db } = deps
  const list = urls.personPicked(person.nic)
  const below = before === null ? null : await commentKey(db, before)
  if (below === undefined) return null
  const found = await commentsOfAccount(db, person.id, 'picked', below, COMMENTS_PER_PAGE + 1)
  const rows = found.slice(0, COMMENTS_PER_PAGE)
  const up = below === null ? null : await commentKeysOfAccount(db, person.id, 'picked', below, COMMENTS_PER_PAGE + 1)
  return {
    nic: person.nic,
    mark: nicClass(person),
    href: urls.person(person.nic),
    comments: await pickedGroups(deps, rows, reader),
    pager: pagerLinks(list, found.length > COMMENTS_PER_PAGE ? rows.at(-1)! : null, up, COMMENTS_PER_PAGE),
    newest: below === null ? '' : list,
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
