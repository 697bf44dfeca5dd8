// Data retention beyond comments: what filters caught in refused texts, letters, private notes, notices and read marks.
import { expect, test } from 'vitest'
import { chainVerifier, entriesAfter } from '../../../src/db/log-chain.ts'
import { write } from '../../../src/db/write.ts'
import { purge } from '../../../src/moderation/purges/actions.ts'
import { DAY } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const { db } = site.deps
  const id = await site.article()
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  /** The tables in which words are found. */
  const everywhere = async (words: string): Promise<string[]> => {
    const found: string[] = []
    for (const { name } of (await db.introspection.getTables()).filter(
      ({ name: table }) => !/_(?:data|idx|content|docsize|config)$/.test(table),
    ))
      if (
        JSON.stringify(
          await db
            .selectFrom(name as 'comments')
            .selectAll()
            .execute(),
        ).includes(words)
      )
        found.push(name)
    return found
  }
  /** Signs in anew: sessions end before the retention times do. */
  const later = async (days: number) => {
    site.advance(days * DAY)
    return site.member(`Mi ${site.deps.clock()}`, 'moderator')
  }
  const page = async () => wordsOn((await site.get('/moderation/purges')).body)
  return { site, db, id, mo, ada, everywhere, later, page }
}

test('what filters caught in refused texts, and the examples of filter tests, are deleted after 90 days', async () => {
  const { site, db, id, mo, ada, everywhere, later } = await open()
  await site.post('/comments', { article: String(id), nic: '', body: 'Nobody likes a wombat here.' }, ada)
  const form = {
    name: 'Animals',
    kind: 'word',
    match_text: 'wombat',
    action: 'refuse',
    whole_words: 'on',
    replacement: '',
    applies_to: 'everybody',
    reason: 'Off topic',
  }
  const made = await site.post('/moderation/filters', form, mo)
  expect([made.statusCode, made.headers.location]).toEqual([303, expect.stringContaining('/moderation/filters/1')])
  expect((await site.post('/moderation/filters/1/rehearsals', { days: '30' }, mo)).statusCode).toBe(303)
  expect(await everywhere('"wombat\\')).toEqual(['rehearsals'])
  const [filter] = await db.selectFrom('filters').select('id').execute()
  await write(site.deps, (tx) =>
    tx
      .insertInto('filter_catches')
      .values({
        filter_id: filter!.id,
        comment_id: null,
        action: 'refuse',
        matched_text: 'my neighbour Wilhelmina',
        created_at: site.deps.clock(),
      })
      .execute(),
  )
  site.advance(89 * DAY)
  expect(await purge(site.deps)).toMatchObject({ catches: 0 })
  const mi = await later(2)
  expect(await purge(site.deps)).toMatchObject({ catches: 2 })
  expect(await everywhere('Wilhelmina')).toEqual([])
  expect(await everywhere('"wombat\\')).toEqual([])
  expect((await site.get('/moderation/filters/1', mi)).statusCode).toBe(200)
  expect(await purge(site.deps)).toMatchObject({ catches: 0 })
})

test('letters to the editors, with their e-mail addresses, are deleted 90 days after they were read, unread ones after a year', async () => {
  const { site, db, id, mo, everywhere, later } = await open()
  await site.post('/moderation/closures', { article: String(id), reason: 'Enough' }, mo)
  for (const [nic, body] of [
    ['Walker', 'Read me.'],
    ['Talker', 'Nobody reads me.'],
  ] as const) {
    const browser = browserOf(site)
    const form = { article: String(id), nic, email: `${nic.toLowerCase()}@mail.example`, body }
    const closed = await browser.post('/comments', form)
    await browser.post('/comments/letters', { draft: /name="draft" value="(\d+)"/.exec(closed.body)![1]! })
  }
  const letters = await db.selectFrom('editor_letters').select(['id', 'nic']).orderBy('id').execute()
  expect(letters.map(({ nic }) => nic)).toEqual(['Walker', 'Talker'])
  await site.post('/desk/letters/reads', { letter: String(letters[0]!.id) }, mo)
  expect((await db.selectFrom('editor_letters').select('read_at').orderBy('id').execute())[0]!.read_at).not.toBeNull()
  site.advance(89 * DAY)
  expect(await purge(site.deps)).toMatchObject({ letters: 0 })
  await later(2)
  expect(await purge(site.deps)).toMatchObject({ letters: 1 })
  expect(await everywhere('walker@mail.example')).not.toContain('editor_letters')
  expect(await everywhere('Nobody reads me.')).toContain('editor_letters')
  await later(280)
  expect(await purge(site.deps)).toMatchObject({ letters: 1 })
  expect(await everywhere('talker@mail.example')).not.toContain('editor_letters')
})

