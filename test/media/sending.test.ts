// Pictures that members send: which are accepted, how they are encoded, and how they are served.
import { type AddressInfo, connect } from 'node:net'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { ownPicture } from '../../src/markup/links.ts'
import { sizeFault } from '../../src/media/rules.ts'
import { limits, pictureQuota, routeRateLimits } from '../../src/settings.ts'
import { faultOn, plain, textOn, wordsOn } from '../comments/page.ts'
import { openSite } from '../support/site.ts'
import { file, fileOf, filesIn, jpeg, json, noFile, picture, send, sent } from './sending.ts'

const KINDS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const

test.each(KINDS)('a %s picture is re-encoded as WebP, under the hash of the result', async (kind) => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const answer = await send(
    site,
    '/media',
    [
      ['file', file(await picture()[kind]().toBuffer(), 'any.name')],
      ['alt', 'A staff'],
    ],
    ada,
    json,
  )
  expect(answer.statusCode).toBe(201)
  const told = answer.json()
  expect(told).toEqual({
    src: expect.stringMatching(/^\/media\/[0-9a-f]{32}-60x40\.webp$/),
    width: 60,
    height: 40,
    markup: `<photo src="${told.src}" alt="A staff"></photo>`,
  })
  const { format, width, height } = await sharp(fileOf(site, told.src)).metadata()
  expect({ format, width, height }).toEqual({ format: 'webp', width: 60, height: 40 })
})

test('a picture is served to its sender, uncached, with its type, and can run nothing when opened', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const { src } = await sent(site, ada)
  const answer = await site.get(src, ada)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  expect(answer.rawPayload.equals(fileOf(site, src))).toBe(true)
})

test('a wide picture has narrower files, named in its name, and a very wide one is made narrower', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const { src, width, height } = await sent(site, ada, await jpeg(2400, 1200))
  expect([width, height]).toEqual([1920, 960])
  const own = ownPicture(src)!
  const [narrow, middle] = own.srcset!.split(', ').map((one) => one.split(' ')[0]!)
  expect(filesIn(site)).toEqual([src, middle!, narrow!].map((one) => one.replace('/media/', '')).sort())
  expect((await sharp(fileOf(site, narrow!)).metadata()).width).toBe(480)
  expect((await sharp(fileOf(site, middle!)).metadata()).width).toBe(960)
  expect((await site.get(narrow!, ada)).headers['content-type']).toBe('image/webp')
  for (const [wide, widths] of [
    [1300, '-960-480'],
    [1199, '-480'],
    [700, '-480'],
    [599, ''],
  ] as const) {
    expect((await sent(site, ada, await jpeg(wide, 60))).src).toMatch(new RegExp(`-${wide}x60${widths}\\.webp$`))
  }
})

