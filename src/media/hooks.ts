// Reads multipart forms with a picture: text fields become the request's body, the file its upload.

import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { createSemaphore, type Semaphore } from '../semaphore.ts'
import { limits } from '../settings.ts'
import { withoutNul } from '../web/form-encoding.ts'
import type { Upload } from './rules.ts'
import { MAX_MEGABYTES } from './rules.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The file of a multipart form; null for other forms. */
    upload: Upload | null
  }
}

/** Files in memory at once, and forms that wait for one of these places: their bodies stay unread. */
const MAX_FILES = 6
const MAX_WAITING = 24

const filesInMemory = createSemaphore(MAX_FILES, MAX_WAITING, 'Too many pictures are being sent at once.')

/** Lets the routes of a plugin read `multipart/form-data`. @param most characters of all text fields together */
export function acceptPictureForms(app: FastifyInstance, most: number = limits.form): void {
  app.decorateRequest('upload', null)
  // A file that is too large is read to its end and discarded, because text fields follow it.
  app.register(multipart, {
    throwFileSizeLimit: false,
    limits: {
      fileSize: limits.picture.bytes,
      fieldSize: most,
      fieldNameSize: 100,
      fields: 40,
      files: 4,
      parts: 44,
    },
  })
  app.addHook('preValidation', async (request, reply) => {
    if (request.isMultipart()) await readMultipartForm(request, reply, filesInMemory, most).catch(rethrowAsAppError)
  })
}

/** Errors of the parser for incomplete forms have no status; they become `malformed`. */
function rethrowAsAppError(error: unknown): never {
  if (error instanceof AppError || typeof (error as { statusCode?: unknown }).statusCode === 'number') throw error
  throw new AppError('malformed', 'The form arrived incomplete. Nothing was saved.')
}

async function readMultipartForm(
  request: FastifyRequest,
  reply: FastifyReply,
  files: Semaphore,
  most: number,
): Promise<void> {
  const length = Number(request.headers['content-length'])
  if (Number.isNaN(length)) throw new AppError('malformed', 'The request has no Content-Length.')
  if (length > limits.formWithFile)
    throw new AppError(
      'tooLarge',
      `A picture can have up to ${MAX_MEGABYTES} megabytes. Go back: your browser still has your text.`,
    )
  const upload: Upload = { state: 'none', bytes: null, alt: '' }
  const fields = new Map<string, unknown>()
  let [typed, fileCount] = [0, 0]
  const give = (name: string, value: unknown): void =>
    void fields.set(name, fields.has(name) ? [fields.get(name), value] : value)
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      typed += String(part.value).length
      if (typed > most || part.valueTruncated)
        throw new AppError('tooLarge', 'That is too long to send. Go back: your browser still has your text.')
      give(part.fieldname, typeof part.value === 'string' ? withoutNul(part.value) : part.value)
    } else if (part.fieldname === 'file') {
      fileCount += 1
      if (fileCount === 1) await readFile(request, reply, part.file, part.filename, upload, files)
      else part.file.resume()
    } else {
      // The form's schema refuses it by its name.
      part.file.resume()
      give(part.fieldname, null)
    }
  }
  const alt = fields.get('alt') ?? ''
  fields.delete('alt')
  // From here on an error page gives the text back.
  request.body = Object.fromEntries(fields)
  if (fileCount > 1) throw new AppError('malformed', 'Send one picture at a time; the field “file” was sent twice.')
  if (typeof alt !== 'string') throw new AppError('malformed', 'The field “alt” was sent twice, or not as text.')
  upload.alt = alt.replace(/\s+/g, ' ').trim()
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
  // An empty field comes as an empty file without a name; it needs no permit.
  let release: (() => void) | null = null
  const chunks: Buffer[] = []
  for await (const chunk of file) {
    if (release === null && upload.state !== 'busy') {
      release = await files.acquire().catch(() => null)
      if (release === null) upload.state = 'busy'
      else releaseAfterAnswer(reply, release)
    }
    if (upload.state !== 'busy' && !file.truncated) chunks.push(chunk)
    else chunks.length = 0
  }
  if (upload.state === 'busy') return
  if (file.truncated) {
    upload.state = 'tooLarge'
    return release?.()
  }
  upload.bytes = Buffer.concat(chunks)
  upload.state = filename || upload.bytes.length > 0 ? 'taken' : 'none'
}

/** Releases a permit once the request is over, however it ends. */
function releaseAfterAnswer({ raw }: FastifyReply, release: () => void): void {
  raw.once('finish', release)
  raw.once('close', release)
  if (raw.destroyed) release()
}
