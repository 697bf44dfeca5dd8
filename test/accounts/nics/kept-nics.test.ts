// Other names of a member: reserved, offered, marked, and reserved for a while after they are removed.
import { describe, expect, test } from 'vitest'
import { reserveNic } from '../../../src/accounts/nics/actions.ts'
import { nicFault } from '../../../src/accounts/nics/rules.ts'
import { write } from '../../../src/db/write.ts'
import { NIC_RESERVATION_MS, nicQuota } from '../../../src/settings.ts'
import { DAY } from '../../../src/time.ts'
import { commentHtml, faultOn, fieldOn, wordsOn } from '../../comments/page.ts'
import { type Member, openSite } from '../../support/site.ts'

const PASSWORD = 'a sentence that is long enough'

async function open() {
  const site = await openSite()
  const article = await site.article()
  const ada = await site.member('Ada Quill')
  const bo = await site.member('Bosun')
  const act = (nic: string, action = 'add', as: Member = ada, headers: Record<string, string> = {}) =>
    site.post('/accounts/nics', { nic, action }, as, headers)
  const page = async (as: Member = ada) => (await site.get('/accounts/nics', as)).body
  const say = (nic: string, as: Member = ada, on = article) =>
    site.post('/comments', { article: String(on), nic, body: `As ${nic}, ${Math.random()}` }, as)
  const register = (nic: string) =>
    site.post('/accounts/register', { nic, email: `${Math.random()}@nics.example`, password: PASSWORD })
  const stored = () =>
    site.deps.db.selectFrom('nics').select(['account_id', 'nic', 'removed_at']).orderBy('id').execute()
  /** Advances the clock; sessions and threads stay open. */
  const pass = async (ms: number) => {
    await site.set('closeAfterDays', null)
    site.advance(ms)
    const now = site.deps.clock()
    await write(site.deps, (db) =>
      db
        .updateTable('sessions')
        .set({ last_used_at: now, expires_at: now + DAY })
        .execute(),
    )
  }
  return { site, article, ada, bo, act, page, say, register, stored, pass }
}

const suggested = (fault: string | null): string =>
  /\. ([A-Z][a-z]+ [A-Z][a-z]+ \d+) is free\.$/.exec(fault ?? '')?.[1] ?? ''

