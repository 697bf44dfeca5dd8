// Applications for an account: sent with a sentence, confirmed, approved or refused by a moderator, and forgotten.
import { describe, expect, test } from 'vitest'
import { refoldSkeletons } from '../../../src/accounts/nics/refold-actions.ts'
import { setStoredVersion } from '../../../src/accounts/nics/refold-queries.ts'
import { deleteDueApplications } from '../../../src/accounts/registration/actions.ts'
import { write } from '../../../src/db/write.ts'
import { DAY } from '../../../src/time.ts'
import { faultOn, fieldOn, wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'

const password = 'lapstrake and rivets'
const form = {
  nic: 'Clinker',
  email: 'clinker@mail.example',
  password,
  introduction: 'I rivet boats, and argue about it.',
}
const QUEUE = '/admin/people/applications'

const openApproved = async (): Promise<Site> => {
  const site = await openSite()
  await site.set('registration', 'approved')
  return site
}

/** Sends an application. @returns the link of its e-mail */
async function apply(site: Site, over: Partial<typeof form> = {}): Promise<string> {
  const answer = await site.post('/accounts/register', { ...form, ...over })
  expect([answer.statusCode, answer.headers.location, answer.headers['set-cookie']]).toEqual([
    303,
    '/accounts/applications',
    undefined,
  ])
  const office = postOffice()
  await sendAll(site, office)
  return /\/accounts\/applications\/[\w-]+/.exec(office.sent.at(-1)!.text)![0]
}

async function applyAndConfirm(site: Site, over: Partial<typeof form> = {}): Promise<void> {
  const link = await apply(site, over)
  expect((await site.post(link, { action: 'confirm' })).headers.location).toBe('/accounts/applications/confirmation')
}

/** Keys of the queue's items, by the names of their applicants. */
const keyOf = async (site: Site, nic: string): Promise<string> => {
  const { id, confirmed_at } = await site.deps.db
    .selectFrom('applications')
    .select(['id', 'confirmed_at'])
    .where('nic', '=', nic)
    .executeTakeFirstOrThrow()
  return `${id}-${confirmed_at}`
}

const login = (site: Site, nic: string, secret = password) => site.post('/accounts/login', { nic, password: secret })
const mails = async (site: Site) => {
  const office = postOffice()
  await sendAll(site, office)
  return office.sent.map(({ to, subject, text }) => ({ to, subject, text: text.replace(/\s+/g, ' ') }))
}
const entries = (site: Site) =>
  site.deps.db.selectFrom('log_entries').select(['act', 'subject', 'actor', 'reason']).orderBy('id').execute()

describe('An application', () => {
  test.each(['', '  \u200b ', 'x'.repeat(501)])(
    'needs a sentence of at most 500 characters, and keeps what was typed',
    async (introduction) => {
      const site = await openApproved()
      const answer = await site.post('/accounts/register', { ...form, introduction })
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, 'introduction')).toMatch(/^(Write a sentence|Use at most 500)/)
      expect([fieldOn(answer.body, 'nic'), fieldOn(answer.body, 'email')]).toEqual([form.nic, form.email])
      if (introduction.length > 500) expect(answer.body).toContain(introduction)
      expect(await site.deps.db.selectFrom('applications').select('id').execute()).toEqual([])
    },
  )

  test('is followed by a page that says what happens next, and makes no account', async () => {
    const site = await openApproved()
    await apply(site)
    const page = wordsOn((await site.get('/accounts/applications')).body)
    expect(page).toContain('Open its link within 24 hours')
    expect(page).toContain('You get an e-mail when they have decided')
    expect(await site.deps.db.selectFrom('accounts').select('id').execute()).toEqual([])
    expect((await site.get('/people/Clinker')).statusCode).toBe(404)
  })

  test('reserves its name: a member, a guest and the generator cannot have it meanwhile', async () => {
    const site = await openApproved()
    await site.article()
    await apply(site)
    const again = await site.post('/accounts/register', { ...form, nic: 'cl1nker', email: 'other@mail.example' })
    expect([again.statusCode, /reserved that nic/.test(faultOn(again.body, 'nic') ?? '')]).toEqual([422, true])
    expect((await site.post('/comments', { article: '1', nic: 'Clinker', body: 'Me.' })).statusCode).toBe(422)
  })

  test('keeps its name reserved when a newer version folds names in another way', async () => {
    const site = await openApproved()
    await apply(site)
    await write(site.deps, async (db) => {
      await db.updateTable('applications').set({ nic_skeleton: 'of an older version' }).execute()
      await setStoredVersion(db, 'skeleton', 1, 1)
    })
    await refoldSkeletons(site.deps.store, site.deps.clock(), async () => undefined)
    expect((await site.post('/accounts/register', { ...form, email: 'other@mail.example' })).statusCode).toBe(422)
  })

  test('signs in nobody: with the right password a page says that it waits, with a wrong one nothing is revealed', async () => {
    const site = await openApproved()
    const link = await apply(site)
    const wrong = await login(site, 'Clinker', 'wrong wrong wrong')
    const nobody = await login(site, 'Nobody', 'wrong wrong wrong')
    expect(wrong.body.replaceAll('Clinker', 'Nobody')).toBe(nobody.body)
    expect([wrong.statusCode, nobody.statusCode]).toEqual([422, 422])
    const early = await login(site, form.email)
    expect(early.statusCode).toBe(403)
    expect(wordsOn(early.body)).toContain('Confirm your address first')
    await site.post(link, { action: 'confirm' })
    const late = await login(site, 'Clinker')
    expect([late.statusCode, late.headers['set-cookie']]).toEqual([403, undefined])
    expect(wordsOn(late.body)).toContain('a moderator has not decided yet')
  })

  test('is confirmed by a button, once; its link works for 24 hours and is stored as a hash', async () => {
    const site = await openApproved()
    const link = await apply(site)
    expect(JSON.stringify(await site.deps.db.selectFrom('applications').selectAll().execute())).not.toContain(
      link.split('/').at(-1),
    )
    const reader = browserOf(site)
    const opened = await reader.get(link)
    expect([opened.headers.location, opened.headers['referrer-policy'], opened.headers['cache-control']]).toEqual([
      '/accounts/applications/confirmation',
      'no-referrer',
      'private, no-store',
    ])
    expect((await reader.follow(opened)).body).toContain('>Confirm this address</button>')
    site.advance(DAY)
    expect([(await site.get(link)).statusCode, (await site.post(link, {})).statusCode]).toEqual([404, 404])
    site.advance(-1)
    for (let press = 0; press < 2; press++)
      expect((await reader.post('/accounts/applications/confirmation', {})).statusCode).toBe(303)
    expect(wordsOn((await reader.follow(await reader.get(link))).body)).toContain('Your address is confirmed.')
  })

  test('with an address that a member has confirmed since cannot be confirmed, nor can a second one with the same address', async () => {
    const site = await openApproved()
    const first = await apply(site)
    const second = await apply(site, { nic: 'Garboard' })
    await site.post(first, {})
    const answer = await site.post(second, {})
    expect([answer.statusCode, wordsOn(answer.body).includes('That address is taken')]).toEqual([409, true])
  })

  test('that is not confirmed within a day is deleted, and its name and address are free', async () => {
    const site = await openApproved()
    await apply(site)
    site.advance(DAY - 1)
    await deleteDueApplications(site.deps)
    expect(await site.deps.db.selectFrom('applications').select('nic').execute()).toHaveLength(1)
    site.advance(1)
    await deleteDueApplications(site.deps)
    expect(await site.deps.db.selectFrom('applications').select('nic').execute()).toEqual([])
    await apply(site)
  })

  test('that nobody answers within 30 days is deleted, and its writer gets an e-mail', async () => {
    const site = await openApproved()
    await applyAndConfirm(site)
    site.advance(30 * DAY - 1)
    await deleteDueApplications(site.deps)
    expect(await site.deps.db.selectFrom('applications').select('nic').execute()).toHaveLength(1)
    site.advance(1)
    await deleteDueApplications(site.deps)
    expect(await site.deps.db.selectFrom('applications').select('nic').execute()).toEqual([])
    expect(await mails(site)).toMatchObject([
      { to: form.email, subject: 'Nobody has answered your application to Broadside' },
    ])
  })
})

