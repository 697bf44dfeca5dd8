// Invitations: made, shown once, e-mailed, used once, revoked; who invited whom, and who may no longer.
import { describe, expect, test } from 'vitest'
import { write } from '../../../src/db/write.ts'
import { tokenHash } from '../../../src/random.ts'
import type { RegistrationMode } from '../../../src/registration-modes.ts'
import { DAY } from '../../../src/time.ts'
import { faultOn, fieldOn, wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { browserOf, type Jar } from '../../support/jar.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'

const password = 'lapstrake and rivets'
const PAGE = '/accounts/invitations'
const TREE = '/admin/people/invitations'

/** A site by invitation, with a member who may invite. */
async function openInvited(mode: RegistrationMode = 'invited'): Promise<{ site: Site; ada: Member }> {
  const site = await openSite()
  const ada = await site.member('Ada Quill')
  await site.set('registration', mode)
  await site.set('invitationAgeDays', 0)
  return { site, ada }
}

/** Makes an invitation. @returns its link, and the fields that were sent */
async function invite(site: Site, who: Member, email = ''): Promise<{ link: string; sent: Record<string, string> }> {
  const key = fieldOn((await site.get(PAGE, who)).body, 'key')!
  const sent = { key, email, action: 'make' }
  const { body } = await site.post(PAGE, sent, who)
  return { link: linkIn(body), sent }
}

const linkIn = (body: string): string => /value="http[^"]*(\/accounts\/register\?invitation=[\w-]{43})"/.exec(body)![1]!

const register = (jar: Jar, nic: string) =>
  jar.post('/accounts/register', { nic, email: `${nic.replace(' ', '')}@mail.example`, password })

/** Opens a link and registers. */
async function joinBy(site: Site, link: string, nic: string) {
  const jar = browserOf(site)
  await jar.follow(await jar.get(link))
  return { jar, answer: await register(jar, nic) }
}

const rows = (site: Site) => site.deps.db.selectFrom('invitations').selectAll().orderBy('id').execute()

