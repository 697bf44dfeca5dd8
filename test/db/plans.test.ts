// The queries of the pages that are read most go by their indexes, whatever the size of the archive.

import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { nicHolder } from '../../src/accounts/nics/queries.ts'
import { accountByNic, sessionByHash } from '../../src/accounts/queries.ts'
import { seenBefore } from '../../src/articles/page/seen-queries.ts'
import { adjacentArticles, alsoInSection } from '../../src/articles/queries.ts'
import { publicRevisions } from '../../src/articles/revision-queries.ts'
import {
  archiveTotal,
  editionAfter,
  editionNumber,
  editionsUpTo,
  monthTotals,
  newestDay,
} from '../../src/articles/totals-queries.ts'
import { isOriginInEffect } from '../../src/batches/queries.ts'
import { ownHiddenComments } from '../../src/comments/appeals/queries.ts'
import { pointersIn } from '../../src/comments/branches/pointer-queries.ts'
import { lastMove } from '../../src/comments/branches/queries.ts'
import { moderatorEditOf } from '../../src/comments/edits/queries.ts'
import { queueCommentsTally } from '../../src/comments/holds/queries.ts'
import { lastCommentTime } from '../../src/comments/posting/limit-queries.ts'
import { nicOfAccountInThread } from '../../src/comments/posting/name-queries.ts'
import { recommendedRoots } from '../../src/comments/recommendations/queries.ts'
import { choicesIn } from '../../src/comments/thread/choice-queries.ts'
import { topLevelRoots, unseenNumbers } from '../../src/comments/thread/place-queries.ts'
import { ancestors, newestLive, numberedRows, rowsInRanges, threadRows } from '../../src/comments/thread/queries.ts'
import { suggestNames } from '../../src/db/names-around.ts'
import type { Db } from '../../src/db/open.ts'
import type { Schema } from '../../src/db/schema/database.ts'
import * as duplicates from '../../src/desk/duplicates/queries.ts'
import { waitingLetters } from '../../src/desk/letters/queries.ts'
import { outcomesOf } from '../../src/desk/mine/queries.ts'
import { storiesTally, waitingStories } from '../../src/desk/queue/queries.ts'
import { latestComments, latestKeysFrom, termsByCount } from '../../src/editions/list-queries.ts'
import { headlinesByIds, leadCandidateIds, leadsInForce } from '../../src/editions/month-queries.ts'
import {
  editionHeadlines,
  editionStories,
  mostDiscussedIds,
  mostDiscussedIdsByDay,
  mostRepliedComments,
  storiesByIds,
  storyKeys,
} from '../../src/editions/queries.ts'
import { storyRanks } from '../../src/editions/sort-queries.ts'
import * as editionMail from '../../src/editions/subscriptions/queries.ts'
import * as feeds from '../../src/feeds/queries.ts'
import { catchesSince, commentsToRehearse } from '../../src/filters/queries.ts'
import * as inbox from '../../src/inbox/queries.ts'
import * as mail from '../../src/mail/queries.ts'
import { numbersApart } from '../../src/marks/queries.ts'
import { appealsTally, moderatorIds } from '../../src/moderation/appeals/queries.ts'
import { countLogEntries, isInLog, logEntries } from '../../src/moderation/log/queries.ts'
import { moveOfBatch } from '../../src/moderation/moves/queries.ts'
import { textsBefore } from '../../src/moderation/purges/queries.ts'
import * as cases from '../../src/moderation/queue/item-queries.ts'
import { isNewcomerComment, newcomerComments, newcomerTally } from '../../src/moderation/queue/newcomer-queries.ts'
import * as sweep from '../../src/moderation/sweeps/queries.ts'
import { isImported } from '../../src/notices/queries.ts'
import { commentKeysOfAccount, commentsByMonth, commentsOfAccount } from '../../src/people/queries.ts'
import { bansThatMayApply } from '../../src/sanctions/queries.ts'
import * as saves from '../../src/saves/queries.ts'
import { remindedIds } from '../../src/saves/reminder-queries.ts'
import { articlesAfter, changedMonths } from '../../src/sitemaps/queries.ts'

