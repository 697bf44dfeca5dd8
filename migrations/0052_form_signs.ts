// Signs of a robot in a form: what a filter asks for, and what is known of a comment that is held.
import type { Kysely } from 'kysely'
import { runAll } from './dialect.ts'

export const up = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, [
    `alter table filters add column form_sign text not null default '' check (form_sign in ('', 'trap', 'fast', 'any'))`,
    `alter table holds add column form_signs text not null default ''`,
  ])

export const down = (db: Kysely<unknown>): Promise<void> =>
  runAll(db, ['alter table holds drop column form_signs', 'alter table filters drop column form_sign'])
