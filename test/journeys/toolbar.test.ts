// A writer presses each of the twelve buttons, with scripts around what is selected and without at the end, and posts what they made.
import { expect, test } from 'vitest'
import { render } from '../../src/markup/render.ts'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'
import { type HalfOf, scriptless, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const browser = browserHalf()

/** SPEC §3: what each of the twelve buttons puts before and after a selection. */
const buttons = [
  ['Bold', '<b>', '</b>'],
  ['Italic', '<i>', '</i>'],
  ['Underline', '<u>', '</u>'],
  ['Strike', '<s>', '</s>'],
  ['Bullet', '<ul><li>', '</li></ul>'],
  ['Blockquote', '<blockquote>', '</blockquote>'],
  ['Small', '<small>', '</small>'],
  ['Big', '<big>', '</big>'],
  ['Link', '<a href="https://">', '</a>'],
  ['Squish', '<squish>', '</squish>'],
  ['Foto', '<foto src="" alt="">', '</foto>'],
  ['Photo', '<photo src="" alt="">', '</photo>'],
] as const

const blocks = new Set(['Bullet', 'Blockquote', 'Squish', 'Foto', 'Photo'])
/** Where nothing is selected, these lead a member to the field for pictures: pictures.test.ts. */
const pictures = new Set(['Foto', 'Photo'])

async function writer<R extends Visitor>(half: HalfOf<R>, site: Served, nic: string): Promise<R> {
  const reader = await half.reader(site, {}, await site.account(nic, 'member'))
  await reader.go(await site.addressOf('Market to try a stall for things that are nearly finished'))
  return reader
}

const textOf = (reader: Visitor) => reader.page.getByLabel('Your comment', { exact: true })
const button = (reader: Visitor, name: string) =>
  reader.page.locator('#post').getByRole('button', { name, exact: true })
const selected = (reader: Reader) =>
  reader.ask<string>(
    '(({ selectionStart, selectionEnd, value }) => value.slice(selectionStart, selectionEnd))(document.querySelector("#body"))',
  )

/** Puts a text in place, selects a part of it, presses a button, and answers the text and what is selected then. */
async function pressOn(
  reader: Reader,
  text: string,
  chosen: string,
  name: string,
): Promise<[text: string, selected: string]> {
  await textOf(reader).fill(text)
  const from = text.indexOf(chosen)
  await reader.ask(`document.querySelector('#body').setSelectionRange(${from}, ${from + chosen.length})`)
  await button(reader, name).click()
  return [await textOf(reader).inputValue(), await selected(reader)]
}

/** Previews and posts; what is posted is what was previewed, made by the renderer from the text that was wanted. */
async function postAsPreviewed(site: Served, reader: Visitor, wanted: string): Promise<void> {
  await button(reader, 'Preview').click()
  await reader.page.locator('.preview').waitFor()
  expect(await textOf(reader).inputValue()).toBe(wanted)
  const previewed = await reader.page.locator('.preview .comment-body').innerHTML()
  await reader.press(button(reader, 'Post comment'))
  const stored = await site.deps.db
    .selectFrom('comments')
    .select(['source', 'html'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  expect(stored.source.replaceAll('\r\n', '\n')).toBe(wanted)
  expect(stored.html).toBe(String(render(wanted, { format: 'markup', place: 'comment' })))
  expect(await reader.page.locator('article.comment:target .comment-body').innerHTML()).toBe(previewed)
}

inBrowser(
  'each of the twelve buttons adds its markup, keeps what was typed, and what is posted is what was previewed, with scripts',
  async () => {
    const site = await browser.site()
    const reader = await writer(browser, site, 'Tool Rack')
    const text = reader.page.getByLabel('Your comment', { exact: true })
    let wanted = 'Said before.'
    await text.fill(wanted)
    for (const [name, open, close] of buttons) {
      await text.press('Control+End')
      await text.pressSequentially(` ${name}`)
      wanted += ` ${open}${name}${close}`
      await reader.ask(
        `document.querySelector('#body').setSelectionRange(${wanted.length - open.length - close.length - name.length}, ${wanted.length})`,
      )
      await button(reader, name).click()
      expect(await selected(reader)).toBe(
        name === 'Link' ? 'https://' : name === 'Foto' || name === 'Photo' ? '' : name,
      )
      expect(await text.inputValue()).toBe(wanted)
    }
    await postAsPreviewed(site, reader, wanted)
    await reader.end()
  },
)

test('each button adds its markup, keeps what was typed, and what is posted is what was previewed, without scripts', async () => {
  const site = await scriptless.site()
  const reader = await writer(scriptless, site, 'Tool Rack')
  const text = textOf(reader)
  let wanted = 'Said before.'
  await text.fill(wanted)
  for (const [name, open, close] of buttons.filter(([button]) => !pictures.has(button))) {
    wanted += (blocks.has(name) ? '\n' : '') + open + close
    await reader.press(button(reader, name))
    expect(await text.inputValue()).toBe(wanted)
    // Where no script helps, the writer fills in by hand.
    wanted = wanted.slice(0, wanted.length - close.length) + name + close
    await text.fill(wanted)
  }
  await postAsPreviewed(site, reader, wanted)
  await reader.end()
})

inBrowser(
  'with scripts each button works on nothing, on words and with the keyboard, and the browser takes it back',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Tool Belt')
    const text = reader.page.getByLabel('Your comment', { exact: true })
    for (const [name, open, close] of buttons) {
      if (!pictures.has(name)) {
        await text.fill('')
        await button(reader, name).focus()
        await reader.page.keyboard.press('Enter')
        expect(await text.inputValue()).toBe(open + close)
        expect(await reader.ask('document.activeElement.id')).toBe('body')
        // Whatever is typed next goes where it is wanted first.
        await reader.page.keyboard.type('/x')
        expect(await text.inputValue()).toBe(name === 'Link' ? '<a href="/x"></a>' : `${open}/x${close}`)
      }

      expect((await pressOn(reader, 'one two three', 'two', name))[0]).toBe(`one ${open}two${close} three`)
      await reader.page.keyboard.press('Control+z')
      expect(await text.inputValue()).toBe('one two three')
      await reader.page.keyboard.press('Control+Shift+z')
      expect(await text.inputValue()).toBe(`one ${open}two${close} three`)
    }
    await reader.end()
  },
)

inBrowser(
  'with scripts a selection keeps the space around it, lines become items, and an address goes where addresses stand',
  async () => {
    const reader = await writer(browser, await browser.site(), 'Tool Bag')
    expect(await pressOn(reader, 'one two three', ' two ', 'Bold')).toEqual(['one <b>two</b> three', 'two'])
    expect(await pressOn(reader, 'a\nb\n\n  c\nd', 'a\nb\n\n  c\n', 'Bullet')).toEqual([
      '<ul><li>a</li>\n<li>b</li>\n<li>c</li></ul>\nd',
      'a</li>\n<li>b</li>\n<li>c',
    ])
    expect(await pressOn(reader, 'x\na\nb', 'a\nb', 'Blockquote')).toEqual(['x\n<blockquote>a\nb</blockquote>', 'a\nb'])
    expect(await pressOn(reader, 'See https://example.org/a?b=c now', 'https://example.org/a?b=c', 'Link')).toEqual([
      'See <a href="https://example.org/a?b=c"></a> now',
      '',
    ])
    await reader.page.keyboard.type('this')
    expect(await textOf(reader).inputValue()).toBe('See <a href="https://example.org/a?b=c">this</a> now')
    expect(await pressOn(reader, 'See the tables now', 'the tables', 'Link')).toEqual([
      'See <a href="https://">the tables</a> now',
      'https://',
    ])
    await reader.page.keyboard.insertText('https://example.org/')
    expect(await textOf(reader).inputValue()).toBe('See <a href="https://example.org/">the tables</a> now')
    expect((await pressOn(reader, 'https://example.org/a.webp', 'https://example.org/a.webp', 'Foto'))[0]).toBe(
      '<foto src="https://example.org/a.webp" alt=""></foto>',
    )
    await reader.page.keyboard.type('A staff')
    expect(await textOf(reader).inputValue()).toBe('<foto src="https://example.org/a.webp" alt="A staff"></foto>')
    await reader.end()
  },
)

inBrowser('with scripts no button puts its markup inside a tag', async () => {
  const reader = await writer(browser, await browser.site(), 'Tool Box')
  const pressAt = async (marked: string, name: string): Promise<string> => {
    const from = marked.indexOf('[')
    await textOf(reader).fill(marked.replace(/[[\]]/g, ''))
    await reader.ask(`document.querySelector('#body').setSelectionRange(${from}, ${marked.indexOf(']') - 1})`)
    await button(reader, name).click()
    return textOf(reader).inputValue()
  }
  const kinds = ['Bold', 'Squish', 'Link', 'Foto']
  for (const [name, open, close] of buttons.filter(([button]) => kinds.includes(button))) {
    const added = pictures.has(name) ? '' : open + close
    expect(await pressAt('<a href="https://exa[]mple.org/">x</a>', name)).toBe(
      `<a href="https://example.org/">${added}x</a>`,
    )
    expect(await pressAt('o[ne <a href="https://exa]mple.org/">x</a>', name)).toBe(
      `o${open}ne${close} <a href="https://example.org/">x</a>`,
    )
    expect(await pressAt('<b>x</[b> one]', name)).toBe(`<b>x</b> ${open}one${close}`)
    const [start, caption, end] = ['<photo src="/x.webp" alt="A ', ' pier">Cap', 'tion</photo>']
    const picture = start + caption + end
    if (name === 'Foto') {
      const renamed = picture.replaceAll('photo', 'foto')
      expect(await pressAt(`${start}[]${caption}${end}`, name)).toBe(renamed)
      expect(await pressAt(`${start}${caption}[]${end}`, name)).toBe(renamed)
    } else {
      expect(await pressAt(`${start}[]${caption}${end}`, name)).toBe(picture + open + close)
      expect(await pressAt(`${start}${caption}[]${end}`, name)).toBe(
        blocks.has(name) ? picture + open + close : start + caption + open + close + end,
      )
    }
  }
  await reader.end()
})

test('without scripts the text comes back with the markup at its end, whatever was typed, and every other field', async () => {
  const reader = await writer(scriptless, await scriptless.site(), 'Tool Chest')
  const typed = '\n\n  <b>open & "quoted"\n\tשלום 漢字 🌊\n\n'
  await textOf(reader).fill(typed)
  await reader.page.locator('#post .as summary').click()
  await reader.page.getByLabel('Website').fill('https://example.org/tools')
  let wanted = typed
  for (const [name, open, close] of buttons.filter(([button]) => !pictures.has(button))) {
    wanted += (blocks.has(name) && !wanted.endsWith('\n') ? '\n' : '') + open + close
    await reader.press(button(reader, name))
    expect(await textOf(reader).inputValue()).toBe(wanted)
  }
  expect(await reader.page.getByLabel('Website').inputValue()).toBe('https://example.org/tools')
  await reader.end()
})
