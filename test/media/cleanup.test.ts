// Clean-up of pictures: those that no text shows are deleted after a day, and no others.
import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { insertMedia } from '../../src/articles/queries.ts'
import { write } from '../../src/db/write.ts'
import { deleteLostUploads, deleteUnknownFiles, deleteUnusedPictures } from '../../src/media/cleanup-actions.ts'
import { DAY, MINUTE } from '../../src/time.ts'
import { type Member, openSite, type Site } from '../support/site.ts'
import { filesIn, jpeg, pathOf, sent } from './sending.ts'

let shade = 0
/** A picture that no other test has. */
const fresh = (width = 40): Promise<Buffer> => {
  shade += 7
  return jpeg(width, 30, `rgb(${shade % 256}, 80, 160)`)
}

const nameOf = (src: string): string => src.replace('/media/', '')
const describedIn = (src: string): string => `<foto src="${src}" alt="A staff"></foto>`

async function posted(site: Site, ada: Member, article: number, body: string): Promise<number> {
  const answer = await site.post('/comments', { article: String(article), nic: ada.nic, body }, ada)
  if (answer.statusCode !== 303) throw new Error(`${answer.statusCode}`)
  return Number(/\d+$/.exec(answer.headers.location!)![0])
}

/** Every way in which a text can contain a picture. */
const holders: [string, (site: Site, ada: Member, article: number, src: string) => Promise<unknown>][] = [
  ['a comment that shows it', (site, ada, article, src) => posted(site, ada, article, describedIn(src))],
  ['a comment that links to it', (site, ada, article, src) => posted(site, ada, article, `<a href="${src}">here</a>`)],
  [
    'a comment that spells it out, with the site’s own address',
    (site, ada, article, src) => posted(site, ada, article, `http://localhost:3000${src}`),
  ],
  ...(['held', 'removed', 'spam', 'withdrawn'] as const).map((state): (typeof holders)[number] => [
    `a comment that is ${state}`,
    async (site, ada, article, src) => {
      const id = await posted(site, ada, article, describedIn(src))
      await write(site.deps, (db) => db.updateTable('comments').set({ state }).where('id', '=', id).execute())
    },
  ]),
  [
    'an earlier version of a comment',
    async (site, ada, article, src) => {
      const id = await posted(site, ada, article, describedIn(src))
      site.advance(5 * MINUTE)
      expect((await site.post(`/comments/${id}/edits`, { body: 'Never mind.' }, ada)).statusCode).toBe(303)
    },
  ],
  ['an article', async (site, _ada, _article, src) => void (await site.article({ body: describedIn(src) }))],
  [
    'the place above an article',
    async (site, _ada, article, src) => {
      const picture = await write(site.deps, (db) =>
        insertMedia(db, {
          name: nameOf(src),
          alt: 'A staff',
          caption: '',
          credit: '',
          width: 40,
          height: 30,
          created_at: 0,
        }),
      )
      await write(site.deps, (db) =>
        db.updateTable('articles').set({ picture_id: picture }).where('id', '=', article).execute(),
      )
    },
  ],
  [
    'an imported comment',
    async (site, _ada, _article, src) =>
      void (await site.article({
        comments: [
          {
            key: `i${src}`,
            nic: 'Guest',
            nameKind: 'guest',
            postedAt: site.deps.clock() - 1000,
            text: `<p><img src="${src}"></p>`,
            format: 'html',
            state: 'live',
          },
        ],
      })),
  ],
]

test.each(holders)('a picture stays as long as %s contains it', async (_, hold) => {
  const site = await openSite()
  const [ada, article] = [await site.member('Ada K.'), await site.article()]
  const kept = await sent(site, ada, await fresh(900))
  const lost = await sent(site, ada, await fresh(900))
  await hold(site, ada, article, kept.src)
  site.advance(30 * DAY)
  expect(await deleteUnusedPictures(site.deps)).toBe(1)
  await deleteUnknownFiles(site.deps)
  expect(filesIn(site)).toEqual([nameOf(kept.src), `${nameOf(kept.src).slice(0, 32)}-480w.webp`].sort())
  expect((await site.get(lost.src)).statusCode).toBe(404)
  expect(await site.deps.db.selectFrom('uploads').select('name').execute()).toEqual([{ name: nameOf(kept.src) }])
})

