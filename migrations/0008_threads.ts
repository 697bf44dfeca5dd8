// States of threads: closures, holds, slow modes, settings and notices.
import { id, migration, record } from './dialect.ts'

export const statements = [
  `create table closures (
    ${id},
    article_id bigint not null references articles (id),
    ${record},
    starts_at bigint,
    until_at bigint,
    summary text not null default ''
  )`,
  `create unique index closures_in_force on closures (article_id) where ended_at is null`,

  `create table thread_holds (
    ${id},
    article_id bigint not null references articles (id),
    ${record}
  )`,
  `create unique index thread_holds_in_force on thread_holds (article_id) where ended_at is null`,

  `create table slow_modes (
    ${id},
    article_id bigint not null references articles (id),
    minutes integer not null,
    ${record}
  )`,
  `create unique index slow_modes_in_force on slow_modes (article_id) where ended_at is null`,

  `create table thread_settings (
    ${id},
    article_id bigint not null references articles (id),
    who_may_comment text not null check (who_may_comment in ('anyone', 'members', 'staff')),
    close_after_days integer,
    ${record}
  )`,
  `create unique index thread_settings_in_force on thread_settings (article_id) where ended_at is null`,

  `create table thread_notices (
    ${id},
    article_id bigint not null references articles (id),
    text text not null,
    html text not null,
    ${record}
  )`,
  `create unique index thread_notices_in_force on thread_notices (article_id) where ended_at is null`,
]

export const { up, down } = migration(statements)
