// How often comments of a member were held and removed, kept by triggers (SQLite only), and an index of their comments that are not live: the moderators' record of a member reads no comments to count them.
import { type Kysely, sql } from 'kysely'
import { isSqlite, namesOf, runAll } from './dialect.ts'

const tables = [
  `create table person_decisions (
    account_id bigint primary key references accounts (id),
    holds bigint not null,
    removals bigint not null
  )`,
  'drop index comments_removed_by_account',
  'create index holds_by_comment on holds (comment_id)',
  `create index comments_not_live on comments (account_id, state) where state <> 'live' and account_id is not null`,
]

/** Adds to the counts of an account, if it is one. @param account an expression */
const add = (account: string, holds: string, removals: string): string =>
  `insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = ${account} and not exists (select 1 from person_decisions where account_id = ${account});
    update person_decisions set holds = holds + ${holds}, removals = removals + ${removals} where account_id = ${account};`

const author = (comment: string): string => `(select account_id from comments where id = ${comment})`
const holdsOf = '(select count(*) from holds where comment_id = new.id)'
const removalsOf = '(select count(*) from removals where comment_id = new.id and ended_at is null)'

const triggers = [
  `create trigger hold_counted after insert on holds begin ${add(author('new.comment_id'), '1', '0')} end`,
  `create trigger hold_uncounted after delete on holds begin ${add(author('old.comment_id'), '(-1)', '0')} end`,
  `create trigger removal_counted after insert on removals when new.ended_at is null begin ${add(author('new.comment_id'), '0', '1')} end`,
  `create trigger removal_recounted after update of ended_at on removals when (old.ended_at is null) <> (new.ended_at is null) begin ${add(author('new.comment_id'), '0', '(case when new.ended_at is null then 1 else -1 end)')} end`,
  `create trigger removal_uncounted after delete on removals when old.ended_at is null begin ${add(author('old.comment_id'), '0', '(-1)')} end`,
  `create trigger decisions_change_author after update of account_id on comments when old.account_id is not new.account_id begin ${add('old.account_id', `(-${holdsOf})`, `(-${removalsOf})`)} ${add('new.account_id', holdsOf, removalsOf)} end`,
]

const catchUp = `insert into person_decisions (account_id, holds, removals)
  select account_id, sum(holds), sum(removals) from (
    select c.account_id, 1 as holds, 0 as removals from holds as h cross join comments as c on c.id = h.comment_id where c.account_id is not null
    union all
    select c.account_id, 0, 1 from removals as r cross join comments as c on c.id = r.comment_id where r.ended_at is null and c.account_id is not null
  ) group by account_id`

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!isSqlite(db)) throw new Error('These triggers are written for SQLite.')
  await runAll(db, [...tables, ...triggers])
  await sql.raw(catchUp).execute(db)
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const name of namesOf('trigger', triggers)) await sql.raw(`drop trigger ${name}`).execute(db)
  await runAll(db, [
    'drop index comments_not_live',
    'drop index holds_by_comment',
    `create index comments_removed_by_account on comments (account_id, state) where state in ('removed', 'spam') and account_id is not null`,
    'drop table person_decisions',
  ])
}
