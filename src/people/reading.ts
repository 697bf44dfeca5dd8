// Gathers what the pages of a member show: comments, stories and figures, all of the own nic alone.

import { parentsOf } from '../comments/queries.ts'
import { unreadInThread } from '../comments/thread/news-reading.ts'
import type { Deps } from '../deps.ts'
import { said, turn } from '../editions/list-pages.ts'
import { commentKey, type ListedRow } from '../editions/list-queries.ts'
import { type Read, storyPage } from '../editions/list-reading.ts'
import { expiryOf, story } from '../editions/pages.ts'
import { contextFor } from '../editions/story-reading.ts'
import { listed, unmutedComments } from '../mutes/reading.ts'
import { hidesComment } from '../mutes/rules.ts'
import { may } from '../permissions.ts'
import { dayOf, nextMidnight } from '../time.ts'
import { urls } from '../urls.ts'
import type { Reader } from '../web/reader.ts'
import {
  bars,
  figures,
  firstMonth,
  markOf,
  type PersonArticlesPage,
  type PersonPage,
  personHead,
  range,
  storiesRun,
} from './pages.ts'
import { commentKeysUp, commentsOf, monthsOf, type PersonRow } from './queries.ts'

/** Comments of a page, and stories beside the first of them. */
const COMMENTS = 20
const STORIES = 5

/** A member's page, or a later page of their comments; null when there was never a comment of that id. */
export async function readPerson(
  deps: Deps,
  person: PersonRow,
  before: number | null,
  reader: Reader,
): Promise<Read<PersonPage> | null> {
  const { db } = deps
  const href = urls.person(person.nic)
  const below = before === null ? null : await commentKey(db, before)
  if (below === undefined) return null
  const { rows: shown, last } = await listed<ListedRow>(
    COMMENTS,
    (row, limit) => commentsOf(db, person.id, row === null ? below : { at: row.created_at, id: row.id }, limit),
    (found) => unmutedComments(db, reader.mutes, found),
  )
  const up = below === null ? null : await commentKeysUp(db, person.id, below, COMMENTS + 1)
  const parents = await parentsOf(
    db,
    shown.flatMap(({ parent_id }) => parent_id ?? []),
  )
  const now = deps.clock()
  const settings = deps.settings()
  const zone = settings.timeZone
  const month = dayOf(now, zone).slice(0, 7)
  const first = below === null
  const found = first
    ? await storyPage(deps, reader.mutes, urls.personArticles(person.nic), { account: person.id }, null, STORIES)
    : null
  const stories = found?.rows ?? []
  const context = await contextFor(deps, reader, stories, null)
  return {
    expires: Math.min(nextMidnight(now, zone), expiryOf(stories, settings, now)),
    page: {
      ...personHead(person, reader.dates),
      figures: first ? figures(person) : [],
      bars: first ? bars(await monthsOf(db, person.id, firstMonth(month)), month) : null,
      mute: muteOf(reader, person),
      judged: may.identify(reader.viewer) === null ? urls.judged(person.nic) : '',
      comments: said(shown, parents, false, now, reader, await unreadInThread(deps, reader, shown)),
      range: first ? range(shown.length, person.own_comment_count) : '',
      turn: turn(href, last, up, COMMENTS),
      newest: first ? '' : href,
      stories: stories.map((row) => story(row, context)),
      allStories: person.article_count > stories.length ? urls.personArticles(person.nic) : '',
    },
  }
}

/** The stories of a member, or those below one of them; null when there was never a story of that id. */
export async function readArticlesOf(
  deps: Deps,
  person: PersonRow,
  before: number | null,
  reader: Reader,
): Promise<Read<PersonArticlesPage> | null> {
  const list = urls.personArticles(person.nic)
  const found = await storyPage(deps, reader.mutes, list, { account: person.id }, before)
  if (found === null) return null
  const context = await contextFor(deps, reader, found.rows, null)
  return {
    expires: expiryOf(found.rows, context.settings, context.now),
    page: {
      nic: person.nic,
      mark: markOf(person),
      href: urls.person(person.nic),
      intro: storiesRun(person.article_count),
      stories: found.rows.map((row) => story(row, context)),
      turn: found.turn,
      newest: before === null ? '' : list,
    },
  }
}

/** What a reader can do about this person, and whether they have: null for strangers, and for the person. */
function muteOf({ viewer, mutes }: Reader, person: PersonRow): PersonPage['mute'] {
  if (viewer === null || viewer.id === person.id) return null
  return { action: urls.mutesOf(person.nic), muted: hidesComment(mutes, { nic: person.nic }) !== null }
}
