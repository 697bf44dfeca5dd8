// A member changes the original nic: what they have written follows, the old name stays theirs, and everybody can see it.
import { describe, expect, test } from 'vitest'
import { settleNames } from '../../../src/accounts/name/rename-actions.ts'
import { write } from '../../../src/db/write.ts'
import { accountsByNics } from '../../../src/notices/queries.ts'
import { NIC_RESERVATION_MS } from '../../../src/settings.ts'
import { skeleton } from '../../../src/skeleton.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { commentHtml, faultOn, fieldOn, linkOn, wordsOn } from '../../comments/page.ts'
import { postOffice, sendAll } from '../../inbox/threads.ts'
import { browserOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  await site.set('closeAfterDays', null)
  const article = await site.article()
  const ada = await site.member('Ada Quill')
  const bo = await site.member('Bosun')
  const say = async (as: Member, body: string, form: Record<string, string> = {}): Promise<number> => {
    const answer = await site.post('/comments', { article: String(article), body, ...form }, as)
    expect(answer.statusCode, answer.body.slice(0, 2000)).toBe(303)
    return Number(/c(\d+)|comments\/(\d+)/.exec(String(answer.headers.location))!.slice(1).find(Boolean))
  }
  const change = (nic: string, as: Member = ada) => site.post('/accounts/name', { nic, action: 'change' }, as)
  const page = async (as: Member = ada) => (await site.get('/accounts/name', as)).body
  /** Advances the clock; sessions stay open and confirmed. */
  const pass = async (ms: number) => {
    site.advance(ms)
    const now = site.deps.clock()
    await write(site.deps, (db) =>
      db
        .updateTable('sessions')
        .set({ last_used_at: now, expires_at: now + DAY, confirmed_at: now })
        .execute(),
    )
  }
  return { site, article, ada, bo, say, change, page, pass }
}

/** The page of an article, by its address with slug. */
const followed = async (site: Awaited<ReturnType<typeof open>>['site'], url: string, as: Member | null = null) => {
  const answer = await site.get(url, as)
  return answer.headers.location === undefined ? answer : site.get(String(answer.headers.location), as)
}