test('only the pixels of the sender’s file are kept: no place, no camera, no comment, and it is upright', async () => {
  const site = await openSite()
  const left = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
    .extend({ right: 40, background: 'blue' })
    .png()
    .toBuffer()
  const original = await sharp(left)
    .jpeg({ quality: 95 })
    .withExif({
      IFD0: { Make: 'Secret Camera Works', Copyright: 'Ada', ImageDescription: 'SECRET-WORDS' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 0/1' },
    })
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .toBuffer()
  expect((await sharp(original).metadata()).orientation).toBe(6)
  const { src, width, height } = await sent(site, await site.member('Ada K.'), original)
  expect([width, height]).toEqual([20, 80])
  const made = fileOf(site, src)
  const { exif, icc, xmp, iptc, orientation } = await sharp(made).metadata()
  expect({ exif, icc, xmp, iptc, orientation }).toEqual({
    exif: undefined,
    icc: undefined,
    xmp: undefined,
    iptc: undefined,
    orientation: undefined,
  })
  expect(made.toString('latin1')).not.toMatch(/secret|camera|EXIF|GPS|ICCP/i)
  const { data } = await sharp(made).raw().toBuffer({ resolveWithObject: true })
  expect([data[0]! > 200, data[data.length - 1]! > 200]).toEqual([true, true])
})

test.each<[string, () => Promise<Buffer>]>([
  ['for print', () => picture(20, 10, '#c83214').toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()],
  ['of sixteen bits', () => picture(20, 10, '#c83214').toColourspace('rgb16').png().toBuffer()],
  ['in a wider range of colours', () => picture(20, 10, '#c83214').withIccProfile('p3').png().toBuffer()],
])('a picture %s keeps its colours', async (_, make) => {
  const site = await openSite()
  const original = await make()
  const { src } = await sent(site, await site.member('Ada K.'), original)
  const pixel = [...(await sharp(fileOf(site, src)).removeAlpha().raw().toBuffer()).subarray(0, 3)]
  expect(Math.max(...pixel.map((value, i) => Math.abs(value - [200, 50, 20][i]!)))).toBeLessThan(30)
})

test('transparency is kept, and a drawing is lossless', async () => {
  const site = await openSite()
  const drawing = sharp({
    create: { width: 30, height: 30, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  }).composite([{ input: { create: { width: 10, height: 10, channels: 4, background: '#1b4c91' } }, left: 3, top: 7 }])
  const png = await drawing.png().toBuffer()
  const { src } = await sent(site, await site.member('Ada K.'), png)
  const [before, after] = [await sharp(png).raw().toBuffer(), await sharp(fileOf(site, src)).raw().toBuffer()]
  expect(after.equals(before)).toBe(true)
})

test.each(['gif', 'webp'] as const)('the first frame of an animated %s is kept', async (kind) => {
  const site = await openSite()
  const frames = await Promise.all(['red', 'blue', 'green'].map((colour) => picture(20, 10, colour).png().toBuffer()))
  const moving = await sharp(frames, { join: { animated: true } })
    [kind]({ ...(kind === 'webp' ? { lossless: true } : {}) })
    .toBuffer()
  expect((await sharp(moving).metadata()).pages).toBe(3)
  const { src, height } = await sent(site, await site.member('Ada K.'), moving)
  expect(height).toBe(10)
  expect((await sharp(fileOf(site, src)).metadata()).pages ?? 1).toBe(1)
  expect([...(await sharp(fileOf(site, src)).raw().toBuffer()).subarray(0, 3)]).toEqual([255, 0, 0])
})

test('the same picture sent twice is one file', async () => {
  const site = await openSite()
  const [ada, bo] = [await site.member('Ada K.'), await site.member('Bollard')]
  const one = await sent(site, ada)
  expect((await sent(site, ada)).src).toBe(one.src)
  expect((await sent(site, bo)).src).toBe(one.src)
  expect(filesIn(site)).toHaveLength(1)
})

/** A PNG whose header claims more pixels than it has. */
async function claims(width: number, height: number): Promise<Buffer> {
  const bytes = await picture().png().toBuffer()
  bytes.writeUInt32BE(width, 16)
  bytes.writeUInt32BE(height, 20)
  return bytes
}

/** A GIF of many frames of one pixel each. */
const film = (frames: number): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a\x0a\0\x0a\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1'),
    ...Array<Buffer>(frames).fill(
      Buffer.from('\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0', 'latin1'),
    ),
    Buffer.from(';'),
  ])

const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'