test('private notes are deleted two years after their last version, from the log of moderators too, whose chain stays whole', async () => {
  const { site, db, mo, everywhere, later } = await open()
  await site.post('/moderation/notes', { nic: 'Ada', reason: 'Argues about quokkas.' }, mo)
  await site.post('/moderation/handovers', { action: '', body: 'Look after the quokkas.' }, mo)
  const noted = await later(400)
  const note = (await db.selectFrom('person_notes').select('id').executeTakeFirstOrThrow()).id
  await site.post(
    '/moderation/notes',
    { nic: 'Ada', note: String(note), reason: 'Argues about quokkas, often.' },
    noted,
  )
  await site.post('/moderation/handovers', { action: '', body: 'Nothing left to do.' }, noted)
  await later(700)
  expect(await purge(site.deps)).toMatchObject({ notes: 0 })
  expect(await everywhere('quokkas')).toEqual(['handovers', 'person_notes', 'private_log_entries'])
  const mi = await later(31)
  expect(await purge(site.deps)).toMatchObject({ notes: 3 })
  expect(await everywhere('quokkas')).toEqual([])
  expect(await everywhere('Nothing left to do.')).toEqual(['handovers'])
  const chain = chainVerifier()
  const entries = await entriesAfter(db, 'private_log_entries', 0, 100)
  expect(entries.map((entry) => chain.next(entry))).toEqual([null, null])
  // Whoever changes anything else of such an entry is found out by the entry after it.
  const other = chainVerifier()
  expect(entries.map((entry, i) => other.next(i === 0 ? { ...entry, hash: '0'.repeat(64) } : entry)?.id)).toEqual([
    undefined,
    2,
  ])
  const text = wordsOn((await site.get('/moderation/log/private', mi)).body)
  expect(text).toContain('The text was deleted after its retention time.')
  expect((await site.get('/moderation/people/Ada', mi)).statusCode).toBe(200)
})

test('notices and read marks are deleted a year after they came and after the last visit', async () => {
  const { site, db, id, ada, later } = await open()
  const bo = await site.member('Bo')
  const first = await site.post('/comments', { article: String(id), nic: '', body: 'A question.' }, ada)
  const parent = first.headers.location!.slice('/comments/'.length)
  await site.post('/comments', { article: String(id), parent, nic: '', body: 'An answer.' }, bo)
  await site.get(`/articles/${id}-the-slipway-is-repainted`, ada)
  await site.deps.flushMarks()
  const counts = async () => [
    (await db.selectFrom('notices').select('id').execute()).length,
    (await db.selectFrom('read_marks').select('article_id').execute()).length,
  ]
  const [notices, marks] = await counts()
  expect(notices).toBeGreaterThan(0)
  expect(marks).toBeGreaterThan(0)
  site.advance(364 * DAY)
  expect(await purge(site.deps)).toMatchObject({ notices: 0, marks: 0 })
  await later(2)
  expect(await purge(site.deps)).toMatchObject({ notices, marks })
  expect(await counts()).toEqual([0, 0])
})

test('the public page has a line for each, with its time', async () => {
  const { site, page } = await open()
  const text = await page()
  for (const line of [
    'Words that filters caught in refused texts, and examples of filter tests 90 days',
    'Letters to the editors, with their e-mail addresses 90 days after they were read, unread ones 365 days',
    'Moderators’ private notes about members, and handover notes 730 days after their last change',
    'Notices in inboxes 365 days',
    'Read marks of members 365 days after the last visit of a thread',
  ])
    expect(text).toContain(line)
  await site.set('noticeDays', 30)
  expect(await page()).toContain('Notices in inboxes 30 days')
})