test('a picture stays with a draft or a letter, and goes when that is deleted', async () => {
  const site = await openSite()
  const [ada, article] = [await site.member('Ada K.'), await site.article()]
  const { src } = await sent(site, ada, await fresh())
  const form = { article: String(article), nic: ada.nic, body: describedIn(src) }
  expect((await site.post('/comments', { ...form, action: 'preview' }, ada)).statusCode).toBe(200)
  site.advance(3 * DAY)
  expect(await deleteUnusedPictures(site.deps)).toBe(0)
  await deleteUnknownFiles(site.deps)
  expect(filesIn(site)).toHaveLength(1)
  const letter = {
    writer: `account:${ada.id}`,
    account_id: ada.id,
    nic: ada.nic,
    email: '',
    article_id: article,
    parent_id: null,
    body: describedIn(src),
    content_hash: 'x',
    created_at: 1,
    read_at: null,
    read_by: null,
  }
  await write(site.deps, (db) => db.insertInto('editor_letters').values(letter).execute())
  expect((await site.post('/comments', { ...form, action: 'discard' }, ada)).statusCode).toBe(303)
  expect(await deleteUnusedPictures(site.deps)).toBe(0)
  await write(site.deps, (db) => db.deleteFrom('editor_letters').execute())
  expect(await deleteUnusedPictures(site.deps)).toBe(1)
})

test('a picture that no text shows stays for a day, and a day longer if it is sent again', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const bytes = await fresh()
  await sent(site, ada, bytes)
  site.advance(DAY)
  expect(await deleteUnusedPictures(site.deps)).toBe(0)
  await sent(site, ada, bytes)
  site.advance(DAY)
  expect(await deleteUnusedPictures(site.deps)).toBe(0)
  site.advance(1)
  expect(await deleteUnusedPictures(site.deps)).toBe(1)
  expect(filesIn(site)).toEqual([])
})

test('a picture that another member has just sent as well is not deleted', async () => {
  const site = await openSite()
  const [ada, bo] = [await site.member('Ada K.'), await site.member('Bollard')]
  const bytes = await fresh()
  await sent(site, ada, bytes)
  site.advance(2 * DAY)
  await sent(site, bo, bytes)
  expect(await deleteUnusedPictures(site.deps)).toBe(0)
  expect(filesIn(site)).toHaveLength(1)
})

test('a picture goes once the last text that showed it is gone', async () => {
  const site = await openSite()
  const [ada, article] = [await site.member('Ada K.'), await site.article()]
  const { src } = await sent(site, ada, await fresh())
  const id = await posted(site, ada, article, describedIn(src))
  // Within two minutes a change leaves no version behind.
  expect((await site.post(`/comments/${id}/edits`, { body: 'Without it.' }, ada)).statusCode).toBe(303)
  site.advance(2 * DAY)
  expect(await deleteUnusedPictures(site.deps)).toBe(1)
})

test('more pictures than one step takes are all checked', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  await write(site.deps, (db) =>
    db
      .insertInto('uploads')
      .values(
        [...Array(250).keys()].map((i) => ({
          hash: String(i).padStart(32, '0'),
          name: `${String(i).padStart(32, '0')}-1x1.webp`,
          account_id: ada.id,
          alt: '',
          created_at: 1,
        })),
      )
      .execute(),
  )
  expect(await deleteUnusedPictures(site.deps)).toBe(250)
})

