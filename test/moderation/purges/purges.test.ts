// Data retention: what is deleted after its time, what stays, and the public page about it.
import { describe, expect, test } from 'vitest'
import { changeSetting } from '../../../src/db/settings.ts'
import { write } from '../../../src/db/write.ts'
import { isPurgeDue, purge } from '../../../src/moderation/purges/actions.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const { db } = site.deps
  const id = await site.article()
  await write(site.deps, (tx) => changeSetting(tx, 'closeAfterDays', null, site.deps.clock()))
  await site.deps.refresh()
  const [mo, ada, bo] = [await site.member('Mo', 'moderator'), await site.member('Ada'), await site.member('Bo')]
  const say = async (body: string, as = ada): Promise<number> => {
    const answer = await site.post('/comments', { article: String(id), nic: '', body }, as)
    expect(answer.statusCode).toBe(303)
    return Number(String(answer.headers.location).slice('/comments/'.length))
  }
  const act = (noun: string, comment: number, as = mo) =>
    site.post(`/moderation/${noun}`, { comment: String(comment), reason: 'For a reason' }, as)
  const text = (comment: number) =>
    db.selectFrom('comments').select(['source', 'html', 'state']).where('id', '=', comment).executeTakeFirstOrThrow()
  const page = async () => wordsOn((await site.get('/moderation/purges')).body)
  const everywhere = async (words: string): Promise<string[]> => {
    const found: string[] = []
    for (const { name } of (await db.introspection.getTables()).filter(
      ({ name: table }) => !/^search_(?:words|fts)|_(?:data|idx|content|docsize|config)$/.test(table),
    )) {
      const rows = await db
        .selectFrom(name as 'comments')
        .selectAll()
        .execute()
      if (JSON.stringify(rows).includes(words)) found.push(name)
    }
    return found
  }
  return { site, db, id, mo, ada, bo, say, act, text, page, everywhere }
}