const key = { at: 1, id: 1 }
const range = { from: Buffer.from([1]), to: Buffer.from([0xff]) }

const swept = { since: 1, roles: ['member' as const], except: 1, limit: 500 }
const ofOne = { actor: null, keys: null, personId: null, articleId: 1 }

/** How SQLite answers what `ask` asks: one line for every table it looks into, and one for every sort. */
async function planOf(ask: (db: Db) => Promise<unknown>): Promise<string> {
  const raw = new Database(inject('image'), { readonly: true })
  onTestFinished(() => void raw.close())
  const asked: { sql: string; parameters: readonly unknown[] }[] = []
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: raw }),
    log: ({ query }) => void asked.push(query),
  })
  await ask(db)
  return asked
    .flatMap(({ sql, parameters }) =>
      raw
        .prepare(`explain query plan ${sql}`)
        .all(...parameters)
        .map((row) => (row as { detail: string }).detail),
    )
    .join('\n')
}

test.each<[string, string, (db: Db) => Promise<unknown>]>([
  [
    'what waits for a moderator is counted in an index alone',
    'SEARCH queue_comments USING COVERING INDEX queue_comments_by_section (section=?)',
    (db) => queueCommentsTally(db, 'held'),
  ],
  [
    'submissions are counted in the index that has when they were sent in',
    'SCAN a USING INDEX articles_waiting_since',
    (db) => storiesTally(db),
  ],
  [
    'newcomers are counted from the young accounts, not from the comments',
    'SEARCH p USING INDEX accounts_by_age (created_at>?)',
    (db) => newcomerTally(db, 1),
  ],
  [
    'what the log said last of the cases of a page is asked of an index alone',
    'COVERING INDEX log_entries_by_subject (subject=? AND subject_id=?)',
    (db) => cases.lastEntries(db, [1, 2]),
  ],
  [
    'whether a comment is a newcomer’s is asked of its account',
    'SEARCH p USING INTEGER PRIMARY KEY',
    (db) => isNewcomerComment(db, 1, { id: 1, account_id: 1 }),
  ],
  [
    'under which version a comment was written is asked of an index, not of the texts',
    'SEARCH article_revisions USING COVERING INDEX article_revisions_public (article_id=?)',
    (db) => publicRevisions(db, 1),
  ],
  ['the last decision is the end of an index', 'batches_by_time', (db) => cases.lastDecision(db)],
  [
    'the name of a member in a thread is looked for among their comments in it',
    'comments_of_account_in_thread (article_id=? AND account_id=?)',
    (db) => nicOfAccountInThread(db, 1, 1),
  ],
  [
    'the last comment of a member in a thread, too',
    'comments_of_account_in_thread (article_id=? AND account_id=?)',
    (db) => lastCommentTime(db, 1, 1),
  ],
  [
    'the moderators are found by their roles, whatever the number of the members',
    'accounts_with_role (role=?)',
    (db) => moderatorIds(db),
  ],
  ['stories that wait are an index of their own', 'articles_waiting', (db) => waitingStories(db, null, 25)],
  ['letters that nobody has read are one, too', 'editor_letters_unread', (db) => waitingLetters(db, 0, 25)],
  ['appeals that wait are counted from those that nobody has answered', 'appeals_waiting', (db) => appealsTally(db, 1)],
  ['and what they are against is found by its id', 'SEARCH h USING INTEGER PRIMARY KEY', (db) => appealsTally(db, 1)],
  [
    'what of a thread its writer alone sees is looked for among what nobody sees',
    'comments_hidden (article_id=?)',
    (db) => ownHiddenComments(db, 1, { account: 1 }, 10),
  ],
  ['and that of a guest', 'comments_hidden (article_id=?)', (db) => ownHiddenComments(db, 1, { guest: 'g' }, 10)],
  [
    'a thread is one indexed query in display order',
    'comments_in_thread (article_id=? AND path>? AND path<?)',
    (db) => threadRows(db, 1, range, 500),
  ],
  ['the pointers of a thread are those of an index', 'moves_in_thread (article_id=?)', (db) => pointersIn(db, 1)],
  ['the newest move of a comment is the end of an index', 'moves_of_comment (comment_id=?)', (db) => lastMove(db, 1)],
  [
    'who reworded a comment is found among what the log says of it',
    'log_entries_by_subject (subject=? AND subject_id=?)',
    (db) => moderatorEditOf(db, 1),
  ],
  ['what a batch moved begins with the batch', 'SEARCH b USING PRIMARY KEY (batch_id=?)', (db) => moveOfBatch(db, 1)],
  [
    'when a comment came into its state is found by the comment',
    'batch_changes_of_states (noun_id=?)',
    (db) => textsBefore(db, 1, 0, 200),
  ],
  [
    'a rehearsal reads comments by age',
    'comments_by_age',
    (db) => commentsToRehearse(db, { created_at: 1, id: 1 }, 0, 20),
  ],
  [
    'a whole thread is one indexed query in display order',
    'comments_in_thread (article_id=?)',
    (db) => threadRows(db, 1, null, 500),
  ],
  [
    'the recommended roots of a thread are an index of their own',
    'recommended_in_thread (article_id=? AND depth=? AND recommendation_count>?)',
    (db) => recommendedRoots(db, 1),
  ],
  [
    'what a member recommends in a thread is looked for among what is recommended',
    'recommended_in_thread (article_id=?)',
    (db) => choicesIn(db, 1, 1),
  ],
  [
    'and what they have saved in it among their own',
    'saves_of_comment (account_id=? AND comment_id>?)',
    (db) => choicesIn(db, 1, 1),
  ],
  [
    'and what they fold among theirs, not among all comments of the thread',
    'SEARCH f USING PRIMARY KEY (account_id=?)',
    (db) => choicesIn(db, 1, 1),
  ],
  [
    'the numbers of a thread that nobody sees are an index of their own',
    'comments_hidden (article_id=?)',
    (db) => unseenNumbers(db, 1),
  ],
  [
    'what is unread in a thread is counted by the numbers that are not live',
    'comments_absent (article_id=?)',
    (db) => numbersApart(db, 1, 1),
  ],
  [
    'and by those of the reader',
    'comments_of_account_in_thread (article_id=? AND account_id=?)',
    (db) => numbersApart(db, 1, 1),
  ],
  [
    'and whether they follow it by the key of what they follow',
    'follows USING PRIMARY KEY (account_id=? AND article_id=?)',
    (db) => choicesIn(db, 1, 1),
  ],
  [
    'the newest live comments of a thread are the end of its numbers',
    'comments_by_number (article_id=?)',
    (db) => newestLive(db, 1, 500),
  ],
  [
    'a thread by age goes by its numbers',
    'comments_by_number (article_id=? AND number>? AND number<?)',
    (db) => numberedRows(db, 1, 1, 500, 'desc'),
  ],
  [
    'bans are looked for by account, mail address and range, each in its index',
    'bans_by_person (person_id=?)',
    (db) => bansThatMayApply(db, { account: 1, email: 'a@x.example', address: '0'.repeat(32) }),
  ],
  [
    'and that by mail address',
    'bans_by_email (email=?)',
    (db) => bansThatMayApply(db, { account: 1, email: 'a@x.example', address: '0'.repeat(32) }),
  ],
  [
    'and that by range',
    'bans_by_address (address_from<?)',
    (db) => bansThatMayApply(db, { account: 1, email: 'a@x.example', address: '0'.repeat(32) }),
  ],
  [
    'a sweep finds the comments of an account by their index',
    'comments_by_account (account_id=? AND created_at>?)',
    (db) => sweep.sameAccount(db, 1, swept),
  ],
  [
    'those with the same text or links by their traits',
    'USING PRIMARY KEY (trait=? AND created_at>?)',
    (db) => sweep.sameTrait(db, 'host:a.example', swept),
  ],
  [
    'what a ban by e-mail removes is found by the address',
    'comments_by_email (email_folded=? AND created_at>?)',
    (db) => sweep.commentsFrom(db, { email: 'a@x.example' }, 1, 500),
  ],
  [
    'what an account wrote lately is found by its index',
    'comments_by_account (account_id=? AND created_at>?)',
    (db) => sweep.commentsFrom(db, { person_id: 1 }, 1, 500),
  ],
  [
    'a section pages by key, from its index alone',
    'COVERING INDEX articles_by_section (section_id=? AND published_at<?)',
    (db) => storyKeys(db, { sections: [1] }, key, 'older', 40),
  ],
  [
    'a section pages back by key',
    'COVERING INDEX articles_by_section (section_id=? AND published_at>?)',
    (db) => storyKeys(db, { sections: [1] }, key, 'atOrNewer', 40),
  ],
  [
    'a tag pages by key, from its index alone',
    'COVERING INDEX article_tags_by_time (tag=? AND published_at>? AND (published_at,article_id)<(?,?))',
    (db) => storyKeys(db, { tag: 'tides' }, key, 'older', 40),
  ],
  [
    'a source pages by key, from its index alone',
    'COVERING INDEX articles_by_source (source_host=? AND published_at<?)',
    (db) => storyKeys(db, { source: 'example.org' }, key, 'older', 40),
  ],
  [
    'a member’s stories page by key, from their index alone',
    'COVERING INDEX articles_by_person (account_id=? AND published_at<?)',
    (db) => storyKeys(db, { account: 1 }, key, 'older', 40),
  ],
  [
    'the stories of a page are found by their ids',
    'SEARCH a USING INTEGER PRIMARY KEY',
    (db) => storiesByIds(db, [1, 2, 3]),
  ],
  ['the latest comments are the end of an index', 'comments_by_time', (db) => latestComments(db, null, 5)],
  ['older comments go on by key', 'comments_by_time (created_at<?)', (db) => latestComments(db, key, 30)],
  ['newer comments go back by key', 'comments_by_time (created_at>?)', (db) => latestKeysFrom(db, key, 30)],
  ['the biggest tags are the end of an index', 'tags_by_size', (db) => termsByCount(db, 'tags', null, 'older', 200)],
  [
    'smaller sources go on by key',
    'sources_by_size (article_count>? AND article_count<?)',
    (db) => termsByCount(db, 'sources', key, 'older', 200),
  ],
  [
    'the article before and after is a step in the day’s index',
    'articles_by_day (day=? AND published_at>?)',
    (db) => adjacentArticles(db, { id: 1, day: '2030-03-12', published_at: 1 }),
  ],
  [
    'what else is in a section begins at the article’s own day',
    'articles_by_section (section_id=? AND published_at<?)',
    (db) => alsoInSection(db, { id: 1, section_id: 1 }, 1, 3),
  ],
  [
    'the most discussed of a day are the end of an index',
    'COVERING INDEX articles_by_discussion (day=?',
    (db) => mostDiscussedIds(db, '2030-03-12', '2030-03-12', 4),
  ],
  [
    'the roots with the most replies are the end of an index',
    'roots_by_replies (article_id=?)',
    (db) => mostRepliedComments(db, 1, 2),
  ],
  [
    'a person’s newest comments are the end of an index of their own',
    'comments_by_person (account_id=?)',
    (db) => commentsOfAccount(db, 1, 'member', null, 20),
  ],
  [
    'a person’s older comments go on by key',
    'comments_by_person (account_id=? AND created_at<?)',
    (db) => commentsOfAccount(db, 1, 'member', key, 20),
  ],
  [
    'a person’s newer comments go back by key',
    'comments_by_person (account_id=? AND created_at>?)',
    (db) => commentKeysOfAccount(db, 1, 'member', key, 20),
  ],
  [
    'one’s own comments under picked names are the end of an index of their own',
    'comments_by_picked_name (account_id=?)',
    (db) => commentsOfAccount(db, 1, 'picked', null, 20),
  ],
  [
    'older comments under picked names go on by key',
    'comments_by_picked_name (account_id=? AND created_at<?)',
    (db) => commentsOfAccount(db, 1, 'picked', key, 20),
  ],
  [
    'newer comments under picked names go back by key',
    'comments_by_picked_name (account_id=? AND created_at>?)',
    (db) => commentKeysOfAccount(db, 1, 'picked', key, 20),
  ],
  [
    'a person’s months are a stretch of a table',
    'person_months USING PRIMARY KEY (account_id=? AND month>?)',
    (db) => commentsByMonth(db, 1, '2028-04'),
  ],
  ['a member is found by the nic', 'accounts USING INDEX accounts_by_nic (nic=?)', (db) => accountByNic(db, 'Ada')],
  [
    'a registered nic is found by what it looks like',
    'accounts USING INDEX sqlite_autoindex_accounts_1 (nic_skeleton=?)',
    (db) => nicHolder(db, ['ada'], 0),
  ],
  ['an inbox pages by key', 'notices_by_account (account_id=? AND id<?)', (db) => inbox.noticesOf(db, 1, null, 9, 30)],
  [
    'an inbox of one kind pages by key',
    'notices_by_kind (account_id=? AND kind=? AND id<?)',
    (db) => inbox.noticesOf(db, 1, 'reply', 9, 30),
  ],
  [
    'what is unread is an index of its own',
    'notices_unread (account_id=?)',
    (db) => inbox.unreadNoticesForCount(db, 1, 100),
  ],
  [
    'whether anything is unread is asked with the session, of an index',
    'INDEX notices_unread (account_id=?)',
    (db) => sessionByHash(db, 'x', 0),
  ],
  [
    'what a member has saved pages by key',
    'saves_by_account (account_id=? AND id<?)',
    (db) => saves.savesOf(db, 1, null, 9, 30),
  ],
  [
    'threads that somebody is to be reminded of are an index of their own',
    'reminders USING INDEX reminders_open (article_id>?)',
    (db) => remindedIds(db, 1, 100),
  ],
  [
    'whether a member has saved an article is looked up by both',
    'saves_of_article (account_id=? AND article_id=?)',
    (db) => saves.saveOf(db, 1, { kind: 'article', id: 1 }),
  ],
  [
    'and a saved comment is found from its number',
    'SEARCH c USING INTEGER PRIMARY KEY',
    (db) => saves.targetRow(db, { kind: 'comment', id: 1 }),
  ],
  ['whom to mail is found by time', 'mail_due_by_time (due_at<?)', (db) => mail.dueEntries(db, 1, 50)],
  [
    'what waits in the outbox is found by time',
    'outbox_waiting (next_attempt_at<?)',
    (db) => mail.hasOutboxWork(db, 1, 1),
  ],
  ['whether a comment was taken in is asked of an index', 'imported_comments (noun_id=?)', (db) => isImported(db, 1)],
  ['the newest edition is the end of a table', 'SCAN day_totals', (db) => newestDay(db)],
  [
    'the editions before one are steps back from it',
    'day_totals USING PRIMARY KEY (day<?)',
    (db) => editionsUpTo(db, '2030-03-12', 7),
  ],
  [
    'the edition after one is a step on from it',
    'day_totals USING PRIMARY KEY (day>?)',
    (db) => editionAfter(db, '2030-03-12'),
  ],
  [
    'the feed of articles goes edition by edition',
    'articles_by_day ((day,published_at)<(?,?))',
    (db) => feeds.articlesOfSite(db, { day: '2030-03-12', ...key }, 40),
  ],
  [
    'the feed of comments is the end of an index',
    'comments_by_time (created_at<?)',
    (db) => feeds.commentsOfSite(db, { number: 1, ...key }, 40),
  ],
  [
    'the feed of a thread goes by its numbers',
    'comments_by_number (article_id=? AND number<?)',
    (db) => feeds.commentsOn(db, 1, { number: 1, ...key }, 40),
  ],
  [
    'the articles of a person’s feed are the end of an index',
    'articles_by_person (account_id=? AND published_at<?)',
    (db) => feeds.articlesBy(db, { id: 1, nic: 'x' }, { ...key, kind: 'article' }, 40),
  ],
  [
    'the comments of a person’s feed are the end of an index',
    'comments_by_person (account_id=? AND created_at<?)',
    (db) => feeds.commentsBy(db, 1, { ...key, kind: 'comment' }, 40),
  ],
  [
    'what a member has sent in is the end of an index',
    'articles_submitted (account_id=? AND submitted_at>? AND submitted_at<?)',
    (db) => outcomesOf(db, 1, key, 31),
  ],
  [
    'the map of a month goes by its days',
    'articles_by_day (day>? AND day<?)',
    (db) => articlesAfter(db, '2030-03', null, 40),
  ],
])('%s, and nothing is sorted', async (_, index, ask) => {
  const plan = await planOf(ask)
  expect(plan).toContain(index)
  expect(plan).not.toMatch(/TEMP B-TREE|SCAN (?!\w+ USING (COVERING )?INDEX|day_totals$)/m)
})

