// The rule that staff need a second factor where the site is served over TLS.
import { expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { openSite, type Site } from '../../support/site.ts'
import { turnOn } from './app.ts'

const TLS = { BASE_URL: 'https://news.example' }
const acts = [
  ['moderator', '/moderation/closures', { article: '1', reason: 'Said enough' }],
  ['editor', '/desk/leads', { article: '1' }],
  ['admin', '/admin/settings/site', { siteName: 'Taken over' }],
] as const

/** Takes the second factor from every session, as if the password alone had been given. */
const passwordOnly = (site: Site) =>
  write(site.deps, (db) => db.updateTable('sessions').set({ second_factor_at: null }).execute())

test.each(acts)(
  'without one a session of a %s does nothing that members do not, and is led to set one up',
  async (role, path, form) => {
    const site = await openSite(TLS)
    const staff = await site.member('Mo', role)
    await site.article()
    await passwordOnly(site)
    const before = JSON.stringify(await site.deps.db.selectFrom('log_entries').selectAll().execute())
    const answer = await site.post(path, form, staff)
    expect([answer.statusCode, answer.body]).toEqual([
      403,
      expect.stringContaining('Staff of this site need a second factor'),
    ])
    for (const href of ['/accounts/totp', '/accounts/passkeys', '/accounts/logout'])
      expect(answer.body).toContain(`href="${href}"`)
    expect(JSON.stringify(await site.deps.db.selectFrom('log_entries').selectAll().execute())).toBe(before)
    expect(site.deps.settings().siteName).toBe('Broadside')
    // Reading and setting it up stay open.
    for (const open of ['/', '/archive', '/accounts/totp', '/accounts/passkeys', '/accounts/logout'])
      expect((await site.get(open, staff)).statusCode).toBe(200)
  },
)

test('every staff page of the site is closed to such a session, whatever it asks for', async () => {
  const site = await openSite(TLS)
  const admin = await site.member('Ad', 'admin')
  await passwordOnly(site)
  for (const path of ['/moderation', '/moderation/log/private', '/desk', '/admin', '/admin/people'])
    expect([path, (await site.get(path, admin)).statusCode]).toEqual([path, 403])
  expect((await site.get('/archive', admin)).body).toContain('Set up a second factor')
})

test('turning an app on opens them for the session that entered the code, and for no session without it', async () => {
  const site = await openSite(TLS)
  const mo = await site.member('Mo', 'moderator')
  await passwordOnly(site)
  await turnOn(site, mo)
  expect((await site.get('/moderation', mo)).statusCode).toBe(200)
  await passwordOnly(site)
  expect((await site.get('/moderation', mo)).statusCode).toBe(403)
})

test.each([
  ['over http', {}, true],
  ['where the setting is off', TLS, false],
])('%s nothing changes', async (_, env, required) => {
  const site = await openSite(env)
  await site.set('staffSecondFactor', required)
  const mo = await site.member('Mo', 'moderator')
  await passwordOnly(site)
  expect((await site.get('/moderation', mo)).statusCode).toBe(200)
})
