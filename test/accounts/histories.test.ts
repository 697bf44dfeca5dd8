// Random histories of accounts: a site keeps an admin, no two names look alike, and no session outlives a ban.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deleteDueAccounts } from '../../src/accounts/deletion/actions.ts'
import { settleNames } from '../../src/accounts/name/rename-actions.ts'
import { hashPassword } from '../../src/accounts/passwords/hash.ts'
import { setPasswordHash } from '../../src/accounts/queries.ts'
import { releaseRegistrations } from '../../src/accounts/registration/release-actions.ts'
import { write } from '../../src/db/write.ts'
import { findBan } from '../../src/sanctions/checks.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY, MINUTE } from '../../src/time.ts'
import { histories } from '../support/histories.ts'
import { browserOf, type Jar } from '../support/jar.ts'
import { openSite, type Site } from '../support/site.ts'

const PASSWORD = 'lapstrake and rivets'
const hash = hashPassword(PASSWORD)

/** Several ways to write three names. */
const nics = ['Clinker', 'CLINKER', 'Cl1nker', 'Сlinker', 'Bosun', 'B0sun', 'Bo sun', 'Purser', 'purser ']

/** `by` is a browser, whoever is signed in there; `which` picks among the accounts that exist. */
type Act = { act: keyof typeof acts; by: number; which: number; nic: string; role: string }

type World = { site: Site; browsers: Jar[]; people: { id: number; nic: string }[] }
type Perform = (
  world: World,
  step: Act,
  by: Jar,
  person: { id: number; nic: string },
) => Promise<{ statusCode: number } | undefined>

const acts = {
  register: (_, { nic, which }, by) =>
    by.post('/accounts/register', { nic, email: `${which}@mail.example`, password: PASSWORD }),
  login: (_, __, by, { nic }) => by.post('/accounts/login', { nic, password: PASSWORD }),
  logout: (_, __, by) => by.post('/accounts/logout', {}),
  role: (_, { role }, by, { id }) => by.post(`/admin/people/${id}`, { action: 'role', role, password: PASSWORD }),
  sessions: (_, __, by, { id }) => by.post(`/admin/people/${id}`, { action: 'sessions', password: PASSWORD }),
  ban: (_, __, by, { nic }) => by.post('/moderation/bans', { nic, until: 'ever', reason: 'Mutiny' }),
  banEmail: (_, { which }, by) =>
    by.post('/moderation/bans', { email: `${which}@mail.example`, until: 'ever', reason: 'Mutiny' }),
  pardon: (_, __, by, { nic }) => by.post('/moderation/pardons', { nic, reason: 'Served' }),
  undo: async ({ site }, { which }, by) => {
    const batches = await site.deps.db.selectFrom('batches').select('id').orderBy('id').execute()
    const batch = batches[which % Math.max(batches.length, 1)]
    return batch === undefined ? undefined : by.post('/moderation/undos', { batch: String(batch.id) })
  },
  reserve: (_, { nic }, by) => by.post('/accounts/nics', { nic, action: 'add' }),
  rename: (_, { nic }, by) => by.post('/accounts/name', { nic, password: PASSWORD }),
  leave: (_, { which }, by, { nic }) =>
    by.post('/accounts/deletion', {
      nic,
      comments: which % 2 === 0 ? 'neutral' : 'withdrawn',
      action: 'delete',
      password: PASSWORD,
    }),
  keep: (_, __, by) => by.post('/accounts/deletion', { action: 'keep' }),
  wait: async ({ site }, { which }) => {
    site.advance([11 * MINUTE, DAY, 15 * DAY][which % 3]!)
    await releaseRegistrations(site.deps)
    await deleteDueAccounts(site.deps, () => false)
    await settleNames(site.deps, () => false)
    return undefined
  },
} as const satisfies Record<string, Perform>

const step: fc.Arbitrary<Act> = fc.record({
  act: fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])),
  // Mostly the browser of the first admin: the acts of others are refused more often.
  by: fc.constantFrom(0, 0, 1, 2),
  which: fc.nat(6),
  nic: fc.constantFrom(...nics),
  role: fc.constantFrom('member', 'editor', 'moderator', 'admin', 'admin'),
})

const peopleOf = (site: Site) =>
  site.deps.db.selectFrom('accounts').select(['id', 'nic', 'role']).orderBy('id').execute()

const isBanned = async (site: Site, account: number): Promise<boolean> =>
  (await findBan(site.deps, site.deps.db, { account, email: null, address: null })) !== null

async function check({ site, browsers }: World): Promise<void> {
  const people = await peopleOf(site)
  const admins = people.filter(({ role }) => role === 'admin')
  expect(admins).not.toEqual([])
  for (const { id, nic } of admins) expect([nic, await isBanned(site, id)]).toEqual([nic, false])
  const reserved = await site.deps.db.selectFrom('nics').select('nic').execute()
  const former = await site.deps.db.selectFrom('former_nics').select('nic').execute()
  const names = [...people, ...reserved, ...former].map(({ nic }) => skeleton(nic))
  expect(new Set(names).size).toBe(names.length)
  for (const browser of browsers) {
    const page = await browser.get('/accounts/sessions')
    if (page.statusCode !== 200) continue
    const nic = /<summary[^>]*>.*?<bdi>([^<]+)<\/bdi>/s.exec(page.body)![1]!
    expect(await isBanned(site, people.find((one) => one.nic === nic)!.id), nic).toBe(false)
  }
}

test('no history of accounts leaves a site without an admin, two names that look alike, or a session that outlives its ban', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), async (steps) => {
      const site = await openSite()
      const browsers = [browserOf(site), browserOf(site), browserOf(site)]
      const admin = await site.member('Harbourmaster', 'admin')
      browsers[0]!.signIn(admin)
      await write(site.deps, async (db) => setPasswordHash(db, admin.id, await hash))
      browsers[1]!.signIn(await site.member('Bosun Pipe', 'moderator'))
      for (const one of steps) {
        const people = await peopleOf(site)
        const world = { site, browsers, people }
        const answer = await acts[one.act](world, one, browsers[one.by]!, people[one.which % people.length]!)
        expect(answer?.statusCode ?? 200).toBeLessThan(500)
        await check(world)
      }
      await site.close()
    }),
    histories,
  )
})