test.each<[string, string, (db: Db) => Promise<unknown>]>([
  [
    'stretches of a thread',
    'COVERING INDEX comments_in_thread (article_id=? AND path>? AND path<?)',
    (db) => rowsInRanges(db, 1, [range, range], 500),
  ],
  ['the stories of a day', '(day=?)', (db) => editionStories(db, '2030-03-12')],
  ['what filters have caught since a moment', 'filter_catches_by_time (created_at>?)', (db) => catchesSince(db, 1)],
  ['the headlines of a day', '(day=?)', (db) => editionHeadlines(db, '2030-03-12')],
  [
    'newcomers’ comments',
    'SEARCH p USING INDEX accounts_by_age (created_at>?)',
    (db) => newcomerComments(db, 1, 0, 25),
  ],
  ['decisions of a week', 'batches_by_time (created_at>?)', (db) => cases.decisionCounts(db, 1, 2)],
  [
    'the most discussed of a week',
    'SEARCH articles USING COVERING INDEX articles_by_discussion (day>? AND day<?)',
    (db) => mostDiscussedIds(db, '2030-03-06', '2030-03-12', 5),
  ],
])('%s are found by an index; only what was found is sorted', async (_, search, ask) => {
  const plan = await planOf(ask)
  expect(plan).toContain(search)
  expect(plan).not.toMatch(/SCAN (?!\d+-ROW VALUES)/)
})