test.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
  [
    'a picture that claims 50,000 by 50,000 pixels',
    () => claims(50_000, 50_000),
    /50,000 by 50,000 pixels, 2,500 million in all\. The limit is 40 million/,
  ],
  ['a picture of a few pixels too many', () => claims(6325, 6325), /The limit is 40 million/],
  [
    'an interlaced PNG that claims 16 million pixels and more',
    async () => {
      const bytes = await picture().png({ progressive: true }).toBuffer()
      bytes.writeUInt32BE(4001, 16)
      bytes.writeUInt32BE(4000, 20)
      return bytes
    },
    /16 million in all\. The limit is 16 million for AVIF and interlaced pictures/,
  ],
  ['a film of too many frames', () => film(limits.picture.frames + 1), /animation has 1,001 frames/],
  [
    'half a JPEG',
    async () => {
      const whole = await sharp({
        create: {
          width: 300,
          height: 300,
          channels: 3,
          background: 'red',
          noise: { type: 'gaussian', mean: 128, sigma: 40 },
        },
      })
        .jpeg()
        .toBuffer()
      return whole.subarray(0, whole.length / 2)
    },
    /damaged or incomplete/,
  ],
  [
    'half a PNG',
    async () => {
      const whole = await sharp({
        create: {
          width: 300,
          height: 300,
          channels: 3,
          background: 'red',
          noise: { type: 'gaussian', mean: 128, sigma: 40 },
        },
      })
        .png()
        .toBuffer()
      return whole.subarray(0, whole.length / 2)
    },
    /damaged or incomplete/,
  ],
  ['the first bytes of a JPEG', () => Buffer.from('\xff\xd8\xff\xe0', 'latin1'), /damaged or incomplete/],
  ['an SVG drawing', () => Buffer.from(svg), /an SVG drawing, which can hold scripts/],
  [
    'an SVG drawing after a declaration',
    () => Buffer.from(`<?xml version="1.0"?>\n<!-- x -->\n${svg}`),
    /an SVG drawing/,
  ],
  ['a page of HTML', () => Buffer.from('<!doctype html><script>alert(1)</script>'), /a page of HTML/],
  ['a PDF', () => Buffer.from('%PDF-1.7\n1 0 obj'), /a PDF document/],
  ['a TIFF', () => picture().tiff().toBuffer(), /a TIFF picture/],
  ['a HEIC', () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), /a HEIC photo/],
  [
    'a HEIC that calls itself AVIF',
    () => Buffer.from('\0\0\0\x18ftypavif\0\0\0\0heicmif1', 'latin1'),
    /damaged|JPEG, PNG/,
  ],
  ['a film of the ISO family', () => Buffer.from('\0\0\0\x18ftypisom\0\0\0\0', 'latin1'), /a video/],
  [
    'a PNG’s head on an SVG',
    () => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(svg)]),
    /damaged or incomplete/,
  ],
  ['nothing at all, under a name', () => Buffer.alloc(0), /not a picture that we can read/],
  ['noise', () => Buffer.from([...Array(400).keys()].map((n) => (n * 37) % 251)), /not a picture that we can read/],
])('%s called photo.png is refused with a sentence, and nothing of it is kept', async (_, make, words) => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const answer = await send(
    site,
    '/media',
    [['file', { name: 'photo.png', type: 'image/png', bytes: await make() }]],
    ada,
    json,
  )
  expect(answer.statusCode).toBe(422)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json().faults.file).toMatch(words)
  expect(filesIn(site)).toEqual([])
  expect(await site.deps.db.selectFrom('uploads').select('id').execute()).toEqual([])
})

test('what is too large is refused by the header: pixels, frames, and fewer pixels of what must be decoded whole', () => {
  const header = { width: 8000, height: 5000, frames: 1, whole: false }
  expect(sizeFault(header)).toBeNull()
  expect(sizeFault({ ...header, width: 8001 })).toMatch(/40 million/)
  expect(sizeFault({ ...header, frames: 1000 })).toBeNull()
  expect(sizeFault({ ...header, frames: 1001 })).toMatch(/1,001 frames/)
  expect(sizeFault({ ...header, whole: true })).toMatch(/limit is 16 million/)
  expect(sizeFault({ ...header, width: 4000, height: 4000, whole: true })).toBeNull()
})

test('a picture with a page of HTML behind it comes out as a picture alone', async () => {
  const site = await openSite()
  const { src } = await sent(
    site,
    await site.member('Ada K.'),
    Buffer.concat([await jpeg(), Buffer.from('<script>alert("polyglot")</script>')]),
  )
  expect(fileOf(site, src).includes('polyglot')).toBe(false)
})

