// From held to published: a guest and a member appeal, a moderator answers in words, and they find the answer.
import { expect, test } from 'vitest'
import { journeyWays, scriptless } from '../support/journeys.ts'

const STORY = 'Market to try a stall for things that are nearly finished'
const WORDS = 'A half-finished boat is called a hull.'
const WHY = 'It is a word for a boat.\nIt is not an insult.'
const ANSWER = 'You are right, it is a word for a boat.'

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a guest’s comment is held, appealed by the receipt, answered and published, ${scripts}`, async () => {
    const site = await half.site()
    const guest = await half.reader(site, { viewport: { width: 360, height: 740 } })
    const { page } = guest
    await guest.go(await site.addressOf(STORY))
    await page.getByLabel('Your name', { exact: true }).fill('Passer-by')
    await page.getByLabel('Your comment', { exact: true }).fill(WORDS)
    await guest.press(page.getByRole('button', { name: 'Post comment' }))
    await guest.press(page.getByRole('button', { name: /^Your receipt/ }))
    const receipt = guest.at()
    expect(await page.locator('main').innerText()).toContain('Your comment is waiting for a moderator.')
    // With spaces alone the browser sends it, and the site gives it back.
    await page.getByLabel('Why should this be reconsidered?').fill('   ')
    await guest.press(page.getByRole('button', { name: 'Send appeal' }))
    expect(await page.locator('#appeal[aria-invalid=true] + .err').innerText()).toContain(
      'Say why this should be reconsidered.',
    )
    await page.getByLabel('Why should this be reconsidered?').fill(WHY)
    await guest.press(page.getByRole('button', { name: 'Send appeal' }))
    expect(guest.at()).toBe(`${receipt}#appeals`)
    expect(await page.locator('main').innerText()).toContain('Your appeal is waiting for a moderator.')
    expect(await page.locator('.as-typed').innerText()).toBe(WHY)
    expect(await page.getByRole('button', { name: 'Send appeal' }).count()).toBe(0)
    await guest.fits()

    const moderator = await half.reader(site, {}, await site.account('Tally', 'moderator'))
    await moderator.go('/')
    await moderator.press(moderator.page.getByRole('link', { name: 'Queue 2 waiting' }).first())
    const appeals = moderator.page.getByRole('region', { name: 'Appeals' })
    const { keyboard } = moderator.page
    if (keyboard) {
      // By keyboard: the key of the queue asks for the answer first.
      await keyboard.press('j')
      await keyboard.press('j')
      await keyboard.press('a')
      expect(await moderator.page.locator('[name=answer]:focus').count()).toBe(1)
    }
    expect(await appeals.innerText()).toContain('It is not an insult.')
    await appeals.getByLabel('Answer').fill(ANSWER)
    if (moderator.leave) await moderator.leave('Control+Enter')
    else await moderator.press(appeals.getByRole('button', { name: 'Grant: approve the comment' }))
    expect(await moderator.page.getByRole('status').innerText()).toContain(
      'Appeal granted. Its author gets your answer.',
    )
    expect(await moderator.page.locator('.case').count()).toBe(0)
    await moderator.end()

    await guest.go(receipt)
    expect(await page.locator('main').innerText()).toContain(`Your appeal was granted. Tally: ${ANSWER}`)
    await guest.press(page.getByRole('link', { name: 'Your comment in the thread' }))
    expect(await page.locator('article.comment:target .comment-body').innerText()).toBe(WORDS)
    await guest.end([422])
  })
}