test.each<[string, string, (db: Db) => Promise<unknown>]>([
  [
    'of members counts what was taken from them in an index of its own',
    'COVERING INDEX comments_not_live (account_id=?',
    (db) => cases.memberRecords(db, [1, 2]),
  ],
  [
    'of a guest goes by the receipts of their browser',
    'receipts_by_guest (guest=?',
    (db) => cases.guestRecords(db, [1, 2]),
  ],
  [
    'of a guest goes by the network address, too',
    'comment_addresses_by_address (address=?',
    (db) => cases.guestRecords(db, [1, 2]),
  ],
])('the record %s: nothing is gone through but what was found', async (_, index, ask) => {
  const plan = await planOf(ask)
  expect(plan).toContain(index)
  expect(plan).not.toMatch(/SCAN (?!l$)/m)
})

test('the pages of a thread are cut from an index alone, of which only the list of roots is gone through', async () => {
  const plan = await planOf((db) => topLevelRoots(db, 1))
  expect(plan).toContain('COVERING INDEX roots_in_thread')
  expect(plan).not.toMatch(/TEMP B-TREE|SCAN (?!roots$)/m)
})

test('the newest change of a month is one step in an index, whatever the number of its articles', async () => {
  const plan = await planOf(changedMonths)
  expect(plan).toContain('SEARCH a USING INDEX articles_by_change (<expr>=?)')
  expect(plan).not.toMatch(/SCAN a\b|TEMP B-TREE/)
})

