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
const status = (reader: Reader) => reader.page.locator('.pic [role=status]')
const selected = (reader: Reader) =>
  reader.ask<[string, string]>(
    '(({ selectionStart, selectionEnd, value }) => [value.slice(0, selectionStart), value.slice(selectionEnd)])(document.querySelector("#body"))',
  )

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
  'with scripts a pasted picture goes where the cursor is, its description is what is typed next, and the comment shows it',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Paste Pot', { viewport: telephone })
    await textOf(reader).fill('Before it.\nAfter it.')
    await reader.ask('document.querySelector("#body").setSelectionRange(10, 10)')
    expect(await hand(reader, 'paste', await jpeg(1000, 600))).toBe(false)
    await expect
      .poll(() => textOf(reader).inputValue())
      .toMatch(/^Before it\.\n<photo src="\/media\/[0-9a-f]{32}-1000x600-480\.webp" alt=""><\/photo>\nAfter it\.$/)
    expect((await selected(reader))[0]).toMatch(/ alt="$/)
    await reader.page.keyboard.type('A tide staff')
    expect(await status(reader).textContent()).toContain('The picture is in your text.')
    expect(await faults(reader)).toEqual([])
    await reader.press(button(reader, 'Preview'))
    await expect.poll(() => reader.page.locator('.preview img').getAttribute('srcset')).toMatch(/-480w\.webp 480w, /)
    expect(await faults(reader)).toEqual([])
    await reader.press(reader.page.locator('#post').getByRole('button', { name: /^Post/ }))
    await shows(reader, 'A tide staff')
    expect(await faults(reader)).toEqual([])
    await reader.end()
  },
)

inBrowser(
  'with scripts a picture that is dropped or chosen is sent at once; what cannot be taken is said beside the field, and no word is lost',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Drop Scone')
    await textOf(reader).fill('The market.')
    expect(await hand(reader, 'drop', await picture(60, 40, '#123456').png().toBuffer(), { type: 'image/png' })).toBe(
      false,
    )
    await expect
      .poll(() => textOf(reader).inputValue())
      .toMatch(/^The market\.\n<photo src="\/media\/\S+-60x40\.webp" alt=""><\/photo>$/)
    await reader.page.keyboard.type('A stall')
    const first = await textOf(reader).inputValue()

    await reader.page.getByLabel('Describe the picture').fill('A "blue" stall')
    await fileField(reader).focus()
    await fileField(reader).setInputFiles({
      name: 'stall.png',
      mimeType: 'image/png',
      buffer: await picture(50, 40, '#654321').png().toBuffer(),
    })
    await expect.poll(() => textOf(reader).inputValue()).toMatch(/alt='A "blue" stall'><\/photo>/)
    expect(await reader.page.getByLabel('Describe the picture').inputValue()).toBe('')
    const both = await textOf(reader).inputValue()
    expect(both).toContain('The market.')
    expect(both.match(/<photo /g)).toHaveLength(2)
    await textOf(reader).press('Control+z')
    expect(await textOf(reader).inputValue()).toBe(first)

    await fileField(reader).setInputFiles({
      name: 'stall.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>'),
    })
    await expect.poll(() => status(reader).textContent()).toContain('That is an SVG drawing')
    expect(await textOf(reader).inputValue()).toBe(first)
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

inBrowser(
  'with scripts whoever types on while a picture is sent keeps their place and every letter, and cannot post without it by mistake',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Typing Pool')
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    await reader.page.route('**/media', async (route) => {
      await held
      await route.continue()
    })
    await textOf(reader).fill('One\nlast line')
    await reader.ask('document.querySelector("#body").setSelectionRange(3, 3)')
    await hand(reader, 'paste', await jpeg())
    await reader.page.keyboard.type(' and two')
    await button(reader, 'Post comment').click()
    expect(await status(reader).textContent()).toContain('The picture is still uploading.')
    await textOf(reader).focus()
    await reader.page.keyboard.type(' and th')
    letGo()
    await expect
      .poll(() => textOf(reader).inputValue())
      .toMatch(/^One and two and th\n<photo [^\n]*><\/photo>\nlast line$/)
    await reader.page.keyboard.type('ree')
    expect(await textOf(reader).inputValue()).toMatch(/^One and two and three\n<photo /)
    // The button was never taken for pressed.
    await textOf(reader).fill((await textOf(reader).inputValue()).replace('alt=""', 'alt="A stall"'))
    await reader.press(button(reader, 'Post comment'))
    await shows(reader, 'A stall')
    await reader.end()
  },
)

inBrowser(
  'with scripts a description that is still being written is waited for, and goes with the picture',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Word Smith')
    await textOf(reader).fill('The market.')
    const words = reader.page.getByLabel('Describe the picture')
    await words.focus()
    await fileField(reader).setInputFiles({ name: 'stall.jpg', mimeType: 'image/jpeg', buffer: await jpeg(80, 60) })
    await reader.page.keyboard.type('A stall, ')
    await expect.poll(() => status(reader).textContent()).toContain('Describe it to put it into your text.')
    await reader.page.keyboard.type('half set up')
    expect(await textOf(reader).inputValue()).toBe('The market.')
    await reader.page.keyboard.press('Tab')
    await expect.poll(() => textOf(reader).inputValue()).toMatch(/ alt="A stall, half set up"><\/photo>$/)
    expect(await words.inputValue()).toBe('')
    await reader.go('/media')
    expect(await faults(reader)).toEqual([])
    await reader.page.setViewportSize(telephone)
    expect(await faults(reader)).toEqual([])
    await reader.end()
  },
)