test(`a member’s comment is held, appealed from its place in the thread, refused, removed, appealed anew and put back`, async () => {
  const site = await scriptless.site()
  const member = await scriptless.reader(site, {}, await site.account('Clinker'))
  const first = await scriptless.reader(site, {}, await site.account('Fair Lead', 'moderator'))
  const second = await scriptless.reader(site, {}, await site.account('Tally', 'moderator'))
  const story = await site.addressOf(STORY)
  const { page } = member
  await member.go(story)
  await page.getByLabel('Your comment', { exact: true }).fill(WORDS)
  await member.press(page.locator('#post').getByRole('button', { name: 'Post comment' }))
  const id = /#c(\d+)$/.exec(member.at())![1]!
  const decide = async (act: string, button: string, reason: string) => {
    await first.go(`/moderation/${act}?comment=${id}`)
    await first.page.getByLabel('Reason').fill(reason)
    await first.press(first.page.getByRole('button', { name: button }))
  }
  const appeal = async () => {
    await page.getByLabel('Why should this be reconsidered?').fill(WHY)
    await member.press(page.getByRole('button', { name: 'Send appeal' }))
    expect(await page.locator('main').innerText()).toContain('Your appeal is waiting for a moderator.')
  }
  await decide('holds', 'Hold comment', 'Is this an insult?')
  await member.go(story)
  const place = page.locator('.cm.held > .comment')
  expect(await place.innerText()).toContain('Held by Fair Lead, 12 March 2080, 17:05. Reason: Is this an insult?')
  await member.press(place.getByRole('link', { name: 'Appeal' }))
  await appeal()

  // Whoever decided sees it marked, and leaves it to another to say that it stands.
  await first.go('/moderation')
  const own = first.page.getByRole('region', { name: 'Appeals' })
  expect(await own.innerText()).toContain('You decided this.')
  expect(await own.getByRole('button', { name: /^Refuse/ }).count()).toBe(0)
  await second.go('/moderation')
  const other = second.page.getByRole('region', { name: 'Appeals' })
  await other.getByLabel('Answer').fill('It has to be looked at by one who knows boats.')
  await second.press(other.getByRole('button', { name: 'Deny: keep it held' }))
  await member.go('/inbox')
  await member.press(
    page.locator('.result', { hasText: 'Your appeal was denied' }).getByRole('link', { name: /^The decision/ }),
  )
  expect(await page.locator('main').innerText()).toContain(
    'Your appeal was denied. Tally: It has to be looked at by one who knows boats.',
  )

  await decide('removals', 'Remove comment', 'An insult')
  await member.go('/inbox')
  await member.press(page.locator('.result', { hasText: 'Removed by' }).getByRole('link', { name: /^Appeal/ }))
  await appeal()
  await second.go('/moderation')
  await other.getByLabel('Answer').fill(ANSWER)
  await second.press(other.getByRole('button', { name: 'Grant: restore the comment' }))
  await member.go('/inbox')
  expect(await page.locator('main').innerText()).toContain(ANSWER)
  await member.press(
    page.locator('.result', { hasText: 'Your appeal was granted' }).getByRole('link', { name: /^In the thread/ }),
  )
  expect(await page.locator('article.comment:target .comment-body').innerText()).toBe(WORDS)
  await member.go('/moderation/log')
  expect(await page.locator('main').innerText()).toContain('granted an appeal')
  expect(await page.locator('main').innerText()).not.toContain('It is not an insult.')
  for (const reader of [member, first, second]) await reader.end()
})

test(`whoever is banned signs in, appeals, and is let in again`, async () => {
  const site = await scriptless.site()
  await site.account('Loud Tern', 'member', 'guano and gravel')
  const moderator = await scriptless.reader(site, {}, await site.account('Fair Lead', 'moderator'))
  const banned = await scriptless.reader(site)
  const signIn = async () => {
    await banned.go('/accounts/login')
    await banned.page.getByLabel('Nic or e-mail').fill('Loud Tern')
    await banned.page.getByLabel('Password').fill('guano and gravel')
    await banned.press(banned.page.locator('main form').getByRole('button', { name: 'Sign in' }))
  }
  await moderator.go('/moderation/bans?nic=Loud%20Tern')
  await moderator.page.getByLabel('Reason').fill('Threats')
  await moderator.press(moderator.page.getByRole('button', { name: 'Ban', exact: true }))
  await signIn()
  expect(await banned.page.getByRole('alert').innerText()).toContain('Reason: Threats.')
  await banned.press(banned.page.getByRole('link', { name: 'Appeal against the ban' }))
  await banned.page.getByLabel('Why should this be reconsidered?').fill(WHY)
  await banned.press(banned.page.getByRole('button', { name: 'Send appeal' }))
  const address = banned.at().split('#')[0]!
  expect(await banned.page.locator('main').innerText()).toContain('Your appeal is waiting for a moderator.')
  expect(await banned.page.getByLabel('The address of this page').inputValue()).toContain(address)
  await moderator.go('/moderation')
  await moderator.page.getByLabel('Answer').fill('It was a gull.')
  await moderator.press(moderator.page.getByRole('button', { name: 'Grant: end the ban' }))
  await banned.go(address)
  expect(await banned.page.locator('main').innerText()).toContain('You can post again.')
  expect(await banned.page.locator('main').innerText()).toContain('It was a gull.')
  await signIn()
  expect(banned.at()).toBe('/')
  await moderator.end()
  await banned.end([403])
})
