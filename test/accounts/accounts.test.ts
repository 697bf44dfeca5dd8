// Registration, signing in and out, sessions, and the link for the first admin.
import { describe, expect, test } from 'vitest'
import { createFirstAdminLink, login } from '../../src/accounts/actions.ts'
import { write } from '../../src/db/write.ts'
import { tokenHash } from '../../src/random.ts'
import { limits, routeRateLimits, sessionLife } from '../../src/settings.ts'
import { HOUR, MINUTE } from '../../src/time.ts'
import { faultOn, fieldOn, linkOn, wordsOn } from '../comments/page.ts'
import { browserOf } from '../support/jar.ts'
import { type Member, openSite, type Site } from '../support/site.ts'

const password = 'a short sentence works'
const form = { nic: 'Ada Quill', email: 'Ada@X.example', password }
const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['set-cookie']).split(';')[0]!
const as = (answer: { headers: Record<string, unknown> }): Member => ({
  id: 0,
  nic: '',
  role: 'member',
  cookie: cookieOf(answer),
})
const signedIn = async (site: Site, who: Member): Promise<boolean> =>
  (await site.get('/archive', who)).body.includes('Sign out')
const accounts = (site: Site) => site.deps.db.selectFrom('accounts').selectAll().execute()

describe('Registering', () => {
  test('makes an account, signs it in and leads on', async () => {
    const site = await openSite()
    const answer = await site.post('/accounts/register', { ...form, next: '/archive' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/archive'])
    expect(await signedIn(site, as(answer))).toBe(true)
    expect(await accounts(site)).toMatchObject([
      { nic: 'Ada Quill', role: 'member', email: 'Ada@X.example', email_folded: 'ada@x.example', comment_count: 0 },
    ])
  })

  test('keeps passwords as argon2id with the parameters of the day, and session tokens hashed', async () => {
    const site = await openSite()
    const answer = await site.post('/accounts/register', form)
    const [account] = await accounts(site)
    const [, kind, version, parameters] = account!.password_hash!.split('$')
    expect([kind, version, parameters!.split(',').sort()]).toEqual(['argon2id', 'v=19', ['m=19456', 'p=1', 't=2']])
    const token = cookieOf(answer).replace('bs_session=', '')
    expect(token).toMatch(/^[\w-]{43}$/)
    const [session] = await site.deps.db.selectFrom('sessions').selectAll().execute()
    expect(session!.token_hash).toBe(tokenHash(token))
    expect(JSON.stringify(session)).not.toContain(token)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['nic', { nic: '' }, /2 to 40/],
    ['nic', { nic: 'x'.repeat(41) }, /2 to 40/],
    ['nic', { nic: 'admin' }, /reserved for the site/],
    ['nic', { nic: 'a@b' }, /cannot contain/],
    ['email', { email: '' }, /Enter an e-mail/],
    ['email', { email: 'x' }, /does not look like/],
    ['email', { email: `${'x'.repeat(250)}@x.example` }, /at most 254/],
    ['password', { password: '' }, /at least 8/],
    ['password', { password: '1234567' }, /at least 8/],
    ['password', { password: 'é'.repeat(513) }, /at most 1024 bytes/],
    ['password', { password: 'password' }, /easy to guess/],
    ['password', { password: 'adaquill' }, /easy to guess/],
  ])(
    'with a fault in %s is 422 with the fault beside the field, and keeps all but the password',
    async (field, over, fault) => {
      const site = await openSite()
      const typed = { ...form, ...over }
      const answer = await site.post('/accounts/register', { ...typed, next: '/archive' })
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, field)).toMatch(fault)
      expect([
        fieldOn(answer.body, 'nic'),
        fieldOn(answer.body, 'email'),
        fieldOn(answer.body, 'next'),
        fieldOn(answer.body, 'password'),
      ]).toEqual([typed.nic, typed.email, '/archive', ''])
      if (typed.password !== '') expect(answer.body).not.toContain(`value="${typed.password}"`)
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(await accounts(site)).toEqual([])
    },
  )

  test('reports every fault at once: a taken nic, a faulty address and a password', async () => {
    const site = await openSite()
    await site.post('/accounts/register', form)
    const answer = await site.post('/accounts/register', { ...form, email: 'nonsense', password: 'short' })
    expect([
      answer.statusCode,
      faultOn(answer.body, 'nic'),
      faultOn(answer.body, 'email'),
      faultOn(answer.body, 'password'),
    ]).toEqual([
      422,
      expect.stringMatching(/^That nic is taken\. .+ is free\.$/),
      'That does not look like an e-mail address.',
      expect.stringMatching(/^Use at least/),
    ])
    expect([...answer.body.matchAll(/<li><a href="#(nic|email|password)">/g)].map((match) => match[1])).toEqual([
      'nic',
      'email',
      'password',
    ])
    const other = await site.post('/accounts/register', { ...form, nic: 'x', password: 'short' })
    expect([faultOn(other.body, 'nic'), faultOn(other.body, 'email')]).toEqual([
      expect.stringMatching(/^A nic has 2 to 40/),
      null,
    ])
    expect(await accounts(site)).toHaveLength(1)
  })

  test('with a fault has a page title that begins with Error', async () => {
    const site = await openSite()
    const title = ({ body }: { body: string }) => /<title>([^<]*)/.exec(body)![1]
    expect(title(await site.get('/accounts/register'))).toBe('Register. Broadside')
    const refused = await site.post('/accounts/register', { ...form, password: 'short' })
    expect(title(refused)).toBe('Error: Register. Broadside')
    expect(refused.body).toContain('role="alert" tabindex="-1" id="errs"')
  })

  test.each([limits.password.min, limits.password.max])(
    'takes a password of %i bytes, and signs in with it',
    async (bytes) => {
      const site = await openSite()
      const long = ' pass'.padEnd(bytes, ' word ')
      expect((await site.post('/accounts/register', { ...form, password: long })).statusCode).toBe(303)
      expect((await site.post('/accounts/login', { nic: form.nic, password: long })).statusCode).toBe(303)
      expect((await site.post('/accounts/login', { nic: form.nic, password: long.trim() })).statusCode).toBe(422)
    },
  )

  test('a taken nic, or a look-alike, is refused with a suggestion', async () => {
    const site = await openSite()
    await site.post('/accounts/register', form)
    for (const nic of [
      'Ada Quill',
      'ADA QUILL',
      'Ada_Qui11',
      'Ada Quill,',
      'Ada: Quill',
      'Ada Quill 🌊',
      'Ada Quill!',
      '[deleted]',
      'Removed comment',
    ]) {
      const answer = await site.post('/accounts/register', { ...form, nic, email: 'other@x.example' })
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, 'nic')).toMatch(/ is free\.$/)
    }
    expect(await accounts(site)).toHaveLength(1)
  })

  test('twice at once with one nic makes one account', async () => {
    const site = await openSite()
    const answers = await Promise.all(
      ['a', 'b'].map((name) => site.post('/accounts/register', { ...form, email: `${name}@x.example` })),
    )
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 422])
    expect(await accounts(site)).toHaveLength(1)
  })

  test('offers an invented nic and keeps what was typed', async () => {
    const site = await openSite()
    const answer = await site.post('/accounts/register', { ...form, action: 'pick-nic' })
    expect([answer.statusCode, fieldOn(answer.body, 'email')]).toEqual([200, form.email])
    expect(fieldOn(answer.body, 'nic')).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d\d?$/)
    expect(wordsOn(answer.body)).toContain('Please enter your password again.')
  })
})