describe('A member', () => {
  test('finds the page in the settings, empty at first, and reserves a name there', async () => {
    const { site, ada, act, page } = await open()
    expect((await site.get('/accounts', ada)).body).toContain('href="/accounts/nics"')
    expect(wordsOn(await page())).toContain('You go by one name.')
    const kept = await act('  Slack   Water ')
    expect([kept.statusCode, kept.headers.location]).toEqual([303, '/accounts/nics?done=kept'])
    const after = await site.get('/accounts/nics?done=kept', ada)
    expect(wordsOn(after.body)).toContain('Reserved. You can choose it whenever you write a comment.')
    expect(after.body).toContain('<bdi>Slack Water</bdi>')
    expect(after.headers['cache-control']).toBe('private, no-store')
    expect(wordsOn(after.body)).not.toContain('You go by one name.')
  })

  test('reserves a name once with two presses, and removes it once', async () => {
    const { site, ada, act, stored } = await open()
    for (const nic of ['Slack Water', 'Slack Water', 'slack-water']) expect((await act(nic)).statusCode).toBe(303)
    expect(await stored()).toEqual([{ account_id: ada.id, nic: 'slack-water', removed_at: null }])
    await act('Slack Water', 'remove')
    const [first] = await stored()
    site.advance(DAY)
    for (const nic of ['Slack Water', 'Never kept'])
      expect((await act(nic, 'remove')).headers.location).toBe('/accounts/nics?done=removed')
    expect(await stored()).toEqual([first])
  })

  test('reserves five names at most, and ten with removed ones', async () => {
    const { act, page, stored, pass } = await open()
    const names = Array.from({ length: nicQuota.withReserved }, (_, i) => `Wobbin ${'abcdefghjk'[i]}`)
    for (const nic of names.slice(0, nicQuota.inUse)) expect((await act(nic)).statusCode).toBe(303)
    expect(wordsOn(await page())).toContain('which is the limit')
    expect(faultOnPage((await act('One more')).body)).toBe('You have five names, which is the limit. Remove one first.')
    for (const [i, nic] of names.slice(nicQuota.inUse).entries()) {
      await act(names[i]!, 'remove')
      expect((await act(nic)).statusCode).toBe(303)
    }
    await act(names.at(-1)!, 'remove')
    expect(faultOnPage((await act('One more')).body)).toMatch(
      /^You have reserved 10 names, recently removed ones included/,
    )
    expect((await act(names[0]!)).statusCode).toBe(303)
    expect(await stored()).toHaveLength(nicQuota.withReserved)
    await pass(NIC_RESERVATION_MS)
    await act(names[0]!, 'remove')
    expect((await act('One more')).statusCode).toBe(303)
  })

  test.each([
    ['', /^Enter the name/],
    ['x', /2 to 40/],
    ['Аda', /one alphabet/],
    ['Moderator', /reserved for the site/],
    ['Ada\u200bdam', /invisible characters/],
    ['ada_quill', /^That is your original nic\. It is reserved already\.$/],
    ['Bosun', /^That nic is taken\./],
    ['B0sun', /^That nic looks too much like the member Bosun\./],
    ['ВОЅUN'.replace('Ѕ', 'S'), /alphabet/],
  ])('who types %j gets the fault beside the field, with what was typed', async (nic, why) => {
    const { act, stored } = await open()
    const answer = await act(nic)
    expect([answer.statusCode, fieldOn(answer.body, 'nic')]).toEqual([422, nic])
    const fault = faultOnPage(answer.body)
    expect(fault).toMatch(why)
    if (!/^(Enter|That is your)/.test(fault)) expect(nicFault(suggested(fault))).toBeNull()
    expect(await stored()).toEqual([])
    expect((await act(nic, 'add', undefined, { accept: 'application/json' })).json()).toMatchObject({
      status: 422,
      faults: { nic: expect.stringMatching(why) },
    })
  })

  test('is offered an invented name there that can be reserved', async () => {
    const { act } = await open()
    const offered = await act('Bosun', 'pick-nic')
    expect(offered.statusCode).toBe(200)
    expect((await act(fieldOn(offered.body, 'nic')!)).statusCode).toBe(303)
    expect((await act('Slack', 'stow')).statusCode).toBe(422)
  })

  test('sees a list that nobody else sees; guests have none', async () => {
    const { site, bo, act, page } = await open()
    await act('Slack Water')
    expect(await page(bo)).not.toContain('Slack Water')
    expect((await site.get('/accounts/nics')).statusCode).toBe(403)
    expect((await site.post('/accounts/nics', { nic: 'Slack Water' })).statusCode).toBe(403)
  })
})

/** The fault as the page has it, which says it aloud as well. */
const faultOnPage = (body: string): string =>
  /<p class="err" id="nic-h" role="alert">[^]*?<\/svg> ([^<]*)<\/p>/.exec(body)?.[1] ?? ''

