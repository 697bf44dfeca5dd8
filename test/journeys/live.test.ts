// Somebody reads while others write: what arrives is offered, moves nothing, and stands where it belongs once it is asked for.
import { expect, test } from 'vitest'
import { violations } from '../support/axe.ts'
import { browserHalf, inBrowser, OVERFLOW, type Reader } from '../support/browser.ts'
import { scriptless } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()

const STORY = 'The Constance may keep her whistle'

/** Ids of the comments of a page with the depth of each, in its order. */
const THREAD = `[...document.querySelectorAll('.thread .comment')].map((one) => one.id + ' ' + (one.closest('.cm').parentElement.closest('.cm')?.querySelector('.comment').id ?? 'top'))`

/** Posts from a page of somebody's own, as a reply where a comment is named. */
async function say(writer: Reader, story: string, text: string, answering = ''): Promise<string> {
  await writer.go(
    answering === '' ? story : `/comments/new?article=${/\d+/.exec(story)![0]}&parent=${answering.slice(1)}`,
  )
  await writer.page.getByLabel('Your comment', { exact: true }).fill(text)
  await writer.press(writer.page.locator('form.post').getByRole('button', { name: /^Post/ }))
  return /#(c\d+)$/.exec(writer.at())![1]!
}

const offer = (reader: Reader) => reader.page.locator('.arrivals').getByRole('button')

async function scene(
  options = {},
  headline = STORY,
): Promise<{ site: Served; story: string; reader: Reader; writer: Reader }> {
  const site = await half.site()
  const story = await site.addressOf(headline)
  const reader = await half.reader(site, options)
  const writer = await half.reader(site, {}, await site.account('Quick Hand'))
  await reader.go(story)
  return { site, story, reader, writer }
}

inBrowser(
  'two comments arrive, nothing moves, one press puts them where a fresh page has them, and the first has the focus',
  async () => {
    const { site, story, reader, writer } = await scene()
    const before = await reader.ask<string[]>(THREAD)
    const first = before[0]!.split(' ')[0]!
    const body = reader.page.getByLabel('Your comment', { exact: true })
    await body.fill('Half a thought')
    await reader.page.locator(`#${before.at(-1)!.split(' ')[0]}`).scrollIntoViewIfNeeded()
    const SEEN = `JSON.stringify([scrollY, document.documentElement.scrollHeight, ...[...document.querySelectorAll('.comment')].map((one) => one.getBoundingClientRect().top)])`
    const seen = await reader.ask(SEEN)
    const reply = await say(writer, story, 'An <b>answer</b> <script>document.title = "run"</script>', first)
    await offer(reader).filter({ hasText: '1 new comment' }).waitFor()
    const top = await say(writer, story, 'A word of its own.')
    await offer(reader).filter({ hasText: '2 new comments' }).waitFor()
    expect(await reader.ask(THREAD)).toEqual(before)
    expect(await reader.ask(SEEN)).toBe(seen)

    await offer(reader).click()
    await reader.page.locator(`#${top}`).waitFor()
    const fresh = await half.reader(site)
    await fresh.go(story)
    expect(await reader.ask(THREAD)).toEqual(await fresh.ask(THREAD))
    for (const text of ['#comments', '.facts a[href="#comments"]', `.cm:has(> #${first}) > .fold`])
      expect(await reader.page.locator(text).evaluate((one) => one.getAttribute('aria-label') ?? one.textContent)).toBe(
        await fresh.page.locator(text).evaluate((one) => one.getAttribute('aria-label') ?? one.textContent),
      )
    expect(await reader.ask('document.activeElement.closest(".comment").id')).toBe(reply)
    expect(await reader.ask('[...document.querySelectorAll(".is-new > .comment")].map((one) => one.id)')).toEqual([
      reply,
      top,
    ])
    expect(await reader.page.locator(`#${reply} .comment-body`).innerHTML()).toBe(
      await fresh.page.locator(`#${reply} .comment-body`).innerHTML(),
    )
    expect(await reader.page.locator(`#${reply} .comment-body script`).count()).toBe(0)
    expect(await body.inputValue()).toBe('Half a thought')
    expect(await offer(reader).count()).toBe(0)

    const third = await say(writer, story, 'And another.')
    await offer(reader).filter({ hasText: '1 new comment' }).waitFor()
    await reader.page.keyboard.press('l')
    await reader.page.locator(`#${third}`).waitFor()
    expect(await reader.ask('document.activeElement.closest(".comment").id')).toBe(third)
    for (const one of [reader, writer, fresh]) await one.end()
  },
)

inBrowser(
  'the offer is reached by keyboard, announced, without fault for axe, and no wider than a telephone',
  async () => {
    const { story, reader, writer } = await scene({ viewport: { width: 320, height: 640 } })
    await say(writer, story, 'Hello.')
    await offer(reader).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await reader.page.emulateMedia({ colorScheme })
      expect(await violations(reader, { include: '.arrivals' })).toEqual([])
      expect(await reader.ask(OVERFLOW)).toBe(0)
    }
    expect(await reader.page.getByRole('status').filter({ hasText: '1 new comment' }).count()).toBe(1)
    await offer(reader).focus()
    await reader.page.keyboard.press('Enter')
    await reader.page.locator('.is-new').waitFor()
    expect(await reader.ask('document.activeElement.closest(".comment .cm-head") !== null')).toBe(true)
    await reader.end()
    await writer.end()
  },
)

