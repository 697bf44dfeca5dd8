// Admins find people, give and take roles, and end sessions. A site keeps an admin.
import { describe, expect, test } from 'vitest'
import { setRole } from '../../../src/admin/people/queries.ts'
import { write } from '../../../src/db/write.ts'
import type { Role } from '../../../src/permissions.ts'
import { HOUR } from '../../../src/time.ts'
import { wordsOn } from '../../comments/page.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const admin = await site.member('Harbourmaster', 'admin')
  const person = (who: Member): string => `/admin/people/${who.id}`
  const give = (who: Member, role: Role, as: Member = admin, more: Record<string, string> = {}) =>
    site.post(person(who), { action: 'role', role, ...more }, as)
  const roleOf = async (who: Member) =>
    (await site.deps.db.selectFrom('accounts').select('role').where('id', '=', who.id).executeTakeFirstOrThrow()).role
  const isIn = async (who: Member) => (await site.get('/accounts/sessions', who)).statusCode === 200
  const log = async () => wordsOn((await site.get('/moderation/log')).body)
  return { site, admin, person, give, roleOf, isIn, log }
}

describe('the list of people', () => {
  test('finds by the beginning of a name and by a whole e-mail address, by role and by trust', async () => {
    const { site, admin } = await open()
    await browserOf(site).post('/accounts/register', {
      nic: 'Clinker',
      email: 'rivets@mail.example',
      password: 'lapstrake and rivets',
    })
    await site.member('Bosun', 'moderator')
    const bystander = await site.member('Bystander')
    await site.post('/desk/trusts', { nic: bystander.nic, action: 'trust' }, admin)
    const found = async (query: string) =>
      [
        ...(await site.get(`/admin/people${query}`, admin)).body.matchAll(/href="\/admin\/people\/\d+"><bdi>([^<]+)/g),
      ].map((match) => match[1])
    expect(await found('')).toEqual(['Bystander', 'Bosun', 'Clinker', 'Harbourmaster'])
    expect(await found('?q=B')).toEqual(['Bystander', 'Bosun'])
    expect(await found('?q=clin')).toEqual(['Clinker'])
    expect(await found('?q=rivets%40mail.example')).toEqual(['Clinker'])
    expect(await found('?q=rivets')).toEqual([])
    expect(await found('?role=moderator')).toEqual(['Bosun'])
    expect(await found('?trusted=on')).toEqual(['Bystander'])
    expect(wordsOn((await site.get('/admin/people?q=zzz', admin)).body)).toContain('Nobody was found.')
  })

  test('goes on below its last row', async () => {
    const { site, admin } = await open()
    for (let i = 0; i < 51; i++) await site.member(`Hand ${i}`)
    const first = (await site.get('/admin/people?q=hand', admin)).body
    const older = /rel="next" href="([^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&')
    const second = (await site.get(older, admin)).body
    expect([second.match(/<bdi>Hand \d+/g)?.length, first.includes('Hand 50'), second.includes('Hand 0')]).toEqual([
      1,
      true,
      true,
    ])
  })

  test('is for admins alone, as is the page of one', async () => {
    const { site, person, give } = await open()
    const moderator = await site.member('Bosun', 'moderator')
    for (const path of ['/admin/people', person(moderator)])
      expect((await site.get(path, moderator)).statusCode, path).toBe(403)
    expect((await give(moderator, 'admin', moderator)).statusCode).toBe(403)
  })
})