inBrowser(
  'with scripts no order of file, description and button loses the description or breaks the markup',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Any Order')
    const words = reader.page.getByLabel('Describe the picture')
    const buffer = await jpeg(80, 60)
    const steps = {
      file: async () => {
        await fileField(reader).setInputFiles({ name: 'stall.jpg', mimeType: 'image/jpeg', buffer })
        await expect.poll(() => textOf(reader).inputValue()).toContain('/media/')
      },
      words: async () => {
        await words.focus()
        await reader.page.keyboard.type('A stall')
        await reader.page.keyboard.press('Tab')
      },
      foto: () => button(reader, 'Foto').click(),
    }
    for (const [order, kind] of [
      ['file words', 'photo'],
      ['words file', 'photo'],
      ['file foto words', 'foto'],
      ['file words foto', 'foto'],
      ['words file foto', 'foto'],
      ['words foto file', 'foto'],
      ['foto file words', 'foto'],
      ['foto words file', 'foto'],
    ] as const) {
      await textOf(reader).fill('The market.\n')
      for (const step of order.split(' ') as (keyof typeof steps)[]) await steps[step]()
      expect(await textOf(reader).inputValue(), order).toMatch(
        new RegExp(`^The market\\.\n<${kind} src="/media/[0-9a-f]{32}-80x60\\.webp" alt="A stall"></${kind}>$`),
      )
      expect(await words.inputValue(), order).toBe('')
    }
    // The description is pressed away: no other field was entered, and the text goes on behind the first picture.
    await textOf(reader).fill('The market.')
    await steps.file()
    await textOf(reader).press('Control+End')
    await reader.page.keyboard.type(' Before.')
    await words.focus()
    await reader.page.keyboard.type('A "stall"')
    await textOf(reader).focus()
    await reader.page.keyboard.type(' After.')
    expect(await textOf(reader).inputValue()).toMatch(/ alt='A "stall"'><\/photo> Before\. After\.$/)
    await words.focus()
    await reader.page.keyboard.type('No picture')
    await reader.sendUnchecked(button(reader, 'Post comment'))
    expect(await reader.page.locator('#file-h').textContent()).toContain('You described a picture, but chose none.')
    expect(await words.inputValue()).toBe('No picture')
    await words.fill('')
    await reader.press(button(reader, 'Post comment'))
    await shows(reader, 'A "stall"')
    await reader.end([422])
  },
)

/** The posted comment has the picture, and the site sends it. */
async function sends(site: Served, reader: Visitor, alt: string): Promise<void> {
  const image = reader.page.locator('article.comment:target').getByRole('img', { name: alt })
  const headers = { host: new URL(site.origin).host }
  const answer = await site.app.inject({ url: (await image.getAttribute('src'))!, headers })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/webp'])
}

test('without scripts a picture goes with the form: Foto puts it into the text, and the comment shows it', async () => {
  const site = await scriptless.site()
  const reader = await writer(scriptless, site, 'Plain Field')
  await textOf(reader).fill('Look:')
  await fileField(reader).setInputFiles({ name: 'staff.jpg', mimeType: 'image/jpeg', buffer: await jpeg(700, 500) })
  await reader.page.getByLabel('Describe the picture').fill('A tide staff')
  await reader.press(button(reader, 'Foto'))
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
  expect(await reader.page.locator('#body-h').textContent()).toContain('has no description')
  const post = reader.page.locator('#post').getByRole('button', { name: /^Post/ })
  await reader.press(post)
  expect(await reader.page.locator('#body-h').textContent()).toContain('has no description')
  await textOf(reader).fill((await textOf(reader).inputValue()).replace('alt=""', 'alt="A tide staff"'))
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
  await reader.press(button(reader, 'Photo'))
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

inBrowser(
  'with scripts a description that is still being typed belongs to its picture when another one is dropped',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Jury Mast')
    await fileField(reader).setInputFiles({
      name: 'first.png',
      mimeType: 'image/png',
      buffer: await picture(50, 40, '#654321').png().toBuffer(),
    })
    await expect.poll(() => textOf(reader).inputValue()).toMatch(/-50x40\.webp" alt=""/)
    await reader.page.getByLabel('Describe the picture').pressSequentially('The first')
    await hand(reader, 'drop', await picture(60, 30, '#123456').png().toBuffer(), { type: 'image/png' })
    await expect.poll(() => textOf(reader).inputValue()).toMatch(/-50x40\.webp" alt="The first"/)
    await reader.page.getByLabel('Describe the picture').blur()
    await expect.poll(() => textOf(reader).inputValue()).toMatch(/-60x30\.webp" alt=""/)
    await reader.end()
  },
)
