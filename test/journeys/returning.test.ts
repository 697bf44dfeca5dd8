// A returning reader, with an account and without one: finds what is new, goes through it by links, and can take the visit back.
import { expect, test } from 'vitest'
import { MINUTE } from '../../src/time.ts'
import { scriptless } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const STORY = 'Market to try a stall for things that are nearly finished'

/** Somebody else writes, from a browser of their own. */
async function writes(site: Served, text: string): Promise<void> {
  const other = await scriptless.reader(site, {}, await site.account(`Other ${text.length}`))
  await other.go(await site.addressOf(STORY))
  await other.page.getByLabel('Your comment', { exact: true }).fill(text)
  await other.press(other.page.locator('#post').getByRole('button', { name: 'Post comment', exact: true }))
  await other.end()
}

for (const who of ['a member', 'a browser without an account'] as const) {
  test(`${who} comes back, is led from one new comment to the next and to the form, and takes the visit back`, async () => {
    const site = await scriptless.site()
    const reader = await scriptless.reader(site, {}, who === 'a member' ? await site.account('Returner') : undefined)
    const { page } = reader
    const story = await site.addressOf(STORY)
    await reader.go(story)
    expect(await page.locator('.is-new').count()).toBe(0)
    if (who !== 'a member')
      await reader.press(page.getByRole('button', { name: 'Highlight new comments when I return' }))
    expect(reader.at()).toBe(story)

    site.advance(40 * MINUTE)
    await writes(site, 'The first thing that is new.')
    await writes(site, 'The second thing that is new here.')
    await reader.go('/')
    const line = page.locator('article', { hasText: STORY }).first()
    const fresh = line.getByRole('link', { name: '+2 new' })
    await reader.press(fresh)
    expect(reader.at()).toBe(`${story}#new`)
    await reader.sees(':target')
    expect(await page.locator('.is-new .comment-body').allInnerTexts()).toEqual([
      'The first thing that is new.',
      'The second thing that is new here.',
    ])
    expect(await page.locator('.sub a.new').innerText()).toBe('2 new')
    await page
      .locator('.is-new')
      .first()
      .getByRole('link', { name: /^new\b.*next new comment$/ })
      .click()
    await reader.sees(':target')
    expect(await page.locator(':target .comment-body').innerText()).toBe('The second thing that is new here.')
    await page.locator('.is-new').last().locator('.cm-head .new').click()
    expect(reader.at()).toBe(`${story}#post`)

    await page.reload()
    expect(await page.locator('.is-new').count()).toBe(2)
    await reader.go('/')
    expect(await page.getByRole('link', { name: /^\+\d+ new/ }).count()).toBe(0)
    await reader.go(story)
    await reader.press(page.getByRole('button', { name: 'Mark thread as unread' }))
    expect(await page.getByRole('status').innerText()).toBe('2 comments count as new again.')
    await reader.go('/')
    expect(await line.getByRole('link', { name: '+2 new' }).isVisible()).toBe(true)
    await reader.end()
  })
}