describe('A reserved name', () => {
  test('is offered by the field of the comment form, without scripts, until the member has a name in the thread', async () => {
    const { site, article, ada, bo, act, say } = await open()
    await act('Slack Water')
    await act('Neap & Sons'.replace('&', 'and'))
    const form = async (as: Member) => (await site.get(`/comments/new?article=${article}`, as)).body
    expect(await form(ada)).toMatch(/<input [^>]*id="nic"[^>]* list="nics"/)
    expect(await form(ada)).toContain(
      '<datalist id="nics"><option value="Slack Water"></option><option value="Neap and Sons"></option></datalist>',
    )
    expect(await form(ada)).toContain('Your other names: <bdi>Slack Water</bdi>, <bdi>Neap and Sons</bdi>.')
    expect(await form(bo)).not.toContain('list="nics"')
    expect((await say('Slack Water')).statusCode).toBe(303)
    expect(await form(ada)).not.toContain('list="nics"')
  })

  test('is shown like a picked one: marked, unlinked, counted for the member, one name per thread', async () => {
    const { site, article, ada, act, say } = await open()
    await act('Slack Water')
    expect((await say('slack water')).statusCode).toBe(303)
    const [row] = await site.deps.db.selectFrom('comments').select(['id', 'nic', 'name_kind', 'account_id']).execute()
    expect(row).toMatchObject({ nic: 'Slack Water', name_kind: 'picked', account_id: ada.id })
    const html = commentHtml((await site.get(`/articles/${article}-the-slipway-is-repainted`)).body, row!.id)
    expect(html).toContain('picked nic')
    expect(html).not.toContain('/people/')
    expect(faultOn((await say('Ada Quill')).body, 'nic')).toBe(
      'You are Slack Water in this thread. The name can’t be changed here.',
    )
    expect((await site.get('/people/Slack%20Water')).statusCode).toBe(404)
  })

  test('cannot be registered, used or reserved by others, nor a look-alike; and its owner stays secret', async () => {
    const { bo, act, say, register } = await open()
    await act('Slack Water')
    for (const nic of [
      'Slack Water',
      'SLACKWATER',
      'S1ack Water',
      'Ѕlасk Wаtеr'.replace(/[Ѕасе]/g, (letter) => ({ Ѕ: '5', а: 'a', с: 'c', е: 'e' })[letter]!),
    ]) {
      for (const [answer, told] of [
        [await register(nic), faultOn],
        [await say(nic, bo), faultOn],
        [await act(nic, 'add', bo), faultOnPage],
      ] as const) {
        expect(answer.statusCode, nic).toBe(422)
        const fault = told(answer.body, 'nic') ?? ''
        expect(fault).toMatch(
          /^(A member has reserved that nic, or one that looks like it|That name, or one that looks like it, belongs to a member)\. /,
        )
        expect(suggested(fault)).not.toBe('')
        expect(answer.body).not.toContain('Ada')
      }
    }
    expect((await act('Slack Water')).statusCode).toBe(303)
  })

  test('goes to exactly one of two who reserve it at the same moment', async () => {
    const { site, ada, bo, stored } = await open()
    const outcomes = await Promise.all(
      [ada, bo].map((who) => reserveNic(site.deps, { ...who, commentCount: 0, trusted: false }, 'Slack Water')),
    )
    expect(outcomes.filter((fault) => fault === null)).toHaveLength(1)
    expect(await stored()).toHaveLength(1)
  })

  test('stays reserved for thirty days once removed: its member can use and reserve it again, nobody else can', async () => {
    const { site, bo, act, page, say, register, stored, pass } = await open()
    await act('Slack Water')
    site.advance(DAY)
    await act('Slack Water', 'remove')
    expect(wordsOn(await page())).toContain('until 12 April 2030')
    await pass(NIC_RESERVATION_MS - 1)
    expect((await register('Slack Water')).statusCode).toBe(422)
    expect((await say('Slack Water', bo)).statusCode).toBe(422)
    expect((await act('Slack Water', 'add', bo)).statusCode).toBe(422)
    expect((await say('Slack Water')).statusCode).toBe(303)
    expect((await act('Slack Water')).statusCode).toBe(303)
    expect((await stored()).map((row) => row.removed_at)).toEqual([null])
    await act('Slack Water', 'remove')
    await pass(NIC_RESERVATION_MS)
    expect((await act('Slack Water', 'add', bo)).statusCode).toBe(303)
    expect(await stored()).toEqual([{ account_id: bo.id, nic: 'Slack Water', removed_at: null }])
  })

  test('is not linked when it is mentioned: mentions go to registered nics', async () => {
    const { site, bo, act, article } = await open()
    await act('Slackwater')
    await site.post('/comments', { article: String(article), body: '@Slackwater, see you.' }, bo)
    expect(await site.deps.db.selectFrom('notices').selectAll().execute()).toEqual([])
    expect((await site.deps.db.selectFrom('comments').select('html').executeTakeFirstOrThrow()).html).not.toContain(
      'mention',
    )
  })

  test('does not affect a member who had picked it in a thread before', async () => {
    const { bo, act, say } = await open()
    expect((await say('Slack Water', bo)).statusCode).toBe(303)
    await act('Slack Water')
    expect((await say('Slack Water', bo)).statusCode).toBe(422)
    expect((await say('Bosun', bo)).statusCode).toBe(303)
  })
})
