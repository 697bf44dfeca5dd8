// A member's e-mail address: confirmed on a page with a button, changed with the password, used as often as they like.
import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../../src/time.ts'
import { faultOn, fieldOn, wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { linksIn } from '../../mail/sink.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'

const password = 'a short sentence works'

type Open = { site: Site; ada: Member; office: ReturnType<typeof postOffice> }

/** Registers a member, who thereby gets a mail. */
async function registered(nic = 'Ada Quill', email = 'ada@mail.example', from?: Site): Promise<Open> {
  const site = from ?? (await openSite())
  const answer = await site.post('/accounts/register', { nic, email, password })
  const { id } = await site.deps.db.selectFrom('accounts').select('id').where('nic', '=', nic).executeTakeFirstOrThrow()
  const office = postOffice()
  await sendAll(site, office)
  return { site, ada: { id, nic, role: 'member', cookie: String(answer.headers['set-cookie']).split(';')[0]! }, office }
}

const confirmLink = (text: string): string => linksIn(text).find((link) => link.startsWith('/accounts/email/confirm/'))!
const address = async (site: Site, who: Member): Promise<string> =>
  wordsOn((await site.get('/accounts/email', who)).body)

describe('An address', () => {
  test('is confirmed by a button on the page that the e-mail links to; opening the page confirms nothing', async () => {
    const { site, ada, office } = await registered()
    expect(office.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['ada@mail.example', 'Confirm your address for Broadside'],
    ])
    expect(await address(site, ada)).toContain('ada@mail.example Not confirmed yet')
    const link = confirmLink(office.sent[0]!.text)
    const reader = browserOf(site)
    for (let look = 0; look < 2; look++) {
      const opened = await reader.get(link)
      expect([opened.headers.location, opened.headers['referrer-policy'], opened.headers['cache-control']]).toEqual([
        '/accounts/email/confirm',
        'no-referrer',
        'private, no-store',
      ])
      const page = await reader.follow(opened)
      expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'private, no-store'])
      expect(page.body).not.toContain(link.split('/').at(-1))
      expect(page.body).toContain('>Confirm this address</button>')
    }
    expect(await address(site, ada)).toContain('Not confirmed yet')
    for (let press = 0; press < 2; press++)
      expect((await reader.post('/accounts/email/confirm', { action: 'confirm' })).headers.location).toBe(
        '/accounts/email/confirm',
      )
    expect(wordsOn((await reader.follow(await reader.get(link))).body)).toContain('ada@mail.example is confirmed.')
    expect(await address(site, ada)).toContain('ada@mail.example Confirmed, 12 March 2030, 14:25.')
  })

  test('is confirmed by a link that expires after two days or with the next one, and is stored as a hash', async () => {
    const { site, ada, office } = await registered()
    const link = confirmLink(office.sent[0]!.text)
    expect(
      JSON.stringify([
        await site.deps.db.selectFrom('mail_tokens').selectAll().execute(),
        await site.deps.db.selectFrom('outbox').selectAll().execute(),
      ]),
    ).not.toContain(link.split('/').at(-1))
    site.advance(3 * MINUTE)
    expect((await site.post('/accounts/email', { action: 'again' }, ada)).headers.location).toBe(
      '/accounts/email?done=sent',
    )
    await sendAll(site, office)
    expect([(await site.get(link)).statusCode, (await site.post(link, {})).statusCode]).toEqual([404, 404])
    const second = confirmLink(office.sent[1]!.text)
    expect((await site.get(second)).statusCode).toBe(303)
    site.advance(2 * DAY)
    expect((await site.post(second, {})).statusCode).toBe(404)
    expect(await address(site, ada)).toContain('Not confirmed yet')
  })

  test('gets a confirmation every two minutes at most, and five a day', async () => {
    const { site, ada, office } = await registered()
    const again = async (): Promise<number> => (await site.post('/accounts/email', { action: 'again' }, ada)).statusCode
    const soon = await site.post('/accounts/email', { action: 'again' }, ada)
    expect([soon.statusCode, soon.headers['retry-after']]).toEqual([429, '120'])
    expect(wordsOn(soon.body)).toContain('You can ask for another in 2 minutes.')
    for (let i = 0; i < 4; i++) {
      site.advance(2 * MINUTE)
      expect(await again()).toBe(303)
    }
    site.advance(2 * MINUTE)
    expect(await again()).toBe(429)
    site.advance(DAY)
    expect(await again()).toBe(303)
    await sendAll(site, office)
    expect(office.sent).toHaveLength(6)
  })

  test('is changed with the password; the old one stays until the new one is confirmed, and is notified', async () => {
    const { site, ada, office } = await registered()
    await site.post(confirmLink(office.sent[0]!.text), {})
    site.advance(5 * MINUTE)
    expect(
      (await site.post('/accounts/email', { email: ' Quill@Other.example ', password, action: 'change' }, ada))
        .statusCode,
    ).toBe(303)
    await sendAll(site, office)
    expect(office.sent[1]!.to).toBe('Quill@Other.example')
    expect(await address(site, ada)).toContain('ada@mail.example Confirmed')
    await site.post(confirmLink(office.sent[1]!.text), {})
    expect(await address(site, ada)).toContain('Quill@Other.example Confirmed')
    await sendAll(site, office)
    expect([office.sent[2]!.to, office.sent[2]!.subject]).toEqual([
      'ada@mail.example',
      'Your e-mail address on Broadside has changed',
    ])
    expect(office.sent).toHaveLength(3)
  })

  test('that was never confirmed makes room for another at once', async () => {
    const { site, ada } = await registered()
    site.advance(5 * MINUTE)
    await site.post('/accounts/email', { email: 'right@mail.example', password }, ada)
    expect(await address(site, ada)).toContain('right@mail.example Not confirmed yet')
  })

  test.each([
    [{ email: 'nonsense', password }, 'email', 'That does not look like an e-mail address.'],
    [{ email: '"x"@mail.example', password }, 'email', 'That does not look like an e-mail address.'],
    [{ email: 'ADA@mail.example', password }, 'email', 'That is already your address.'],
    [{ email: 'new@mail.example', password: '' }, 'password', 'Enter your password to confirm.'],
    [{ email: 'new@mail.example', password: 'a wrong one' }, 'password', 'That is not your password.'],
  ] as const)('is not changed to what is wrong: %j says so beside the %s', async (form, field, fault) => {
    const { site, ada } = await registered()
    await registered('Bo', 'bo@mail.example', site)
    // Registering proves who one is, for ten minutes.
    site.advance(10 * MINUTE)
    const { statusCode, body } = await site.post('/accounts/email', form, ada)
    expect([statusCode, faultOn(body, field)]).toEqual([422, fault])
    expect(fieldOn(body.slice(body.indexOf('m-change')), 'email')).toBe(form.email)
    expect(body).not.toContain('a wrong one')
  })

  test('that two have asked for, one after the other or at once, goes to the first who confirms it', async () => {
    const { site, ada, office } = await registered()
    const bo = await registered('Bo', 'bo@mail.example', site)
    site.advance(5 * MINUTE)
    const ask = (who: Member) => site.post('/accounts/email', { email: 'both@mail.example', password }, who)
    expect((await Promise.all([ask(ada), ask(bo.ada)])).map(({ statusCode }) => statusCode)).toEqual([303, 303])
    await sendAll(site, office)
    const linkOf = (nic: string): string =>
      confirmLink(office.sent.findLast(({ text }) => text.includes(`account ${nic} `))!.text)
    expect((await site.post(linkOf('Bo'), {})).statusCode).toBe(303)
    expect((await site.post(linkOf('Ada Quill'), {})).statusCode).toBe(409)
    expect(await address(site, bo.ada)).toContain('both@mail.example Confirmed')
    expect(await address(site, ada)).toContain('both@mail.example Not confirmed yet')
  })
})