describe('Signing in', () => {
  async function member(): Promise<Site> {
    const site = await openSite()
    await site.post('/accounts/register', form)
    return site
  }

  test.each(['Ada Quill', ' ada quill ', 'ada@x.example', 'ADA@X.EXAMPLE'])(
    'goes by nic or e-mail: %s',
    async (nic) => {
      const site = await member()
      const answer = await site.post('/accounts/login', { nic, password, next: '/archive/2030' })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/archive/2030'])
      expect(await signedIn(site, as(answer))).toBe(true)
    },
  )

  test('answers a wrong nic and a wrong password the same, in words and in status', async () => {
    const site = await member()
    const [nobody, wrong, none] = await Promise.all(
      [
        { nic: 'Ada Quiz', password },
        { nic: 'Ada Quiz', password: 'wrong' },
        { nic: 'Ada Quiz', password: ' ' },
      ].map(async (one, i) => {
        const answer = await site.post('/accounts/login', i === 0 ? one : { ...one, nic: 'Ada Quill' })
        return {
          status: answer.statusCode,
          body: answer.body.replaceAll('Ada Quill', 'X').replaceAll('Ada Quiz', 'X'),
          cookie: answer.headers['set-cookie'],
        }
      }),
    )
    expect(wrong).toEqual(nobody)
    expect(none).toEqual(nobody)
    expect(nobody).toMatchObject({ status: 422, cookie: undefined })
    expect(wordsOn(nobody!.body)).toContain('Wrong name or password.')
  })

  test('does the same work for a wrong nic as for a wrong password: an account without a password cannot be entered', async () => {
    const site = await member()
    await site.member('Bosun')
    for (const nic of ['Bosun', 'Nobody', ''])
      expect(
        await login(site.deps, { nic, password: 'nobody has this password', next: '' }, { browser: '', network: '' }),
      ).toBeNull()
  })

  test('a password longer than any account has is wrong, even if it begins with the right one', async () => {
    const site = await openSite()
    const longest = `${'tide '.repeat(204)}tide`
    expect(longest).toHaveLength(1024)
    await site.post('/accounts/register', { ...form, password: longest })
    const signIn = async (password: string) =>
      (await site.post('/accounts/login', { nic: form.nic, password })).statusCode
    expect(await signIn(longest)).toBe(303)
    expect(await signIn(`${longest}s`)).toBe(422)
  })

  test('gives a new token each time, and ends the one that the browser had', async () => {
    const site = await member()
    const first = as(await site.post('/accounts/login', { nic: 'Ada Quill', password }))
    const other = as(await site.post('/accounts/login', { nic: 'Ada Quill', password }))
    const second = as(await site.post('/accounts/login', { nic: 'Ada Quill', password }, first))
    expect(second.cookie).not.toBe(first.cookie)
    expect([await signedIn(site, first), await signedIn(site, second), await signedIn(site, other)]).toEqual([
      false,
      true,
      true,
    ])
  })

  test('leads only inside afterwards', async () => {
    const site = await member()
    for (const [i, next] of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '',
    ].entries()) {
      expect((await site.post('/accounts/login', { nic: 'Ada Quill', password, next })).headers.location).toBe('/')
      expect(
        (await site.post('/accounts/register', { nic: `Nic ${i}`, email: `n${i}@x.example`, password, next })).headers
          .location,
      ).toBe('/')
      expect(fieldOn((await site.get(`/accounts/login?next=${encodeURIComponent(next)}`)).body, 'next')).toBe('/')
    }
    const tabbed = '/\t/evil.example'
    expect((await site.post('/accounts/login', { nic: 'Ada Quill', password, next: tabbed })).statusCode).toBe(400)
    expect(fieldOn((await site.get(`/accounts/login?next=${encodeURIComponent(tabbed)}`)).body, 'next')).toBe('/')
    expect((await site.get('/accounts/login?next=/a&next=/b')).statusCode).toBe(200)
  })

  test('too often is 429 with Retry-After', async () => {
    const site = await openSite({ RATE_LIMITS: 'on' })
    for (let i = 0; i < 10; i++)
      expect((await site.post('/accounts/login', { nic: 'Nobody', password: 'x' })).statusCode).toBe(422)
    const answer = await site.post('/accounts/login', { nic: 'Nobody', password: 'x' })
    expect(answer.statusCode).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect((await site.get('/accounts/login')).statusCode).toBe(200)
  })

  test('registering too often is 429, and inventing nics is not registering', async () => {
    const site = await openSite({ RATE_LIMITS: 'on' })
    for (let i = 0; i < 8; i++)
      expect((await site.post('/accounts/register', { ...form, action: 'pick-nic' })).statusCode).toBe(200)
    for (let i = 0; i < routeRateLimits.register.max; i++)
      expect((await site.post('/accounts/register', { ...form, nic: '' })).statusCode).toBe(422)
    expect((await site.post('/accounts/register', form)).statusCode).toBe(429)
  })
})

