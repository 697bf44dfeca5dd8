// A moderator moves a branch to another article; a reader follows an old link to where it stood, and on; and it is undone.
import { expect, test } from 'vitest'
import { scriptless } from '../support/journeys.ts'

const OTHER = 'Against the second spoon'
const REASON = 'It is about spoons.'

test(`a branch is moved, an old link to it leads on, and it is brought back`, async () => {
  const site = await scriptless.site()
  // The longest thread of the demo edition.
  const { headline: STORY } = await site.deps.db
    .selectFrom('articles')
    .select('headline')
    .orderBy('comment_count', 'desc')
    .executeTakeFirstOrThrow()
  const [story, other] = [await site.addressOf(STORY), await site.addressOf(OTHER)]
  const top = await site.deps.db
    .selectFrom('comments')
    .select(['id', 'nic', 'subtree_count'])
    .where('article_id', '=', Number(/\d+/.exec(story)![0]))
    .where('depth', '=', 1)
    .where('state', '=', 'live')
    .where('subtree_count', '>', 3)
    .orderBy('number')
    .executeTakeFirstOrThrow()
  const reply = await site.deps.db
    .selectFrom('comments')
    .select('id')
    .where('parent_id', '=', top.id)
    .where('state', '=', 'live')
    .orderBy('number')
    .executeTakeFirstOrThrow()
  const reader = await scriptless.reader(site)
  const moderator = await scriptless.reader(site, {}, await site.account('Fair Lead', 'moderator'))
  await reader.go(`${story}#c${top.id}`)
  expect(await reader.page.locator('article.comment:target').count()).toBe(1)
  const before = await reader.page.locator('article.comment').count()

  const { page } = moderator
  await moderator.go(story)
  await moderator.press(page.locator(`#c${top.id}`).getByRole('link', { name: /^Move/ }))
  expect(await page.locator('.intro').innerText()).toContain(`The ${top.subtree_count - 1} replies move with it`)
  await page.getByLabel('Reason').fill(REASON)
  await page.getByLabel('To which article').fill('second spoon')
  await moderator.press(page.getByRole('button', { name: 'Find' }))
  expect(await page.getByLabel('Reason').inputValue()).toBe(REASON)
  await page.getByLabel('Found: 1 article').selectOption('')
  await moderator.press(page.getByRole('button', { name: 'Move', exact: true }))
  expect(await page.locator('#into[aria-invalid=true] ~ .err').innerText()).toContain('choose the article below')
  expect(await page.getByLabel('Found: 1 article').locator('option:checked').innerText()).toContain(OTHER)
  await moderator.press(page.getByRole('button', { name: 'Move', exact: true }))
  const done = page.locator('.notice.ok')
  expect(await done.innerText()).toContain(
    `The branch of ${top.subtree_count} comments was moved from “${STORY}” to “${OTHER}”.`,
  )

  // Old links: to the page that it stood on, and to the comment itself.
  for (const id of [top.id, reply.id]) {
    await reader.go('/')
    await reader.go(`${story}#c${id}`)
    const line = reader.page.locator('.moved', { has: reader.page.locator(`#c${id}, p#c${id}`) })
    expect(await line.innerText()).toContain(
      `begun by ${top.nic}, was moved to ${OTHER} by Fair Lead on 12 March 2080, 17:05. Reason: ${REASON}`,
    )
    await reader.sees(':target')
  }
  expect(await reader.page.locator('article.comment').count()).toBe(before - top.subtree_count)
  await reader.press(reader.page.locator('.moved').getByRole('link', { name: OTHER }))
  expect(reader.at()).toBe(`${other}#c${top.id}`)
  expect(await reader.page.locator('article.comment:target').getByText(top.nic).count()).toBeGreaterThan(0)
  await reader.go(`/comments/${reply.id}`)
  expect(reader.at()).toBe(`${other}#c${reply.id}`)
  await reader.go(story)
  await reader.press(reader.page.locator('.moved').getByRole('link', { name: /^Public log, entry \d+$/ }))
  expect(await reader.page.locator('tr:target').innerText()).toContain('moved a branch to another article')

  await moderator.press(done.getByRole('button', { name: 'Undo' }))
  expect(await page.getByRole('status').innerText()).toContain('Undone.')
  await reader.go(`${story}#c${reply.id}`)
  expect(await reader.page.locator('.moved').count()).toBe(0)
  expect(await reader.page.locator('article.comment').count()).toBe(before)
  expect(await reader.page.locator('article.comment:target').count()).toBe(1)
  await reader.end()
  await moderator.end([422])
})