test('what a crash left is deleted: unknown files, incomplete ones, rows without a file; nothing else in the folder is', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const [kept, lost] = [await sent(site, ada, await fresh(700)), await sent(site, ada, await fresh())]
  const put = (name: string, age: number): void => {
    writeFileSync(pathOf(site, name), 'x')
    const at = (site.deps.clock() - age) / 1000
    utimesSync(pathOf(site, name), at, at)
  }
  put(`${'ab'.repeat(16)}-60x40.webp`, DAY + MINUTE)
  put(`${'ab'.repeat(16)}-480w.webp`, DAY + MINUTE)
  put('half.part', DAY + MINUTE)
  put(`${'cd'.repeat(16)}-60x40.webp`, DAY - MINUTE)
  put('young.part', DAY - MINUTE)
  put('read-me.txt', 9 * DAY)
  rmSync(pathOf(site, nameOf(lost.src)))
  expect(await deleteLostUploads(site.deps)).toBe(0)
  site.advance(1)
  expect(await deleteLostUploads(site.deps)).toBe(1)
  expect(await deleteUnknownFiles(site.deps)).toBe(3)
  expect(filesIn(site)).toEqual(
    [
      `${'cd'.repeat(16)}-60x40.webp`,
      nameOf(kept.src),
      `${nameOf(kept.src).slice(0, 32)}-480w.webp`,
      'read-me.txt',
      'young.part',
    ].sort(),
  )
})

test('texts that an update has not scanned yet keep every picture', async () => {
  const site = await openSite()
  const [ada, article] = [await site.member('Ada K.'), await site.article()]
  const kept = await sent(site, ada, await fresh())
  await posted(site, ada, article, describedIn(kept.src))
  site.advance(2 * DAY)
  // As the migration leaves it: recorded but not scanned, more than one transaction takes.
  await sql`delete from picture_uses`.execute(site.deps.store.writer)
  await sql`insert into stale_pictures (noun, noun_id) with recursive n (i) as (select 1000 union all select i + 1 from n where i < 1450) select 'article', i from n`.execute(
    site.deps.store.writer,
  )
  await sql`insert into stale_pictures (noun, noun_id) values ('comment', 1)`.execute(site.deps.store.writer)
  expect(await deleteUnusedPictures(site.deps)).toBe(0)
  expect(filesIn(site)).toHaveLength(1)
})

test('every table with texts has triggers, so that its pictures stay', async () => {
  const site = await openSite()
  const { rows } = await sql<{
    name: string
    sql: string
  }>`select name, sql from sqlite_master where type = 'table' and sql like '%create table%'`.execute(site.deps.db)
  const texts = rows.flatMap(({ name, sql: made }) =>
    [...made.matchAll(/^\s+(source|html|body|body_source|body_html|text|reason|note) text/gm)].map(
      (match) => `${name}.${match[1]}`,
    ),
  )
  const watched = (
    await sql<{
      tbl_name: string
      sql: string
    }>`select tbl_name, sql from sqlite_master where type = 'trigger' and name like 'pictures%'`.execute(site.deps.db)
  ).rows
  // Sent e-mails show what their comments show; drafts, revisions of articles, letters, appeals and notices are scanned on demand; reasons, notes and corrections are plain text.
  const apart = new Set([
    'outbox.text',
    'outbox.html',
    'drafts.body',
    'unsent_texts.body',
    'article_drafts.body',
    'article_revisions.body_source',
    'article_revisions.body_html',
    'editor_letters.body',
    'appeals.body',
    'thread_notices.text',
    'thread_notices.html',
    'person_notes.body',
    'handovers.body',
    'decision_notes.body',
    'corrections.body',
  ])
  expect(texts.length).toBeGreaterThan(6)
  for (const text of texts.filter((one) => !apart.has(one) && !/\.(reason|note)$/.test(one))) {
    const [table, column] = text.split('.')
    const on = watched
      .filter(({ tbl_name, sql: made }) => tbl_name === table && made.includes(`.${column}, '/media/'`))
      .map(({ sql: made }) => /after (insert|update|delete)/.exec(made)![1])
      .sort()
    expect(on, text).toEqual(['delete', 'insert', 'update'])
  }
})
