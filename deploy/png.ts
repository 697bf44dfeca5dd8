// Compresses a screenshot to few colours and one byte a pixel.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

type Pixels = { width: number; height: number; channels: number; data: Buffer }

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** The pixels of a PNG of eight bits a channel, true colour, not interlaced: what a browser's screenshot is. */
function read(png: Buffer): Pixels {
  const parts: Buffer[] = []
  let [width, height, channels] = [0, 0, 0]
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const type = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (type === 'IHDR') [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3]
    if (type === 'IDAT') parts.push(body)
    at += length + 12
  }
  const raw = inflateSync(Buffer.concat(parts))
  const row = width * channels
  const data = Buffer.alloc(row * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (row + 1)]!
    for (let x = 0; x < row; x++) {
      const left = x >= channels ? data[y * row + x - channels]! : 0
      const up = y > 0 ? data[(y - 1) * row + x]! : 0
      const corner = x >= channels && y > 0 ? data[(y - 1) * row + x - channels]! : 0
      const guess =
        filter === 0
          ? 0
          : filter === 1
            ? left
            : filter === 2
              ? up
              : filter === 3
                ? (left + up) >> 1
                : paeth(left, up, corner)
      data[y * row + x] = raw[y * (row + 1) + 1 + x]! + guess
    }
  }
  return { width, height, channels, data }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
}

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(body.length, 0)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}

/** The most frequent colours, at most `most`, each at least `apart` from the others; every pixel gets the nearest. */
function indexed(
  { width, height, channels, data }: Pixels,
  most: number,
  apart: number,
): { palette: number[]; pixels: Buffer } {
  const counts = new Map<number, number>()
  const colourAt = (i: number): number =>
    (data[i * channels]! << 16) | (data[i * channels + 1]! << 8) | data[i * channels + 2]!
  for (let i = 0; i < width * height; i++) counts.set(colourAt(i), (counts.get(colourAt(i)) ?? 0) + 1)
  const distance = (a: number, b: number): number =>
    Math.max(
      Math.abs((a >> 16) - (b >> 16)),
      Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)),
      Math.abs((a & 255) - (b & 255)),
    )
  const palette: number[] = []
  for (const [colour] of [...counts].sort((a, b) => b[1] - a[1])) {
    if (palette.length === most) break
    if (palette.every((other) => distance(colour, other) >= apart)) palette.push(colour)
  }
  const nearest = new Map(
    [...counts.keys()].map((colour) => [
      colour,
      palette.reduce((best, other, i) => (distance(colour, other) < distance(colour, palette[best]!) ? i : best), 0),
    ]),
  )
  return { palette, pixels: Buffer.from(Array.from({ length: width * height }, (_, i) => nearest.get(colourAt(i))!)) }
}

/**
 * The same picture in at most sixteen colours, two pixels a byte.
 * @param png a screenshot
 */
export function small(png: Buffer): Buffer {
  const picture = read(png)
  const { width, height } = picture
  const { palette, pixels } = indexed(picture, 16, 14)
  const row = Math.ceil(width / 2)
  const raw = Buffer.alloc((row + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      raw[y * (row + 1) + 1 + (x >> 1)]! |= pixels[y * width + x]! << (x % 2 === 0 ? 4 : 0)
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([4, 3, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(raw, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
