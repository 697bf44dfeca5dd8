// A member puts pictures into a comment: by paste, by drop, from a file, with scripts and without, on a telephone too.
import { expect, test } from 'vitest'
import { jpeg, picture } from '../media/sending.ts'
import { violations } from '../support/axe.ts'
import { browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'
import { type HalfOf, scriptless, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const browser = browserHalf()
const telephone = { width: 360, height: 800 }

async function writer<R extends Visitor>(half: HalfOf<R>, site: Served, nic: string, options: object = {}): Promise<R> {
  const reader = await half.reader(site, options, await site.account(nic))
  await reader.go(await site.addressOf('Market to try a stall for things that are nearly finished'))
  return reader
}

const textOf = (reader: Visitor) => reader.page.getByLabel('Your comment', { exact: true })
const button = (reader: Visitor, name: string) =>
  reader.page.locator('#post').getByRole('button', { name, exact: true })
const fileField = (reader: Visitor) => reader.page.getByLabel('A picture from your device')
const status = (reader: Reader) => reader.page.locator('.pics + [role=status]')
/** The cards of the pictures in the text. */
const cards = (reader: Reader) => reader.page.locator('.pics .pic')
const description = (reader: Reader) => cards(reader).last().getByLabel('Describe the picture')

/** Waits until the description of the picture that was chosen has the focus: a person types then. */
const describes = (reader: Reader) =>
  expect.poll(() => reader.ask('document.activeElement?.matches(".pics .pic :is(input, textarea)")')).toBe(true)

/** Presses Foto or Photo, and takes a file from the chooser that it opens. */
async function choose(reader: Reader, name: 'Foto' | 'Photo', buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([reader.page.waitForEvent('filechooser'), button(reader, name).click()])
  await chooser.setFiles({ name: 'stall.jpg', mimeType: 'image/jpeg', buffer })
}

/** A paste or a drop as the browser makes it of a picture; false when the page took it. */
const hand = (
  reader: Reader,
  how: 'paste' | 'drop',
  bytes: Buffer,
  { type = 'image/jpeg', also = '' } = {},
): Promise<boolean> =>
  reader.ask<boolean>(`(() => {
  const data = new DataTransfer()
  data.items.add(new File([Uint8Array.from(atob('${bytes.toString('base64')}'), (sign) => sign.charCodeAt(0))], 'image.jpg', { type: '${type}' }))
  if ('${also}') data.setData('text/plain', '${also}')
  const event = '${how}' === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
  return document.querySelector('#body').dispatchEvent(event)
})()`)

/** What axe and the eye hold against a page. */
async function faults(reader: Reader): Promise<string[]> {
  const over = await reader.ask<number>(OVERFLOW)
  const wide = over > 0 ? [`${over} pixels too wide`] : []
  return [...(await violations(reader)), ...wide]
}

/** The posted comment shows the picture, which has come whole. */
async function shows(reader: Reader, alt: string): Promise<void> {
  const image = reader.page.locator('article.comment:target').getByRole('img', { name: alt })
  await image.scrollIntoViewIfNeeded()
  await expect
    .poll(() =>
      image.evaluate((one: { complete?: boolean; naturalWidth?: number }) => one.complete && one.naturalWidth! > 0),
    )
    .toBe(true)
}

inBrowser(
  'with scripts a pasted picture goes where the cursor is, is described below the text, and the comment shows it, alone on a narrow phone',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Paste Pot', { viewport: telephone })
    await textOf(reader).fill('Before it.\nAfter it.')
    await reader.ask('document.querySelector("#body").setSelectionRange(10, 10)')
    expect(await hand(reader, 'paste', await jpeg(1000, 600))).toBe(false)
    await expect
      .poll(() => textOf(reader).inputValue())
      .toMatch(/^Before it\.\n<photo src="\/media\/[0-9a-f]{32}-1000x600-480\.webp" alt=""><\/photo>\nAfter it\.$/)
    expect(await status(reader).textContent()).toContain('The picture is in your text.')
    await description(reader).fill('A tide staff')
    await cards(reader).getByText('small').click()
    expect(await textOf(reader).inputValue()).toMatch(/\n<foto src="\S+" alt="A tide staff"><\/foto>\n/)
    expect(await faults(reader)).toEqual([])
    await button(reader, 'Preview').click()
    await expect.poll(() => reader.page.locator('.preview img').getAttribute('srcset')).toMatch(/-480w\.webp 480w, /)
    expect(await description(reader).inputValue()).toBe('A tide staff')
    expect(await faults(reader)).toEqual([])
    await reader.press(reader.page.locator('#post').getByRole('button', { name: /^Post/ }))
    await shows(reader, 'A tide staff')
    const float = "getComputedStyle(document.querySelector('article.comment:target .foto')).float"
    expect(await reader.ask(float)).toBe('none')
    expect(await faults(reader)).toEqual([])
    await reader.page.setViewportSize({ width: 600, height: 800 })
    expect(await reader.ask(float)).toBe('inline-end')
    await reader.end()
  },
)

inBrowser(
  'with scripts a picture that is dropped or chosen is sent at once; what cannot be taken is said below the text, and no word is lost',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Drop Scone')
    await textOf(reader).fill('The market.')
    expect(await hand(reader, 'drop', await picture(60, 40, '#123456').png().toBuffer(), { type: 'image/png' })).toBe(
      false,
    )
    await expect
      .poll(() => textOf(reader).inputValue())
      .toMatch(/^The market\.\n<photo src="\/media\/\S+-60x40\.webp" alt=""><\/photo>$/)
    await description(reader).fill('A "blue" stall')
    const first = await textOf(reader).inputValue()
    expect(first).toContain(`alt='A "blue" stall'></photo>`)
    await textOf(reader).focus()
    await hand(reader, 'paste', await picture(50, 40, '#654321').png().toBuffer(), { type: 'image/png' })
    await expect.poll(() => cards(reader).count()).toBe(2)
    await expect.poll(() => textOf(reader).inputValue()).toContain('-50x40.webp')
    await textOf(reader).press('Control+z')
    expect(await textOf(reader).inputValue()).toBe(first)
    expect(await cards(reader).count()).toBe(1)

    await fileField(reader).setInputFiles({
      name: 'stall.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    })
    await expect.poll(() => status(reader).textContent()).toContain('That is an SVG drawing')
    expect(await textOf(reader).inputValue()).toBe(first)
    expect(await cards(reader).count()).toBe(1)
    expect(reader.complaints()).toEqual([
      expect.stringMatching(/^answered 422: .*\/media$/),
      expect.stringContaining('422'),
    ])
    expect(await faults(reader)).toEqual([])
    await reader.page.setViewportSize(telephone)
    expect(await faults(reader)).toEqual([])
    // Where words come along, as from a page of text, the words are pasted.
    expect(await hand(reader, 'paste', await jpeg(), { also: 'words' })).toBe(true)
    await reader.end()
  },
)

/** Holds what is sent to /media until it is let go. */
async function holdPictures(reader: Reader): Promise<() => void> {
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await reader.page.route('**/media', async (route) => {
    await held
    await route.continue().catch(() => undefined)
  })
  return letGo
}

inBrowser(
  'with scripts whoever types on while a picture is sent keeps their place and every letter, and cannot post without it by mistake',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Typing Pool')
    const letGo = await holdPictures(reader)
    await textOf(reader).fill('One\nlast line')
    await reader.ask('document.querySelector("#body").setSelectionRange(3, 3)')
    await hand(reader, 'paste', await jpeg())
    await reader.page.keyboard.type(' and two')
    await button(reader, 'Post comment').click()
    expect(await status(reader).textContent()).toContain('The picture is still being sent.')
    await textOf(reader).focus()
    await reader.page.keyboard.type(' and th')
    letGo()
    await expect
      .poll(() => textOf(reader).inputValue())
      .toMatch(/^One and two and th\n<photo [^\n]*><\/photo>\nlast line$/)
    await reader.page.keyboard.type('ree')
    expect(await textOf(reader).inputValue()).toMatch(/^One and two and three\n<photo /)
    // The button was never taken for pressed; a description that is typed into the text is in its field too.
    await textOf(reader).fill((await textOf(reader).inputValue()).replace('alt=""', 'alt="A stall"'))
    expect(await description(reader).inputValue()).toBe('A stall')
    await reader.press(button(reader, 'Post comment'))
    await shows(reader, 'A stall')
    await reader.end()
  },
)

inBrowser(
  'with scripts a picture that is being sent has a bar, can be described already, and is taken back by Remove',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Word Smith')
    const letGo = await holdPictures(reader)
    await textOf(reader).fill('The market.')
    await choose(reader, 'Photo', await jpeg(80, 60))
    expect(await cards(reader).getByRole('progressbar', { name: 'Sending stall.jpg' }).isVisible()).toBe(true)
    expect(await faults(reader)).toEqual([])
    // The description has the focus, because it is what is typed next.
    await reader.page.keyboard.type('A stall, half set up')
    await hand(reader, 'drop', await picture(60, 30, '#123456').png().toBuffer(), { type: 'image/png' })
    await expect.poll(() => cards(reader).count()).toBe(2)
    await cards(reader).last().getByRole('button', { name: 'Remove' }).click()
    expect(await cards(reader).count()).toBe(1)
    await description(reader).focus()
    letGo()
    await expect
      .poll(() => textOf(reader).inputValue())
      .toMatch(/^The market\.\n<photo src="\S+" alt="A stall, half set up"><\/photo>$/)
    await reader.page.keyboard.press('End')
    await reader.page.keyboard.type('.')
    expect(await textOf(reader).inputValue()).toContain('alt="A stall, half set up."')
    expect(await cards(reader).getByRole('progressbar').count()).toBe(0)
    await cards(reader).getByRole('button', { name: 'Remove' }).click()
    expect(await textOf(reader).inputValue()).toBe('The market.\n')
    expect(await cards(reader).count()).toBe(0)
    await reader.go('/media')
    expect(await faults(reader)).toEqual([])
    await reader.page.setViewportSize(telephone)
    expect(await faults(reader)).toEqual([])
    await reader.end()
  },
)

