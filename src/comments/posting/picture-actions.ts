// Saves the picture of a comment form, and appends its markup to the text.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { kinds } from '../../errors.ts'
import { appendPicture, pictureMarkup } from '../../markup/toolbar.ts'
import { savePicture } from '../../media/actions.ts'
import { knownHashes } from '../../media/queries.ts'
import { urls } from '../../urls.ts'

/** Names a picture in the rendered text that has been deleted; null if all exist. Checked in the transaction that saves the text. */
export async function missingPictureFault(db: Db, html: string): Promise<string | null> {
  const hashes = [...new Set([...html.matchAll(/<img src="\/media\/([0-9a-f]{32})-/g)].map((match) => match[1]!))]
  const known = await knownHashes(db, hashes)
  const missing = hashes.find((hash) => !known.has(hash))
  return missing === undefined
    ? null
    : `The picture /media/${missing.slice(0, 8)}… was deleted: a picture that no text shows is deleted after a day. Choose it again.`
}

/** Whether the request carries a file. */
export const hasUpload = (request: FastifyRequest): boolean => (request.upload?.state ?? 'none') !== 'none'

type PictureResult<F> = {
  form: F
  /** The picture was refused: the fault beside its field, and the status of the answer. The text is unchanged. */
  refused?: { status: number; fault: string }
  /** Foto or Photo was pressed: the form is returned at once, with the cursor in the text. */
  autofocus?: true
}

/**
 * Returns the form with the picture in its text. Foto and Photo set the size; any other button inserts it as a photo and
 * goes on, but Post becomes Preview, so that no picture is published undescribed or unseen.
 */
export async function insertUploadedPicture<F extends { body: string; action: string; tool: string }>(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  form: F,
): Promise<PictureResult<F>> {
  const { upload } = request
  if (upload === null || !hasUpload(request)) return { form }
  const stored = await savePicture(deps, request.viewer, upload)
  if (stored.kind === 'refused') {
    if (stored.retryAfter !== null) reply.header('retry-after', String(stored.retryAfter))
    const status = stored.why === 'tooLarge' ? kinds.invalid.status : kinds[stored.why].status
    return { form, refused: { status, fault: stored.sentence } }
  }
  const tool = form.tool === 'foto' || form.tool === 'photo' ? form.tool : null
  // The description is in the text now; its field is for the next picture.
  upload.alt = ''
  const body = appendPicture(form.body, pictureMarkup(tool ?? 'photo', urls.media(stored.name), stored.alt))
  if (tool !== null) return { form: { ...form, body }, autofocus: true }
  const posts = form.tool === '' && (form.action === '' || form.action === 'post')
  return { form: { ...form, body, action: posts ? 'preview' : form.action } }
}