describe('A member', () => {
  test('makes a link that is shown once, works for 14 days and is stored as a hash', async () => {
    const { site, ada } = await openInvited()
    const { link } = await invite(site, ada)
    const token = link.split('=')[1]!
    expect(await rows(site)).toMatchObject([{ token_hash: tokenHash(token), expires_at: site.deps.clock() + 14 * DAY }])
    expect(JSON.stringify(await rows(site))).not.toContain(token)
    expect((await site.get(PAGE, ada)).body).not.toContain(token)
    expect(wordsOn((await site.get(PAGE, ada)).body)).toContain('Open until 26 March 2030')
  })

  test('gets the same link from a second press of the same form, and no second invitation', async () => {
    const { site, ada } = await openInvited()
    const { link, sent } = await invite(site, ada, 'friend@mail.example')
    const again = await site.post(PAGE, sent, ada)
    expect([again.statusCode, linkIn(again.body)]).toEqual([200, link])
    expect(await rows(site)).toHaveLength(1)
    const office = postOffice()
    await sendAll(site, office)
    expect(office.sent).toHaveLength(1)
    const other = await site.member('Bosun')
    await site.post(PAGE, sent, other)
    expect(new Set((await rows(site)).map((row) => row.token_hash)).size).toBe(2)
  })

  test('has it e-mailed if they enter an address, which is not kept', async () => {
    const { site, ada } = await openInvited()
    const { link } = await invite(site, ada, ' friend@mail.example ')
    const office = postOffice()
    await sendAll(site, office)
    expect(office.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['friend@mail.example', 'Ada Quill invites you to Broadside'],
    ])
    expect(office.sent[0]!.text).toContain(link)
    expect(JSON.stringify(await rows(site))).not.toContain('friend')
  })

  test('learns beside the field that an address is none, and keeps it', async () => {
    const { site, ada } = await openInvited()
    const key = fieldOn((await site.get(PAGE, ada)).body, 'key')!
    const answer = await site.post(PAGE, { key, email: 'nobody', action: 'make' }, ada)
    expect([answer.statusCode, faultOn(answer.body, 'email'), fieldOn(answer.body, 'email')]).toEqual([
      422,
      'That does not look like an e-mail address.',
      'nobody',
    ])
    expect(await rows(site)).toEqual([])
  })

  test('has three open ones at most, also when the presses arrive together, and another once one has ended', async () => {
    const { site, ada } = await openInvited()
    const keys = await Promise.all([1, 2, 3, 4].map(async () => fieldOn((await site.get(PAGE, ada)).body, 'key')!))
    const answers = await Promise.all(keys.map((key) => site.post(PAGE, { key, email: '', action: 'make' }, ada)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 200, 409])
    expect(wordsOn((await site.get(PAGE, ada)).body)).toContain('You have 3 open invitations, which is the limit.')
    site.advance(14 * DAY)
    await site.set('invitationsPerMember', 1)
    const { link } = await invite(site, await sessionOf(site, ada))
    expect((await rows(site)).map(({ slot, outcome }) => [slot, outcome])).toEqual([
      [1, 'expired'],
      [2, 'expired'],
      [3, 'expired'],
      [1, null],
    ])
    expect(link).not.toBe('')
  })

  test('revokes an open one, once, and none of somebody else', async () => {
    const { site, ada } = await openInvited()
    const { link } = await invite(site, ada)
    const id = String((await rows(site))[0]!.id)
    const bosun = await site.member('Bosun')
    const revoke = async (who: Member) =>
      (await site.post(PAGE, { invitation: id, action: 'revoke' }, who)).headers.location
    expect(await revoke(bosun)).toBe(`${PAGE}?done=ended`)
    expect(await revoke(ada)).toBe(`${PAGE}?done=revoked`)
    expect(await revoke(ada)).toBe(`${PAGE}?done=ended`)
    expect(wordsOn((await site.get(`${PAGE}?done=revoked`, ada)).body)).toContain('Revoked on 12 March 2030')
    const { answer } = await joinBy(site, link, 'Clinker')
    expect([answer.statusCode, (await rows(site))[0]!.used_by]).toEqual([403, null])
  })

  test('sees who has used it', async () => {
    const { site, ada } = await openInvited()
    await joinBy(site, (await invite(site, ada)).link, 'Clinker')
    expect(wordsOn((await site.get(PAGE, ada)).body)).toContain('Used on 12 March 2030 by Clinker')
  })

  test('is told why they cannot invite', async () => {
    const { site, ada } = await openInvited()
    await site.set('invitationAgeDays', 30)
    expect(wordsOn((await site.get(PAGE, ada)).body)).toContain('once your account is 30 days old')
    const answer = await site.post(PAGE, { key: 'k'.repeat(43), email: '', action: 'make' }, ada)
    expect([answer.statusCode, await rows(site)]).toEqual([409, []])
    expect((await site.get(PAGE)).statusCode).toBe(403)
  })

  test.each([{ action: 'make' }, { action: 'make', key: 'short' }, { action: 'revoke' }, { action: 'x' }])(
    'cannot send a form that is not whole: %o',
    async (sent) => {
      const { site, ada } = await openInvited()
      expect((await site.post(PAGE, sent, ada)).statusCode).toBe(422)
      expect(await rows(site)).toEqual([])
    },
  )
})

/** A session of a member that begins now. */
async function sessionOf(site: Site, { id, nic }: Member): Promise<Member> {
  const fresh = await site.member(`Session of ${nic}`)
  await write(site.deps, (db) =>
    db.updateTable('sessions').set({ account_id: id }).where('account_id', '=', fresh.id).execute(),
  )
  return { ...fresh, id, nic }
}

