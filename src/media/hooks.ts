// Forms with a file in them: the text fields become the body as of any form, and the file stands apart from them.

import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { createSemaphore, type Semaphore } from '../semaphore.ts'
import { limits } from '../settings.ts'
import type { Upload } from './rules.ts'
import { MAX_MEGABYTES } from './rules.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What came with a form beside its text; null for a form that holds none. */
    upload: Upload | null
  }
}

/** Files in memory at once, and forms that wait for one of these places: their bodies stay unread. */
const MAX_FILES = 6
const MAX_WAITING = 24

const filesInMemory = createSemaphore(MAX_FILES, MAX_WAITING, 'Many pictures are being sent at once.')

/** Lets the routes of a plugin take forms that browsers send as `multipart/form-data`. */
export function acceptPictureForms(app: FastifyInstance): void {
  app.decorateRequest('upload', null)
  // A file that is too large is read to its end and thrown away: what was typed beside it comes after it.
  app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fileSize: limits.picture.bytes,
      fieldSize: limits.form,
      fieldNameSize: 100,
      fields: 40,
      files: 4,
      parts: 44,
    },
  })
  app.addHook('preValidation', async (request, reply) => {
    if (request.isMultipart()) await readMultipartForm(request, reply, filesInMemory).catch(rethrowAsAppError)
  })
}

/** What the reader of such forms throws at one that is cut off or has no boundary says nothing of whose fault it is. */
function rethrowAsAppError(error: unknown): never {
  if (error instanceof AppError || typeof (error as { statusCode?: unknown }).statusCode === 'number') throw error
  throw new AppError('malformed', 'The form did not come whole, or its parts do not fit together. Nothing was stored.')
}

async function readMultipartForm(request: FastifyRequest, reply: FastifyReply, files: Semaphore): Promise<void> {
  const length = Number(request.headers['content-length'])
  if (Number.isNaN(length)) throw new AppError('malformed', 'The form does not say how long it is.')
  if (length > limits.formWithFile)
    throw new AppError(
      'tooLarge',
      `A picture may have ${MAX_MEGABYTES} megabytes. Nothing was stored; go back, and your browser still has what you wrote.`,
    )
  const upload: Upload = { state: 'none', bytes: null, alt: '' }
  const fields = new Map<string, unknown>()
  let [typed, fileCount] = [0, 0]
  const give = (name: string, value: unknown): void =>
    void fields.set(name, fields.has(name) ? [fields.get(name), value] : value)
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      typed += String(part.value).length
      if (typed > limits.form || part.valueTruncated)
        throw new AppError(
          'tooLarge',
          'What was typed is longer than any form of this site. Nothing was stored; go back, and your browser still has it.',
        )
      give(part.fieldname, part.value)
    } else if (part.fieldname === 'file') {
      fileCount += 1
      if (fileCount === 1) await readFile(request, reply, part.file, part.filename, upload, files)
      else part.file.resume()
    } else {
      // readFields refuses it by its name.
      part.file.resume()
      give(part.fieldname, null)
    }
  }
  const alt = fields.get('alt') ?? ''
  fields.delete('alt')
  // Whatever comes of it, what was typed is given back from here.
  request.body = Object.fromEntries(fields)
  if (fileCount > 1)
    throw new AppError('malformed', 'One picture can be sent at a time; the field “file” was sent twice.')
  if (typeof alt !== 'string') throw new AppError('malformed', 'The field “alt” was sent twice, or not as text.')
  upload.alt = alt.replace(/[\s\0]+/g, ' ').trim()
  request.upload = upload
}

type FileStream = AsyncIterable<Buffer> & { truncated: boolean; resume: () => unknown }

async function readFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: FileStream,
  filename: string | undefined,
  upload: Upload,
  files: Semaphore,
): Promise<void> {
  if (request.viewer === null) {
    upload.state = filename ? 'stranger' : 'none'
    return void file.resume()
  }
  // A field in which nothing was chosen comes as an empty file without a name; it needs no room.
  let end: (() => void) | null = null
  const chunks: Buffer[] = []
  for await (const chunk of file) {
    if (end === null && upload.state !== 'busy') {
      end = await files.acquire().catch(() => null)
      if (end === null) upload.state = 'busy'
      else releaseAfterAnswer(reply, end)
    }
    if (upload.state !== 'busy' && !file.truncated) chunks.push(chunk)
    else chunks.length = 0
  }
  if (upload.state === 'busy') return
  if (file.truncated) {
    upload.state = 'tooLarge'
    return end?.()
  }
  upload.bytes = Buffer.concat(chunks)
  upload.state = filename || upload.bytes.length > 0 ? 'taken' : 'none'
}

/** Room is given back once the request is over, however it ends. */
function releaseAfterAnswer({ raw }: FastifyReply, end: () => void): void {
  raw.once('finish', end)
  raw.once('close', end)
  if (raw.destroyed) end()
}
