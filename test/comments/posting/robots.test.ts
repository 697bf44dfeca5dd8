// The trap field and the age of a guest's form add to other reasons to hold or refuse a comment. Alone they do nothing, and the writer is always told.
import { describe, expect, test } from 'vitest'
import { openingTime, signOpening } from '../../../src/comments/posting/form-age.ts'
import { browserOf, receiptOf } from '../../support/jar.ts'
import { type Member, openSite } from '../../support/site.ts'
import { faultOn, fieldOn, plain, textOn, wordsOn } from '../page.ts'

const TRAP_TOLD =
  'The moderator also sees that a field that is hidden from people was filled in. Robots do that; so can browsers that fill in forms, and quick writers. This alone holds no comment.'
const FAST_TOLD = 'The moderator also sees that the form was sent 2 seconds after it was opened. Robots do that;'

async function open(guests: 'open' | 'firstHeld' = 'open') {
  const site = await openSite()
  await site.set('guests', guests)
  const id = await site.article()
  const mo = await site.member('Mo', 'moderator')
  const browser = browserOf(site)
  const page = `/comments/new?article=${id}`
  const form = { article: String(id), nic: 'Walker', body: 'The slipway is grey.' }
  const filter = async (over: Record<string, string> = {}): Promise<number> => {
    const made = await site.post(
      '/moderation/filters',
      {
        name: 'Pills',
        kind: 'word',
        match_text: 'pills',
        whole_words: 'on',
        action: 'hold',
        replacement: '',
        applies_to: 'everybody',
        form_sign: 'any',
        reason: 'Advertising',
        ...over,
      },
      mo,
    )
    const number = Number(/filters\/(\d+)\?done=made/.exec(String(made.headers.location))![1])
    await site.post(`/moderation/filters/${number}/rehearsals`, { days: '30' }, mo)
    await site.post(`/moderation/filters/${number}/switches`, { action: 'on', reason: '' }, mo)
    return number
  }
  /** Opens the form on its own page, and sends it after some seconds. */
  const sendAfter = async (seconds: number, over: Record<string, string> = {}) => {
    const opened = fieldOn((await browser.get(page)).body, 'opened')!
    site.advance(seconds * 1000)
    return browser.post('/comments', { ...form, opened, ...over })
  }
  const holds = () => site.deps.db.selectFrom('holds').select(['rule', 'form_signs']).execute()
  const last = async () =>
    (await site.deps.db.selectFrom('comments').select(['id', 'state']).orderBy('id', 'desc').executeTakeFirst()) ?? null
  const queue = async () => wordsOn((await site.get('/moderation', mo)).body)
  /** What the guest reads in the thread and on the receipt. */
  const told = async (comment: number) => ({
    thread: wordsOn((await browser.get(`/articles/${id}-the-slipway-is-repainted`)).body),
    receipt: wordsOn((await browser.get(await receiptOf(browser, String(comment)))).body),
  })
  return { site, id, mo, browser, page, form, filter, sendAfter, holds, last, queue, told }
}

describe('Alone', () => {
  test('neither a filled trap field nor a form that was sent at once holds or refuses a comment', async () => {
    const { sendAfter, holds, last } = await open()
    for (const [i, over] of [{ subject: 'Offer' }, { subject: '' }, { subject: 'Offer' }].entries()) {
      expect((await sendAfter(0, { ...over, body: `The slipway is grey. ${i}` })).statusCode).toBe(303)
      expect(await last()).toMatchObject({ state: 'live' })
    }
    expect(await holds()).toEqual([])
  })

  test('a link in the comment of a guest who sent it as people do is published', async () => {
    const { sendAfter, last } = await open()
    await sendAfter(30, { body: 'See https://ropes.example/ for more.' })
    expect(await last()).toMatchObject({ state: 'live' })
  })
})

