// The kinds of pages that are measured, and their addresses in a database.
import Database from 'better-sqlite3'
import { urls } from '../src/urls.ts'
import { chance } from './prose.ts'
import { type Archive, EACH, type Kind, longest, ordinary, type Row, SAMPLE, searches } from './searches.ts'

/** Rows of a list's page; shorter lists are not measured. */
const LIST = 40

const article = (row: Row): string => urls.article({ id: Number(row['id']), slug: String(row['slug']) })
const demo = `select * from articles where id in (select noun_id from import_keys where noun = 'article')`
const demoThread = (archive: Archive): string[] =>
  archive.rows(`select id, slug from (${demo}) order by last_number desc limit 1`).map(article)
const demoAreas = (archive: Archive): string[] =>
  archive
    .rows(
      `select distinct r.slug from areas r join sections s on s.area_id = r.id where s.id in (select section_id from (${demo}))`,
    )
    .map((row) => `/areas/${row['slug']}`)

/** Days of one size, so that years are comparable. */
const days = (archive: Archive): string[] =>
  archive.some('select day from day_totals where articles between 55 and 75').map((row) => String(row['day']))

/** Pages of a long list that begin below one of its articles, anywhere in it. */
const below = (archive: Archive, sql: string, address: (row: Row) => string): string[] =>
  archive.some(sql).map((row) => `${address(row)}?before=${row['id']}`)

const longTags = `select tag from article_tags group by tag having count(*) > ${LIST * 2}`
const longSources = `select source_host from articles where source_host is not null group by source_host having count(*) > ${LIST * 2}`
const tag = (row: Row): string => `/tags/${encodeURIComponent(String(row['tag']))}`
const source = (row: Row): string => `/sources/${encodeURIComponent(String(row['source_host']))}`
const section = (row: Row): string => urls.section(String(row['slug']))
const person = (row: Row): string => urls.person(String(row['nic']))
const busiest = 'select nic from accounts order by comment_count desc limit 1'
export const kinds: Kind[] = [
  { name: 'front page', against: 'demo', goal: 1.15, addresses: () => [urls.front] },
  { name: 'front page, signed in', against: 'demo', goal: 1.15, signedIn: true, addresses: () => [urls.front] },
  { name: 'front page of an area', against: 'small', goal: 1.15, addresses: demoAreas },
  { name: 'headlines', against: 'demo', goal: 1.15, addresses: () => ['/headlines'] },
  {
    name: 'an article of the demo edition',
    against: 'demo',
    goal: 1.15,
    addresses: (archive) => archive.rows(`select id, slug from (${demo})`).map(article),
  },
  { name: 'article, thread of 182 comments', against: 'demo', goal: 1.15, addresses: demoThread },
  {
    name: 'article, thread of 182 comments, signed in',
    against: 'demo',
    goal: 1.15,
    signedIn: true,
    addresses: demoThread,
  },
  {
    name: 'article, 1 to 5 comments',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      archive.some('select id, slug from articles where comment_count between 1 and 5').map(article),
  },
  {
    name: 'a page of a thread of 10,000',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      archive.rows(longest).flatMap((row) => Array.from({ length: 20 }, (_, i) => `${article(row)}?page=${i + 1}`)),
  },
  {
    name: 'a page of a thread of 10,000, signed in',
    against: 'small',
    goal: 1.15,
    signedIn: true,
    addresses: (archive) =>
      archive.rows(longest).flatMap((row) => Array.from({ length: 20 }, (_, i) => `${article(row)}?page=${i + 1}`)),
  },
  {
    name: 'a page of a thread of 10,000, newest first',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      archive
        .rows(longest)
        .flatMap((row) => Array.from({ length: 20 }, (_, i) => `${article(row)}?view=newest&page=${i + 1}`)),
  },
  {
    name: 'permalink',
    against: 'small',
    goal: 1.15,
    redirects: true,
    addresses: (archive) =>
      archive
        .some(
          `select c.id from comments c join articles a on a.id = c.article_id where c.state = 'live' and a.last_number < 500`,
        )
        .map((row) => urls.comment(Number(row['id']))),
  },
  {
    name: 'permalink into a thread of 10,000',
    against: 'small',
    goal: 1.15,
    redirects: true,
    addresses: (archive) =>
      archive
        .some(`select id from comments where state = 'live' and article_id = (select id from (${longest}))`)
        .map((row) => urls.comment(Number(row['id']))),
  },
  {
    name: 'branch',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      archive
        .some(
          `select id from comments where state = 'live' and depth >= 8 and article_id = (select id from (${longest}))`,
        )
        .map((row) => urls.branch(Number(row['id']))),
  },
  {
    name: 'section',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      archive
        .rows(
          `select slug from sections where id in (select section_id from articles group by section_id having count(*) > ${LIST * 2})`,
        )
        .map(section),
  },
  {
    name: 'section, anywhere in it',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      below(
        archive,
        `select slug, a.id from (select id, section_id, row_number() over (partition by section_id order by published_at) as n from articles) a join sections s on s.id = a.section_id where n > ${LIST * 2}`,
        section,
      ),
  },
  { name: 'tag', against: 'small', goal: 1.15, addresses: (archive) => archive.some(longTags).map(tag) },
  {
    name: 'tag, anywhere in it',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      below(
        archive,
        `select tag, article_id as id from (select tag, article_id, row_number() over (partition by tag order by article_id) as n from article_tags where tag in (select tag from (${longTags} limit 50))) where n > ${LIST}`,
        tag,
      ),
  },
  { name: 'source', against: 'small', goal: 1.15, addresses: (archive) => archive.some(longSources).map(source) },
  {
    name: 'source, anywhere in it',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      below(
        archive,
        `select source_host, id from (select source_host, id, row_number() over (partition by source_host order by id) as n from articles where source_host in (select source_host from (${longSources} limit 50))) where n > ${LIST}`,
        source,
      ),
  },
  { name: 'latest comments', against: 'small', goal: 1.15, addresses: () => ['/latest'] },
  {
    name: 'latest comments, anywhere',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      below(archive, `select id from comments where state = 'live' and id > 200`, () => '/latest'),
  },
  { name: 'edition of an old day', against: 'small', goal: 2, addresses: (archive) => days(archive).map(urls.edition) },
  {
    name: 'headlines of an old day',
    against: 'small',
    goal: 2,
    addresses: (archive) => days(archive).map((day) => `/headlines/${day.replaceAll('-', '/')}`),
  },
  {
    name: 'month',
    against: 'small',
    goal: 2,
    addresses: (archive) =>
      archive
        .some('select distinct substr(day, 1, 7) as month from day_totals where articles > 0')
        .map((row) => urls.month(String(row['month']))),
  },
  {
    name: 'year',
    against: 'small',
    goal: null,
    addresses: (archive) =>
      archive
        .some('select distinct substr(day, 1, 4) as year from day_totals where articles > 0')
        .map((row) => urls.year(String(row['year']))),
  },
  { name: 'archive, all years', against: 'small', goal: null, addresses: () => [urls.archive] },
  { name: 'sections', against: 'small', goal: null, addresses: () => [urls.sections] },
  { name: 'tags', against: 'small', goal: null, addresses: () => ['/tags'] },
  { name: 'sources', against: 'small', goal: null, addresses: () => ['/sources'] },
  { name: 'profile', against: 'small', goal: 2, addresses: (archive) => archive.some(ordinary).map(person) },
  {
    name: 'profile of the busiest member',
    against: 'small',
    goal: 2,
    addresses: (archive) => archive.rows(busiest).map(person),
  },
  ...searches,
  {
    name: 'search, all of these in turn',
    against: 'small',
    goal: null,
    addresses: (archive) => searches.flatMap((kind) => kind.addresses(archive).slice(0, EACH)),
  },
  { name: 'feed of articles', against: 'small', goal: 1.15, addresses: () => ['/feeds/articles.xml'] },
  { name: 'feed of comments', against: 'small', goal: 1.15, addresses: () => ['/feeds/comments.xml'] },
  {
    name: 'feed of a section',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      archive.rows('select slug from sections limit 3').map((row) => `/feeds/sections/${row['slug']}.xml`),
  },
  {
    name: 'feed of a tag',
    against: 'small',
    goal: 1.15,
    addresses: (archive) => archive.some(longTags).map((row) => `/feeds${tag(row)}.xml`),
  },
  {
    name: 'feed of a member',
    against: 'small',
    goal: 2,
    addresses: (archive) => archive.some(ordinary).map((row) => `/feeds${person(row)}.xml`),
  },
  {
    name: 'feed of a thread',
    against: 'small',
    goal: 1.15,
    addresses: (archive) =>
      archive
        .some('select id from articles where comment_count between 20 and 60')
        .map((row) => `/feeds/articles/${row['id']}.xml`),
  },
  { name: 'sitemap index', against: 'small', goal: null, addresses: () => ['/sitemap.xml'] },
  {
    name: 'sitemap of a month',
    against: 'small',
    goal: null,
    addresses: (archive) =>
      archive
        .some('select distinct substr(day, 1, 7) as month from day_totals where articles > 50')
        .map((row) => `/sitemaps/${row['month']}.xml`),
  },
]