describe('A change of name', () => {
  test('renames what the member has signed, and leaves what stands under picked names', async () => {
    const { site, article, ada, say, change } = await open()
    const other = await site.article({ headline: 'The other pier' })
    const own = await say(ada, 'Signed with my own name.')
    const picked = await say(ada, 'Under a picked one.', { article: String(other), nic: 'Slack Water' })
    const answer = await change('Ada Penn')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/accounts/name?done=changed'])
    expect(wordsOn((await site.get('/accounts/name?done=changed', ada)).body)).toContain('You are Ada Penn now.')
    const body = (await followed(site, `/articles/${article}`)).body
    expect(wordsOn(commentHtml(body, own))).toContain('Ada Penn')
    expect(body).not.toContain('Ada Quill')
    expect((await followed(site, `/articles/${other}`)).body).toContain('Slack Water')
    expect(
      await site.deps.db.selectFrom('comments').select(['id', 'nic', 'name_kind']).orderBy('id').execute(),
    ).toEqual([
      { id: own, nic: 'Ada Penn', name_kind: 'member' },
      { id: picked, nic: 'Slack Water', name_kind: 'picked' },
    ])
    expect(
      await site.deps.db.selectFrom('articles').select('last_comment_nic').where('id', '=', article).execute(),
    ).toEqual([{ last_comment_nic: 'Ada Penn' }])
  })

  test('renames articles, their revisions and letters, in slices that a job continues', async () => {
    const { site, ada, change } = await open()
    for (let i = 0; i < 45; i++) await site.article({ headline: `Story ${i}`, nic: 'Ada Quill', account: 'Ada Quill' })
    await write(site.deps, (db) =>
      db
        .insertInto('name_changes')
        .values({ account_id: ada.id, old_nic: 'Ada Quill', new_nic: 'Ada Penn', created_at: 1 })
        .execute(),
    )
    await write(site.deps, (db) =>
      db
        .updateTable('accounts')
        .set({ nic: 'Ada Penn', nic_skeleton: skeleton('Ada Penn') })
        .where('id', '=', ada.id)
        .execute(),
    )
    const signed = async () =>
      (await site.deps.db.selectFrom('articles').select('nic').where('account_id', '=', ada.id).execute()).filter(
        ({ nic }) => nic === 'Ada Penn',
      ).length
    let steps = 0
    await settleNames(site.deps, () => ++steps > 3)
    expect(await signed()).toBe(40)
    await settleNames(site.deps)
    expect(await signed()).toBe(45)
    expect(await site.deps.db.selectFrom('name_changes').select('finished_at').execute()).toEqual([
      { finished_at: site.deps.clock() },
    ])
    expect((await change('Ada Penn')).statusCode).toBe(422)
  })

  test('drops the pages that were cached with the old name', async () => {
    const { site, article, ada, say, change } = await open()
    await say(ada, 'Signed with my own name.')
    const pages = [String((await site.get(`/articles/${article}`)).headers.location), '/', '/latest', '/headlines']
    for (const url of pages) expect((await site.get(url)).body, url).toContain('Ada Quill')
    await change('Ada Penn')
    for (const url of pages) expect((await site.get(url)).body, url).not.toContain('Ada Quill')
  })

  test('leads the old profile, its lists and its feeds to the new ones', async () => {
    const { site, ada, say, change } = await open()
    await say(ada, 'Signed with my own name.')
    expect((await site.get('/people/Ada%20Quill')).statusCode).toBe(200)
    await change('Ada Penn')
    for (const path of ['/people/Ada%20Quill', '/people/ada_quill', '/people/Ada%20Quill/articles']) {
      const answer = await site.get(path)
      expect([answer.statusCode, answer.headers.location], path).toEqual([
        301,
        `/people/Ada%20Penn${path.endsWith('articles') ? '/articles' : ''}`,
      ])
    }
    for (const ending of ['xml', 'json']) {
      const answer = await site.get(`/feeds/people/Ada%20Quill.${ending}`)
      expect([answer.statusCode, answer.headers.location]).toEqual([301, `/feeds/people/Ada%20Penn.${ending}`])
    }
    expect((await site.get('/feeds/people/Ada%20Penn.xml')).body).toContain('Signed with my own name.')
  })

  test('is public: on the profile, in the log, and in the moderators’ record', async () => {
    const { site, change } = await open()
    const mo = await site.member('Mo', 'moderator')
    await change('Ada Penn')
    expect(wordsOn((await site.get('/people/Ada%20Penn')).body)).toContain('Was Ada Quill until 12 March 2030')
    expect(wordsOn((await site.get('/moderation/log')).body)).toMatch(
      /Ada Quill changed their name .*The new name is Ada Penn\./,
    )
    expect(wordsOn((await site.get('/moderation/people/Ada%20Penn', mo)).body)).toContain(
      'Was Ada Quill until 12 March 2030',
    )
    expect((await site.get('/moderation/people/Ada%20Quill', mo)).headers.location).toBe(
      '/moderation/people/Ada%20Penn',
    )
    expect(wordsOn((await site.get('/moderation/log?person=Ada+Quill')).body)).toContain('The new name is Ada Penn.')
  })

  test('can be made once in 90 days, or as often as the site says', async () => {
    const { site, change, page, pass } = await open()
    expect((await change('Ada Penn')).statusCode).toBe(303)
    await pass(89 * DAY)
    expect(wordsOn(await page())).toContain('You can change it again from 10 June 2030.')
    const early = await change('Ada Ink')
    expect([early.statusCode, (await site.get('/people/Ada%20Ink')).statusCode]).toEqual([422, 404])
    await pass(DAY)
    expect((await change('Ada Ink')).statusCode).toBe(303)
    await site.set('nameChangeDays', null)
    expect(wordsOn(await page())).toContain('Names cannot be changed on this site.')
    await pass(1000 * DAY)
    expect((await change('Ada Nib')).statusCode).toBe(422)
  })

  test('asks for the password when the session has not proved its member for ten minutes, and is mailed', async () => {
    const site = await openSite()
    const browser = browserOf(site)
    const password = 'lapstrake and rivets'
    await browser.post('/accounts/register', { nic: 'Clinker', email: 'clinker@mail.example', password })
    await write(site.deps, (db) => db.updateTable('accounts').set({ owned_email: 'clinker@mail.example' }).execute())
    site.advance(11 * MINUTE)
    expect(wordsOn((await browser.get('/accounts/name')).body)).toContain('Your password')
    const refused = await browser.post('/accounts/name', { nic: 'Carvel', action: 'change', password: 'wrong' })
    expect([refused.statusCode, faultOn(refused.body, 'password'), fieldOn(refused.body, 'nic')]).toEqual([
      422,
      'That is not your password.',
      'Carvel',
    ])
    expect((await site.get('/people/Carvel')).statusCode).toBe(404)
    expect((await browser.post('/accounts/name', { nic: 'Carvel', action: 'change', password })).statusCode).toBe(303)
    for (const nic of ['Carvel', 'Clinker', 'clinker'])
      expect((await browserOf(site).post('/accounts/login', { nic, password })).statusCode, nic).toBe(303)
    const office = postOffice()
    await sendAll(site, office)
    expect(office.sent.map(({ subject }) => subject)).toContain('Your name was changed on Broadside')
    expect(office.sent.at(-1)!.text).toContain('The account Clinker is called Carvel now.')
  })

  test('is refused for names that registration refuses, with what was typed', async () => {
    const { site, ada, bo, change, say } = await open()
    await site.post('/accounts/nics', { nic: 'Slack Water', action: 'add' }, bo)
    for (const [nic, fault] of [
      ['', 'Enter the new name.'],
      ['x', 'A nic has 2 to 40 characters.'],
      ['Ada Quill', 'That is your name already.'],
      ['bosun', 'That nic looks too much like the member Bosun.'],
      ['Slack-Water', 'A member has reserved that nic, or one that looks like it.'],
      ['Removed comment', 'That nic is reserved for the site. Choose another.'],
      ['Moderator Ada', 'A nic cannot look like one of the site’s staff. Choose another.'],
    ] as const) {
      const answer = await change(nic)
      expect(answer.statusCode, nic).toBe(422)
      expect(faultOn(answer.body, 'nic'), nic).toContain(fault)
      expect(fieldOn(answer.body, 'nic'), nic).toBe(nic)
    }
    await say(ada, 'Here under my own name.')
    await say(bo, 'And I as somebody else.', { nic: 'Wobbin Tar 4' })
    expect(faultOn((await change('Wobbin-Tar 4')).body, 'nic')).toContain(
      'Somebody else signs with that name in a thread',
    )
  })

  test('takes a reserved name of one’s own, and leads back to an old one', async () => {
    const { site, ada, change, page, pass } = await open()
    await site.post('/accounts/nics', { nic: 'Slack Water', action: 'add' }, ada)
    expect(linkOn(await page(), 'Slack Water')).toBe('/accounts/name?nic=Slack%20Water')
    expect(fieldOn((await site.get('/accounts/name?nic=Slack%20Water', ada)).body, 'nic')).toBe('Slack Water')
    expect((await change('Slack Water')).statusCode).toBe(303)
    expect(await site.deps.db.selectFrom('nics').selectAll().execute()).toEqual([])
    await pass(90 * DAY)
    expect(linkOn(await page(), 'Ada Quill')).toBe('/accounts/name?nic=Ada%20Quill')
    expect((await change('Ada Quill')).statusCode).toBe(303)
    expect((await site.get('/people/Slack%20Water')).headers.location).toBe('/people/Ada%20Quill')
    expect(wordsOn((await site.get('/people/Ada%20Quill')).body)).not.toContain('Was Ada Quill')
    expect(await site.deps.db.selectFrom('former_nics').select('nic').execute()).toEqual([{ nic: 'Slack Water' }])
  })

  test('or a registration may take a name that somebody has removed, once it is no longer reserved', async () => {
    const { site, bo, change, pass } = await open()
    for (const [nic, take] of [
      ['Slack Water', (name: string) => change(name)],
      [
        'Wobbin Tar 4',
        (name: string) =>
          site.post('/accounts/register', {
            nic: name,
            email: 'new@nics.example',
            password: 'a sentence that is long enough',
          }),
      ],
    ] as const) {
      for (const action of ['add', 'remove']) await site.post('/accounts/nics', { nic, action }, bo)
      expect((await take(nic)).statusCode, nic).toBe(422)
      await pass(NIC_RESERVATION_MS)
      expect((await take(nic)).statusCode, nic).toBe(303)
    }
  })

  test('may change only the spelling', async () => {
    const { site, ada, say, change } = await open()
    await say(ada, 'Signed with my own name.')
    expect((await change('ada quill')).statusCode).toBe(303)
    expect((await site.get('/people/Ada%20Quill')).headers.location).toBe('/people/ada%20quill')
    expect(await site.deps.db.selectFrom('comments').select('nic').execute()).toEqual([{ nic: 'ada quill' }])
    expect(await site.deps.db.selectFrom('former_nics').selectAll().execute()).toEqual([])
  })

  test('offers an invented name without scripts, and refuses another button', async () => {
    const { site, ada } = await open()
    const offered = await site.post('/accounts/name', { nic: 'x', action: 'pick-nic' }, ada)
    expect(fieldOn(offered.body, 'nic')).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ \d+$/)
    expect((await site.post('/accounts/name', { nic: 'x', action: 'dance' }, ada)).statusCode).toBe(422)
    expect((await site.get('/accounts/name')).statusCode).toBe(403)
  })

  test('happens once with two presses', async () => {
    const { site, change } = await open()
    const answers = await Promise.all([change('Ada Penn'), change('Ada Penn')])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 422])
    expect(await site.deps.db.selectFrom('name_changes').select(['old_nic', 'new_nic']).execute()).toEqual([
      { old_nic: 'Ada Quill', new_nic: 'Ada Penn' },
    ])
  })
})

