// A moderator makes a filter, rehearses it, switches it on; it catches, the queue shows the very words, and all is undone.
import { expect, test } from 'vitest'
import { scriptless } from '../support/journeys.ts'

const STORY = 'Market to try a stall for things that are nearly finished'

test(`a filter is made, rehearsed and switched on, catches what a member writes, shows the very words, and is undone`, async () => {
  const site = await scriptless.site()
  const member = await scriptless.reader(site, {}, await site.account('Late Tide'))
  const moderator = await scriptless.reader(site, {}, await site.account('Fair Lead', 'moderator'))
  const { page } = moderator
  const say = async (words: string): Promise<void> => {
    await member.go(await site.addressOf(STORY))
    await member.page.getByLabel('Your comment', { exact: true }).fill(words)
    await member.press(member.page.locator('#post').getByRole('button', { name: 'Post comment' }))
  }
  await say('Is there a raffle & a tombola?')
  const first = member.at()

  await moderator.go('/moderation')
  await moderator.press(page.getByRole('link', { name: 'Filters' }))
  await moderator.press(page.getByRole('link', { name: 'New filter' }))
  await page.getByLabel('Name', { exact: true }).fill('Games of chance')
  await page.getByLabel('Pattern').check()
  await page.getByLabel('What to look for').fill('raff[le')
  await page.getByLabel('Reason').fill('They belong on the board by the door.')
  await moderator.press(page.getByRole('button', { name: 'Save filter' }))
  expect(await page.locator('#looks[aria-invalid=true] + .err').innerText()).toContain(
    'This pattern does not compile: missing closing ]',
  )
  expect(await page.getByLabel('Pattern').isChecked()).toBe(true)
  await page.getByLabel('Words', { exact: true }).check()
  await page.getByLabel('What to look for').fill('raffle\ntombola')
  await moderator.press(page.getByRole('button', { name: 'Save filter' }))
  expect(await page.getByRole('status').innerText()).toContain('It is off: test it on recent comments')
  expect(await page.getByRole('button', { name: 'Turn on' }).count()).toBe(0)

  await moderator.press(page.getByRole('button', { name: 'Test on recent comments' }))
  expect(await page.locator('main').innerText()).toMatch(/would have caught \d+ of \d+ comments \(\d+ published\)/)
  const example = page.locator('li', { hasText: 'Late Tide' })
  expect(await example.locator('mark').allInnerTexts()).toEqual(['raffle', 'tombola'])
  await moderator.press(page.getByRole('button', { name: 'Turn on' }))
  expect(await page.getByRole('status').innerText()).toContain('Filter turned on.')

  await say('The RÁFFLE, then.')
  expect(await member.page.locator('.cm.held > article:target').innerText()).toContain(
    'It contains words that a moderator checks first.',
  )
  await moderator.go('/moderation')
  const held = page.getByRole('region', { name: 'Held comments' }).locator('.case', { hasText: 'Late Tide' })
  await held.locator('summary').click()
  expect(await held.innerText()).toContain('Caught: Games of chance: RÁFFLE')
  await moderator.press(held.getByRole('button', { name: 'Approve' }))

  await moderator.go('/moderation/filters')
  const row = page.locator('tr', { hasText: 'Games of chance' })
  expect(await row.innerText()).toContain('1 approved')
  await moderator.press(row.getByRole('link'))
  await page.getByLabel('Reason for deleting it').fill('It catches the innocent.')
  await moderator.press(page.getByRole('button', { name: 'Delete filter' }))
  expect(await page.locator('tr', { hasText: 'Games of chance' }).count()).toBe(0)
  await moderator.press(page.getByRole('button', { name: 'Undo' }))
  expect(await page.locator('tr', { hasText: 'Games of chance' }).innerText()).toContain('On')
  await moderator.go('/moderation/log')
  const log = await page.locator('main').innerText()
  for (const said of ['created a filter', 'turned on a filter', 'deleted a filter', 'undid: deleted a filter'])
    expect(log).toContain(said)
  expect(log).not.toContain('tombola')

  await member.go(first)
  expect(await member.page.locator('article.comment:target .comment-body').innerText()).toBe(
    'Is there a raffle & a tombola?',
  )
  await member.end()
  await moderator.end([422])
})
