// What guests' drafts and unsent texts take, by keyed hashes of their networks. A row goes with its text.
import { id, migration } from './dialect.ts'

export const statements = [
  `create table guest_text_sizes (
    ${id},
    draft_id bigint unique references drafts (id) on delete cascade,
    unsent_text_id bigint unique references unsent_texts (id) on delete cascade,
    site text not null,
    subscriber text not null,
    bytes integer not null,
    check ((draft_id is null) <> (unsent_text_id is null))
  )`,
  `create index guest_text_sizes_by_network on guest_text_sizes (site, subscriber, bytes, draft_id, unsent_text_id)`,
]

export const { up, down } = migration(statements)