describe('The old name', () => {
  test('is nobody else’s: not to register, reserve, sign with or change to', async () => {
    const { site, article, bo, change } = await open()
    await change('Ada Penn')
    const password = 'a sentence that is long enough'
    for (const nic of ['Ada Quill', 'ada-quill']) {
      const registration = { nic, email: 'new@nics.example', password }
      expect((await site.post('/accounts/register', registration)).statusCode, nic).toBe(422)
      expect((await site.post('/accounts/nics', { nic, action: 'add' }, bo)).statusCode, nic).toBe(422)
      expect((await change(nic, bo)).statusCode, nic).toBe(422)
      for (const as of [bo, null])
        expect(
          (await site.post('/comments', { article: String(article), nic, body: `As ${nic}.` }, as)).statusCode,
          nic,
        ).toBe(422)
    }
  })

  test('is claimed in the database, whatever a check has missed', async () => {
    const { site, bo, change } = await open()
    await change('Ada Penn')
    const taken = skeleton('Ada Quill')
    const attempts = [
      () =>
        write(site.deps, (db) =>
          db.updateTable('accounts').set({ nic_skeleton: taken }).where('id', '=', bo.id).execute(),
        ),
      () =>
        write(site.deps, (db) =>
          db
            .insertInto('nics')
            .values({ account_id: bo.id, nic: 'Ada Quill', nic_skeleton: taken, created_at: 1, removed_at: null })
            .onConflict((on) => on.column('nic_skeleton').doUpdateSet({ removed_at: null }))
            .execute(),
        ),
      () =>
        write(site.deps, (db) =>
          db
            .insertInto('former_nics')
            .values({ account_id: bo.id, nic: 'Ada Penn', nic_skeleton: skeleton('Ada Penn'), created_at: 1 })
            .execute(),
        ),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(/UNIQUE constraint failed: nic_claims/)
  })

  test('in a form that is older than the change signs with the new one', async () => {
    const { site, article, ada, say, change } = await open()
    await say(ada, 'Before.')
    await site.post(
      '/comments',
      { article: String(article), nic: 'Ada Quill', body: 'A draft.', action: 'preview' },
      ada,
    )
    await change('Ada Penn')
    await say(ada, 'After.', { nic: 'Ada Quill' })
    expect(await site.deps.db.selectFrom('comments').select(['nic', 'name_kind']).orderBy('id').execute()).toEqual([
      { nic: 'Ada Penn', name_kind: 'member' },
      { nic: 'Ada Penn', name_kind: 'member' },
    ])
    expect(await site.deps.db.selectFrom('drafts').select('nic').execute()).not.toContainEqual({ nic: 'Ada Quill' })
  })

  test('in other people’s texts stays as it is, leads to the member, and notifies nobody again', async () => {
    const { site, ada, bo, say, change } = await open()
    const first = await say(bo, 'As @Ada Quill said: > “wait”')
    const notices = () => site.deps.db.selectFrom('notices').select(['account_id', 'kind', 'comment_id']).execute()
    expect(await notices()).toEqual([{ account_id: ada.id, kind: 'mention', comment_id: first }])
    await change('Ada Penn')
    expect(await notices()).toHaveLength(1)
    const html = (await site.deps.db.selectFrom('comments').select('html').where('id', '=', first).executeTakeFirst())!
      .html
    expect(html).toContain('>@Ada Quill</a>')
    await site.post(`/comments/${first}/edits`, { body: 'As @Ada Quill said: > “wait!”' }, bo)
    expect(await notices()).toHaveLength(1)
    const second = await say(bo, 'And once more, @ada quill.')
    const again = (await site.deps.db
      .selectFrom('comments')
      .select('html')
      .where('id', '=', second)
      .executeTakeFirst())!.html
    expect(again).toContain('href="/people/Ada%20Penn"')
    expect((await notices()).at(-1)).toEqual({ account_id: ada.id, kind: 'mention', comment_id: second })
    // A comment that was held until now mentions the old address.
    expect(await accountsByNics(site.deps.db, ['Ada Quill', 'Bosun'])).toEqual([ada.id, bo.id])
  })

  test('finds the member in the search', async () => {
    const { site, ada, say, change } = await open()
    await say(ada, 'Barnacles on the slipway.')
    await change('Ada Penn')
    for (const q of ['barnacles by:"Ada Quill"', 'barnacles by:"Ada Penn"'])
      expect(wordsOn((await site.get(`/search?q=${encodeURIComponent(q)}`)).body), q).toContain('slipway')
    expect(wordsOn((await site.get('/search?q=barnacles&by=Ada+Quill')).body)).toContain('Barnacles on the slipway.')
  })

  test('that a reader has muted mutes the new one, and can be unmuted by it', async () => {
    const { site, ada, bo, say, change } = await open()
    await say(ada, 'Nobody wants to read this.')
    await site.post('/mutes', { kind: 'person', value: 'Ada Quill', action: 'mute' }, bo)
    const mutes = () => site.deps.db.selectFrom('mutes').select(['account_id', 'kind', 'value', 'label']).execute()
    expect(await mutes()).toHaveLength(1)
    await change('Ada Penn')
    expect(await mutes()).toEqual([
      { account_id: bo.id, kind: 'person', value: skeleton('Ada Penn'), label: 'Ada Penn' },
    ])
    expect(wordsOn((await site.get('/latest', bo)).body)).not.toContain('Nobody wants to read this.')
    await site.post('/people/Ada%20Quill/mutes', { action: 'unmute' }, bo)
    expect(await mutes()).toEqual([])
  })
})
