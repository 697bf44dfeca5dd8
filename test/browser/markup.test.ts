// A comment with everything in it, in a browser: it fits, squishes open by key, and Hebrew stands where Hebrew stands.
import { expect } from 'vitest'
import { browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'

const half = browserHalf()

async function posted(nic: string, text: string, options: object = {}): Promise<{ reader: Reader; body: string }> {
  const site = await half.site()
  const reader = await half.reader(site, { javaScriptEnabled: false, ...options }, await site.account(nic))
  await reader.go(await site.addressOf('Market to try a stall for things that are nearly finished'))
  await reader.page.getByLabel('Your comment', { exact: true }).fill(text)
  await reader.press(reader.page.locator('#post').getByRole('button', { name: 'Post comment' }))
  return { reader, body: `#${/#(c\d+)$/.exec(reader.at())![1]!} .comment-body` }
}

inBrowser('the longest words, addresses, lines of code and the deepest nesting fit a telephone', async () => {
  const deep = `${'> '.repeat(12)}deep\n\n${'<ul><li>'.repeat(6)}deep`
  const { reader } = await posted(
    'Long Line',
    `${'x'.repeat(400)}\n\nhttps://example.org/${'path/'.repeat(60)}\n\n<pre>${'y'.repeat(400)}</pre>\n\n${deep} ${'z'.repeat(200)}`,
    { viewport: { width: 360, height: 800 } },
  )
  expect(await reader.ask(OVERFLOW)).toBeLessThanOrEqual(0)
  await reader.page.setViewportSize({ width: 1280, height: 900 })
  expect(await reader.ask(OVERFLOW)).toBeLessThanOrEqual(0)
  await reader.end()
})

inBrowser('a squish is opened and closed by the keyboard without scripts', async () => {
  const { reader, body } = await posted('Folded Chart', '<squish>Words that fold away.</squish>')
  const passage = reader.page.locator(`${body} .squish p`)
  expect(await passage.isVisible()).toBe(false)
  await reader.page.locator(`${body} summary`).focus()
  await reader.page.keyboard.press('Enter')
  expect(await passage.isVisible()).toBe(true)
  await reader.page.keyboard.press('Space')
  expect(await passage.isVisible()).toBe(false)
  await reader.end()
})

inBrowser(
  'each line goes the way its words do, its punctuation with it, and a sign that turns text stays where it is',
  async () => {
    const { reader, body } = await posted(
      'Both Ways',
      'שלום לכולם!\n\nHello.\nשלום!\n\n> <ul>\n> <li>אחת\n> </ul>\n\nturned \u202eesrever',
    )
    const measured = await reader.ask<{ where: string[]; bang: number[]; bullet: string; after: string }>(`(() => {
    const body = document.querySelector('${body}')
    const frame = body.getBoundingClientRect()
    const box = (node, from, to) => { const range = document.createRange(); range.setStart(node, from); range.setEnd(node, to); return range.getBoundingClientRect() }
    const lines = [...body.querySelectorAll('p')].flatMap((p) => [...p.childNodes].filter((node) => node.nodeType === 3))
    const side = (node) => (box(node, 0, node.length).right > frame.right - 40 ? 'right' : 'left')
    const hebrew = lines.filter((node) => node.data.endsWith('!'))
    return {
      where: lines.map(side),
      bang: hebrew.map((node) => box(node, node.length - 1, node.length).left - box(node, 0, 1).left),
      bullet: getComputedStyle(body.querySelector('ul')).direction,
      after: getComputedStyle(body.parentElement.querySelector('.cm-acts')).direction,
    }
  })()`)
    expect(measured.where).toEqual(['right', 'left', 'right', 'left'])
    // The exclamation mark stands at the left end of what is read from the right.
    for (const distance of measured.bang) expect(distance).toBeLessThan(0)
    expect([measured.bullet, measured.after]).toEqual(['rtl', 'ltr'])
    await reader.end()
  },
)

inBrowser('what is typed goes the way its words do, paragraph by paragraph, while it is typed', async () => {
  const site = await half.site()
  const reader = await half.reader(site, { javaScriptEnabled: false }, await site.account('Typed Ways'))
  await reader.go(await site.addressOf('Market to try a stall for things that are nearly finished'))
  const area = reader.page.getByLabel('Your comment', { exact: true })
  const how = () =>
    reader.ask(
      `(({ direction, textAlign, unicodeBidi }) => [direction, textAlign, unicodeBidi])(getComputedStyle(document.querySelector('#body')))`,
    )
  expect(await how()).toEqual(['ltr', 'start', 'plaintext'])
  await area.fill('שלום לכולם!')
  expect(await how()).toEqual(['rtl', 'start', 'plaintext'])
  await reader.end()
})