test('replies to a person are looked for below what they wrote last and below what was commented last', async () => {
  const plan = await planOf((db) => feeds.repliesTo(db, 1, 40))
  expect(plan).toMatch(/COVERING INDEX comments_by_account \(account_id=\?\)/)
  expect(plan).toMatch(/COVERING INDEX live_replies \(parent_id=\?\)/)
  expect(plan).toMatch(/INDEX articles_by_last_comment \(account_id=\?( AND last_comment_at>\?)?\)/)
  expect(plan).toMatch(/INDEX comments_by_number \(article_id=\? AND number>\?\)/)
})

test('a sweep sorts what one browser or one network wrote, and nothing else', async () => {
  const browser = await planOf((db) => sweep.sameBrowser(db, 1, swept))
  expect(browser).toContain('receipts_by_guest (guest=?)')
  const network = await planOf((db) => sweep.sameAddresses(db, { from: '0', to: 'f' }, swept))
  expect(network).toContain('comment_addresses_by_address (address>? AND address<?)')
  for (const plan of [browser, network]) expect(plan).not.toContain('SCAN')
})

test('the way up a branch is one query, a step of the table a level', async () => {
  const plan = await planOf((db) => ancestors(db, { parent_id: 5 }))
  expect(plan.match(/RECURSIVE STEP/g)).toHaveLength(1)
  expect(plan).toContain('SEARCH above USING INTEGER PRIMARY KEY')
  expect(plan).toContain('SEARCH c USING INTEGER PRIMARY KEY')
})