test('a file of too many bytes is 413, and a far larger form is not read', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const large = await send(
    site,
    '/media',
    [['file', file(Buffer.concat([await jpeg(), Buffer.alloc(limits.picture.bytes)]))]],
    ada,
    json,
  )
  expect(large.statusCode).toBe(413)
  expect(large.json().detail).toBe('That file is too large. A picture can have up to 10 megabytes.')
  const far = await send(site, '/media', [['file', file(await jpeg())]], ada, {
    ...json,
    'content-length': String(limits.formWithFile + 1),
  })
  expect(far.statusCode).toBe(413)
  expect(filesIn(site)).toEqual([])
})

test('a guest cannot send a picture: 403, and the file is not read', async () => {
  const site = await openSite()
  for (const headers of [json, {}])
    expect((await send(site, '/media', [['file', file(await jpeg())]], null, headers)).statusCode).toBe(403)
  expect((await site.get('/media')).statusCode).toBe(403)
  expect(filesIn(site)).toEqual([])
})

test('a form from another site sends no picture', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  expect(
    (await send(site, '/media', [['file', file(await jpeg())]], ada, { 'sec-fetch-site': 'cross-site' })).statusCode,
  ).toBe(403)
  expect(filesIn(site)).toEqual([])
})

test('a form without a file, with two, or with an unknown field is refused, and nothing is kept', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const one = file(await jpeg())
  const status = async (fields: Parameters<typeof send>[2]) =>
    (await send(site, '/media', fields, ada, json)).statusCode
  expect(await status([['alt', 'A staff']])).toBe(422)
  expect(
    await status([
      ['file', noFile],
      ['alt', 'A staff'],
    ]),
  ).toBe(422)
  expect(
    await status([
      ['file', one],
      ['file', one],
    ]),
  ).toBe(400)
  expect(
    await status([
      ['file', one],
      ['alt', 'a'],
      ['alt', 'b'],
    ]),
  ).toBe(400)
  expect(
    await status([
      ['file', one],
      ['colour', 'red'],
    ]),
  ).toBe(400)
  expect(await status([['picture', one]])).toBe(400)
  expect(
    await status([
      ['file', one],
      ['__proto__', 'x'],
    ]),
  ).toBe(400)
  expect(
    await status([
      ['file', one],
      ['alt', 'x'.repeat(limits.picture.alt + 1)],
    ]),
  ).toBe(422)
  expect((await site.post('/media', { file: 'a.jpg' }, ada, json)).statusCode).toBe(400)
  expect((await site.post('/media', { alt: 'a' }, ada, json)).statusCode).toBe(422)
  expect(filesIn(site)).toEqual([])
})

test('without scripts the page shows the picture with the markup to copy, to its sender only', async () => {
  const site = await openSite()
  const [ada, bo] = [await site.member('Ada K.'), await site.member('Bollard')]
  const form = await site.get('/media', ada)
  expect(form.body).toContain('enctype="multipart/form-data"')
  expect(wordsOn(form.body)).toContain('JPEG, PNG, WebP, GIF or AVIF, up to 10 MB.')
  const stored = await send(
    site,
    '/media',
    [
      ['file', file(await jpeg())],
      ['alt', 'A "tide"\n staff'],
    ],
    ada,
  )
  expect(stored.statusCode).toBe(303)
  const page = await site.get(stored.headers.location!, ada)
  const src = /<img src="(\/media\/[^"]+)"/.exec(page.body)![1]!
  expect(plain(page.body)).toContain(`<foto src="${src}" alt='A "tide" staff'></foto>`)
  expect(plain(page.body)).toContain(`<photo src="${src}" alt='A "tide" staff'></photo>`)
  expect(page.headers['cache-control']).toContain('no-store')
  expect((await site.get(stored.headers.location!, bo)).statusCode).toBe(404)
  for (const odd of ['?sent=99', '?sent=x', '?sent=1&sent=1'])
    expect((await site.get(`/media${odd}`, ada)).statusCode).toBe(404)
  const refused = await send(
    site,
    '/media',
    [
      ['file', file(Buffer.from(svg))],
      ['alt', 'A staff'],
    ],
    ada,
  )
  expect(refused.statusCode).toBe(422)
  expect(faultOn(refused.body, 'file')).toMatch(/SVG/)
  expect(refused.body).toContain('value="A staff"')
})

