// The texts of the site's own pages. One version of a page is in force; without one the page has its default.
import { id, migration, record } from './dialect.ts'

const statements = [
  `create table page_versions (
    ${id},
    page text not null,
    markup text not null,
    ${record}
  )`,
  'create unique index page_versions_in_force on page_versions (page) where ended_at is null',
  'create index page_versions_by_page on page_versions (page, id)',
]

export const { up, down } = migration(statements)