describe('Whether an address has an account', () => {
  /** A member with a confirmed address. */
  async function owned() {
    const { site, ada, office } = await registered()
    await site.post(confirmLink(office.sent[0]!.text), {})
    office.sent.length = 0
    return { site, ada, office }
  }

  const shapeOf = ({ statusCode, headers, body }: Awaited<ReturnType<Site['post']>>) => [
    statusCode,
    headers.location,
    [headers['set-cookie']].flat().map((cookie) => String(cookie).replace(/=[^;]*/, '')),
    body,
  ]

  test('is not told by registration: the answer is the same, and the owner gets an e-mail', async () => {
    const { site, office } = await owned()
    const register = (nic: string, email: string) => site.post('/accounts/register', { nic, email, password })
    const [free, taken] = [await register('Cam', 'cam@mail.example'), await register('Dee', ' ADA@mail.example')]
    expect(shapeOf(taken)).toEqual(shapeOf(free))
    const page = async (answer: typeof free, email: string): Promise<string> =>
      wordsOn((await site.get('/accounts/email', null, { cookie: String(answer.headers['set-cookie']) })).body)
        .replaceAll(email, 'ADDRESS')
        .replaceAll(/Cam|Dee/g, 'NIC')
    expect(await page(taken, 'ADA@mail.example')).toBe(await page(free, 'cam@mail.example'))
    await sendAll(site, office)
    expect(office.sent.map(({ to, subject }) => [to, subject])).toEqual([
      ['cam@mail.example', 'Confirm your address for Broadside'],
      ['ADA@mail.example', 'You already have an account on Broadside'],
    ])
    expect(wordsOn(office.sent[1]!.text)).toContain('It belongs to your account Ada Quill')
    expect(linksIn(office.sent[1]!.text)).toEqual(['/accounts/login'])
  })

  test('is not told by a change of address either', async () => {
    const { site, office } = await owned()
    const bo = await registered('Bo', 'bo@mail.example', site)
    site.advance(5 * MINUTE)
    const answers = []
    for (const email of ['ada@mail.example', 'free@mail.example']) {
      answers.push(shapeOf(await site.post('/accounts/email', { email, password }, bo.ada)))
      site.advance(5 * MINUTE)
    }
    expect(answers[0]).toEqual(answers[1])
    await sendAll(site, office)
    expect(office.sent.map(({ subject }) => subject)).toEqual([
      'You already have an account on Broadside',
      'Confirm your address for Broadside',
    ])
  })

  test('does not matter for who registered first: the owner of an address confirms it and signs in with it', async () => {
    const { site, office } = await registered('Squatter', 'ada@mail.example')
    const { ada } = await registered('Ada Quill', 'ada@mail.example', site)
    expect(office.sent).toHaveLength(1)
    const tokens = await registered('Third', 'third@mail.example', site)
    expect(tokens.office.sent).toHaveLength(1)
    await site.post('/accounts/email', { action: 'again' }, ada)
    site.advance(5 * MINUTE)
    await site.post('/accounts/email', { action: 'again' }, ada)
    await sendAll(site, office)
    await site.post(confirmLink(office.sent.at(-1)!.text), {})
    expect(await address(site, ada)).toContain('ada@mail.example Confirmed')
    expect((await site.post(confirmLink(office.sent[0]!.text), {})).statusCode).toBe(409)
    const signedIn = await site.post('/accounts/login', { nic: 'ada@mail.example', password })
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
    expect(wordsOn((await site.get('/accounts/email', null, { cookie })).body)).toContain('Ada Quill')
  })

  test('is asked of its owner three times a day at most', async () => {
    const site = await openSite()
    for (const nic of ['Ann', 'Ben', 'Cyd', 'Dov', 'Eve'])
      expect((await site.post('/accounts/register', { nic, email: 'victim@mail.example', password })).statusCode).toBe(
        303,
      )
    const office = postOffice()
    await sendAll(site, office)
    expect(office.sent).toHaveLength(3)
  })
})

test('A member chooses e-mail at once, daily or never', async () => {
  const { site, ada } = await registered()
  const checked = async (): Promise<string> =>
    /name="frequency" value="(\w+)" checked/.exec((await site.get('/accounts/email', ada)).body)![1]!
  expect(await checked()).toBe('daily')
  for (const frequency of ['now', 'never', 'daily']) {
    expect((await site.post('/accounts/email', { frequency }, ada)).headers.location).toBe(
      '/accounts/email?done=frequency',
    )
    expect(await checked()).toBe(frequency)
  }
  const odd = await site.post('/accounts/email', { frequency: 'hourly', action: 'frequency' }, ada)
  expect([odd.statusCode, wordsOn(odd.body)]).toEqual([
    422,
    expect.stringContaining('Choose at once, once a day or never.'),
  ])
  expect((await site.post('/accounts/email', { action: 'dance' }, ada)).statusCode).toBe(422)
  expect((await site.get('/accounts/email')).statusCode).toBe(403)
  expect(wordsOn((await site.get('/accounts/settings', ada)).body)).toContain('E-mail')
})
