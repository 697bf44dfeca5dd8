// Which topics of cached pages were changed, in the order of the changes: by this a process learns what another one has changed.
import { id, migration } from './dialect.ts'

export const { up, down } = migration([
  `create table changes (
    ${id.replace(/^id /, 'version ')},
    topic text not null,
    origin text not null
  )`,
])