describe('a role', () => {
  test('is given with a reason, logged, told, and ends the sessions that were made before', async () => {
    const { site, give, roleOf, isIn, log, person, admin } = await open()
    const bosun = await site.member('Bosun')
    const answer = await give(bosun, 'moderator', admin, { reason: 'Knows every rope' })
    expect(answer.headers.location).toBe(`${person(bosun)}?done=role`)
    expect([await roleOf(bosun), await isIn(bosun)]).toEqual(['moderator', false])
    expect(await log()).toContain('Bosun is a moderator now, and was a member. Knows every rope.')
    expect(wordsOn((await site.get(`${person(bosun)}?done=role`, admin)).body)).toContain('The role was changed.')
  })

  test('is mailed to a confirmed address', async () => {
    const { site, give } = await open()
    const bosun = await site.member('Bosun')
    await write(site.deps, (db) =>
      db
        .updateTable('accounts')
        .set({ email: 'bosun@mail.example', email_folded: 'bosun@mail.example', owned_email: 'bosun@mail.example' })
        .where('id', '=', bosun.id)
        .execute(),
    )
    await give(bosun, 'editor')
    const mail = await site.deps.db.selectFrom('outbox').select(['recipient', 'text']).executeTakeFirstOrThrow()
    expect(mail.recipient).toBe('bosun@mail.example')
    const text = mail.text.replace(/\s+/g, ' ')
    expect(text).toContain('Bosun is an editor now, and was a member.')
    // Where the admin did it is the admin's.
    expect(text).toContain('An admin of the site did this')
    expect(text).not.toContain('127.0.0')
  })

  test('that a member has already changes nothing', async () => {
    const { site, give, isIn, person } = await open()
    const bosun = await site.member('Bosun', 'editor')
    expect((await give(bosun, 'editor')).headers.location).toBe(`${person(bosun)}?done=already`)
    expect(await isIn(bosun)).toBe(true)
  })

  test('that does not exist is a fault at the field, and the reason comes back', async () => {
    const { site, admin, person } = await open()
    const bosun = await site.member('Bosun')
    const answer = await site.post(person(bosun), { action: 'role', role: 'captain', reason: 'As typed' }, admin)
    expect([
      answer.statusCode,
      wordsOn(answer.body).includes('Choose a role.'),
      answer.body.includes('value="As typed"'),
    ]).toEqual([422, true, true])
  })

  test('needs the password again after ten minutes', async () => {
    const { site, give, roleOf } = await open()
    const bosun = await site.member('Bosun')
    site.advance(HOUR)
    expect((await give(bosun, 'moderator')).statusCode).toBe(422)
    expect(await roleOf(bosun)).toBe('member')
  })

  test('is not given to a banned member', async () => {
    const { site, admin, give, roleOf } = await open()
    const bosun = await site.member('Bosun')
    await site.post('/moderation/bans', { nic: 'Bosun', until: 'ever', reason: 'Mutiny' }, admin)
    const answer = await give(bosun, 'admin')
    expect([answer.statusCode, await roleOf(bosun)]).toEqual([409, 'member'])
  })
})

describe('the last admin', () => {
  test('keeps the role, and is told so', async () => {
    const { site, admin, give, roleOf, isIn } = await open()
    const answer = await give(admin, 'member')
    expect([answer.statusCode, wordsOn(answer.body).includes('last admin of the site')]).toEqual([409, true])
    expect([await roleOf(admin), await isIn(admin)]).toEqual(['admin', true])
    await site.member('Second', 'admin')
    expect((await give(admin, 'member')).headers.location).toBe('/accounts/login')
    expect([await roleOf(admin), await isIn(admin)]).toEqual(['member', false])
  })

  test('of two who take the role from each other at once is still one', async () => {
    const { site, admin, give } = await open()
    const second = await site.member('Second', 'admin')
    const answers = await Promise.all([give(second, 'member', admin), give(admin, 'member', second)])
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([303, expect.any(Number)])
    const left = await site.deps.db.selectFrom('accounts').select('id').where('role', '=', 'admin').execute()
    expect(left).toHaveLength(1)
  })

  test('is kept by the database itself', async () => {
    const { site, admin } = await open()
    await expect(write(site.deps, (db) => setRole(db, admin.id, 'moderator'))).rejects.toThrow('last admin')
    await expect(
      write(site.deps, async (db) => {
        await db.deleteFrom('sessions').execute()
        await db.deleteFrom('accounts').where('id', '=', admin.id).execute()
      }),
    ).rejects.toThrow('last admin')
  })
})

describe('sessions', () => {
  test('of a member are listed, and ended at once, with an entry in the log', async () => {
    const { site, admin, person, isIn, log } = await open()
    const bosun = await site.member('Bosun')
    expect(wordsOn((await site.get(person(bosun), admin)).body)).toContain('End all sessions')
    const answer = await site.post(person(bosun), { action: 'sessions', reason: 'Lost phone' }, admin)
    expect(answer.headers.location).toBe(`${person(bosun)}?done=sessions`)
    expect(await isIn(bosun)).toBe(false)
    expect(await log()).toContain('ended the sessions of a member')
    expect(wordsOn((await site.get(person(bosun), admin)).body)).toContain('Signed in nowhere.')
    const again = await site.post(person(bosun), { action: 'sessions' }, admin)
    expect(again.headers.location).toBe(`${person(bosun)}?done=already`)
  })

  test('trust is given and ended on the same page', async () => {
    const { site, admin, person } = await open()
    const bosun = await site.member('Bosun')
    await site.post(person(bosun), { action: 'trust' }, admin)
    expect(wordsOn((await site.get(person(bosun), admin)).body)).toContain('Editors trust this member.')
    await site.post(person(bosun), { action: 'end-trust' }, admin)
    expect(wordsOn((await site.get(person(bosun), admin)).body)).not.toContain('Editors trust this member.')
  })
})
