// Passkeys without a browser: what challenges, forms and counters refuse. The journey uses a real one.
import { describe, expect, test } from 'vitest'
import { addPasskey, signInWithPasskey } from '../../../src/accounts/passkeys/actions.ts'
import {
  deletePasskey,
  dropPassword,
  insertPasskey,
  takeChallenge,
  usePasskey,
} from '../../../src/accounts/passkeys/queries.ts'
import { relyingParty } from '../../../src/accounts/passkeys/rules.ts'
import { adminCount } from '../../../src/accounts/queries.ts'
import { write } from '../../../src/db/write.ts'
import { tokenHash } from '../../../src/random.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'

const json = { accept: 'application/json' }
const challenge = async (site: Site, purpose: string, as?: Member) =>
  site.post('/accounts/passkeys/challenges', { purpose }, as ?? null, json)

/** Stores a passkey that nothing can sign with. */
const give = (site: Site, member: Member, name = 'Key', counter = 0) =>
  write(site.deps, async (db) => {
    const row = { credential_id: `${member.id} ${name}`, public_key: '', transports: '[]', created_at: 0 }
    await insertPasskey(db, { ...row, account_id: member.id, name, counter }, 20)
    const { id } = await db.selectFrom('passkeys').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    return id
  })

describe('A challenge', () => {
  test('for a passkey asks for a discoverable one that verifies its user, and is stored hashed', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const answer = await challenge(site, 'add', ada)
    expect(answer.json()).toMatchObject({
      rp: { id: 'localhost', name: 'Broadside' },
      user: { name: 'Ada' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    expect((await challenge(site, 'sign-in')).json()).toMatchObject({ userVerification: 'required', rpId: 'localhost' })
    const rows = await site.deps.db.selectFrom('passkey_challenges').selectAll().execute()
    expect(rows.map(({ challenge_hash }) => challenge_hash)).toContain(tokenHash(answer.json().challenge))
    expect(JSON.stringify(rows)).not.toContain(answer.json().challenge)
  })

  test('is good once, for its purpose, within five minutes', async () => {
    const site = await openSite()
    const take = async (given: string, purpose: 'add' | 'sign-in') =>
      write(site.deps, (db) => takeChallenge(db, tokenHash(given), purpose, site.deps.clock()))
    const first = (await challenge(site, 'sign-in')).json().challenge
    expect(await take(first, 'add')).toBeUndefined()
    const both = await Promise.all([take(first, 'sign-in'), take(first, 'sign-in')])
    expect(both.filter((one) => one !== undefined)).toEqual([{ account_id: null }])
    const late = (await challenge(site, 'sign-in')).json().challenge
    site.advance(5 * 60_000)
    expect(await take(late, 'sign-in')).toBeUndefined()
  })

  test('for a new passkey is given only to a session that has just proved its member', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    expect((await challenge(site, 'add')).statusCode).toBe(403)
    site.advance(11 * 60_000)
    expect((await challenge(site, 'add', ada)).statusCode).toBe(403)
    expect((await challenge(site, 'confirm', ada)).statusCode).toBe(200)
  })
})

test.each(['', 'nonsense', '{}', '{"id":"x","rawId":"x","type":"public-key","response":{"clientDataJSON":"e30"}}'])(
  'the answer “%s” adds nothing and signs nobody in',
  async (credential) => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const origin = { browser: '', network: '' }
    expect(await addPasskey(site.deps, ada, '', { credential, name: '', setup: '' }, origin)).toBe('failed')
    const browser = { origin, old: undefined, known: undefined }
    expect(await signInWithPasskey(site.deps, { credential, next: '', post: '', kept: true }, browser)).toBeNull()
    expect((await site.post('/accounts/login/passkey', { credential })).statusCode).toBe(422)
    expect((await site.post('/accounts/confirm/passkey', { credential }, ada)).statusCode).toBe(422)
  },
)

describe('The last way to sign in', () => {
  test('is not removed, by two presses at once neither', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const [one, two] = [await give(site, ada, 'One'), await give(site, ada, 'Two')]
    const remove = (id: number) => site.post('/accounts/passkeys', { action: 'remove', passkey: String(id) }, ada)
    const answers = await Promise.all([remove(one), remove(two)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
    expect(await site.deps.db.selectFrom('passkeys').selectAll().execute()).toHaveLength(1)
  })

  test('stays when the password goes: without a passkey it cannot be dropped', async () => {
    const site = await openSite()
    const ada = await site.member('Ada')
    const drop = () => site.post('/accounts/passkeys', { action: 'drop-password' }, ada)
    expect((await drop()).statusCode).toBe(422)
    await give(site, ada)
    expect((await drop()).headers.location).toBe('/accounts/passkeys?done=dropped')
  })

  test('of an admin counts without a password too', async () => {
    const site = await openSite()
    const ada = await site.member('Ada', 'admin')
    expect(await adminCount(site.deps.db)).toBe(0)
    const id = await give(site, ada)
    expect(await adminCount(site.deps.db)).toBe(1)
    await write(site.deps, (db) => dropPassword(db, ada.id))
    expect(await write(site.deps, (db) => deletePasskey(db, ada.id, id))).toBe(false)
  })
})

test.each([
  [5, 6, true],
  [5, 5, false],
  [5, 0, false],
  [0, 0, true],
  [0, 1, true],
])('a counter that was %i is taken as %i: %s', async (before, after, answer) => {
  const site = await openSite()
  const id = await give(site, await site.member('Ada'), 'Key', before)
  expect(await write(site.deps, (db) => usePasskey(db, id, after, 1))).toBe(answer)
})

test('nobody renames or removes a passkey of somebody else', async () => {
  const site = await openSite()
  const [ada, bea] = [await site.member('Ada'), await site.member('Bea')]
  const id = String(await give(site, ada))
  await site.post('/accounts/passkeys', { action: 'rename', passkey: id, name: 'Mine' }, bea)
  await site.post('/accounts/passkeys', { action: 'remove', passkey: id }, bea)
  expect(await site.deps.db.selectFrom('passkeys').select(['name', 'account_id']).execute()).toEqual([
    { name: 'Key', account_id: ada.id },
  ])
})

test('without a fresh proof removing leads to the page that asks for it', async () => {
  const site = await openSite()
  const ada = await site.member('Ada')
  const id = String(await give(site, ada))
  site.advance(11 * 60_000)
  const answer = await site.post('/accounts/passkeys', { action: 'remove', passkey: id }, ada)
  expect(answer.headers.location).toBe('/accounts/confirm?next=%2Faccounts%2Fpasskeys')
  expect(await site.deps.db.selectFrom('passkeys').selectAll().execute()).toHaveLength(1)
})

test('the site is known to authenticators by the domain of BASE_URL', () => {
  expect(relyingParty({ baseUrl: 'https://news.example', hosts: new Set(['news.example']) })).toEqual({
    id: 'news.example',
    origins: ['https://news.example'],
  })
  expect(relyingParty({ baseUrl: 'http://127.0.0.1:3000', hosts: new Set(['localhost:3000']) }).id).toBe('localhost')
})
