// A database with skeletons of an older version: all of them are recomputed, once, and nobody loses their account.

import { describe, expect, test } from 'vitest'
import { login } from '../../../src/accounts/actions.ts'
import { planRefold, refoldSkeletons } from '../../../src/accounts/nics/refold-actions.ts'
import { hashPassword } from '../../../src/accounts/passwords/hash.ts'
import { write } from '../../../src/db/write.ts'
import { fillIndex } from '../../../src/search/actions.ts'
import { restartFill } from '../../../src/search/index-queries.ts'
import { SKELETON_VERSION, skeleton } from '../../../src/skeleton.ts'
import { aThread, type Member, NOON, openSite } from '../../support/site.ts'

const PASSWORD = 'a sentence that is long enough'

/** What the first Broadside stored: it took no Greek epsilon for an e, no œ for oe, and a sharp s for a b. */
const OLD = { Œdipe: 'œdipe', Oedipe: 'oedipe', Straße: 'strabe', Ada: 'ada', Ωρα: 'wpa', œdipe: 'œdipe' }

async function older() {
  const site = await openSite()
  const article = await site.article({
    comments: [{ ...aThread('o', [null])[0]!, nic: 'Œdipe', text: 'Sphinxes again.' }],
  })
  const hash = await hashPassword(PASSWORD)
  const ids: Record<string, number> = {}
  await write(site.deps, async (db) => {
    for (const nic of ['Oedipe', 'Œdipe', 'Straße', 'Ada'] as const) {
      const email = `${nic === 'Œdipe' ? 'younger' : nic.toLowerCase()}@nics.example`
      ids[nic] = (
        await db
          .insertInto('accounts')
          .values({
            nic,
            nic_skeleton: OLD[nic],
            email,
            email_folded: email,
            password_hash: hash,
            role: 'member',
            created_at: NOON,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    }
    for (const [nic, account, at] of [
      ['Ωρα', 'Ada', 1],
      ['œdipe', 'Straße', 2],
      ['Oedipe 2', 'Oedipe', 3],
    ] as const) {
      await db
        .insertInto('picked_names')
        .values({
          article_id: article,
          account_id: ids[account]!,
          nic,
          nic_skeleton: nic === 'Oedipe 2' ? 'oedipe' : OLD[nic],
          created_at: at,
        })
        .execute()
    }
    for (const [value, label] of [
      ['œdipe', 'Œdipe'],
      ['oedipe', 'Oedipe'],
      ['strabe', 'Straße'],
      ['bosun', 'Bosun'],
    ] as const)
      await db
        .insertInto('mutes')
        .values({ account_id: ids['Ada']!, kind: 'person', value, label, created_at: NOON })
        .execute()
    await db
      .insertInto('mutes')
      .values({ account_id: ids['Ada']!, kind: 'word', value: 'œdipe', label: 'Œdipe', created_at: NOON })
      .execute()
  })
  return { site, article, ids, again: () => refoldSkeletons(site.deps.store, NOON, restartFill) }
}

describe('At the start of a newer Broadside', () => {
  test('accounts, picked nics and mutes get new skeletons in one transaction, with a message', async () => {
    const { site, ids, again } = await older()
    expect(await again()).toBe(
      `Skeletons of nics updated from version 1 to ${SKELETON_VERSION}: 2 accounts, 0 reserved nics, 2 picked nics and 2 mutes changed. Registered look-alikes, which are kept: Œdipe and Oedipe.`,
    )
    const { db } = site.deps
    expect(
      await db
        .selectFrom('accounts')
        .select(['nic', 'nic_skeleton'])
        .where('id', 'in', Object.values(ids))
        .orderBy('id')
        .execute(),
    ).toEqual([
      { nic: 'Oedipe', nic_skeleton: 'oedipe' },
      { nic: 'Œdipe', nic_skeleton: `oedipe#${ids['Œdipe']}` },
      { nic: 'Straße', nic_skeleton: 'strasse' },
      { nic: 'Ada', nic_skeleton: 'ada' },
    ])
    expect(
      (await db.selectFrom('picked_names').select(['nic', 'nic_skeleton']).orderBy('created_at').execute()).map(
        (row) => row.nic_skeleton,
      ),
    ).toEqual([skeleton('Ωρα'), 'oedipe', 'oedipe2'])
    expect(await db.selectFrom('mutes').select(['kind', 'value']).orderBy('kind').orderBy('value').execute()).toEqual([
      { kind: 'person', value: 'bosun' },
      { kind: 'person', value: 'oedipe' },
      { kind: 'person', value: 'strasse' },
      { kind: 'word', value: 'œdipe' },
    ])
  })

  test('a second start changes nothing, nor does a new database', async () => {
    const { site, again } = await older()
    await again()
    await write(site.deps, (db) =>
      db.updateTable('accounts').set({ nic_skeleton: 'left alone' }).where('nic', '=', 'Ada').execute(),
    )
    expect(await again()).toBeNull()
    expect(
      (await site.deps.db.selectFrom('accounts').select('nic_skeleton').where('nic', '=', 'Ada').executeTakeFirst())!
        .nic_skeleton,
    ).toBe('left alone')
    const fresh = await openSite()
    expect(await refoldSkeletons(fresh.deps.store, NOON, restartFill)).toBeNull()
    expect(await fresh.deps.db.selectFrom('data_versions').selectAll().execute()).toEqual([
      { name: 'skeleton', version: SKELETON_VERSION, changed_at: NOON },
    ])
  })

  test('the search goes through what it holds once more, and then finds who wrote what by the new skeletons', async () => {
    const { site, again } = await older()
    const fill = () => fillIndex(site.deps, { rows: 50, pause: 0, isStopped: () => false })
    await fill()
    await again()
    expect(
      (await site.deps.db.selectFrom('search_backlog').select('noun').execute()).map((row) => row.noun).sort(),
    ).toEqual(['article', 'comment'])
    await fill()
    expect((await site.get('/search?q=sphinxes+by%3Aoedipe')).body).toContain('<bdi>Œdipe</bdi>')
    expect(await site.deps.db.selectFrom('search_entries').select('key').execute()).toHaveLength(2)
  })
})

describe('Of two registered nics that now look alike', () => {
  test('both sign in by their exact nic and by e-mail, and a look-alike finds the older', async () => {
    const { site, ids, again } = await older()
    await again()
    const who = async (nic: string) => {
      const session = await login(site.deps, { nic, password: PASSWORD, next: '' }, { browser: '', network: '' })
      return (
        session &&
        (await site.deps.db.selectFrom('sessions').select('account_id').orderBy('created_at').execute()).at(-1)!
          .account_id
      )
    }
    const signed: unknown[] = []
    for (const nic of ['Oedipe', 'Œdipe', ' Œdipe ', 'younger@nics.example', 'oedipe@nics.example', 'OEDIPE']) {
      await write(site.deps, (db) => db.deleteFrom('sessions').execute())
      signed.push(await who(nic))
    }
    expect(signed).toEqual([ids['Oedipe'], ids['Œdipe'], ids['Œdipe'], ids['Œdipe'], ids['Oedipe'], ids['Oedipe']])
  })

  test('each has a page and a feed, and is mentioned by their exact nic', async () => {
    const { site, ids, again } = await older()
    await again()
    for (const nic of ['Oedipe', 'Œdipe']) {
      expect((await site.get(`/people/${encodeURIComponent(nic)}`)).body).toContain(`<bdi>${nic}</bdi>`)
      expect((await site.get(`/feeds/people/${encodeURIComponent(nic)}.xml`)).statusCode).toBe(200)
    }
    expect((await site.get('/people/oedipe')).headers.location).toBe('/people/Oedipe')
    const bo = await site.member('Bosun')
    const article = await site.article()
    await site.post('/comments', { article: String(article), body: '@Œdipe, have you seen this?' }, bo)
    expect(
      (await site.deps.db.selectFrom('notices').select('account_id').where('kind', '=', 'mention').execute()).map(
        (row) => row.account_id,
      ),
    ).toEqual([ids['Œdipe']])
  })

  test('each keeps their nic, one name per thread, and nobody new can have either', async () => {
    const { site, article, ids, again } = await older()
    await again()
    await write(site.deps, (db) => db.deleteFrom('picked_names').execute())
    const younger = { ...(await site.member('Somebody')), id: ids['Œdipe']! }
    await write(site.deps, (db) => db.updateTable('sessions').set({ account_id: younger.id }).execute())
    const say = (nic: string, as = younger) =>
      site.post('/comments', { article: String(article), nic, body: `As ${nic}` }, as)
    expect((await say('Œdipe')).statusCode).toBe(303)
    expect((await say('Wobbin 41')).statusCode).toBe(422)
    expect(
      await site.deps.db
        .selectFrom('comments')
        .select(['nic', 'name_kind'])
        .where('account_id', '=', younger.id)
        .execute(),
    ).toEqual([{ nic: 'Œdipe', name_kind: 'member' }])
    const bo = await site.member('Bosun')
    for (const nic of ['Oedipe', 'Œdipe', 'œ-dipe']) {
      expect((await say(nic, bo)).statusCode, nic).toBe(422)
      expect(
        (await site.post('/accounts/register', { nic, email: 'new@nics.example', password: PASSWORD })).statusCode,
        nic,
      ).toBe(422)
    }
  })
})

test('two names in a thread that now look alike are both kept', async () => {
  const site = await openSite()
  const article = await site.article()
  const say = (nic: string, as: Member) =>
    site.post('/comments', { article: String(article), nic, body: `As ${nic}, ${Math.random()}` }, as)
  const [ada, bo, cy] = [await site.member('Ada'), await site.member('Bosun'), await site.member('Cy')]
  await say('Noeud', ada)
  await say('Wobbin 41', bo)
  await write(site.deps, async (db) => {
    await db.updateTable('comments').set({ nic: 'Nœud' }).where('account_id', '=', bo.id).execute()
    await db
      .updateTable('picked_names')
      .set({ nic: 'Nœud', nic_skeleton: 'nœud' })
      .where('account_id', '=', bo.id)
      .execute()
  })
  await refoldSkeletons(site.deps.store, NOON, restartFill)
  expect(
    (await site.deps.db.selectFrom('picked_names').select('nic_skeleton').orderBy('account_id').execute()).map(
      (row) => row.nic_skeleton,
    ),
  ).toEqual(['noeud', `noeud#${bo.id}`])
  expect([
    (await say('Noeud', ada)).statusCode,
    (await say('Nœud', bo)).statusCode,
    (await say('NŒUD', cy)).statusCode,
  ]).toEqual([303, 303, 422])
})

test('skeletons that take one another’s place do not collide', () => {
  const row = (id: number, nic: string, nic_skeleton: string, scope = 0) => ({ id, scope, nic, nic_skeleton })
  expect(planRefold([row(1, 'Ada', 'bo'), row(2, 'Bo', 'ada'), row(3, 'ADA', 'x'), row(4, 'Ada', 'y', 7)])).toEqual({
    moved: [row(1, 'Ada', 'ada'), row(2, 'Bo', 'bo'), row(3, 'ADA', 'ada#3'), row(4, 'Ada', 'ada', 7)],
    twins: ['ADA and Ada'],
  })
})

test('a registered nic and a reserved one that now look alike are both kept, and the registered one has the name', async () => {
  const site = await openSite()
  const [ada, bo] = [await site.member('Noeud'), await site.member('Bosun')]
  await write(site.deps, async (db) => {
    await db
      .insertInto('nics')
      .values({ account_id: bo.id, nic: 'Nœud', nic_skeleton: 'nœud', created_at: NOON, removed_at: null })
      .execute()
    await db
      .insertInto('former_nics')
      .values({ account_id: ada.id, nic: 'nœud 2', nic_skeleton: 'nœud2', created_at: NOON })
      .execute()
  })
  await refoldSkeletons(site.deps.store, NOON, restartFill)
  expect(
    (await site.deps.db.selectFrom('nic_claims').select(['nic_skeleton', 'noun']).execute()).filter(
      ({ nic_skeleton }) => nic_skeleton.startsWith('noeud'),
    ),
  ).toEqual([
    { nic_skeleton: 'noeud', noun: 'accounts' },
    { nic_skeleton: expect.stringMatching(/^noeud#nics\.\d+$/), noun: 'nics' },
    { nic_skeleton: 'noeud2', noun: 'former_nics' },
  ])
})
