// What a press on a comment's form does with the picture that came along: it is kept, and shown at the end of the text.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { kinds } from '../../errors.ts'
import { appendPicture, pictureMarkup } from '../../markup/toolbar.ts'
import { storePicture } from '../../media/actions.ts'
import { knownAmong } from '../../media/queries.ts'
import { urls } from '../../urls.ts'

/** What is wrong with a text, as rendered, that shows a picture which is not kept any more; null when all are. Asked in the transaction that stores it. */
export async function lostPicture(db: Db, html: string): Promise<string | null> {
  const shown = [...new Set([...html.matchAll(/<img src="\/media\/([0-9a-f]{32})-/g)].map((match) => match[1]!))]
  const known = await knownAmong(db, shown)
  const lost = shown.find((hash) => !known.has(hash))
  return lost === undefined
    ? null
    : `The picture /media/${lost.slice(0, 8)}… is not kept here any more: one that no text shows goes after a day. Choose it again.`
}

/** Whether a press brings a picture along, so that it counts as one. */
export const bringsPicture = (request: FastifyRequest): boolean => (request.upload?.state ?? 'none') !== 'none'

export type Pictured<F> = {
  form: F
  /** Why the picture was not taken, with the status of the answer; the text is as it was. */
  refused?: { status: number; fault: string }
  /** Foto or Photo was pressed: the form comes back at once. */
  goOn?: true
}

/**
 * The form with the picture in its text. Foto and Photo say how it is shown; any other press shows it as a photo and does what
 * it does, except that nothing is posted: Post previews, so that no picture goes out undescribed or unseen.
 */
export async function takePicture<F extends { body: string; action: string; tool: string }>(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  form: F,
): Promise<Pictured<F>> {
  const { upload } = request
  if (upload === null || !bringsPicture(request)) return { form }
  const stored = await storePicture(deps, request.viewer, upload)
  if (stored.kind === 'refused') {
    if (stored.retryAfter !== null) reply.header('retry-after', String(stored.retryAfter))
    return {
      form,
      refused: {
        status: stored.why === 'tooLarge' ? kinds.invalid.status : kinds[stored.why].status,
        fault: stored.sentence,
      },
    }
  }
  const tool = form.tool === 'foto' || form.tool === 'photo' ? form.tool : null
  // The description is in the text now; the field is for the next one.
  upload.alt = ''
  const body = appendPicture(form.body, pictureMarkup(tool ?? 'photo', urls.media(stored.name), stored.alt))
  if (tool !== null) return { form: { ...form, body }, goOn: true }
  return {
    form: {
      ...form,
      body,
      action: form.tool === '' && (form.action === '' || form.action === 'post') ? 'preview' : form.action,
    },
  }
}