test('what sums up the whole archive reads a row a month, and a row a day of one month alone', async () => {
  expect(await planOf((db) => archiveTotal(db))).toBe('SCAN month_totals')
  expect(await planOf((db) => monthTotals(db))).toBe('SCAN month_totals')
  expect(await planOf((db) => editionNumber(db, '2030-03-12'))).toBe(
    'SEARCH month_totals USING PRIMARY KEY (month<?)\nSEARCH day_totals USING PRIMARY KEY (day>? AND day<?)',
  )
})

test('the most discussed of the same day in other years are one step of an index a year, and nothing beside those days is read', async () => {
  const plan = await planOf((db) => mostDiscussedIdsByDay(db, ['2029-03-12', '2028-03-12'], 1))
  expect(plan.match(/SEARCH articles USING COVERING INDEX articles_by_discussion \(day=\?\)/g)).toHaveLength(2)
  expect(plan).not.toMatch(/TEMP B-TREE|SCAN articles/)
})

test('a list by activity or by recommendation reads its newest articles by key, and not their threads', async () => {
  expect(await planOf((db) => storyRanks(db, [1, 2], 'activity'))).toBe(
    'SEARCH articles USING INTEGER PRIMARY KEY (rowid=?)',
  )
  const plan = await planOf((db) => storyRanks(db, [1, 2], 'recommended'))
  expect(plan).toContain('SEARCH comments USING INDEX recommended_in_thread (article_id=? AND depth>?)')
  expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
})

