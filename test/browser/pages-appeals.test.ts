// Appeals as those who decide on them and those who are banned see them.
import { beforeAll, expect, inject } from 'vitest'
import { browserHalf, type Reader } from '../support/browser.ts'
import { appeals, bannedWithAppeal } from './scenes.ts'
import { walk } from './walk.ts'

const half = browserHalf()

let appellant: Reader
let outsider: Reader
let appealed = 0
let ban = ''

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  const judge = await site.account('Fair Lead', 'moderator')
  appealed = await appeals(site, judge.nic)
  ban = await bannedWithAppeal(site, judge.nic)
  appellant = await half.reader(site, {}, judge)
  outsider = await half.reader(site)
})

walk([
  [
    'the appeals in the queue, two against the moderator’s own decisions',
    () => appellant,
    async (it) => {
      await it.go('/moderation')
      expect(await it.page.getByText('You decided this.').count()).toBe(2)
    },
  ],
  [
    'an appeal with an answer to put right',
    () => appellant,
    async (it) => {
      await it.go('/moderation/answers')
      const appeal = it.page.locator('details:has([name=answer])').nth(1)
      await appeal.locator('summary').click()
      await appeal.getByLabel(/^Answer/).fill('  ')
      await it.press(appeal.getByRole('button', { name: /^Deny/ }).first())
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'the form of an appeal with something to put right',
    () => appellant,
    async (it) => {
      await it.go(`/comments/${appealed}/appeals`)
      await it.page.getByLabel('Why should this be reconsidered?').fill(' ')
      await it.press(it.page.getByRole('button', { name: 'Send appeal' }))
      expect(await it.page.locator('.err').count()).toBe(1)
    },
  ],
  [
    'an appeal that waits',
    () => appellant,
    async (it) => {
      await it.go(`/comments/${appealed}/appeals`)
      await it.page.getByLabel('Why should this be reconsidered?').fill('It was about the fruit.')
      await it.press(it.page.getByRole('button', { name: 'Send appeal' }))
      expect(await it.page.locator('.preview').count()).toBe(2)
    },
  ],
  [
    'what whoever is banned is told, and appealed',
    () => outsider,
    async (it) => {
      await it.go(ban)
      expect(await it.page.locator('.preview').count()).toBe(1)
    },
  ],
  ['the appeals of whoever is not banned', () => outsider, (it) => it.go('/accounts/appeals')],
])
