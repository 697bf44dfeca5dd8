// A reader without an account goes through an edition, an argument and the archive, on a telephone, with scripts and without.
import { expect } from 'vitest'
import { bothWays, browserHalf, inBrowser } from '../support/browser.ts'
import { type Found, journeyWays, type Visitor } from '../support/journeys.ts'

const half = browserHalf()
const telephone = { width: 360, height: 740 }

/** A story with an argument of ten comments; the longest thread takes a browser five times as long. */
const ARGUED = { hasText: 'The Constance may keep her whistle' }

/** Reads the site on a telephone; every page that comes must be no wider than it. */
function onPhone<R extends Visitor>(reader: R): R {
  return {
    ...reader,
    go: async (path: string) => {
      await reader.go(path)
      await reader.fits()
    },
    press: async (what: Found) => {
      await reader.press(what)
      await reader.fits()
    },
  }
}

const idsOf = async ({ page }: Visitor): Promise<number[]> => {
  const comments = await page.locator('.thread article.comment').all()
  return Promise.all(comments.map(async (one) => Number((await one.getAttribute('id'))!.slice(1))))
}

/** Fails unless a comment stands in the window and bears the mark of a target. */
async function isShownAndMarked(reader: Visitor, id: number): Promise<void> {
  await reader.sees(`#c${id}:target .comment-body`)
  if (reader.ask)
    expect(await reader.ask(`getComputedStyle(document.getElementById('c${id}')).backgroundColor`)).not.toBe(
      'rgba(0, 0, 0, 0)',
    )
}

for (const { scripts, options } of bothWays) {
  inBrowser(
    `a reader reads a story, folds its argument, and finds the chosen order again under the next story, ${scripts}`,
    async () => {
      const reader = onPhone(await half.reader(await half.site(), { ...options, viewport: telephone }))
      const { page } = reader
      await reader.go('/')
      expect(await page.locator('h1').count()).toBe(1)
      const headline = await page.locator('.rank a', ARGUED).innerText()
      await reader.press(page.locator('.rank a', ARGUED))
      expect(await page.locator('h1').innerText()).toBe(headline)

      const first = page
        .locator('.thread > ol > li.cm')
        .filter({ has: page.locator('.replies .replies') })
        .first()
      const replies = await first.locator('.replies article.comment').count()
      expect(replies).toBeGreaterThan(2)
      const own = first.locator(':scope > article.comment')
      expect(await own.locator('.cm-folded').isVisible()).toBe(false)
      await first.locator(':scope > .fold').check()
      expect(await first.locator('.replies article.comment').first().isVisible()).toBe(false)
      expect(await own.locator('.comment-body').isVisible()).toBe(false)
      expect(await own.locator('.cm-folded').innerText()).toBe(`${replies} replies folded`)
      await first.locator(':scope > .fold').uncheck()
      expect(await first.locator('.replies article.comment').last().isVisible()).toBe(true)

      const threaded = await idsOf(reader)
      await reader.press(page.getByRole('link', { name: 'Flat', exact: true }))
      const flat = await idsOf(reader)
      expect(new Set(flat)).toEqual(new Set(threaded))
      expect(flat).not.toEqual(threaded)
      await reader.press(page.getByRole('link', { name: 'Newest', exact: true }))
      expect(await idsOf(reader)).toEqual(flat.toReversed())

      const order = page.getByRole('navigation', { name: 'Order of comments' }).locator('[aria-current]')
      await reader.press(page.locator('.art-also a[rel]').first())
      expect(reader.at()).not.toContain('view=')
      expect(await order.innerText()).toBe('Newest')
      await reader.press(page.getByRole('link', { name: 'Threaded', exact: true }))
      await reader.press(page.locator('.art-also a[rel]').first())
      expect(await order.innerText()).toBe('Threaded')
      await reader.end()
    },
  )
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(
    `a permalink lands on its comment, unfolded and marked, and its branch stands on a page of its own, ${scripts}`,
    async () => {
      const reader = onPhone(await half.reader(await half.site(), { viewport: telephone }))
      const { page } = reader
      await reader.go('/')
      await reader.press(page.locator('.rank a', ARGUED))
      const first = page
        .locator('.thread > ol > li.cm')
        .filter({ has: page.locator('.replies .replies') })
        .first()
      const deep = first.locator('.replies .replies article.comment').last()
      const id = Number((await deep.getAttribute('id'))!.slice(1))
      const root = Number((await first.locator(':scope > article').getAttribute('id'))!.slice(1))
      await reader.press(deep.locator('.cm-head > a').first())
      expect(reader.at()).toMatch(new RegExp(`^/articles/\\d+-[a-z0-9-]+#c${id}$`))
      await isShownAndMarked(reader, id)

      // Folding what stands above it does not hide the comment that the address names.
      const article = reader.at().split('#')[0]!
      await reader.go(`${article}#comments`)
      await first.locator(':scope > .fold').check()
      if (scripts === 'with scripts') expect(await page.locator(`#c${id}`).isVisible()).toBe(false)
      await reader.go(`${article}#c${id}`)
      await isShownAndMarked(reader, id)

      await reader.go(`/comments/${id}/thread`)
      const branch = await idsOf(reader)
      expect([branch[0], branch.at(-1)]).toEqual([root, id])
      await reader.press(page.getByRole('link', { name: 'Whole thread' }).first())
      expect(reader.at()).toBe(`${article}#comments`)
      await reader.end()
    },
  )

  journey(
    `a reader walks the archive from the year to the day and on to the sections, and keeps the dark theme, ${scripts}`,
    async () => {
      const reader = onPhone(await half.reader(await half.site(), { viewport: telephone, colorScheme: 'light' }))
      const { page } = reader
      const title = page.locator('h1')
      await reader.go('/')
      await reader.press(page.getByRole('contentinfo').getByRole('link', { name: 'Archive' }))
      await reader.press(page.locator('main h2').getByRole('link', { name: '2080' }))
      expect(reader.at()).toBe('/archive/2080')
      await reader.press(page.getByRole('link', { name: 'March', exact: true }))
      expect(reader.at()).toBe('/archive/2080/03')
      await reader.press(page.getByRole('table', { name: 'March' }).getByRole('link', { name: /^10\b/ }))
      expect(reader.at()).toBe('/archive/2080/03/10')
      expect(await title.innerText()).toContain('10 March 2080')
      await reader.press(page.locator('a[rel=prev]'))
      expect(reader.at()).toBe('/archive/2080/03/09')
      await reader.press(page.locator('a[rel=next]'))
      expect(reader.at()).toBe('/archive/2080/03/10')

      await page.locator('.secnav summary').click()
      await reader.press(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Science' }))
      expect(await title.innerText()).toBe('Science')
      expect(await page.locator('.story').count()).toBeGreaterThan(3)
      await page.locator('.secnav summary').click()
      await reader.press(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'All sections' }))
      expect(reader.at()).toBe('/sections')

      const paper = async (): Promise<string | undefined> =>
        reader.ask?.('getComputedStyle(document.body).backgroundColor')
      if (reader.ask) expect(await paper()).toBe('rgb(246, 246, 242)')
      await page.getByRole('radio', { name: 'Dark' }).check()
      await reader.press(page.getByRole('button', { name: 'Save' }))
      expect(reader.at()).toBe('/sections')
      await reader.press(page.getByRole('link', { name: 'Front page' }).first())
      expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
      if (reader.ask) expect(await paper()).toBe('rgb(19, 21, 23)')
      await reader.end()
    },
  )
}
