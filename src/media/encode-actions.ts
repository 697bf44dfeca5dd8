// Re-encodes pictures: checks the header, decodes once, writes every width. The only file that uses sharp.
import type { Metadata, OutputInfo } from 'sharp'
import { createSemaphore } from '../semaphore.ts'
import { limits } from '../settings.ts'
import { narrowerWidths, narrowName, pictureName, SQUARE_PIXELS } from './names.ts'
import { detectKind, sizeFault, unsupportedFault } from './rules.ts'

/** The only decoders that are enabled; files of other formats never reach them. */
const LOADERS = ['JpegBuffer', 'PngBuffer', 'WebpBuffer', 'NsgifBuffer', 'HeifBuffer']

type Sharp = typeof import('sharp').default
let loading: Promise<Sharp> | null = null

/** The library, loaded with the first picture. */
function loadSharp(): Promise<Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({ operation: LOADERS.map((name) => `VipsForeignLoad${name}`) })
    sharp.cache(false)
    // One thread for each picture, so that requests are served beside two of them.
    sharp.concurrency(1)
    return sharp
  })
  return loading
}

const MAX_ENCODING = 2
const MAX_WAITING = 40
/** Seconds that each step may take. */
const TIMEOUT_SECONDS = 15
/** Halves the size of a photograph without a visible change; docs/decisions/0016 has the measurements. */
const QUALITY = 80
const UNREADABLE = 'That picture cannot be read: the file is damaged or incomplete.'

const encoding = createSemaphore(
  MAX_ENCODING,
  MAX_WAITING,
  'The picture was not saved, because too many are being sent at once. Please try again in a moment.',
)

export type EncodedPicture = { name: string; width: number; height: number; files: { name: string; bytes: Buffer }[] }

/** What becomes of the pixels: all of them in a few widths, or the middle as a small square. */
export type PictureShape = 'whole' | 'square'

/**
 * Encodes the files of a picture, the widest last: upright, in sRGB, without metadata. An animation gives its first frame.
 * @throws AppError `unavailable` if too many wait already
 */
export async function makePicture(
  bytes: Buffer,
  shape: PictureShape = 'whole',
): Promise<EncodedPicture | { fault: string }> {
  const kind = detectKind(bytes)
  if (kind === null) return { fault: unsupportedFault(bytes) }
  return encoding.run(async () => {
    const sharp = await loadSharp()
    const header = await readHeader(sharp, bytes)
    if (header === null) return { fault: UNREADABLE }
    // AVIF and HEIC share a container, but not a codec.
    if (header.format !== (kind === 'avif' ? 'heif' : kind) || (kind === 'avif' && header.compression !== 'av1'))
      return { fault: unsupportedFault(bytes) }
    const fault = sizeFault({
      width: header.width,
      height: header.pageHeight ?? header.height,
      frames: header.pages ?? 1,
      whole: kind === 'avif' || (kind === 'png' && header.isProgressive),
    })
    if (fault !== null) return { fault }
    const picture = await decodePicture(sharp, bytes)
    if (picture === null) return { fault: UNREADABLE }
    return shape === 'square'
      ? encodeSquare(sharp, picture)
      : encodeFiles(sharp, picture, kind === 'jpeg' || kind === 'avif')
  })
}

/** Reads the header only, so the size does not matter. @returns null for a damaged file */
const readHeader = (sharp: Sharp, bytes: Buffer): Promise<Metadata | null> =>
  sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 })
    .metadata()
    .catch(() => null)

type DecodedPicture = { data: Buffer; info: OutputInfo }

/** Decodes upright sRGB pixels within the limits of the site. @returns null if any of them cannot be read */
function decodePicture(sharp: Sharp, bytes: Buffer): Promise<DecodedPicture | null> {
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

async function encodeFiles(
  sharp: Sharp,
  { data, info }: DecodedPicture,
  photographed: boolean,
): Promise<EncodedPicture> {
  const { width, height, channels } = info
  const at = (size: number) =>
    sharp(data, { raw: { width, height, channels } }).timeout({ seconds: TIMEOUT_SECONDS }).resize({ width: size })
  const lossy = (size: number): Promise<Buffer> => at(size).webp({ quality: QUALITY, alphaQuality: 90 }).toBuffer()
  const exact = (size: number): Promise<Buffer> => at(size).webp({ lossless: true }).toBuffer()
  let [encode, whole] = [lossy, await lossy(width)]
  if (!photographed) {
    // Lossless drawings and screenshots are three to ten times smaller.
    const same = await exact(width)
    if (same.length < whole.length) [encode, whole] = [exact, same]
  }
  const narrower = narrowerWidths(width)
  const name = pictureName(whole, { width, height }, narrower)
  const files = []
  for (const size of narrower) files.push({ name: narrowName(name, size), bytes: await encode(size) })
  return { name, width, height, files: [...files, { name, bytes: whole }] }
}

/** One file of SQUARE_PIXELS by as many, from the middle of the picture. */
async function encodeSquare(sharp: Sharp, { data, info }: DecodedPicture): Promise<EncodedPicture> {
  const { width, height, channels } = info
  const bytes = await sharp(data, { raw: { width, height, channels } })
    .timeout({ seconds: TIMEOUT_SECONDS })
    .resize({ width: SQUARE_PIXELS, height: SQUARE_PIXELS, fit: 'cover' })
    .webp({ quality: QUALITY, alphaQuality: 90 })
    .toBuffer()
  const size = { width: SQUARE_PIXELS, height: SQUARE_PIXELS }
  const name = pictureName(bytes, size)
  return { name, ...size, files: [{ name, bytes }] }
}
