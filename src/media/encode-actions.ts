// Makes the files of a picture from whatever somebody sent: looked at by its header, decoded once, written anew. The only file that knows sharp.
import sharp, { type Metadata, type OutputInfo } from 'sharp'
import { createSemaphore } from '../semaphore.ts'
import { limits } from '../settings.ts'
import { narrowerWidths, narrowName, pictureName } from './names.ts'
import { detectKind, sizeFault, unsupportedFault } from './rules.ts'

/** Of the many formats that the decoder knows these are switched on; it never sees a file that is none of them. */
const LOADERS = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer']
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: LOADERS.map((name) => `VipsForeignLoad${name}`) })
sharp.cache(false)
// One thread for each picture: two pictures at once, and readers are answered beside them.
sharp.concurrency(1)

const MAX_ENCODING = 2
const MAX_WAITING = 40
/** Seconds that one step with a picture may take. */
const TIMEOUT_SECONDS = 15
/** Half of what a photograph weighs is grain that nobody sees; docs/decisions/0016 has the measurements. */
const QUALITY = 80
const UNREADABLE = 'That file cannot be read as a picture: it is damaged, or not whole.'

const encoding = createSemaphore(
  MAX_ENCODING,
  MAX_WAITING,
  'Many pictures are being sent at once. Nothing was stored; please try again in a moment.',
)

export type EncodedPicture = { name: string; width: number; height: number; files: { name: string; bytes: Buffer }[] }

/**
 * The files of a picture, the widest last: upright, in the colours of the web, with nothing of the sender's file but what it shows.
 * Of a film the first frame is taken.
 * @throws AppError `unavailable` when too many wait already
 */
export async function makePicture(bytes: Buffer): Promise<EncodedPicture | { fault: string }> {
  const kind = detectKind(bytes)
  if (kind === null) return { fault: unsupportedFault(bytes) }
  return encoding.run(async () => {
    const header = await readHeader(bytes)
    if (header === null) return { fault: UNREADABLE }
    // AVIF and HEIC are one format with two ways to write a picture.
    if (header.format !== (kind === 'avif' ? 'heif' : kind) || (kind === 'avif' && header.compression !== 'av1'))
      return { fault: unsupportedFault(bytes) }
    const fault = sizeFault({
      width: header.width,
      height: header.pageHeight ?? header.height,
      frames: header.pages ?? 1,
      whole: kind === 'avif' || (kind === 'png' && header.isProgressive),
    })
    if (fault !== null) return { fault }
    const shown = await decodePicture(bytes)
    return shown === null ? { fault: UNREADABLE } : encodeFiles(shown, kind === 'jpeg' || kind === 'avif')
  })
}

/** What the first bytes say; nothing is decoded, so nothing is refused here for its size. */
const readHeader = (bytes: Buffer): Promise<Metadata | null> =>
  sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 })
    .metadata()
    .catch(() => null)

type DecodedPicture = { data: Buffer; info: OutputInfo }

/** The pixels as they are to be shown; null when they cannot all be read. */
function decodePicture(bytes: Buffer): Promise<DecodedPicture | null> {
  const { pixels, wide, high } = limits.picture
  return sharp(bytes, { limitInputPixels: pixels, failOn: 'error', pages: 1, sequentialRead: true })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .autoOrient()
    .resize({ width: wide, height: high, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(() => null)
}

async function encodeFiles({ data, info }: DecodedPicture, photographed: boolean): Promise<EncodedPicture> {
  const { width, height, channels } = info
  const at = (size: number) =>
    sharp(data, { raw: { width, height, channels } }).timeout({ seconds: TIMEOUT_SECONDS }).resize({ width: size })
  const lossy = (size: number): Promise<Buffer> => at(size).webp({ quality: QUALITY, alphaQuality: 90 }).toBuffer()
  const exact = (size: number): Promise<Buffer> => at(size).webp({ lossless: true }).toBuffer()
  let [encode, whole] = [lossy, await lossy(width)]
  if (!photographed) {
    // A drawing or a screenshot weighs a third, or a tenth, when it is kept exactly as it is.
    const same = await exact(width)
    if (same.length < whole.length) [encode, whole] = [exact, same]
  }
  const narrower = narrowerWidths(width)
  const name = pictureName(whole, { width, height }, narrower)
  const files = []
  for (const size of narrower) files.push({ name: narrowName(name, size), bytes: await encode(size) })
  return { name, width, height, files: [...files, { name, bytes: whole }] }
}
