// The tables of pictures: those above articles, those that members have sent, and the texts that show some; a part of schema.ts.
import type { Generated } from 'kysely'

/** A picture above an article; `name` is its file in DATA_DIR/media, made of its content hash and its pixels. */
export type MediaTable = {
  id: Generated<number>
  name: string
  alt: string
  caption: string
  credit: string
  width: number
  height: number
  created_at: number
}

/** A picture that somebody has sent; `hash` begins the names of all its files, `name` is that of the widest. Its file is whole before the row is there. */
export type UploadsTable = {
  id: Generated<number>
  hash: string
  name: string
  account_id: number | null
  alt: string
  created_at: number
}

/** A stored text, earlier versions included, that has the address of a picture in it. */
export type PictureUsesTable = { hash: string; noun: 'article' | 'comment'; noun_id: number }
/** Texts that have changed since their pictures were written down: triggers note them. */
export type PictureStaleTable = { noun: 'article' | 'comment'; noun_id: number }

export type MediaSchema = {
  media: MediaTable
  uploads: UploadsTable
  picture_uses: PictureUsesTable
  picture_stale: PictureStaleTable
}