inBrowser('with scripts no order of file, text and button loses the picture, its size or its description', async () => {
  const reader = await writer(browser, await browser.site(), 'Any Order')
  const buffer = await jpeg(80, 60)
  /** Hands a picture over, and waits until the text has it. */
  const arrives = async (handOver: () => Promise<unknown>): Promise<void> => {
    const answered = reader.page.waitForResponse((response) => response.url().endsWith('/media'))
    await handOver()
    await answered
    await expect.poll(() => textOf(reader).inputValue()).toContain('/media/')
  }
  const steps = {
    file: async () => {
      await arrives(() => fileField(reader).setInputFiles({ name: 'stall.jpg', mimeType: 'image/jpeg', buffer }))
      await describes(reader)
    },
    text: async () => {
      await textOf(reader).press('Control+End')
      await reader.page.keyboard.type('The market.')
    },
    // With the cursor in the picture the button sets its size.
    button: async () => {
      await reader.ask('document.querySelector("#body").setSelectionRange(5, 5)')
      await button(reader, 'Foto').click()
    },
    foto: async () => {
      await arrives(() => choose(reader, 'Foto', buffer))
      await describes(reader)
    },
    paste: async () => {
      await arrives(() => hand(reader, 'paste', buffer))
    },
    drop: async () => {
      await arrives(() => hand(reader, 'drop', buffer))
    },
  }
  const tag = (name: string) => `<${name} src="/media/[0-9a-f]{32}-80x60\\.webp" alt="A stall"></${name}>`
  for (const [order, text] of [
    ['file text button', `^${tag('foto')}The market\\.$`],
    ['text file', `^The market\\.\n${tag('photo')}$`],
    ['foto text', `^${tag('foto')}The market\\.$`],
    ['text foto', `^The market\\.\n${tag('foto')}$`],
    ['text paste', `^The market\\.\n${tag('photo')}$`],
    ['text drop', `^The market\\.\n${tag('photo')}$`],
  ] as const) {
    await textOf(reader).fill('')
    for (const step of order.split(' ') as (keyof typeof steps)[]) await steps[step]()
    await description(reader).fill('A stall')
    expect(await textOf(reader).inputValue(), order).toMatch(new RegExp(text))
    expect(await cards(reader).count(), order).toBe(1)
    expect(await cards(reader).getByRole('radio', { checked: true }).inputValue(), order).toBe(
      text.includes('<foto') ? 'foto' : 'photo',
    )
  }
  await reader.end()
})

