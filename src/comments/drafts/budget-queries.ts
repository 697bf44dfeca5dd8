// Queries about the bytes that guests' drafts and unsent texts take.
import { sql } from 'kysely'
import type { Db, Tx } from '../../db/open.ts'
import { sumOf } from '../../db/sql.ts'

/** Which table a text is in. */
export type SizedText = 'draft_id' | 'unsent_text_id' | 'article_draft_id'

/** Bytes that the texts of all guests take, those of a site (/48), and those of a subscriber in it (/64). One text is left out. */
export async function guestTextBytes(
  db: Db,
  { site, subscriber }: { site: string; subscriber: string },
  kind: SizedText,
  except: number,
): Promise<{ all: number; site: number; subscriber: number }> {
  const sizes = () =>
    db
      .selectFrom('guest_text_sizes')
      .select(sumOf('bytes').as('bytes'))
      .where(sql<boolean>`coalesce(${sql.ref(kind)}, 0) <> ${except}`)
  const bytes = async (query: ReturnType<typeof sizes>): Promise<number> =>
    (await query.executeTakeFirstOrThrow()).bytes
  return {
    all: await bytes(sizes()),
    site: await bytes(sizes().where('site', '=', site)),
    subscriber: await bytes(sizes().where('site', '=', site).where('subscriber', '=', subscriber)),
  }
}

export const upsertGuestTextSize = (
  db: Tx,
  kind: SizedText,
  id: number,
  size: { site: string; subscriber: string; bytes: number },
) =>
  db
    .insertInto('guest_text_sizes')
    .values({ draft_id: null, unsent_text_id: null, article_draft_id: null, [kind]: id, ...size })
    .onConflict((on) => on.column(kind).doUpdateSet(size))
    .execute()

/** The text is an account's from now on. */
export const deleteGuestTextSize = (db: Tx, kind: SizedText, id: number) =>
  db.deleteFrom('guest_text_sizes').where(kind, '=', id).execute()
