// Saves the picture of a comment form, and puts it and its description into the text.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../../db/open.ts'
import type { Deps } from '../../deps.ts'
import { kinds } from '../../errors.ts'
import { describePicture, placePicture } from '../../markup/picture-tags.ts'
import { insertTool } from '../../markup/toolbar.ts'
import { savePicture } from '../../media/actions.ts'
import { knownHashes } from '../../media/queries.ts'
import { descriptionFault, type Upload } from '../../media/rules.ts'
import { urls } from '../../urls.ts'

/** Names a picture in the rendered text that has been deleted; null if all exist. Checked in the transaction that saves the text. */
export async function missingPictureFault(db: Db, html: string): Promise<string | null> {
  const hashes = [...new Set([...html.matchAll(/<img src="\/media\/([0-9a-f]{32})-/g)].map((match) => match[1]!))]
  const known = await knownHashes(db, hashes)
  const missing = hashes.find((hash) => !known.has(hash))
  return missing === undefined
    ? null
    : `The picture /media/${missing.slice(0, 8)}… was deleted, by a moderator or because no text showed it for a day. Choose another, or take it out of your text.`
}

/** Whether the request carries a file. */
export const hasUpload = (request: FastifyRequest): boolean => (request.upload?.state ?? 'none') !== 'none'

type PictureForm = { body: string; action: string; tool: string }

type PictureResult<F> = {
  form: F
  /** The picture was refused: the fault beside its field, and the status of the answer. The text is unchanged. */
  refused?: { status: number; fault: string }
  /** Foto, Photo or their counterparts beside the field were pressed: the form is returned at once, with the cursor in the text. */
  autofocus?: true
}

const sizeOf = ({ tool }: PictureForm): 'foto' | 'photo' | null => (tool === 'foto' || tool === 'photo' ? tool : null)

/** Whether a press makes the text public, or sends it to the editors. */
const isPost = ({ tool, action }: PictureForm): boolean =>
  tool === '' && ['', 'post', 'submit', 'publish'].includes(action)

/**
 * Returns the form with the picture in its text. Foto and Photo set the size; any other button inserts it as a photo and
 * goes on, but Post becomes Preview, so that no picture is published undescribed or unseen. A description without a file
 * describes a picture of the text.
 */
export async function insertUploadedPicture<F extends PictureForm>(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  form: F,
): Promise<PictureResult<F>> {
  const { upload } = request
  if (upload === null) return { form }
  if (!hasUpload(request)) return insertDescription(upload, form)
  const stored = await savePicture(deps, request.viewer, upload)
  if (stored.kind === 'refused') {
    if (stored.retryAfter !== null) reply.header('retry-after', String(stored.retryAfter))
    const status = stored.why === 'tooLarge' ? kinds.invalid.status : kinds[stored.why].status
    return { form, refused: { status, fault: stored.sentence } }
  }
  const size = sizeOf(form)
  // The description is in the text now; its field is for the next picture.
  upload.alt = ''
  const body = placePicture(form.body, size, urls.media(stored.name), stored.alt)
  if (size !== null) return { form: { ...form, body }, autofocus: true }
  return { form: { ...form, body, action: isPost(form) ? 'preview' : form.action } }
}

/**
 * Writes a description that came without a file into a picture of the text, whose size Foto and Photo set, or into the tag
 * that they add. Where there is none it stays in its field, and the comment is not posted without it.
 */
function insertDescription<F extends PictureForm>(upload: Upload, form: F): PictureResult<F> {
  const { alt } = upload
  if (alt === '') return { form }
  const refuse = (fault: string) => ({ form, refused: { status: kinds.invalid.status, fault } })
  const tooLong = descriptionFault(alt)
  if (tooLong !== null) return refuse(tooLong)
  const size = sizeOf(form)
  const withTag = size === null ? form.body : insertTool(form.body, size)
  const body = describePicture(form.body, size, alt) ?? describePicture(withTag, size, alt)
  if (body !== null) {
    upload.alt = ''
    return size === null ? { form: { ...form, body } } : { form: { ...form, body }, autofocus: true }
  }
  return isPost(form)
    ? refuse('You described a picture, but chose none. Choose it, or delete the description.')
    : { form }
}
