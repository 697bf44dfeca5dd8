// The side tabs of the settings: the groups, and the pages of the current one; and the page that has all of them.
import { expect, test } from 'vitest'
import { accountPages } from '../../src/web/account-rows.ts'
import { wordsOn } from '../comments/page.ts'
import { openSite } from '../support/site.ts'

const tabsOn = (body: string): string[] => {
  const nav = /<nav class="tabs" aria-label="Settings">[^]*?<\/nav>/.exec(body)?.[0] ?? ''
  return [...nav.matchAll(/<a href="([^"]*)"( aria-current="(page|true)")?>/g)].map(([, href, , current]) =>
    current === 'page' ? `* ${href}` : current === 'true' ? `+ ${href}` : href!,
  )
}

/** Pages that have tabs of their own. */
const elsewhere = ['/desk/mine', '/inbox/follows']

test('every page of the settings leads to every group, to the pages of its own, and says which it is', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  for (const { href, group } of accountPages) {
    if (elsewhere.includes(href)) continue
    const tabs = tabsOn((await site.get(href, ada)).body)
    expect(
      tabs.filter((tab) => tab.startsWith('* ')),
      href,
    ).toEqual([`* ${href}`])
    const siblings = accountPages.filter((page) => page.group === group)
    if (siblings.length > 1) expect(tabs).toContain(`+ /accounts#${group}`)
    for (const sibling of siblings) expect(tabs.map((tab) => tab.replace('* ', ''))).toContain(sibling.href)
    for (const other of ['/accounts', '/accounts#profile', '/accounts#lists', '/accounts/email'])
      expect(
        tabs.map((tab) => tab.replace(/^[*+] /, '')),
        href,
      ).toContain(other)
  }
})

test('a stranger has none, and other pages have none', async () => {
  const site = await openSite()
  for (const page of ['/feeds', '/marks', '/comments/drafts', '/'])
    expect(tabsOn((await site.get(page)).body)).toEqual([])
  expect(tabsOn((await site.get('/', await site.member('Ada'))).body)).toEqual([])
})

test('the page of the account leads to every page, with what it is set to', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  const article = await site.article()
  const page = async () => (await site.get('/accounts', ada)).body
  const first = await page()
  expect(tabsOn(first)).toContain('* /accounts')
  for (const { href } of accountPages) {
    expect(first, href).toContain(`<a href="${href.replaceAll('&', '&amp;')}">`)
    expect((await site.get(href, ada)).statusCode, href).toBe(200)
  }
  expect(wordsOn(first)).toContain('Name Ada')
  expect(wordsOn(first)).toContain('Website and picture Nothing yet')
  expect(wordsOn(first)).toContain('Sessions 1 browser')
  await site.post('/accounts/profile', { website: 'https://www.example.org/', about: 'Boxes.' }, ada)
  await site.post('/accounts/nics', { nic: 'Slack Water', action: 'add' }, ada)
  await site.post('/accounts/tokens', { name: 'Phone' }, ada)
  await site.post('/mutes', { kind: 'word', value: 'sluices', action: 'mute' }, ada)
  await site.post(`/articles/${article}/follows`, {}, ada)
  await site.post(`/articles/${article}/saves`, {}, ada)
  const words = wordsOn(await page())
  for (const line of [
    'Other names 1 name',
    'Website and picture example.org, a few lines',
    'Private feeds 1 address',
    'Muted 1 mute',
    'Following 1 thread',
    'Saved 1 article or comment',
    'Articles None',
    'Address and notices No address',
  ])
    expect(words, line).toContain(line)
  expect((await site.get('/accounts')).statusCode).toBe(403)
  expect((await site.get('/accounts', ada)).headers['cache-control']).toBe('private, no-store')
})
