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

export type PicturesSchema = {
  uploads: UploadsTable
  picture_uses: PictureUsesTable
  stale_pictures: StalePicturesTable
}