test('the leads of a month are one step of an index for each of its days', async () => {
  const plan = await planOf((db) => leadCandidateIds(db, ['2030-03-12', '2030-03-11'], 1))
  expect(plan.match(/SEARCH articles USING COVERING INDEX articles_by_discussion \(day=\?\)/g)).toHaveLength(2)
  // Only stories with as many comments are sorted.
  expect(plan.replaceAll('USE TEMP B-TREE FOR LAST TERM OF ORDER BY', '')).not.toMatch(/TEMP B-TREE|SCAN articles/)
  expect(await planOf((db) => leadsInForce(db, '2030-03'))).toContain('lead_choices_in_force (day>? AND day<?)')
  expect(await planOf((db) => headlinesByIds(db, [1, 2]))).toContain('SEARCH a USING INTEGER PRIMARY KEY')
})

test.each([
  ['accounts', 'sqlite_autoindex_accounts_1 (nic_skeleton'],
  ['tags', 'sqlite_autoindex_tags_2 (folded'],
  ['sources', 'sqlite_autoindex_sources_1 (host'],
] as const)('names around one that is missing from %s are two short ranges of an index', async (table, index) => {
  const plan = await planOf((db) => suggestNames(db, table, 'tides'))
  expect(plan).toContain(`${index}<?)`)
  expect(plan).toContain(`${index}>?)`)
  expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
})

