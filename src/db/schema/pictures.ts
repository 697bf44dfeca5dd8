// Uploaded pictures and the texts that show them. Pure.
import type { Generated } from 'kysely'

/** An uploaded picture. `hash` begins the names of all its files, `name` is that of the widest. The file is complete before the row is inserted. */
type UploadsTable = {
  id: Generated<number>
  hash: string
  name: string
  account_id: number | null
  alt: string
  created_at: number
}

/** A stored text, earlier versions included, that contains the address of a picture. */
type PictureUsesTable = { hash: string; noun: 'article' | 'comment'; noun_id: number }

/** Texts whose picture uses have to be updated; triggers insert them. */
type StalePicturesTable = { noun: 'article' | 'comment'; noun_id: number }

/** A picture that a moderator deleted for good, from a comment. Its hash is refused from then on. */
type DeletedPicturesTable = {
  hash: string
  comment_id: number
  account_id: number | null
  reason: string
  log_entry_id: number
  created_at: number
}

export type PicturesSchema = {
  uploads: UploadsTable
  picture_uses: PictureUsesTable
  stale_pictures: StalePicturesTable
  deleted_pictures: DeletedPicturesTable
}
