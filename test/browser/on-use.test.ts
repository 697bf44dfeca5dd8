// Scripts that a page loads when they are first used: what is pressed, typed or handed over before they are there.
import { beforeAll, expect, inject } from 'vitest'
import { browserHalf, inBrowser, type Reader } from '../support/browser.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()
const STORY = 'The Constance may keep her whistle'

let site: Served
let story = ''

beforeAll(async () => {
  if (inject('chromium') === null) return
  site = await half.site()
  story = await site.addressOf(STORY)
})

/** A member on the page of the story, whose named scripts come late. */
async function waiting(nic: string, ...names: string[]): Promise<{ reader: Reader; letGo: () => Promise<void> }> {
  const reader = await half.reader(site, {}, await site.account(nic))
  let letGo = (): void => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  for (const name of names)
    await reader.page.route(`**/${name}.js`, async (route) => {
      await gate
      await route.continue()
    })
  await reader.go(story)
  return { reader, letGo: async () => letGo() }
}

const text = (reader: Reader) => reader.page.getByLabel('Your comment', { exact: true })
const button = (reader: Reader, name: string | RegExp) => reader.page.locator('#post').getByRole('button', { name })
/** Scripts that the page has asked for. */
const loaded = (reader: Reader) =>
  reader.ask<string[]>(
    `performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()).filter((name) => name.endsWith('.js'))`,
  )

inBrowser('a page that is only read loads nothing for the form, for recommending or correcting', async () => {
  const reader = await half.reader(site, {}, await site.account('Reads Only'))
  await reader.go(story)
  await reader.page.mouse.wheel(0, 900)
  expect((await loaded(reader)).sort()).toEqual(
    ['acts', 'copy', 'folds', 'keys', 'live', 'menus', 'on-use', 'thread-keys'].map((name) => `${name}.js`),
  )
  await text(reader).focus()
  await expect.poll(() => loaded(reader)).toContain('toolbar.js')
  expect(await loaded(reader)).not.toContain('recommend.js')
  expect(await loaded(reader)).not.toContain('correct.js')
  await reader.end()
})

/** Where the button of a form stands, in pixels from the top of the page. */
const placeOf = (reader: Reader) =>
  reader.ask<number>("document.querySelector('form.post > .row .primary').getBoundingClientRect().top + scrollY")

inBrowser('nothing moves under a pointer when the scripts of a form come', async () => {
  const account = await site.account('Steady Hand')
  for (const [width, path] of [
    [1280, story],
    [360, story],
    [1280, '/desk/articles'],
    [360, '/desk/articles'],
  ] as const) {
    const reader = await half.reader(site, { viewport: { width, height: 800 } }, account)
    await reader.go(path)
    const before = await placeOf(reader)
    await reader.page.locator('form.post textarea').last().focus()
    await expect.poll(() => loaded(reader)).toContain('picture-cards.js')
    await reader.ask(
      'Promise.all([...document.scripts].filter(({ type }) => type === "module").map(({ src }) => import(src))).then(() => true)',
    )
    await reader.ask(
      `import(document.querySelector('script[src*=menus]').src.replace('menus', 'picture-cards')).then(() => true)`,
    )
    expect(await placeOf(reader), `${path} at ${width}`).toBe(before)
    await reader.end()
  }
})

inBrowser(
  'a formatting button that is pressed before its script is there formats once, and sends nothing',
  async () => {
    const { reader, letGo } = await waiting('Early Bold', 'toolbar')
    await text(reader).fill('Salt')
    await text(reader).press('Control+a')
    await button(reader, 'Bold').dblclick()
    await text(reader).press('End')
    expect(await text(reader).inputValue()).toBe('Salt')
    await text(reader).press('Control+a')
    await letGo()
    await expect.poll(() => text(reader).inputValue()).toBe('<b>Salt</b>')
    expect(reader.at()).toBe(story)
    await reader.end()
  },
)

inBrowser('words that are typed before the scripts are there are saved once they are', async () => {
  const { reader, letGo } = await waiting('Early Word', 'autosave')
  await text(reader).fill('Typed before anything else.')
  const saved = reader.page.waitForRequest((request) => request.url().endsWith('/comments/drafts'))
  await letGo()
  expect((await saved).postData()).toContain('body=Typed+before+anything+else.')
  await reader.end()
})

