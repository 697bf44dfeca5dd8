// What a moderator has just done about a comment of the thread, shown at the comment, with an undo. Pure.
import { urls } from '../../urls.ts'

export type ThreadFlash = {
  /** The sentence around the name of the writer; `nic` and `after` are empty in a sentence without one. */
  before: string
  nic: string
  after: string
  /** What the undo ends; empty for none. */
  batch: string
  next: string
}

/** Sentences by the `done` of the address. A pair stands around the name of the writer. */
const sentences = {
  removed: ['Removed the comment by ', '.'],
  held: ['Held the comment by ', '. It waits in the queue.'],
  spam: ['Marked the comment by ', ' as spam.'],
  restored: ['Restored the comment by ', '.'],
  featured: ['Featured the comment by ', '.'],
  unfeatured: ['Unfeatured the comment by ', '.'],
  undone: ['Undone.'],
  partly: ['Undone, except for what somebody has changed since.'],
  already: ['Nothing was done. Somebody else has already decided about it, or its writer has edited it.'],
} as const

type Done = keyof typeof sentences

export const parseDone = (text: string | undefined): Done | null =>
  text !== undefined && Object.hasOwn(sentences, text) ? (text as Done) : null

type DoneComment = { id: number; article_id: number; parent_id: number | null; nic: string }

/** What was done about a comment. `batch` is null where nothing was. */
export type DoneAct = { done: Done; batch: number | null; comment: DoneComment }

/** The query of the page that shows it. */
export const doneQuery = (done: Done, batch: number | null, comment: number): string =>
  `done=${done}${batch === null ? '' : `&batch=${batch}`}&comment=${comment}`

function threadFlash({ done, batch, comment }: DoneAct): ThreadFlash {
  const [before, after] = sentences[done]
  const isUndoable = batch !== null && after !== undefined
  return {
    before,
    nic: after === undefined ? '' : comment.nic,
    after: after ?? '',
    batch: isUndoable ? String(batch) : '',
    next: urls.comment(comment.id),
  }
}

type Place = { id: number; pointer: unknown; run: readonly { id: number }[]; flash: ThreadFlash | null }

/**
 * Shows an act at its comment; if the page no longer shows that, at its parent, else above the thread.
 * @returns `flash` is what appears above the thread
 */
export function withFlash<C extends Place>(
  comments: readonly C[],
  act: DoneAct | null,
): { comments: C[]; flash: ThreadFlash | null } {
  if (act === null) return { comments: [...comments], flash: null }
  const flash = threadFlash(act)
  const shows = (one: C, id: number | null): boolean =>
    one.pointer === null && (one.id === id || one.run.some((tombstone) => tombstone.id === id))
  const place =
    comments.find((one) => shows(one, act.comment.id)) ?? comments.find((one) => shows(one, act.comment.parent_id))
  return place === undefined
    ? { comments: [...comments], flash }
    : { comments: comments.map((one) => (one === place ? { ...one, flash } : one)), flash: null }
}
