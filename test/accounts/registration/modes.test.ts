// Who can register: what each mode of the site says and does, on the form and wherever a page invites people to register.
import { describe, expect, test } from 'vitest'
import { createAccountWithRole, createFirstAdminLink } from '../../../src/accounts/actions.ts'
import { registrationDoor } from '../../../src/accounts/registration/rules.ts'
import type { RegistrationMode } from '../../../src/registration-modes.ts'
import { wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { browserOf, receiptOf } from '../../support/jar.ts'
import { openSite, preparedSite, type Site } from '../../support/site.ts'

const password = 'lapstrake and rivets'
const form = { nic: 'Clinker', email: 'clinker@mail.example', password }

const openIn = async (mode: RegistrationMode): Promise<Site> => {
  const site = await openSite()
  await site.set('registration', mode)
  return site
}

test('an invitation opens every door but a closed one', () => {
  expect((['open', 'approved', 'invited', 'closed'] as const).map((mode) => registrationDoor(mode, true))).toEqual([
    'open',
    'open',
    'open',
    'closed',
  ])
})

test.each<[RegistrationMode, string, boolean, string]>([
  ['open', 'Registration reserves your nic', true, 'New here? Register'],
  ['approved', 'A moderator reads what you write here and decides.', true, 'New here? Ask to join'],
  ['invited', 'A member can invite you with a link', false, 'New here? Registration is by invitation.'],
  ['closed', 'Nobody can register at the moment.', false, 'Registration is closed at the moment.'],
])('registration %s says so, and so does the sign-in page', async (mode, says, hasForm, signIn) => {
  const site = await openIn(mode)
  const page = await site.get('/accounts/register')
  expect([page.statusCode, wordsOn(page.body).includes(says)]).toEqual([200, true])
  expect(page.body.includes('action="/accounts/register"')).toBe(hasForm)
  expect(page.body.includes('name="introduction"')).toBe(mode === 'approved')
  const login = await site.get('/accounts/login')
  expect(wordsOn(login.body)).toContain(signIn)
  expect(/<main[\s\S]*href="\/accounts\/register/.test(login.body)).toBe(hasForm)
})

test.each<[RegistrationMode]>([['invited'], ['closed']])(
  'registration %s refuses a form that somebody sends all the same, and makes nothing',
  async (mode) => {
    const site = await openIn(mode)
    for (const more of [{}, { action: 'pick-nic' }]) {
      const answer = await site.post('/accounts/register', { ...form, ...more })
      expect([answer.statusCode, answer.body.includes('<form class="form"')]).toEqual([403, false])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    const problem = await site.post('/accounts/register', form, null, { accept: 'application/json' })
    expect([problem.statusCode, problem.json().status]).toEqual([403, 403])
    expect(await site.deps.db.selectFrom('accounts').select('id').execute()).toEqual([])
    expect(await site.deps.db.selectFrom('applications').select('id').execute()).toEqual([])
  },
)

test('the link for the first admin and the command line work while registration is closed', async () => {
  const site = await openIn('closed')
  const token = await createFirstAdminLink(site.deps)
  expect((await site.post(`/accounts/first-admin/${token}`, form)).statusCode).toBe(303)
  const made = await createAccountWithRole(
    site.deps,
    { ...form, nic: 'Carvel', email: 'c@mail.example', next: '', action: '' },
    'member',
  )
  expect(made).toEqual({ nic: 'Carvel' })
  expect(await site.deps.db.selectFrom('accounts').select(['role', 'confirm_by']).orderBy('id').execute()).toEqual([
    { role: 'admin', confirm_by: null },
    { role: 'member', confirm_by: null },
  ])
})

describe('Pages that invite people to register', () => {
  test.each<[RegistrationMode, boolean]>([
    ['open', true],
    ['approved', true],
    ['invited', false],
    ['closed', false],
  ])('do so only where it is possible: %s', async (mode, invites) => {
    const site = await openSite()
    await site.article()
    const guest = browserOf(site)
    const posted = await guest.post('/comments', { article: '1', nic: 'Passer-by', body: 'Before I had a name.' })
    const receipt = await receiptOf(guest, String(posted.headers.location).split('/').at(-1)!)
    await site.set('registration', mode)
    const bodies = [
      (await site.get('/')).body,
      (await guest.get(receipt)).body,
      (await site.get('/articles/1-the-slipway-is-repainted')).body,
      (await site.get('/theme')).body,
      (await site.get('/about')).body,
    ]
    expect(bodies.map((body) => /href="\/accounts\/register|value="register"/.test(body))).toEqual(
      bodies.map(() => invites),
    )
    const claim = await site.post(receipt, { action: 'claim' })
    expect([claim.statusCode, wordsOn(claim.body).includes('Sign in or register first')]).toEqual([403, invites])
  })

  test('the front page before its first article, and About, follow the setting', async () => {
    const site = await openSite()
    expect((await site.get('/')).body).toContain('and be there when it is')
    await site.set('registration', 'closed')
    expect((await site.get('/')).body).not.toContain('and be there when it is')
    expect(wordsOn((await site.get('/about')).body)).toContain('Registration is closed at the moment.')
    await site.set('registration', 'invited')
    expect(wordsOn((await site.get('/about')).body)).toContain('Registration is by invitation: ask a member for one.')
  })

  test('the form of a submission offers registering only where it is possible', async () => {
    const site = await openSite()
    await site.article()
    await site.set('submitters', 'guests')
    const form = async () => {
      const guest = browserOf(site)
      return (await guest.follow(await guest.get('/desk/articles'))).body
    }
    expect(await form()).toContain('value="register"')
    await site.set('registration', 'invited')
    expect(await form()).toMatch(/value="sign-in"/)
    expect(await form()).not.toContain('value="register"')
  })
})

const withOwner = preparedSite(async (site) => {
  const office = postOffice()
  await site.post('/accounts/register', { nic: 'Owner', email: form.email, password })
  await sendAll(site, office)
  const link = /\/accounts\/email\/confirm\/[\w-]+/.exec(office.sent[0]!.text)![0]
  await site.post(link, { action: 'confirm' })
})
const withoutOwner = preparedSite((site) =>
  site.post('/accounts/register', { nic: 'Owner', email: 'o@mail.example', password }),
)

/** What a stranger sees after sending a form, with what chance invents taken out. */
async function answers(site: Site, mode: RegistrationMode, nic: string) {
  await site.set('registration', mode)
  const jar = browserOf(site)
  const sent = { ...form, nic, ...(mode === 'approved' && { introduction: 'I rivet.' }) }
  const answer = await jar.post('/accounts/register', sent)
  const next = answer.statusCode === 303 ? await jar.follow(answer) : answer
  const body = next.body.replaceAll(/[A-Z][a-z]+ [A-Z][a-z]+ \d+ is free/g, 'X is free')
  return {
    status: answer.statusCode,
    place: answer.headers.location,
    names: jar.cookies(),
    first: answer.body.length,
    body,
  }
}

describe('An address that belongs to an account', () => {
  test.each<[RegistrationMode, string]>(
    (['open', 'approved', 'invited', 'closed'] as const).flatMap((mode) =>
      ['Clinker', 'Owner'].map((nic): [RegistrationMode, string] => [mode, nic]),
    ),
  )('is answered byte for byte as a new one, registration %s, with the nic %s', async (mode, nic) => {
    const [known, fresh] = [await withOwner(), await withoutOwner()]
    const [ofKnown, ofFresh] = [await answers(known, mode, nic), await answers(fresh, mode, nic)]
    expect(ofKnown.body).toBe(ofFresh.body)
    expect({ ...ofKnown, first: 0 }).toEqual({ ...ofFresh, first: 0 })
    const office = postOffice()
    await sendAll(known, office)
    const isTaken = nic === 'Owner' || mode === 'invited' || mode === 'closed'
    expect(office.sent.map(({ to, subject }) => [to, subject])).toEqual(
      isTaken ? [] : [[form.email, 'You already have an account on Broadside']],
    )
  })
})