describe('An invitation', () => {
  test('moves from the address into a cookie that only the pages of accounts get, and names who invites', async () => {
    const { site, ada } = await openInvited()
    const { link } = await invite(site, ada)
    const jar = browserOf(site)
    const opened = await jar.get(`${link}&next=%2Farchive`)
    expect([opened.statusCode, opened.headers.location]).toEqual([303, '/accounts/register?next=%2Farchive'])
    expect(String(opened.headers['set-cookie'])).toMatch(
      /^bs_invitation=[\w-]{43}; Max-Age=86400; Path=\/accounts; HttpOnly; SameSite=Lax$/,
    )
    const page = await jar.get('/accounts/register?next=%2Farchive')
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'private, no-store'])
    expect(wordsOn(page.body)).toContain('Ada Quill invites you to join.')
    expect(page.body).not.toContain(link.split('=')[1])
  })

  test.each<RegistrationMode>(['invited', 'approved', 'open'])(
    'registers its user under the inviter and signs them in, registration %s, and the browser forgets it',
    async (mode) => {
      const { site, ada } = await openInvited(mode)
      const { jar, answer } = await joinBy(site, (await invite(site, ada)).link, 'Clinker')
      expect([answer.statusCode, (await jar.get('/archive')).body.includes('Sign out')]).toEqual([303, true])
      const clinker = await site.deps.db
        .selectFrom('accounts')
        .select(['id', 'confirm_by'])
        .where('nic', '=', 'Clinker')
        .executeTakeFirstOrThrow()
      expect(clinker.confirm_by).toBe(site.deps.clock() + DAY)
      expect(await rows(site)).toMatchObject([{ account_id: ada.id, used_by: clinker.id, outcome: 'used' }])
      expect(jar.cookies().filter((name) => name.startsWith('bs_invitation'))).toEqual([])
      expect(await site.deps.db.selectFrom('applications').select('id').execute()).toEqual([])
    },
  )

  test('works once, also for two who send their forms at the same moment', async () => {
    const { site, ada } = await openInvited()
    const { link } = await invite(site, ada)
    const jars = [browserOf(site), browserOf(site)]
    for (const jar of jars) await jar.follow(await jar.get(link))
    const answers = await Promise.all(jars.map((jar, i) => register(jar, ['Clinker', 'Carvel'][i]!)))
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409])
    expect(await site.deps.db.selectFrom('accounts').select('id').execute()).toHaveLength(2)
  })

  test('is kept while its form comes back with faults', async () => {
    const { site, ada } = await openInvited()
    const jar = browserOf(site)
    await jar.follow(await jar.get((await invite(site, ada)).link))
    const bad = await jar.post('/accounts/register', { nic: 'Clinker', email: 'x', password })
    expect([bad.statusCode, wordsOn(bad.body).includes('Ada Quill invites you to join.')]).toEqual([422, true])
    expect((await register(jar, 'Clinker')).statusCode).toBe(303)
  })

  const spoilt: [string, (site: Site, link: string, ada: Member) => Promise<string>, RegExp][] = [
    ['a wrong one', async () => `/accounts/register?invitation=${'x'.repeat(43)}`, /There is no such invitation/],
    ['an unreadable one', async () => '/accounts/register?invitation=%3B%20a', /There is no such invitation/],
    [
      'a used one',
      async (site, link) => {
        await joinBy(site, link, 'First')
        return link
      },
      /Somebody has registered with this invitation already/,
    ],
    [
      'a revoked one',
      async (site, link, ada) => {
        const id = String((await rows(site))[0]!.id)
        await site.post(PAGE, { invitation: id, action: 'revoke' }, ada)
        return link
      },
      /This invitation was revoked/,
    ],
    [
      'an old one',
      async (site, link) => {
        site.advance(14 * DAY)
        return link
      },
      /This invitation has expired/,
    ],
    [
      'one of a banned member',
      async (site, link) => {
        await site.post(
          '/moderation/bans',
          { nic: 'Ada Quill', reason: 'No.', until: 'ever' },
          await site.member('Mo', 'moderator'),
        )
        return link
      },
      /This invitation was revoked/,
    ],
  ]
  test.each(spoilt)('says so once when it is %s, and opens no door', async (_, spoil, says) => {
    const { site, ada } = await openInvited()
    const link = await spoil(site, (await invite(site, ada)).link, ada)
    const jar = browserOf(site)
    const page = await jar.follow(await jar.get(link))
    expect([page.statusCode, wordsOn(page.body)]).toEqual([410, expect.stringMatching(says)])
    expect(page.body).not.toContain('action="/accounts/register"')
    const next = await jar.get('/accounts/register')
    expect([next.statusCode, says.test(wordsOn(next.body))]).toEqual([200, false])
    await jar.get(link)
    expect((await register(jar, 'Clinker')).statusCode).toBe(403)
  })

  test('that is bad keeps nobody from registering where everybody can', async () => {
    const { site } = await openInvited('open')
    const jar = browserOf(site)
    const page = await jar.follow(await jar.get(`/accounts/register?invitation=${'x'.repeat(43)}`))
    expect([page.statusCode, wordsOn(page.body).includes('There is no such invitation')]).toEqual([200, true])
    expect((await register(jar, 'Clinker')).statusCode).toBe(303)
  })

  test('opens nothing while registration is closed', async () => {
    const { site, ada } = await openInvited()
    const { link } = await invite(site, ada)
    await site.set('registration', 'closed')
    const { answer } = await joinBy(site, link, 'Clinker')
    expect(answer.statusCode).toBe(403)
    expect(wordsOn(answer.body)).toContain('Nobody can register at the moment.')
  })
})