/** The top-level comment of an article with the most replies. */
export function largestBranch(file: string, article: number): number {
  const raw = new Database(file, { readonly: true })
  const rows = raw
    .prepare("select id, parent_id from comments where article_id = ? and state = 'live' order by id")
    .all(article) as { id: number; parent_id: number | null }[]
  raw.close()
  const roots = new Map<number, number>()
  const sizes = new Map<number, number>()
  for (const { id, parent_id } of rows) {
    const root = parent_id === null ? id : (roots.get(parent_id) ?? id)
    roots.set(id, root)
    sizes.set(root, (sizes.get(root) ?? 0) + 1)
  }
  return [...sizes].sort((a, b) => b[1] - a[1])[0]![0]
}

/** Pages of the largest thread but this one, in three orders. */
export function pagesOfOther(file: string, article: number): string[] {
  const raw = new Database(file, { readonly: true })
  const query = 'select id, slug from articles where id <> ? order by comment_count desc limit 1'
  const other = raw.prepare(query).get(article) as { id: number; slug: string }
  raw.close()
  return [1, 2, 3].flatMap((page) =>
    ['threaded', 'flat', 'newest'].map((view) => `${urls.article(other)}?view=${view}&page=${page}`),
  )
}

/** The nic of the member with the most comments who is no staff. */
export function busiestMember(file: string): string {
  const raw = new Database(file, { readonly: true })
  const query = "select nic from accounts where role = 'member' order by comment_count desc limit 1"
  const { nic } = raw.prepare(query).get() as { nic: string }
  raw.close()
  return nic
}

/** @returns the addresses in one database by kind of page; empty for kinds that it lacks */
export function addressesIn(file: string): Map<string, string[]> {
  const raw = new Database(file, { readonly: true })
  const rows: Archive['rows'] = (sql) => raw.prepare(sql).all() as Row[]
  const next = chance(7)
  const some: Archive['some'] = (sql) => {
    const all = rows(sql)
    return all.length <= SAMPLE ? all : Array.from({ length: SAMPLE }, () => all[Math.floor(next() * all.length)]!)
  }
  const found = new Map(kinds.map((kind) => [kind.name, kind.addresses({ rows, some })]))
  raw.close()
  return found
}
