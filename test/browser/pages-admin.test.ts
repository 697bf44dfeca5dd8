// Every page that only admins see: settings.
import { beforeAll, inject } from 'vitest'
import { browserHalf, type Reader } from '../support/browser.ts'
import { send, walk } from './walk.ts'

const half = browserHalf()

let admin: Reader

beforeAll(async () => {
  if (inject('chromium') === null) return
  const site = await half.site()
  admin = await half.reader(site, {}, await site.account('Fair Lead', 'admin'))
})

walk([
  ['the overview of /admin', () => admin, (it) => it.go('/admin')],
  ['the settings of the site', () => admin, (it) => it.go('/admin/settings/site')],
  ['the settings of comments', () => admin, (it) => it.go('/admin/settings/comments')],
  [
    'the settings after a change',
    () => admin,
    async (it) => {
      await it.page.locator('#editMinutes').fill('20')
      await send(it, 'form.mt5', 'Save changes')
    },
  ],
  [
    'settings that came back with faults',
    () => admin,
    async (it) => {
      await it.page.locator('#editMinutes').fill('soon')
      await it.page.locator('#closeAfterDays').fill('0')
      await send(it, 'form.mt5', 'Save changes')
    },
  ],
  ['the settings of data that is deleted', () => admin, (it) => it.go('/admin/settings/data')],
])
