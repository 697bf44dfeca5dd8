// Computes the counters of a filled database from its rows, equal to those that the site maintains.
import type Database from 'better-sqlite3'

const counters = [
  `insert into day_totals (day, articles, comments)
   select day, sum(articles), sum(comments) from (select day, 1 as articles, 0 as comments from articles where state = 'published' union all select day, 0, 1 from comments where state = 'live') group by day`,
  `insert into month_totals (month, editions, articles, comments)
   select substr(day, 1, 7), sum(articles > 0), sum(articles), sum(comments) from day_totals group by substr(day, 1, 7)`,
  `update sections set article_count = (select count(*) from articles where section_id = sections.id and state = 'published')`,
  `insert into sources (host, article_count)
   select source_host, sum(state = 'published') from articles where source_host is not null group by source_host order by min(id)`,
  `update article_tags set published_at = a.published_at from articles as a where a.id = article_tags.article_id and a.state = 'published'`,
  `update tags set article_count = (select count(*) from article_tags where tag = tags.name and published_at is not null)`,
  `update comments set reply_count = r.replies from
   (select parent_id, count(*) as replies from comments where state = 'live' and parent_id is not null group by parent_id) as r where r.parent_id = comments.id`,
  `insert into person_months (account_id, month, comments)
   select account_id, substr(day, 1, 7), count(*) from comments where name_kind = 'member' and state = 'live' and account_id is not null group by account_id, substr(day, 1, 7)`,
  `update accounts set comment_count = (select count(*) from comments where comments.account_id = accounts.id and comments.state = 'live')`,
  `update accounts set own_comment_count = (select coalesce(sum(comments), 0) from person_months where account_id = accounts.id)`,
  `update accounts set article_count = (select count(*) from articles where account_id = accounts.id and state = 'published')`,
  `update accounts set reply_count = r.replies from
   (select p.account_id, count(*) as replies from comments as c join comments as p on p.id = c.parent_id
     where c.state = 'live' and p.name_kind = 'member' and p.account_id is not null and not (c.name_kind = 'member' and c.account_id is p.account_id)
     group by p.account_id) as r where r.account_id = accounts.id`,
  `insert into holds (comment_id, rule, matched_text, account_id, reason, log_entry_id, created_at)
   select id, 'imported', '', null, '', null, created_at from comments where state = 'held'`,
]

/** Gives every tag its most frequent spelling. */
function foldTags(raw: Database.Database): void {
  const rows = raw
    .prepare('select tag from article_tags group by tag order by count(*) desc, min(article_id)')
    .all() as { tag: string }[]
  const insert = raw.prepare('insert into tags (name, folded) values (?, ?)')
  const respell = raw.prepare('update or ignore article_tags set tag = ? where tag = ?')
  const drop = raw.prepare('delete from article_tags where tag = ?')
  const known = new Map<string, string>()
  for (const { tag } of rows) {
    const folded = tag.normalize('NFC').toLowerCase()
    const name = known.get(folded)
    if (name === undefined) {
      known.set(folded, tag)
      insert.run(tag, folded)
    } else {
      respell.run(name, tag)
      drop.run(tag)
    }
  }
}

/** Fills counters, tags and holds of a database whose other rows are complete. */
export function derive(raw: Database.Database): void {
  foldTags(raw)
  for (const statement of counters) raw.exec(statement)
}