describe('The queue of applications', () => {
  let mo: Member
  async function openQueue(...nics: string[]): Promise<Site> {
    const site = await openApproved()
    for (const nic of nics) {
      await applyAndConfirm(site, { nic, email: `${nic}@mail.example` })
      site.advance(1000)
    }
    mo = await site.member('Mo', 'moderator')
    return site
  }

  test('is for moderators, shows confirmed applications, the oldest first, and is found by a tab with their number', async () => {
    const site = await openQueue('Strake', 'Garboard')
    await apply(site, { nic: 'Unconfirmed', email: 'u@mail.example' })
    expect((await site.get(QUEUE, await site.member('Ed', 'editor'))).statusCode).toBe(403)
    const { body } = await site.get(QUEUE, mo)
    expect([...body.matchAll(/<h3 id="[^"]+"><bdi>([^<]+)/g)].map(([, nic]) => nic)).toEqual(['Strake', 'Garboard'])
    expect(wordsOn(body)).toContain('I rivet boats, and argue about it.')
    expect(body).not.toContain('mail.example')
    expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('Applications 2 waiting')
  })

  test('is empty in words, and its tab is gone where nobody applies', async () => {
    const site = await openQueue()
    expect(wordsOn((await site.get(QUEUE, mo)).body)).toContain('Nobody is waiting at the door.')
    await site.set('registration', 'open')
    expect(wordsOn((await site.get('/moderation', mo)).body)).not.toContain('Applications')
  })

  test('approves: the applicant gets an account with a confirmed address and an e-mail, and the log names who', async () => {
    const site = await openQueue('Strake')
    const key = await keyOf(site, 'Strake')
    const answer = await site.post(QUEUE, { application: key, action: 'approve' }, mo)
    expect(wordsOn((await site.get(String(answer.headers.location), mo)).body)).toContain(
      '1 application approved. We e-mail the applicant.',
    )
    expect(await mails(site)).toMatchObject([{ to: 'Strake@mail.example', subject: 'Welcome to Broadside' }])
    const signedIn = await login(site, 'Strake')
    expect(signedIn.statusCode).toBe(303)
    const account = await site.deps.db
      .selectFrom('accounts')
      .selectAll()
      .where('nic', '=', 'Strake')
      .executeTakeFirstOrThrow()
    expect(account).toMatchObject({ role: 'member', owned_email: 'strake@mail.example', confirm_by: null })
    expect(await entries(site)).toEqual([{ act: 'approve-application', subject: 'account', actor: 'Mo', reason: '' }])
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('approved a registration')
  })

  test('refuses with a reason, by a press or typed: e-mailed, logged without name and address, and the rest is forgotten', async () => {
    const site = await openQueue('Strake')
    const key = await keyOf(site, 'Strake')
    const bare = await site.post(QUEUE, { application: key, action: 'refuse' }, mo)
    expect([bare.statusCode, wordsOn(bare.body).includes('Choose a reason, or enter one')]).toEqual([422, true])
    expect(bare.body).toMatch(/id="a\d+-reason"[^>]*aria-invalid="true"/)
    await site.post(QUEUE, { application: key, action: 'refuse', chip: 'Advertising', reason: 'rivets for sale' }, mo)
    const [mail] = await mails(site)
    expect(mail).toMatchObject({
      to: 'Strake@mail.example',
      subject: 'Your registration at Broadside was not approved',
    })
    expect(mail!.text).toContain('The reason: Advertising: rivets for sale.')
    expect(await entries(site)).toEqual([
      { act: 'refuse-application', subject: 'application', actor: 'Mo', reason: 'Advertising: rivets for sale' },
    ])
    const log = (await site.get('/moderation/log')).body + (await site.get('/moderation/log.jsonl')).body
    expect(log).not.toMatch(/strake/i)
    expect(await site.deps.db.selectFrom('applications').select('id').execute()).toEqual([])
    expect((await login(site, 'Strake')).statusCode).toBe(422)
    await apply(site, { nic: 'Strake', email: 'Strake@mail.example' })
  })

  test('a second press, and a press of another moderator, change nothing', async () => {
    const site = await openQueue('Strake')
    const application = await keyOf(site, 'Strake')
    await site.post(QUEUE, { application, action: 'approve' }, mo)
    for (const action of ['approve', 'refuse']) {
      const again = await site.post(
        QUEUE,
        { application, action, reason: 'Late.' },
        await site.member(`Fair Lead ${action}`, 'admin'),
      )
      expect(wordsOn((await site.get(String(again.headers.location), mo)).body)).toContain(
        '1 application had been decided already',
      )
    }
    expect((await entries(site)).length).toBe(1)
    expect((await mails(site)).length).toBe(1)
  })

  test('a button of a deleted application never decides about the next one that gets its number', async () => {
    const site = await openQueue('Strake')
    const application = await keyOf(site, 'Strake')
    await site.post(QUEUE, { application, action: 'refuse', reason: 'No.' }, mo)
    await applyAndConfirm(site, { nic: 'Garboard', email: 'g@mail.example' })
    expect((await keyOf(site, 'Garboard')).split('-')[0]).toBe(application.split('-')[0])
    await site.post(QUEUE, { application, action: 'approve' }, mo)
    expect(await site.deps.db.selectFrom('applications').select('nic').execute()).toEqual([{ nic: 'Garboard' }])
  })

  test('decides about all that are ticked, and keeps the ticks when the reason is missing', async () => {
    const site = await openQueue('Strake', 'Garboard', 'Carvel')
    const ticks = Object.fromEntries(
      await Promise.all(['Strake', 'Carvel'].map(async (nic) => [`tick-${await keyOf(site, nic)}`, 'on'])),
    )
    const bare = await site.post(QUEUE, { ...ticks, action: 'refuse' }, mo)
    expect([bare.statusCode, (bare.body.match(/name="tick-[^>]*checked/g) ?? []).length]).toEqual([422, 2])
    expect(bare.body).toMatch(/id="s-reason"[^>]*aria-invalid="true"/)
    const none = await site.post(QUEUE, { action: 'approve' }, mo)
    expect([none.statusCode, wordsOn(none.body).includes('Tick at least one application.')]).toEqual([422, true])
    const answer = await site.post(QUEUE, { ...ticks, action: 'approve' }, mo)
    expect(wordsOn((await site.get(String(answer.headers.location), mo)).body)).toContain(
      '2 applications approved. We e-mail the applicants.',
    )
    expect(await site.deps.db.selectFrom('applications').select('nic').execute()).toEqual([{ nic: 'Garboard' }])
  })

  test('does not approve an address that a member has confirmed since', async () => {
    const site = await openQueue('Strake')
    const owner = await site.member('Owner')
    await write(site.deps, (db) =>
      db.updateTable('accounts').set({ owned_email: 'strake@mail.example' }).where('id', '=', owner.id).execute(),
    )
    const answer = await site.post(QUEUE, { application: await keyOf(site, 'Strake'), action: 'approve' }, mo)
    expect(wordsOn((await site.get(String(answer.headers.location), mo)).body)).toContain(
      'the name or the address belongs to a member',
    )
    expect(await entries(site)).toEqual([])
  })

  test('works on while the site no longer takes applications, and says so', async () => {
    const site = await openQueue('Strake')
    await site.set('registration', 'closed')
    expect(wordsOn((await site.get(QUEUE, mo)).body)).toContain('Registration no longer takes applications.')
    const application = await keyOf(site, 'Strake')
    await site.post(QUEUE, { application, action: 'approve' }, mo)
    expect((await login(site, 'Strake')).statusCode).toBe(303)
  })

  test.each([{ application: 'x', action: 'approve' }, { action: 'burn' }])(
    'refuses a button that is not there: %o',
    async (sent) => {
      const site = await openQueue('Strake')
      expect((await site.post(QUEUE, sent as Record<string, string>, mo)).statusCode).toBe(422)
      expect(await site.deps.db.selectFrom('applications').select('nic').execute()).toHaveLength(1)
    },
  )
})
