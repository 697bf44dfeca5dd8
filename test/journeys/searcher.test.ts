// Somebody who half remembers a story finds it: from the navigation, by words, by narrowing, in one thread, and after a slip.
import { expect, test } from 'vitest'
import { type Found, scriptless } from '../support/journeys.ts'

/** Where the headlines of results lead. */
const hrefs = async (results: Found): Promise<(string | null)[]> =>
  Promise.all((await results.locator('h3 a, .cm-head > a').all()).map((link) => link.getAttribute('href')))

test(`a reader searches, narrows, pages, follows a hit and comes back`, async () => {
  const reader = await scriptless.reader(await scriptless.site())
  const { page } = reader
  await reader.go('/')
  await reader.press(page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Search' }))
  expect(await page.getByRole('heading', { name: 'Search help' }).isVisible()).toBe(true)

  await page.getByLabel('Words to search for').fill('harbour office')
  await reader.press(page.getByRole('button', { name: 'Search', exact: true }))
  expect(reader.at()).toContain('q=harbour+office')
  const results = page.locator('article.result')
  const all = await results.count()
  expect(all).toBeGreaterThan(3)
  expect(await page.getByRole('heading', { name: /results for “harbour office”/ }).isVisible()).toBe(true)
  expect((await results.first().locator('mark').allInnerTexts()).map((word) => word.toLowerCase())).toContain('harbour')

  // On a telephone what narrows is folded, so that the results are near.
  expect(await page.getByLabel('Stories').isVisible()).toBe(false)
  await page.getByText('Filter by section, name or date').click()
  await page.getByLabel('Stories').uncheck()
  await reader.press(page.getByRole('button', { name: 'Filter' }))
  expect(await page.getByLabel('Words to search for').inputValue()).toBe('harbour office')
  expect(await page.getByLabel('Stories').isChecked()).toBe(false)
  expect(await results.locator('.hed').count()).toBe(0)
  expect(await results.count()).toBeLessThan(all)
  await reader.press(page.getByRole('link', { name: 'Newest' }))
  expect(await page.getByRole('navigation', { name: 'Order of results' }).locator('[aria-current]').innerText()).toBe(
    'Newest',
  )
  expect(await results.locator('.hed').count()).toBe(0)
  await reader.press(results.first().locator('.cm-head > a'))
  expect(reader.at()).toMatch(/^\/articles\/.*#c\d+$/)

  await reader.go('/search?q=the&order=date')
  const first = await hrefs(results)
  await reader.press(page.getByRole('link', { name: 'Next page' }))
  const second = await hrefs(results)
  expect(first.filter((href) => second.includes(href))).toEqual([])
  await reader.press(page.getByRole('link', { name: 'First page' }))
  expect(await hrefs(results)).toEqual(first)
  await reader.end()
})

test(`a slip is told beside the box with everything as it was typed, and one thread is searched alone`, async () => {
  const reader = await scriptless.reader(await scriptless.site())
  const { page } = reader
  const box = page.getByLabel('Words to search for', { exact: true })
  await reader.go('/search?q=harbour+section%3Anowhere')
  expect(await page.locator('#q-h').innerText()).toContain('there is no section “nowhere”.')
  await box.fill('harbour section:science -"tall press"')
  await reader.press(page.getByRole('button', { name: 'Search', exact: true }))
  expect(await page.locator('main .kicker').first().innerText()).toMatch(/Science/)
  await box.fill('zzyzx')
  await reader.press(page.getByRole('button', { name: 'Search', exact: true }))
  expect(await page.locator('.empty').innerText()).toContain('Nothing found for “zzyzx”.')

  await reader.go('/')
  await reader.press(page.locator('#lead a'))
  const headline = await page.locator('h1').innerText()
  await page.getByLabel('Words to search for in this thread').fill('the')
  await reader.press(page.getByRole('search', { name: 'Search this thread' }).getByRole('button'))
  expect(await page.locator('.intro').innerText()).toContain(`Results from the thread of ${headline}`)
  for (const title of await page.locator('main h3').allInnerTexts()) expect(title).toContain(headline)
  await reader.press(page.getByRole('link', { name: 'Search everything' }))
  expect(await page.locator('article.result').count()).toBe(20)
  await reader.end()
})