inBrowser(
  'with scripts a missing description is asked for at the field of its picture, and a preview is not kept back by it',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Jury Mast')
    await textOf(reader).fill('Two of them.')
    await choose(reader, 'Foto', await picture(50, 40, '#654321').jpeg().toBuffer())
    await cards(reader).locator('.input:focus').waitFor()
    await reader.page.keyboard.type('The first')
    await expect.poll(() => textOf(reader).inputValue()).toContain('-50x40.webp" alt="The first"')
    await choose(reader, 'Photo', await jpeg(60, 30))
    await expect.poll(() => textOf(reader).inputValue()).toContain('-60x30.webp" alt=""')
    await button(reader, 'Post comment').click()
    expect(await description(reader).getAttribute('aria-invalid')).toBe('true')
    expect(await cards(reader).last().locator('.err').textContent()).toContain('Describe the picture for people')
    expect(await reader.ask('document.activeElement === document.querySelector(".pic:last-child input")')).toBe(true)
    expect(await faults(reader)).toEqual([])
    await button(reader, 'Preview').click()
    await reader.page.locator('#post .preview').waitFor()
    expect(await cards(reader).count()).toBe(2)
    await reader.page.locator('#post').getByRole('button', { name: /^Post/ }).click()
    await reader.page.keyboard.type('The second')
    expect(await cards(reader).last().locator('.err').count()).toBe(0)
    await reader.press(reader.page.locator('#post').getByRole('button', { name: /^Post/ }))
    await shows(reader, 'The second')
    await reader.end()
  },
)