inBrowser.each([
  { width: 1280, height: 720 },
  { width: 360, height: 640 },
])(
  'at $width px the offer is in sight below the thread’s own lines, and lies over nothing of the form and the footer',
  async (viewport) => {
    const { story, reader, writer } = await scene({ viewport })
    await say(writer, story, 'Hello.')
    await offer(reader).waitFor()
    const over = async (what: string): Promise<string[]> =>
      reader.ask(`(() => {
    const bar = document.querySelector('.arrivals').getBoundingClientRect()
    return [...document.querySelectorAll('${what}')].filter((one) => { const box = one.getBoundingClientRect(); return box.width > 1 && box.height > 1 && box.top < bar.bottom && box.bottom > bar.top && box.left < bar.right && box.right > bar.left }).map((one) => one.outerHTML.slice(0, 80))
  })()`)
    // In the middle of the thread it stands at the end of the window, on ground of its own.
    await reader.ask(`document.querySelector('.thread .comment').scrollIntoView({ block: 'start' })`)
    expect(await reader.ask(`innerHeight - document.querySelector('.arrivals').getBoundingClientRect().bottom`)).toBe(0)
    expect(
      await reader.ask(
        `getComputedStyle(document.querySelector('.arrivals')).backgroundColor === getComputedStyle(document.body).backgroundColor`,
      ),
    ).toBe(true)
    const [from, to] = await reader.ask<[number, number]>(
      `[document.querySelector('#post').getBoundingClientRect().top + scrollY - innerHeight, document.documentElement.scrollHeight - innerHeight]`,
    )
    for (let y = from; y <= to + 40; y += 40) {
      await reader.ask(`scrollTo(0, ${y})`)
      expect(await over('#post *, .foot *'), `at ${y}`).toEqual([])
    }
    await reader.ask(`document.querySelector('#post').scrollIntoView({ block: 'end' })`)
    expect(await over('.thread *, .talk-main > :not(.arrivals)')).toEqual([])
    await reader.end()
    await writer.end()
  },
)

inBrowser('in the order that its reader has chosen, newest first, what arrives stands first', async () => {
  const { story, reader, writer } = await scene()
  await reader.go(`${story}?view=newest`)
  const id = await say(writer, story, 'The newest of all.')
  await offer(reader).click()
  await reader.page.locator(`#${id}`).waitFor()
  expect((await reader.ask<string[]>(THREAD))[0]).toBe(`${id} top`)
  await reader.end()
  await writer.end()
})

inBrowser('what the chosen way of reading leaves out is led to instead', async () => {
  const { story, reader, writer } = await scene()
  const first = (await reader.ask<string[]>(THREAD))[0]!.split(' ')[0]!
  await reader.go(`${story}?view=threaded&depth=1`)
  const id = await say(writer, story, 'Below the top.', first)
  await offer(reader).click()
  const link = reader.page.getByRole('link', { name: '1 new comment elsewhere in this thread' })
  await link.waitFor()
  await reader.press(link)
  expect(reader.at()).toMatch(new RegExp(`#${id}$`))
  await reader.end()
  await writer.end()
})

inBrowser(
  'the first comment of a thread arrives like any other; one’s own from another tab is not offered',
  async () => {
    const site = await half.site()
    const { id, slug } = await site.deps.db
      .selectFrom('articles')
      .select(['id', 'slug'])
      .where('last_number', '=', 0)
      .where('state', '=', 'published')
      .executeTakeFirstOrThrow()
    const story = `/articles/${id}-${slug}`
    const account = await site.account('Two Tabs')
    const [reader, here, there] = [
      await half.reader(site),
      await half.reader(site, {}, account),
      await half.reader(site, {}, account),
    ]
    await reader.go(story)
    await here.go(story)
    const own = await say(there, story, 'The first word.')
    await offer(reader).click()
    await reader.page.locator(`.thread #${own}`).waitFor()
    expect(await reader.page.locator('.empty').count()).toBe(0)
    expect(await reader.page.locator('#comments').innerText()).toBe('1 comment')
    const other = await half.reader(site, {}, await site.account('Quick Hand'))
    await say(other, story, 'The second.')
    await offer(here).waitFor()
    expect(await offer(here).innerText()).toBe('1 new comment')
    await offer(here).click()
    await here.page.locator('.thread .comment').nth(1).waitFor()
    expect(await here.ask('document.querySelectorAll(".is-new").length')).toBe(1)
    for (const one of [reader, here, there, other]) await one.end()
  },
)

test('without scripts the page says all that it says with them', async () => {
  const site = await scriptless.site()
  const reader = await scriptless.reader(site)
  await reader.go(await site.addressOf(STORY))
  expect(await reader.page.locator('.arrivals').count()).toBe(0)
  expect(await reader.page.locator('.thread .comment').count()).toBeGreaterThan(5)
  await reader.end()
})
