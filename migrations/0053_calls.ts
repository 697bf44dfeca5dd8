// Calls of staff when something waits longer than promised.
import { id, migration } from './dialect.ts'

export const { up, down } = migration([
  `create table calls (
    ${id},
    follows bigint not null unique,
    created_at bigint not null,
    waiting_before bigint not null,
    desk_before bigint not null,
    webhook text not null,
    attempts bigint not null default 0,
    next_attempt_at bigint not null,
    last_error text
  )`,
])