describe('Together with another reason', () => {
  test('a link by a new guest waits; the guest is told in the thread and on the receipt, the moderator in the queue', async () => {
    const { browser, form, holds, last, queue, told } = await open()
    await browser.post('/comments', { ...form, subject: 'Offer', body: 'See https://ropes.example/ for more.' })
    expect(await holds()).toEqual([{ rule: 'robot', form_signs: 'trap' }])
    for (const words of Object.values(await told((await last())!.id))) {
      expect(words).toContain('It is by a new guest, has a link, and was sent as robots send it')
      expect(words).toContain(TRAP_TOLD)
    }
    expect(await queue()).toContain('Form: a hidden field was filled in')
  })

  test('a guest of whom a comment was published before is not new', async () => {
    const { browser, form, last } = await open()
    await browser.post('/comments', form)
    await browser.post('/comments', { ...form, subject: 'Offer', body: 'See https://ropes.example/ for more.' })
    expect(await last()).toMatchObject({ state: 'live' })
  })

  test('the first comment of a guest waits anyway, and what was noticed is told to both', async () => {
    const { sendAfter, holds, last, queue, told } = await open('firstHeld')
    await sendAfter(2)
    expect(await holds()).toEqual([{ rule: 'guest-first', form_signs: 'fast:2' }])
    for (const words of Object.values(await told((await last())!.id))) expect(words).toContain(FAST_TOLD)
    expect(await queue()).toContain('Form: sent 2 seconds after it was opened')
  })

  test('a held comment without signs says nothing of forms', async () => {
    const { sendAfter, holds, last, queue, told } = await open('firstHeld')
    await sendAfter(4)
    expect(await holds()).toEqual([{ rule: 'guest-first', form_signs: '' }])
    for (const words of [await queue(), ...Object.values(await told((await last())!.id))])
      expect(words).not.toMatch(/Robots|Form: /)
  })

  test('a filter that asks for a sign holds words only in a form that has it', async () => {
    const { filter, sendAfter, holds, last, told } = await open()
    await filter()
    await sendAfter(30, { body: 'Cheap pills, one.' })
    expect(await last()).toMatchObject({ state: 'live' })
    await sendAfter(2, { body: 'Cheap pills, two.' })
    expect(await holds()).toEqual([{ rule: 'filter', form_signs: 'fast:2' }])
    const { receipt } = await told((await last())!.id)
    expect(receipt).toContain('It contains words that a moderator checks first.')
    expect(receipt).toContain(FAST_TOLD)
  })

  test('a filter that refuses says so beside the field, keeps the text, and lets it pass without the sign', async () => {
    const { filter, browser, page, form, last } = await open()
    await filter({ action: 'refuse', form_sign: 'trap' })
    const opened = fieldOn((await browser.get(page)).body, 'opened')!
    const answer = await browser.post('/comments', { ...form, opened, subject: 'Offer', body: 'Cheap pills\nfor all' })
    expect(answer.statusCode).toBe(422)
    expect(plain(faultOn(answer.body, 'body')!)).toBe(
      'Not posted: a rule of this site about words does not allow this: pills. The rule applied because a field that is hidden from people was filled in. Robots do that; so can browsers that fill in forms, and quick writers. If you are not one, wait a moment and press Post again.',
    )
    expect(textOn(answer.body)).toBe('Cheap pills\nfor all')
    expect(fieldOn(answer.body, 'subject')).toBe('')
    expect(fieldOn(answer.body, 'opened')).toBe(opened)
    expect(await last()).toBeNull()
    const again = await browser.post('/comments', { ...form, opened, subject: '', body: 'Cheap pills\nfor all' })
    expect(again.statusCode).toBe(303)
    expect(await last()).toMatchObject({ state: 'live' })
  })

  test('a refusal that needs no sign is given first, and speaks of none', async () => {
    const { filter, browser, form } = await open()
    await filter({ action: 'refuse', form_sign: 'trap' })
    await filter({ name: 'Loans', match_text: 'loans', action: 'refuse', form_sign: '' })
    const answer = await browser.post('/comments', { ...form, subject: 'Offer', body: 'Pills and loans.' })
    expect(faultOn(answer.body, 'body')).toBe('Not posted: a rule of this site about words does not allow this: loans.')
  })
})