test.each<[string, (db: Db) => Promise<unknown>]>([
  ['counted', (db) => countLogEntries(db, ofOne)],
  ['read', (db) => logEntries(db, ofOne, null, 50)],
  ['asked whether it is there', (db) => isInLog(db, 1)],
])('the log of an article, with what was moved into it, is %s from indexes alone', async (_how, ask) => {
  const plan = await planOf(ask)
  for (const index of [
    'moves_to_article_ever (to_article_id=?)',
    'batches_undone (undoes=?)',
    'log_entries_by_batch (batch_id=?)',
    'log_entries_by_article (article_id=?)',
  ])
    expect(plan).toContain(index)
  expect(plan).not.toMatch(/SCAN (?!moving|turns|CONSTANT)/)
})

test('what a row began with is found by the row, and whether it was undone by one step for each undo', async () => {
  const plan = await planOf((db) => isOriginInEffect(db, 'bans', 1))
  expect(plan).toContain('batch_changes_of_starts (noun_id=? AND noun=?)')
  expect(plan).toContain('batches_undone (undoes=?)')
})

test('articles seen before are found by their addresses, numbers and newest tags, whatever the size of the archive', async () => {
  const about = { id: 1, published_at: 1, sourceKey: 'a.example/a', host: 'b.example', tags: ['fog', 'tides'] }
  const plan = await planOf((db) => seenBefore(db, about, 5))
  for (const index of [
    'COVERING INDEX article_links_by_key (key=? AND kind=?)',
    'COVERING INDEX article_links_by_key (key=? AND kind=?)',
    'SEARCH l USING INDEX article_links_by_target (target_id=?)',
    'SEARCH l USING PRIMARY KEY (article_id=?',
    'COVERING INDEX article_tags_by_time (tag=? AND published_at<?)',
    'SEARCH t USING PRIMARY KEY (article_id=? AND tag=?)',
    'SEARCH a USING INTEGER PRIMARY KEY',
  ])
    expect(plan).toContain(index)
  expect(plan).not.toMatch(/SCAN (?:a|l|s|t|articles|article_links|article_tags)\b/)
})

test.each<[string, string[], (db: Db) => Promise<unknown>]>([
  [
    'articles with an address are the end of an index',
    ['COVERING INDEX article_links_by_key (key=? AND kind=?)', 'SEARCH a USING INTEGER PRIMARY KEY'],
    (db) => duplicates.articlesWithSource(db, 'a.example/a', null, 5),
  ],
  [
    'headlines with a word are counted in an index alone',
    ['COVERING INDEX headline_words_by_word (word=? AND at>?)'],
    (db) => duplicates.headlinesByWord(db, ['fog', 'tides'], 1),
  ],
  [
    'and found in it',
    ['COVERING INDEX headline_words_by_word (word=? AND at>?)'],
    (db) => duplicates.articlesWithWords(db, ['fog', 'tides'], 1, null, 60),
  ],
  [
    'members who get the edition are an index of their own',
    ['mail_choices_with_editions (account_id>?)'],
    (db) => editionMail.memberReaders(db, 1, 5),
  ],
  ['and so are guests', ['edition_subscriptions_current (id>?)'], (db) => editionMail.guestReaders(db, 1, 5)],
  [
    'requests that nobody has confirmed are found by their time',
    ['INDEX edition_subscriptions_unconfirmed (asked_at>?)'],
    (db) => editionMail.unconfirmedSince(db, 1),
  ],
])('%s', async (_, searches, ask) => {
  const plan = await planOf(ask)
  for (const search of searches) expect(plan).toContain(search)
  expect(plan).not.toContain('SCAN')
})
