// The side tabs of the settings: one list on every page of it, for members alone.
import { expect, test } from 'vitest'
import { openSite } from '../support/site.ts'

const tabsOn = (body: string): string[] => {
  const nav = /<nav class="tabs" aria-label="Settings">[^]*?<\/nav>/.exec(body)?.[0] ?? ''
  return [...nav.matchAll(/<a href="([^"]*)"( aria-current="page")?>/g)].map(([, href, current]) =>
    current ? `* ${href}` : href!,
  )
}

const pages = [
  '/accounts/settings',
  '/accounts/nics',
  '/accounts/email',
  '/comments/drafts',
  '/marks',
  '/mutes',
  '/comments/flags',
  '/saved',
  '/feeds',
  '/accounts/invitations',
]

test('every page of the settings leads to the others and says which it is', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  for (const page of pages) {
    const tabs = tabsOn((await site.get(page, ada)).body)
    expect(tabs).toHaveLength(13)
    expect(tabs.filter((tab) => tab.startsWith('* '))).toEqual([`* ${page}`])
    for (const tab of tabs) expect((await site.get(tab.replace('* ', ''), ada)).statusCode).toBe(200)
  }
})

test('a stranger has none, and other pages have none', async () => {
  const site = await openSite()
  for (const page of ['/feeds', '/marks', '/comments/drafts', '/'])
    expect(tabsOn((await site.get(page)).body)).toEqual([])
  expect(tabsOn((await site.get('/', await site.member('Ada'))).body)).toEqual([])
})
