// A raid: forty comments from three networks are swept away in one act, brought back, and swept again.
import { expect, test } from 'vitest'
import { changeSetting } from '../../src/db/settings.ts'
import { write } from '../../src/db/write.ts'
import { scriptless } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const STORY = 'Market to try a stall for things that are nearly finished'
const AD = 'The finest ropes of Knot and Sons, now at half the price and only until tonight.'

/** Forty comments from three networks: one text from the first, one link from the second, and from the third the same link in other words each time. */
async function raid(site: Served, article: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const body =
      i % 3 === 0
        ? `${AD}${'!'.repeat(1 + (i % 5))} <a href="https://ropes.example/${i}">Ropes</a>`
        : i % 3 === 1
          ? `Look ${i} times at <a href="https://www.ropes.example/">this</a>.`
          : `Nobody ${i} sells ropes like <a href="https://ropes.example/">they</a> do, ${'truly '.repeat(i)}.`
    const from = i % 3 === 0 ? `192.0.2.${i + 1}` : i % 3 === 1 ? `198.51.100.${i + 1}` : `203.0.113.${i + 1}`
    const fields = { article, nic: `Rope Seller ${i}`, body }
    expect((await site.post('/comments', fields, { 'x-forwarded-for': from })).statusCode).toBe(303)
  }
}

test(`a raid of forty comments is swept, brought back and swept again`, async () => {
  const site = await scriptless.site({ TRUST_PROXY: 'on' })
  await write(site.deps, (db) => changeSetting(db, 'guests', 'open', site.deps.clock()))
  const refresh = site.deps.refresh
  await refresh()
  const story = await site.addressOf(STORY)
  const article = /^\/articles\/(\d+)/.exec(story)![1]!
  const standing = async (): Promise<number> =>
    (
      await site.deps.db
        .selectFrom('articles')
        .select('comment_count')
        .where('id', '=', Number(article))
        .executeTakeFirstOrThrow()
    ).comment_count
  const before = await standing()
  await raid(site, article)
  expect(await standing()).toBe(before + 40)

  const moderator = await scriptless.reader(site, {}, await site.account('Fair Lead', 'moderator'))
  const { page } = moderator
  const spam = page.locator('article.comment', { hasText: 'Rope Seller' })
  await moderator.go(`${story}?view=newest`)
  expect(await spam.count()).toBe(40)
  await moderator.press(
    page.locator('article.comment', { hasText: AD }).first().getByRole('link', { name: 'Find similar…' }),
  )
  const boxes = page.getByRole('checkbox')
  expect(await boxes.count()).toBe(40)
  for (const box of await boxes.all()) expect(await box.isChecked()).toBe(true)
  for (const network of ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'])
    expect(await page.locator('main').innerText()).toContain(network)

  await page.getByLabel('Reason in your own words').fill('  ')
  await page.getByLabel('Also ban').selectOption('network')
  await moderator.press(page.getByRole('button', { name: 'Mark as spam (40)' }))
  expect(await page.locator('#reason[aria-invalid=true] + .err').innerText()).toContain('Choose a reason')
  expect(await page.getByLabel('Also ban').inputValue()).toBe('network')
  await page.getByLabel('Reason in your own words').fill('Forty times ropes')
  await moderator.press(page.getByRole('button', { name: 'Mark as spam' }))
  expect(await page.getByRole('status').innerText()).toContain('40 comments removed.')
  expect(await standing()).toBe(before)
  await moderator.go(`${story}?view=newest`)
  expect(await spam.count()).toBe(0)
  await page.goBack()

  await moderator.press(page.getByRole('button', { name: 'Undo' }))
  expect(await standing()).toBe(before + 40)
  expect(await boxes.count()).toBe(40)
  await moderator.go(`${story}?view=newest`)
  expect(await spam.count()).toBe(40)
  await page.goBack()

  await boxes.nth(39).uncheck()
  await page.getByLabel('Reason in your own words').fill('Forty times ropes, but for one')
  await moderator.press(page.getByRole('button', { name: /^Remove/ }))
  expect(await standing()).toBe(before + 1)
  await moderator.go('/moderation/log')
  const log = await page.locator('main').innerText()
  for (const words of ['removed 40 comments as spam', 'removed 39 comments', 'banned network addresses'])
    expect(log).toContain(words)
  await moderator.end([422])
})