inBrowser(
  'with scripts Foto and Photo are pressed by the keyboard too, and make a selected address a picture',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Key Stone')
    await textOf(reader).fill('https://example.org/a.webp')
    await reader.ask('document.querySelector("#body").select()')
    await button(reader, 'Foto').click()
    expect(await textOf(reader).inputValue()).toBe('<foto src="https://example.org/a.webp" alt=""></foto>')
    expect(await cards(reader).count()).toBe(0)
    await textOf(reader).press('Control+End')
    let opened = 0
    reader.page.on('filechooser', () => (opened += 1))
    for (const [i, key] of [' ', 'Enter'].entries()) {
      await button(reader, 'Photo').focus()
      await reader.page.keyboard.press(key)
      await expect.poll(() => opened).toBe(i + 1)
    }
    await reader.end()
  },
)

inBrowser('with scripts selected words become the caption of the picture that is chosen', async () => {
  const reader = await writer(browser, await browser.site(), 'Cap Shore')
  await textOf(reader).fill('See the stall now')
  await reader.ask('document.querySelector("#body").setSelectionRange(4, 13)')
  await choose(reader, 'Foto', await jpeg(60, 30))
  await describes(reader)
  await reader.page.keyboard.type('A stall')
  await expect
    .poll(() => textOf(reader).inputValue())
    .toMatch(/^See <foto src="\S+-60x30\.webp" alt="A stall">the stall<\/foto> now$/)
  await reader.end()
})