describe('The form', () => {
  test('of a guest has the trap field hidden from people and screen readers, with a label, and comes back with its time', async () => {
    const { site, id, browser, page, form, mo } = await open()
    const trap =
      '<p class="vh" aria-hidden="true"><label>Leave this field empty <input name="subject" autocomplete="off" tabindex="-1"></label></p>'
    const article = `/articles/${id}-the-slipway-is-repainted`
    for (const url of [page, article]) expect((await browser.get(url)).body).toContain(trap)
    for (const url of [page, article]) expect((await site.get(url, mo)).body).not.toMatch(/name="(subject|opened)"/)
    const opened = fieldOn((await browser.get(page)).body, 'opened')!
    site.advance(9000)
    const preview = await browser.post('/comments', { ...form, opened, subject: 'x', action: 'preview' })
    expect(fieldOn(preview.body, 'opened')).toBe(opened)
    expect(fieldOn(preview.body, 'subject')).toBe('')
  })

  test('of the article’s page has no time, being the same for every guest, and gets none when it comes back', async () => {
    const { id, browser, form } = await open()
    expect(fieldOn((await browser.get(`/articles/${id}-the-slipway-is-repainted`)).body, 'opened')).toBeNull()
    const preview = await browser.post('/comments', { ...form, opened: '', subject: '', action: 'preview' })
    expect(fieldOn(preview.body, 'opened')).toBeNull()
  })

  test('that is filled with a draft has no time: the text may be old', async () => {
    const { browser, page, form } = await open()
    await browser.post('/comments', { ...form, action: 'preview' })
    const body = (await browser.get(page)).body
    expect(textOn(body)).toBe(form.body)
    expect(fieldOn(body, 'opened')).toBeNull()
  })

  test('with a time that this site did not sign for this article has no age', async () => {
    const { site, id, sendAfter, holds, form } = await open('firstHeld')
    const { secret } = site.deps
    const now = site.deps.clock()
    expect(openingTime(secret, id, signOpening(secret, id, now))).toBe(now)
    for (const opened of [
      '',
      'x',
      `${now}`,
      `${now}.`,
      signOpening(secret, id + 1, now),
      signOpening('other', id, now),
    ])
      expect(openingTime(secret, id, opened)).toBeNull()
    await sendAfter(0, { ...form, opened: signOpening('other', id, now) })
    expect(await holds()).toEqual([{ rule: 'guest-first', form_signs: '' }])
  })

  test('has neither while the setting is off, and a robot’s form is like any other', async () => {
    const { site, id, browser, page, form, last } = await open()
    const article = `/articles/${id}-the-slipway-is-repainted`
    const opened = fieldOn((await browser.get(page)).body, 'opened')!
    await browser.get(article)
    await site.set('robotSigns', false)
    for (const url of [page, article]) expect((await browser.get(url)).body).not.toMatch(/name="(subject|opened)"/)
    await browser.post('/comments', { ...form, opened, subject: 'x', body: 'See https://ropes.example/ for more.' })
    expect(await last()).toMatchObject({ state: 'live' })
  })

  test('is sent too soon within the seconds of the setting', async () => {
    const { site, sendAfter, holds } = await open('firstHeld')
    await site.set('robotSeconds', 10)
    await sendAfter(9)
    await sendAfter(10, { body: 'Another one.' })
    expect(await holds()).toEqual([
      { rule: 'guest-first', form_signs: 'fast:9' },
      { rule: 'guest-first', form_signs: '' },
    ])
  })

  test('of a member has no signs', async () => {
    const { site, form, filter, last } = await open()
    await filter()
    const ada: Member = await site.member('Ada')
    await site.post('/comments', { ...form, nic: '', subject: 'Offer', body: 'Cheap pills.' }, ada)
    expect(await last()).toMatchObject({ state: 'live' })
  })
})

describe('A moderator', () => {
  test('chooses what a filter asks of the form, sees it on its page, and cannot ask it of a replacement', async () => {
    const { site, mo, filter } = await open()
    const number = await filter({ form_sign: 'fast' })
    const { body } = await site.get(`/moderation/filters/${number}`, mo)
    expect(wordsOn(body)).toContain(
      'Words. It holds, and applies to everybody but moderators, only if the form was sent too soon.',
    )
    expect(body).toMatch(/name="form_sign" value="fast" checked/)
    const refused = await site.post(
      `/moderation/filters/${number}`,
      {
        name: 'Pills',
        kind: 'word',
        match_text: 'pills',
        whole_words: 'on',
        action: 'replace',
        replacement: 'sweets',
        applies_to: 'everybody',
        form_sign: 'trap',
        reason: 'Advertising',
      },
      mo,
    )
    expect(refused.statusCode).toBe(422)
    expect(wordsOn(refused.body)).toContain('A filter that replaces words needs no sign: choose “None”.')
    expect(refused.body).toMatch(/name="form_sign" value="trap" checked/)
  })
})
