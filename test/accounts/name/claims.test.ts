// No sequence of registering, reserving and changing leaves two accounts with names that look alike, or ends in an error.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeName } from '../../../src/accounts/name/actions.ts'
import { removeReservedNic, reserveNic } from '../../../src/accounts/nics/actions.ts'
import { accountById } from '../../../src/accounts/queries.ts'
import type { Viewer } from '../../../src/permissions.ts'
import { NIC_RESERVATION_MS } from '../../../src/settings.ts'
import { skeleton } from '../../../src/skeleton.ts'
import { DAY } from '../../../src/time.ts'
import { openSite } from '../../support/site.ts'

/** Two of each look alike. */
const names = ['Slack Water', 'slack-water', 'Wobbin 4', 'WOBBIN-4', 'Nœud', 'noeud', 'Bosun', 'bosun', 'Ada', 'ADA']

const act = fc.record({
  who: fc.nat({ max: 2 }),
  nic: fc.constantFrom(...names),
  verb: fc.constantFrom('reserve', 'remove', 'change', 'change', 'register', 'wait'),
})

test('names of different accounts never look alike, whatever members do', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
      const site = await openSite()
      await site.set('nameChangeDays', 1)
      const ids = [await site.member('Ada'), await site.member('Bosun'), await site.member('Cy')].map(({ id }) => id)
      for (const { who, nic, verb } of acts) {
        const { id, nic: own, role } = (await accountById(site.deps.db, ids[who]!))!
        const viewer: Viewer = { id, nic: own, role, commentCount: 0, trusted: false }
        const origin = { browser: 'Firefox', network: '192.0.2.0/24' }
        if (verb === 'reserve') await reserveNic(site.deps, viewer, nic)
        else if (verb === 'remove') await removeReservedNic(site.deps, viewer, nic)
        else if (verb === 'change') await changeName(site.deps, viewer, nic, origin, 'UTC')
        else if (verb === 'wait') site.advance(who === 0 ? NIC_RESERVATION_MS + 1 : DAY)
        else {
          const form = { nic, email: `${Math.random()}@nics.example`, password: 'a sentence that is long enough' }
          expect([303, 422]).toContain((await site.post('/accounts/register', form)).statusCode)
        }
      }
      const { db } = site.deps
      const held = [
        ...(await db.selectFrom('accounts').select(['id', 'nic']).execute()),
        ...(await db.selectFrom('former_nics').select(['account_id as id', 'nic']).execute()),
        ...(await db.selectFrom('nics').select(['account_id as id', 'nic']).execute()),
      ]
      expect(new Set(held.map(({ nic }) => skeleton(nic))).size).toBe(held.length)
      expect(
        (await db.selectFrom('nic_claims').select('nic_skeleton').execute()).map((row) => row.nic_skeleton).sort(),
      ).toEqual(held.map(({ nic }) => skeleton(nic)).sort())
      await site.close()
    }),
    { numRuns: 12 },
  )
})