describe('A session', () => {
  test('ends on the server when it is signed out', async () => {
    const site = await openSite()
    const who = as(await site.post('/accounts/register', form))
    expect((await site.get('/accounts/logout', who)).body).toContain('action="/accounts/logout"')
    expect(await signedIn(site, who)).toBe(true)
    const answer = await site.post('/accounts/logout', {}, who)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/'])
    expect(String(answer.headers['set-cookie'])).toMatch(/^bs_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/)
    expect(await signedIn(site, who)).toBe(false)
    expect(await site.deps.db.selectFrom('sessions').selectAll().execute()).toEqual([])
    expect((await site.post('/accounts/logout', {}, who)).statusCode).toBe(303)
  })

  test('is a cookie that scripts do not see, of this site alone', async () => {
    const site = await openSite()
    const [session, known] = [(await site.post('/accounts/register', form)).headers['set-cookie']].flat()
    expect(session).toMatch(/^bs_session=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax$/)
    expect(known).toMatch(/^bs_known=[\w.-]{87}; Max-Age=31536000; Path=\/accounts; HttpOnly; SameSite=Lax$/)
  })

  test('is a __Host- cookie, and secure, where BASE_URL is https; another name is none', async () => {
    const site = await openSite({ BASE_URL: 'https://news.example' })
    const answer = await site.post('/accounts/register', form)
    expect([answer.headers['set-cookie']].flat()[0]).toMatch(
      /^__Host-bs_session=[\w-]{43}; Path=\/; Expires=[^;]+ GMT; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000')
    expect(await signedIn(site, as(answer))).toBe(true)
    expect(await signedIn(site, { ...as(answer), cookie: cookieOf(answer).replace('__Host-', '') })).toBe(false)
  })

  test.each([
    ['member', sessionLife.member],
    ['editor', sessionLife.staff],
    ['moderator', sessionLife.staff],
    ['admin', sessionLife.staff],
  ] as const)('of a %s ends when it has not been used', async (role, { idle }) => {
    const site = await openSite()
    const { member } = await sessionFor(site, role)
    site.advance(idle - 1)
    expect(await signedIn(site, member)).toBe(true)
    await touched(site)
    site.advance(idle - 1)
    expect(await signedIn(site, member)).toBe(true)
    await touched(site)
    site.advance(idle)
    expect(await signedIn(site, member)).toBe(false)
  })

  test.each([
    ['member', sessionLife.member],
    ['moderator', sessionLife.staff],
  ] as const)('of a %s ends at its time, however much it is used', async (role, { idle, life }) => {
    const site = await openSite()
    const { member } = await sessionFor(site, role)
    for (let used = 0; used + idle / 2 < life; used += idle / 2) {
      expect(await signedIn(site, member)).toBe(true)
      await touched(site)
      site.advance(idle / 2)
    }
    expect(await signedIn(site, member)).toBe(true)
    await touched(site)
    site.advance(idle / 2)
    expect(await signedIn(site, member)).toBe(false)
  })

  test('in use is updated at most every ten minutes', async () => {
    const site = await openSite()
    const { member } = await sessionFor(site, 'member')
    const seen = async (): Promise<number> =>
      (await site.deps.db.selectFrom('sessions').select('last_used_at').executeTakeFirstOrThrow()).last_used_at
    const first = await seen()
    site.advance(10 * MINUTE - 1)
    await site.get('/archive', member)
    await touched(site)
    expect(await seen()).toBe(first)
    site.advance(1)
    await site.get('/archive', member)
    await touched(site)
    expect(await seen()).toBe(first + 10 * MINUTE)
  })

  test('that has expired is deleted at the next sign-in', async () => {
    const site = await openSite()
    await site.post('/accounts/register', form)
    site.advance(sessionLife.member.life + HOUR)
    await site.post('/accounts/login', { nic: form.nic, password })
    expect(await site.deps.db.selectFrom('sessions').selectAll().execute()).toHaveLength(1)
  })

  /** A session as signing in makes it. */
  async function sessionFor(site: Site, role: Member['role']): Promise<{ member: Member }> {
    await site.post('/accounts/register', form)
    await site.deps.store.writer.updateTable('accounts').set({ role }).execute()
    await site.deps.store.writer.deleteFrom('sessions').execute()
    return { member: as(await site.post('/accounts/login', { nic: form.nic, password })) }
  }

  /** Waits for writes that were not awaited: writes run one after the other. */
  async function touched(site: Site): Promise<void> {
    await write(site.deps, async () => undefined)
  }
})

describe('The first admin', () => {
  test('is made by a link that works once, and is logged', async () => {
    const site = await openSite()
    const token = (await createFirstAdminLink(site.deps))!
    const url = `/accounts/first-admin/${token}`
    const jar = browserOf(site)
    const opened = await jar.get(url)
    expect([opened.statusCode, opened.headers['referrer-policy']]).toEqual([303, 'no-referrer'])
    const page = await jar.follow(opened)
    expect(page.body).toContain('action="/accounts/first-admin"')
    expect(page.body).not.toContain(token)
    expect((await jar.post('/accounts/first-admin', { ...form, nic: '' })).statusCode).toBe(422)
    expect((await site.post(url, { ...form, nic: '' })).statusCode).toBe(422)
    const answer = await site.post(url, form)
    expect(answer.statusCode).toBe(303)
    expect(await signedIn(site, as(answer))).toBe(true)
    expect(await accounts(site)).toMatchObject([{ nic: 'Ada Quill', role: 'admin' }])
    expect((await site.get(url)).statusCode).toBe(404)
    expect((await site.post(url, { ...form, nic: 'Bosun', email: 'b@x.example' })).statusCode).toBe(404)
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('Ada Quill became the first admin')
    expect(await createFirstAdminLink(site.deps)).toBeNull()
  })

  test('is not made twice by two presses at once', async () => {
    const site = await openSite()
    const url = `/accounts/first-admin/${(await createFirstAdminLink(site.deps))!}`
    const answers = await Promise.all(
      ['a', 'b'].map((name) => site.post(url, { ...form, nic: `Admin ${name}`, email: `${name}@x.example` })),
    )
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([303, 404])
    expect(await accounts(site)).toHaveLength(1)
  })

  test('is not made by an earlier link, a wrong one, or any while there is an admin who can sign in', async () => {
    const site = await openSite()
    const old = await createFirstAdminLink(site.deps)
    const fresh = await createFirstAdminLink(site.deps)
    for (const token of [old, 'x', `${fresh}x`, fresh!.slice(1)])
      expect((await site.get(`/accounts/first-admin/${token}`)).statusCode).toBe(404)
    expect((await site.get(`/accounts/first-admin/${fresh}`)).statusCode).toBe(303)
    await site.member('Capstan', 'admin')
    expect((await site.get(`/accounts/first-admin/${fresh}`)).statusCode).toBe(303)
    await site.post('/accounts/register', form)
    await site.deps.store.writer.updateTable('accounts').set({ role: 'admin' }).where('nic', '=', form.nic).execute()
    expect((await site.get(`/accounts/first-admin/${fresh}`)).statusCode).toBe(404)
  })

  test('link is stored hashed', async () => {
    const site = await openSite()
    const token = (await createFirstAdminLink(site.deps))!
    expect(await site.deps.db.selectFrom('first_admin_links').select('token_hash').execute()).toEqual([
      { token_hash: tokenHash(token) },
    ])
  })
})

test('the links for strangers lead to the forms and back again', async () => {
  const site = await openSite()
  const id = await site.article()
  const { body } = await site.get(`/articles/${id}-the-slipway-is-repainted`)
  expect(linkOn(body, 'Sign in')).toBe('/accounts/login?next=%2Farticles%2F1-the-slipway-is-repainted')
  expect(fieldOn((await site.get(linkOn(body, 'Register')!)).body, 'next')).toBe('/articles/1-the-slipway-is-repainted')
})
