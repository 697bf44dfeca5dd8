// A writer presses each of the twelve buttons, with scripts around what is selected and without at the end, and posts what they made.
import { expect } from 'vitest'
import { render } from '../../src/markup/render.ts'
import { bothWays, browserHalf, inBrowser, type Reader, type Served } from '../support/browser.ts'

const half = browserHalf()

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

async function writer(site: Served, nic: string, options: object): Promise<Reader> {
  const reader = await half.reader(site, options, await site.account(nic, 'member'))
  await reader.go(await site.addressOf('Market to try a stall for things that are nearly finished'))
  return reader
}

const textOf = (reader: Reader) => reader.page.getByLabel('Your comment')
const button = (reader: Reader, name: string) => reader.page.locator('#post').getByRole('button', { name, exact: true })
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

for (const { scripts, options } of bothWays) {
  inBrowser(
    `each of the twelve buttons adds its markup, keeps what was typed, and what is posted is what was previewed, ${scripts}`,
    async () => {
      const site = await half.site()
      const reader = await writer(site, `Tool Rack ${scripts === 'with scripts' ? 1 : 2}`, options)
      const text = textOf(reader)
      let wanted = 'Said before.'
      await text.fill(wanted)
      for (const [name, open, close] of buttons) {
        if (scripts === 'with scripts') {
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
        } else {
          wanted += (blocks.has(name) ? '\n' : '') + open + close
          await reader.press(button(reader, name))
          // Where no script helps, the writer fills in by hand.
          wanted = wanted.slice(0, wanted.length - close.length) + name + close
          await text.fill(wanted)
        }
        expect(await text.inputValue()).toBe(wanted)
      }
      await reader.press(button(reader, 'Preview'))
      expect(await text.inputValue()).toBe(wanted)
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
      await reader.end()
    },
  )
}

inBrowser(
  'with scripts each button works on nothing, on words and with the keyboard, and the browser takes it back',
  async () => {
    const reader = await writer(await half.site(), 'Tool Belt', {})
    const text = textOf(reader)
    for (const [name, open, close] of buttons) {
      await text.fill('')
      await button(reader, name).focus()
      await reader.page.keyboard.press('Enter')
      expect(await text.inputValue()).toBe(open + close)
      expect(await reader.ask('document.activeElement.id')).toBe('body')
      // Whatever is typed next goes where it is wanted first.
      await reader.page.keyboard.type('/x')
      expect(await text.inputValue()).toBe(
        name === 'Link'
          ? '<a href="/x"></a>'
          : name === 'Foto' || name === 'Photo'
            ? `${open.replace('""', '"/x"')}${close}`
            : `${open}/x${close}`,
      )

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
    const reader = await writer(await half.site(), 'Tool Bag', {})
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

inBrowser(
  'without scripts the text comes back with the markup at its end, whatever was typed, and every other field',
  async () => {
    const reader = await writer(await half.site(), 'Tool Chest', { javaScriptEnabled: false })
    const typed = '\n\n  <b>open & "quoted"\n\tשלום 漢字 🌊\n\n'
    await textOf(reader).fill(typed)
    await reader.page.getByLabel('Website').fill('https://example.org/tools')
    let wanted = typed
    for (const [name, open, close] of buttons) {
      wanted += (blocks.has(name) && !wanted.endsWith('\n') ? '\n' : '') + open + close
      await reader.press(button(reader, name))
      expect(await textOf(reader).inputValue()).toBe(wanted)
    }
    expect(await reader.page.getByLabel('Website').inputValue()).toBe('https://example.org/tools')
    await reader.end()
  },
)
