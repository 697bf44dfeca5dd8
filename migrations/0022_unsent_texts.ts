// Texts typed into forms other than the comment form: edits, reasons, notes, appeals. Each is saved until its form is sent.
import { id, migration } from './dialect.ts'

const statements = [
  `create table unsent_texts (
    ${id},
    writer text not null,
    page text not null,
    field text not null,
    body text not null,
    form_key text not null,
    revision bigint not null default 1,
    created_at bigint not null,
    changed_at bigint not null
  )`,
  `create index unsent_texts_by_writer on unsent_texts (writer, page)`,
  `create index unsent_texts_by_form on unsent_texts (form_key)`,
  `create index unsent_texts_by_time on unsent_texts (changed_at)`,
]

export const { up, down } = migration(statements)