describe('Who invited whom', () => {
  async function openTree() {
    const { site, ada } = await openInvited()
    const { answer } = await joinBy(site, (await invite(site, ada)).link, 'Clinker')
    const { id } = await site.deps.db
      .selectFrom('accounts')
      .select('id')
      .where('nic', '=', 'Clinker')
      .executeTakeFirstOrThrow()
    const clinker = {
      id,
      nic: 'Clinker',
      role: 'member',
      cookie: String(answer.headers['set-cookie']).split(';')[0]!,
    } as const
    await write(site.deps, (db) => db.updateTable('accounts').set({ confirm_by: null }).execute())
    await joinBy(site, (await invite(site, clinker)).link, 'Carvel')
    await joinBy(site, (await invite(site, ada)).link, 'Garboard')
    return { site, ada, clinker, mo: await site.member('Mo', 'moderator') }
  }

  test('is for moderators: folded lists with counts, each member with those they invited', async () => {
    const { site, ada, mo } = await openTree()
    expect((await site.get(TREE, ada)).statusCode).toBe(403)
    const { body } = await site.get(TREE, mo)
    expect(wordsOn(body)).toContain('3 members registered with an invitation. 0 invitations are open.')
    const main = /<ul class="ui"[\s\S]*?<\/section>/.exec(body)![0]
    expect([...main.matchAll(/<li[^>]*><a[^>]*><bdi>([^<]+)<\/bdi>/g)].map(([, nic]) => nic)).toEqual([
      'Ada Quill',
      'Clinker',
      'Carvel',
      'Garboard',
    ])
    expect(wordsOn(main)).toContain('Ada Quill Invited 2 members : Ada Quill')
    expect(main.match(/<details>/g)).toHaveLength(2)
  })

  test('of one member shows the line above, and those below', async () => {
    const { site, mo } = await openTree()
    const carvel = wordsOn((await site.get(`${TREE}?nic=Carvel`, mo)).body)
    expect(carvel).toContain('Invited by Clinker, 12 March 2030, who was invited by Ada Quill.')
    const ada = wordsOn((await site.get(`${TREE}?nic=ada%20quill`, mo)).body)
    expect(ada).toContain('Nobody invited Ada Quill.')
    expect(ada).toContain('2 invitations used, 0 open.')
    const nobody = await site.get(`${TREE}?nic=Nobody`, mo)
    expect([nobody.statusCode, wordsOn(nobody.body).includes('There is no member of that name.')]).toEqual([404, true])
  })

  test('is empty in words before anybody was invited', async () => {
    const { site } = await openInvited()
    expect(wordsOn((await site.get(TREE, await site.member('Mo', 'moderator'))).body)).toContain(
      'Nobody has brought a friend yet.',
    )
  })

  test('a moderator withdraws the right to invite, with the open invitations, and gives it back; both are logged', async () => {
    const { site, ada, mo } = await openTree()
    const { link } = await invite(site, ada)
    const change = (action: string, reason: string) => site.post(TREE, { nic: 'Ada Quill', reason, action }, mo)
    const bare = await change('stop', ' ')
    expect([bare.statusCode, faultOn(bare.body, 'reason')]).toEqual([422, 'Enter a reason: everybody can read it.'])
    for (const done of ['stop', 'already'])
      expect(String((await change('stop', 'Sells invitations.')).headers.location)).toMatch(new RegExp(`done=${done}$`))
    expect(wordsOn((await site.get(PAGE, ada)).body)).toContain(
      'A moderator has withdrawn your right to invite. The reason: Sells invitations.',
    )
    expect((await site.post(PAGE, { key: 'k'.repeat(43), email: '', action: 'make' }, ada)).statusCode).toBe(409)
    expect((await joinBy(site, link, 'Late')).answer.statusCode).toBe(403)
    expect(wordsOn((await site.get(`${TREE}?nic=Ada%20Quill`, mo)).body)).toContain('The reason: Sells invitations.')
    for (const done of ['allow', 'already'])
      expect(String((await change('allow', 'Explained.')).headers.location)).toMatch(new RegExp(`done=${done}$`))
    await invite(site, ada)
    expect(
      await site.deps.db.selectFrom('log_entries').select(['act', 'subject_id', 'reason']).orderBy('id').execute(),
    ).toEqual([
      { act: 'stop-invitations', subject_id: ada.id, reason: 'Sells invitations.' },
      { act: 'allow-invitations', subject_id: ada.id, reason: 'Explained.' },
    ])
  })

  test('nobody withdraws the right of somebody of their own rank', async () => {
    const { site, mo } = await openTree()
    await site.member('Fair Lead', 'moderator')
    expect((await site.post(TREE, { nic: 'Fair Lead', reason: 'No.', action: 'stop' }, mo)).statusCode).toBe(403)
    expect(wordsOn((await site.get(`${TREE}?nic=Fair%20Lead`, mo)).body)).toContain(
      'You can’t moderate someone of your own rank',
    )
  })
})
