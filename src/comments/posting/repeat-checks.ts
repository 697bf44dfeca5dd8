// Recognises a press of the form that repeats an earlier one: by the form's key, or by writer, place and text.
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { isGuest, type Writer } from '../../permissions.ts'
import { hashOf, keyedHash } from '../../random.ts'
import { REPEAT_WINDOW_MS, SECOND_PRESS_MS } from '../../settings.ts'
import * as queries from '../queries.ts'
import type { CommentForm } from './form.ts'

/** What identifies a press of the form: the hash of writer, place and text, and the same with the form's key. */
export type PressKeys = { contents: [string, ...string[]]; formKeys: string[] | null }

/**
 * A guest is identified by the key and by the network address, because the first request may have had no key. Several
 * people share an address, so there the name counts too.
 */
export function pressKeys(
  { secret }: Pick<Deps, 'secret'>,
  writer: Writer,
  articleId: number | null,
  form: CommentForm,
): PressKeys {
  const press = (...who: (string | number)[]): string =>
    keyedHash(secret, 'press', ...who, articleId ?? 0, form.parent, form.body.trim())
  const contents: PressKeys['contents'] = [isGuest(writer) ? press(writer.address, form.nic) : press(writer.id)]
  if (isGuest(writer) && !writer.fresh) contents.unshift(press(writer.key))
  return { contents, formKeys: form.key === '' ? null : contents.map((content) => hashOf(content, form.key)) }
}

/** An earlier comment that a press repeats: from the same form, or with the same text from another one. */
export type Repeat = { id: number; again: boolean; sameForm: boolean }

/** @returns the repeat, and the key that a new comment gets: none if a withdrawn one has it, as it is unique */
export async function findRepeat(
  db: Db,
  { contents, formKeys }: PressKeys,
  now: number,
): Promise<{ repeat: Repeat | null; freeKey: string | null }> {
  const rows = await queries.commentsOfPress(db, formKeys ?? [], contents, now - REPEAT_WINDOW_MS)
  const [key = null] = formKeys ?? []
  const freeKey = rows.some(({ by, idempotency_key }) => by === 'key' && idempotency_key === key) ? null : key
  const published = rows.filter(({ state }) => state !== 'withdrawn')
  const sameForm = published.find(({ by }) => by === 'key')
  const sameText = published.find(({ by }) => by === 'text')
  const repeat = sameForm
    ? { id: sameForm.id, again: now - sameForm.created_at > SECOND_PRESS_MS, sameForm: true }
    : sameText
      ? { id: sameText.id, again: true, sameForm: false }
      : null
  return { repeat, freeKey }
}