inBrowser('a page that is left before the scripts are there leaves its words to the next page of the tab', async () => {
  const { reader } = await waiting('Early Leaver', 'autosave')
  await text(reader).fill('Left in a hurry.')
  await reader.page.unrouteAll({ behavior: 'ignoreErrors' })
  await reader.page.reload()
  await expect.poll(() => text(reader).inputValue()).toBe('Left in a hurry.')
  await reader.end()
})

inBrowser('Post that is pressed twice before the scripts are there posts once', async () => {
  const { reader, letGo } = await waiting('Early Post', 'submit-once')
  await text(reader).fill('Once is enough.')
  // A press that is held does not reach the form.
  await reader.ask(`document.querySelector('form.post').addEventListener('submit', () => {
    sessionStorage.setItem('sent', (sessionStorage.getItem('sent') ?? '') + '+')
  })`)
  await button(reader, 'Post comment').dblclick()
  await reader.press({ click: letGo })
  expect(await reader.ask<string>("sessionStorage.getItem('sent')")).toBe('+')
  expect(await reader.page.locator('.comment', { hasText: 'Once is enough.' }).count()).toBe(1)
  await reader.end()
})

inBrowser.each(['quote', 'reply'])(
  'a selection is quoted although Reply is pressed before %s.js is there',
  async (late) => {
    const { reader, letGo } = await waiting(`Early ${late}`, late)
    const comment = reader.page.locator('.thread > ol > .cm > .comment').first()
    await comment.scrollIntoViewIfNeeded()
    const words = await reader.ask<string>(`(() => {
    const text = document.querySelector('.thread .comment .comment-body p').firstChild
    getSelection().setBaseAndExtent(text, 0, text, 12)
    return getSelection().toString().trim()
  })()`)
    if (late === 'reply') await expect.poll(() => loaded(reader)).toContain('quote.js')
    await comment.getByRole('link', { name: /^Reply to/ }).click()
    expect(await reader.page.locator('.comment form.post').count()).toBe(0)
    await letGo()
    await expect.poll(() => text(reader).inputValue()).toBe(`> ${words}\n\n`)
    expect(reader.at()).toBe(story)
    await reader.end()
  },
)

inBrowser(
  'Recommend that is pressed before its script is there recommends once, without leaving the page',
  async () => {
    const { reader, letGo } = await waiting('Early Praise', 'recommend')
    const recommend = reader.page
      .locator('.thread .comment')
      .first()
      .getByRole('button', { name: /^Recommend/ })
    await recommend.dblclick()
    await letGo()
    await expect.poll(() => recommend.getAttribute('aria-pressed')).toBe('true')
    expect(reader.at()).toBe(story)
    await reader.end()
  },
)

inBrowser('a picture that is pasted before the scripts are there is sent once they are', async () => {
  const { reader, letGo } = await waiting('Early Picture', 'pictures')
  await text(reader).focus()
  const isTaken = await reader.ask<boolean>(`new Promise((done) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 30 })
    canvas.toBlob((blob) => {
      const data = new DataTransfer()
      data.items.add(new File([blob], 'spar.png', { type: 'image/png' }))
      const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      done(!document.querySelector('#body').dispatchEvent(event))
    })
  })`)
  expect(isTaken).toBe(true)
  await letGo()
  await expect.poll(() => text(reader).inputValue()).toMatch(/^<photo src="\/media\/\S+" alt=""><\/photo>/)
  await expect.poll(() => reader.ask('[...document.images].every(({ complete }) => complete)')).toBe(true)
  await reader.end()
})

inBrowser('a button whose script cannot be loaded is answered by the server, as without scripts', async () => {
  // A context of its own, which no other reader has left.
  const reader = await half.reader(site, { locale: 'en-GB' }, await site.account('No Toolbar'))
  await reader.page.route('**/toolbar.js', (route) => route.abort())
  await reader.go(story)
  await text(reader).fill('Salt')
  await button(reader, 'Bold').click()
  await expect.poll(() => text(reader).inputValue()).toMatch(/Salt[^]*<b>/)
  await reader.page.unrouteAll()
  expect(reader.complaints().filter((one) => !/toolbar\.js|ERR_FAILED/.test(one))).toEqual([])
  await reader.close()
})
