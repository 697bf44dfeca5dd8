// The tabs of the settings on a phone and in a wide window.
import { expect } from 'vitest'
import { browserHalf, inBrowser, OVERFLOW } from '../support/browser.ts'

const half = browserHalf()
const [PHONE, WIDE] = [
  { width: 360, height: 640 },
  { width: 1280, height: 900 },
]

inBrowser('take less than a third of a phone, and show the pages of a group where the window is wide', async () => {
  const site = await half.site()
  const account = await site.account('Tab Stop')
  for (const viewport of [PHONE, WIDE]) {
    const reader = await half.reader(site, { viewport }, account)
    for (const url of ['/accounts', '/accounts/name', '/accounts/email', '/accounts/sessions', '/saved', '/mutes']) {
      await reader.go(url)
      expect(await reader.ask<number>(OVERFLOW), url).toBeLessThanOrEqual(0)
      const { height, subs } = await reader.ask<{ height: number; subs: number }>(
        `({
          height: document.querySelector('.tabs').getBoundingClientRect().height,
          subs: [...document.querySelectorAll('.tabs .sub')].filter((one) => one.checkVisibility()).length,
        })`,
      )
      if (viewport === PHONE) expect([height < PHONE.height / 3, subs], `${url}, ${height} pixels`).toEqual([true, 0])
      else expect(subs > 0, url).toBe(!['/accounts', '/accounts/email'].includes(url))
    }
  }
})