/** The posted comment has the picture, and the site sends it. */
async function sends(site: Served, reader: Visitor, alt: string): Promise<void> {
  const image = reader.page.locator('article.comment:target').getByRole('img', { name: alt })
  const headers = { host: new URL(site.origin).host }
  const answer = await site.app.inject({ url: (await image.getAttribute('src'))!, headers })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/webp'])
}

test('without scripts Foto leads to the field, which puts the picture into the text, and the comment shows it', async () => {
  const site = await scriptless.site()
  const reader = await writer(scriptless, site, 'Plain Field')
  for (const name of ['Foto', 'Photo'])
    expect(await reader.page.locator('.tools').getByRole('link', { name }).getAttribute('href')).toBe('#file')
  await textOf(reader).fill('Look:')
  await fileField(reader).setInputFiles({ name: 'staff.jpg', mimeType: 'image/jpeg', buffer: await jpeg(700, 500) })
  await reader.page.getByLabel('Describe the picture').fill('A tide staff')
  await reader.press(button(reader, 'Add as Foto'))
  expect(await textOf(reader).inputValue()).toMatch(
    /^Look:\n<foto src="\/media\/\S+-700x500-480\.webp" alt="A tide staff"><\/foto>$/,
  )
  await reader.press(button(reader, 'Preview'))
  expect(await reader.page.locator('.preview figure.foto img').count()).toBe(1)
  await reader.press(reader.page.locator('#post').getByRole('button', { name: /^Post/ }))
  await sends(site, reader, 'A tide staff')
  await reader.end()
})

test('without scripts Post with a picture previews first, asks for what it shows, and then posts', async () => {
  const site = await scriptless.site()
  const reader = await writer(scriptless, site, 'Plain Post')
  await textOf(reader).fill('Look:')
  await fileField(reader).setInputFiles({ name: 'staff.jpg', mimeType: 'image/jpeg', buffer: await jpeg(640, 480) })
  await reader.press(button(reader, 'Post comment'))
  expect(await reader.page.locator('.preview figure.photo img').count()).toBe(1)
  expect(await reader.page.locator('#alt-h').textContent()).toContain('has no description')
  const post = reader.page.locator('#post').getByRole('button', { name: /^Post/ })
  await reader.press(post)
  expect(await reader.page.locator('#alt-h').textContent()).toContain('has no description')
  expect(await reader.page.locator('#errs a').getAttribute('href')).toBe('#alt')
  expect(await reader.page.locator('.pic img').getAttribute('src')).toMatch(/^\/media\//)
  await reader.page.getByLabel('Describe the picture').fill('A tide staff')
  await reader.press(post)
  await sends(site, reader, 'A tide staff')
  await reader.end([422])
})

test('without scripts a picture that cannot be taken leaves the text and a word beside the field; the page of pictures takes one by itself', async () => {
  const site = await scriptless.site()
  const reader = await writer(scriptless, site, 'Plain Refusal')
  await textOf(reader).fill('Look:')
  await fileField(reader).setInputFiles({
    name: 'photo.png',
    mimeType: 'image/png',
    buffer: Buffer.from('<!doctype html><p>Not a picture.'),
  })
  await reader.press(button(reader, 'Add as Photo'))
  expect(await reader.page.locator('#file-h').textContent()).toContain('That is a page of HTML.')
  expect(await textOf(reader).inputValue()).toBe('Look:')
  await reader.go('/media')
  await fileField(reader).setInputFiles({ name: 'staff.jpg', mimeType: 'image/jpeg', buffer: await jpeg(320, 200) })
  await reader.page.getByLabel('Describe the picture').fill('A tide staff')
  await reader.press(reader.page.getByRole('button', { name: 'Save picture' }))
  expect(await reader.page.getByLabel(/^Foto/).inputValue()).toMatch(
    /^<foto src="\/media\/\S+-320x200\.webp" alt="A tide staff"><\/foto>$/,
  )
  await reader.end([422])
})