describe('The text of a comment that is gone is deleted after its retention time', () => {
  test('if removed, marked as spam or withdrawn, with earlier versions, filter catches and network address; other texts stay', async () => {
    const { site, say, act, text, ada, everywhere } = await open()
    const [removed, spam, withdrawn, stands] = [
      await say('Weasel of the removed.'),
      await say('Weasel of the spam.'),
      await say('Weasel of the withdrawn.'),
      await say('Weasel that stands.'),
    ]
    await site.post(`/comments/${removed}/edits`, { body: 'Weasel of the removed, once more and differently.' }, ada)
    await act('removals', removed)
    await act('spam', spam)
    await site.post(`/comments/${withdrawn}/withdrawals`, {}, ada)
    site.advance(90 * DAY - HOUR)
    expect(await purge(site.deps)).toMatchObject({ texts: 0, ended: true })
    expect((await text(removed)).source).toContain('Weasel')
    site.advance(2 * HOUR)
    expect(await purge(site.deps)).toMatchObject({ texts: 3, ended: true })
    for (const [comment, state] of [
      [removed, 'removed'],
      [spam, 'spam'],
      [withdrawn, 'withdrawn'],
    ] as const)
      expect(await text(comment)).toEqual({ source: '', html: '', state })
    expect((await text(stands)).source).toBe('Weasel that stands.')
    for (const words of ['Weasel of the removed', 'Weasel of the spam', 'Weasel of the withdrawn'])
      expect(await everywhere(words), words).toEqual([])
    expect(await everywhere('Weasel that stands')).toEqual(['comments'])
    expect(await purge(site.deps)).toMatchObject({ texts: 0 })
    expect(wordsOn((await site.get(`/comments/${stands}/thread`)).body)).toContain('Weasel that stands.')
  })

  test('with its words in the classifier, and the words known from it alone', async () => {
    const { site, db, mo, say, act, everywhere } = await open()
    const [one, two] = [await say('Quokka and marmot.'), await say('Another marmot.')]
    await site.post(
      '/moderation/removals',
      { comment: String(one), reason: 'For a reason', note: 'A word with you about quokkas.' },
      mo,
    )
    await act('removals', two)
    expect((await everywhere('quokka')).sort()).toEqual(['classifier_examples', 'classifier_words', 'decision_notes'])
    site.advance(91 * DAY)
    expect(await purge(site.deps)).toMatchObject({ texts: 2 })
    expect(await everywhere('quokka')).toEqual([])
    expect(await db.selectFrom('classifier_words').select('bad').where('word', '=', 'marmot').execute()).toEqual([
      { bad: 2 },
    ])
    const mi = await site.member('Mi', 'moderator')
    expect((await site.get('/moderation/classifier', mi)).statusCode).toBe(200)
    expect((await site.post('/moderation/classifier/lessons', {}, mi)).statusCode).toBe(303)
  })

  test('counted from its last removal, also by an undo', async () => {
    const { site, say, act, text } = await open()
    const one = await say('Words that come and go.')
    await act('removals', one)
    await act('restorations', one)
    site.advance(100 * DAY)
    const mi = await site.member('Mi', 'moderator')
    expect((await site.post('/moderation/undos', { batch: '2' }, mi)).statusCode).toBe(303)
    expect((await text(one)).state).toBe('removed')
    expect(await purge(site.deps)).toMatchObject({ texts: 0 })
    site.advance(91 * DAY)
    expect(await purge(site.deps)).toMatchObject({ texts: 1 })
  })

  test('with the edits of a moderator, and a guest’s e-mail address and website', async () => {
    const { site, id, mo, db, act, everywhere } = await open()
    const answer = await browserOf(site).post('/comments', {
      article: String(id),
      nic: 'Walker',
      email: 'walker@mail.example',
      website: 'https://walker.example/',
      body: 'Words that a moderator changes.',
    })
    const one = Number(String(answer.headers.location).slice('/comments/'.length))
    await site.post('/moderation/approvals', { comment: String(one), reason: '', body: 'Words of a moderator.' }, mo)
    await act('removals', one)
    expect(await everywhere('Words that a moderator changes')).toContain('batch_changes')
    site.advance(91 * DAY)
    expect(await purge(site.deps)).toMatchObject({ texts: 1 })
    for (const words of [
      'Words that a moderator changes',
      'Words of a moderator',
      'walker@mail.example',
      'https://walker.example',
    ])
      expect(await everywhere(words), words).toEqual([])
    expect((await db.selectFrom('comments').select('nic').where('id', '=', one).executeTakeFirstOrThrow()).nic).toBe(
      'Walker',
    )
  })

  test('so that it cannot be restored, and an undo skips it', async () => {
    const { site, db, id, say, act, text } = await open()
    const [one, two] = [await say('One.'), await say('Two.')]
    await act('removals', one)
    site.advance(100 * DAY)
    // Sessions have ended meanwhile.
    const mi = await site.member('Mi', 'moderator')
    await act('removals', two, mi)
    await purge(site.deps)
    const form = wordsOn((await site.get(`/moderation/restorations?comment=${one}`, mi)).body)
    expect(form).toContain('it cannot be restored')
    const refused = await act('restorations', one, mi)
    expect([refused.statusCode, wordsOn(refused.body)]).toEqual([409, expect.stringContaining('it cannot be restored')])
    const batch = await db.selectFrom('batches').select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()
    expect((await site.post('/moderation/undos', { batch: String(batch.id) }, mi)).statusCode).toBe(409)
    expect(await text(one)).toEqual({ source: '', html: '', state: 'removed' })
    expect(
      await db
        .selectFrom('removals')
        .select('comment_id')
        .where('ended_at', 'is', null)
        .orderBy('comment_id')
        .execute(),
    ).toEqual([{ comment_id: one }, { comment_id: two }])
    expect((await act('restorations', two, mi)).statusCode).toBe(303)
    expect((await text(two)).state).toBe('live')
    expect((await site.get(`/articles/${id}-the-slipway-is-repainted`)).statusCode).toBe(200)
  })

  test('but not while an appeal about it is open', async () => {
    const { site, say, act, text } = await open()
    const one = await say('Appealed words.')
    await act('removals', one)
    await write(site.deps, (db) =>
      db
        .insertInto('appeals')
        .values({
          comment_id: one,
          account_id: null,
          guest: null,
          body: 'Please',
          created_at: site.deps.clock(),
          ended_at: null,
          ended_by: null,
          end_reason: null,
          noun: 'removals',
          noun_id: 1,
          log_entry_id: null,
        })
        .execute(),
    )
    site.advance(100 * DAY)
    expect(await purge(site.deps)).toMatchObject({ texts: 0 })
    expect((await text(one)).source).toBe('Appealed words.')
  })

  test('as are blanked versions of published comments', async () => {
    const { site, ada, mo, say, text, everywhere } = await open()
    const one = await say('A name that is private.')
    site.advance(5 * 60_000)
    await site.post(`/comments/${one}/edits`, { body: 'No name.' }, ada)
    await site.post('/moderation/blankings', { comment: String(one), version: '1', reason: 'A name' }, mo)
    site.advance(91 * DAY)
    expect(await purge(site.deps)).toMatchObject({ texts: 1 })
    expect((await text(one)).source).toBe('No name.')
    expect(await everywhere('A name that is private')).toEqual([])
    expect(wordsOn((await site.get(`/comments/${one}/history`, await site.member('Mi', 'moderator'))).body)).toContain(
      'The text was deleted after its retention time.',
    )
  })
})