test('an account has a limit of pictures an hour, and learns when the next can be sent', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  const ada = await site.member('Ada K.')
  for (let i = 0; i < pictureQuota.max; i++) {
    await sent(site, ada, await jpeg(10 + i, 10))
    site.advance(1000)
  }
  const more = await send(site, '/media', [['file', file(await jpeg(90, 10))]], ada, json)
  expect(more.statusCode).toBe(429)
  expect(Number(more.headers['retry-after'])).toBe(3600 - pictureQuota.max)
  expect(more.json().detail).toBe(
    'You have sent 30 pictures within an hour, which is the limit. Try again in 60 minutes.',
  )
  await sent(site, await site.member('Bollard'))
  site.advance(pictureQuota.window)
  await sent(site, ada, await jpeg(90, 10))
})

test('fifty pictures at once are each accepted or refused, and every permit is released', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  const pictures = await Promise.all([...Array(50).keys()].map((i) => jpeg(20 + i, 20)))
  const answers = await Promise.all(pictures.map((bytes) => send(site, '/media', [['file', file(bytes)]], ada, json)))
  const taken = answers.filter(({ statusCode }) => statusCode === 201)
  const busy = answers.filter(({ statusCode }) => statusCode === 503)
  expect(taken.length + busy.length).toBe(50)
  expect(taken.length).toBeGreaterThanOrEqual(30)
  for (const answer of busy) expect(answer.headers['retry-after']).toBe('5')
  expect(filesIn(site)).toHaveLength(new Set(taken.map((answer) => answer.json().src)).size)
  await Promise.all(
    pictures
      .slice(0, 20)
      .map(async (bytes) =>
        expect((await send(site, '/media', [['file', file(bytes)]], ada, json)).statusCode).toBe(201),
      ),
  )
})

test('an address has a limit of pictures an hour, good or bad, at /media and with comments each', async () => {
  const site = await openSite({ RATE_LIMITS: 'on' })
  const [ada, article] = [await site.member('Ada K.'), await site.article()]
  const bad = file(Buffer.from('no picture'))
  const form: Parameters<typeof send>[2] = [
    ['article', String(article)],
    ['nic', 'Ada K.'],
    ['body', 'Look.'],
    ['file', bad],
  ]
  for (const ask of [
    () => send(site, '/media', [['file', bad]], ada, json),
    () => send(site, '/comments', form, ada),
  ]) {
    for (let i = 0; i < routeRateLimits.picture.max; i++) expect((await ask()).statusCode).toBe(422)
    const more = await ask()
    expect(more.statusCode).toBe(429)
    expect(Number(more.headers['retry-after'])).toBeGreaterThan(0)
  }
  expect(textOn((await send(site, '/comments', form, ada)).body)).toBe('Look.')
})

test('senders who hang up in the middle release their permits', async () => {
  const site = await openSite()
  const ada = await site.member('Ada K.')
  await site.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = site.app.server.address() as AddressInfo
  const head = `POST /media HTTP/1.1\r\nHost: localhost:3000\r\nCookie: ${ada.cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000\r\n\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`
  const received = new Promise<void>((resolve) => {
    let open = 0
    site.app.server.on('request', () => {
      open += 1
      if (open === 40) resolve()
    })
  })
  const sockets = [...Array(40).keys()].map(() => connect(port, '127.0.0.1'))
  for (const socket of sockets) socket.on('error', () => undefined).write(head + 'x'.repeat(20_000))
  await received
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve).destroy())))
  await expect
    .poll(() => new Promise<number>((resolve) => site.app.server.getConnections((_, n) => resolve(n))), {
      interval: 20,
      timeout: 20_000,
    })
    .toBe(0)
  await sent(site, ada)
  expect(filesIn(site)).toHaveLength(1)
})