test('settled flags are deleted after their retention time; open ones stay', async () => {
  const { site, db, ada, bo, say, act } = await open()
  const [decided, waits] = [await say('Decided.', bo), await say('Waits.', bo)]
  for (const comment of [decided, waits]) await site.post(`/comments/${comment}/flags`, { reason: 'Rude' }, ada)
  await act('approvals', decided)
  site.advance(179 * DAY)
  expect(await purge(site.deps)).toMatchObject({ flags: 0 })
  site.advance(2 * DAY)
  expect(await purge(site.deps)).toMatchObject({ flags: 1 })
  expect(await db.selectFrom('flags').select('comment_id').execute()).toEqual([{ comment_id: waits }])
})

test('addresses and drafts are deleted after their retention time, without any other write', async () => {
  const { site, db, id, say, ada } = await open()
  await say('From somewhere.')
  await site.post('/comments', { article: String(id), nic: '', body: 'A draft.', action: 'preview' }, ada)
  expect(await db.selectFrom('comment_addresses').select('comment_id').execute()).toHaveLength(1)
  expect(await db.selectFrom('drafts').select('id').execute()).toHaveLength(1)
  site.advance(31 * DAY)
  expect(await purge(site.deps)).toMatchObject({ addresses: 1, drafts: 1, texts: 0, flags: 0 })
  expect(await db.selectFrom('comment_addresses').select('comment_id').execute()).toEqual([])
  expect(await db.selectFrom('drafts').select('id').execute()).toEqual([])
})

test('an interrupted run has counted what it deleted, and the next one continues', async () => {
  const { site, db, id, page } = await open()
  await write(site.deps, async (tx) => {
    for (let i = 0; i < 500; i++)
      await tx
        .insertInto('drafts')
        .values({
          writer: `w${i}`,
          article_id: id,
          parent_id: null,
          nic: '',
          email: '',
          website: '',
          body: 'x',
          created_at: site.deps.clock() - 20 * DAY,
          changed_at: site.deps.clock() - 20 * DAY,
        })
        .execute()
  })
  let asked = 0
  expect(await purge(site.deps, () => ++asked > 5)).toMatchObject({ ended: false })
  expect(await page()).toContain('the run was interrupted')
  expect(await isPurgeDue(site.deps)).toBe(true)
  expect(await purge(site.deps)).toMatchObject({ ended: true })
  const runs = await db.selectFrom('purges').select('drafts').orderBy('id').execute()
  expect(runs.reduce((sum, run) => sum + run.drafts, 0)).toBe(500)
  expect(runs[0]!.drafts).toBeGreaterThan(0)
})

test('it is due once a day, and the public page shows the last run, its counts, the retention times, and when it is late', async () => {
  const { site, page } = await open()
  expect(await isPurgeDue(site.deps)).toBe(true)
  expect(await page()).toContain('It has not run yet.')
  await purge(site.deps)
  expect(await isPurgeDue(site.deps)).toBe(false)
  expect(await page()).toMatch(/It last ran on \d+ March 2030, \d\d:\d\d and deleted nothing\./)
  for (const kept of ['30 days', '90 days', '180 days', '14 days']) expect(await page()).toContain(kept)
  site.advance(DAY)
  expect(await isPurgeDue(site.deps)).toBe(true)
  expect(await page()).not.toContain('The daily run is overdue.')
  site.advance(4 * HOUR)
  expect(await page()).toContain('The daily run is overdue.')
  await write(site.deps, (db) => changeSetting(db, 'addressDays', 0, site.deps.clock()))
  await site.deps.refresh()
  expect(await page()).toContain('Not kept')
})
