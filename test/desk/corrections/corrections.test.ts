// Corrections: a reader sends one, an editor accepts or declines it, and everybody reads what was corrected.
import { describe, expect, test } from 'vitest'
import { applyCorrection, passageIn } from '../../../src/articles/correction-rules.ts'
import { forgetCorrectionSenders } from '../../../src/articles/corrections/actions.ts'
import { DAY, HOUR } from '../../../src/time.ts'
import { revise, textNow } from '../../articles/changing.ts'
import { faultOn, fieldOn, linkOn, textOn, wordsOn } from '../../comments/page.ts'
import { counted } from '../../support/counted.ts'
import { type Member, openSite, type Site } from '../../support/site.ts'
import { all, one, readXml } from '../../support/xml.ts'

const BODY = 'The slipway is “grey”.\n\nIt was painted in <b>1912</b> by hand.\n\nNobody minds the year 1912.'
const TEXT = { passage: 'Nobody minds the year 1912.', body: 'Nobody minds the year 1911.' }

async function open() {
  const site = await openSite()
  const id = await site.article({ body: BODY, lede: 'A lede.' })
  return {
    site,
    id,
    ed: await site.member('Ed', 'editor'),
    ada: await site.member('Ada'),
    page: async (url: string, as: Member | null = null) => (await site.get(url, as)).body,
  }
}

const send = (site: Site, as: Member | null, form: Record<string, string> = {}) =>
  site.post('/articles/1/corrections', { ...TEXT, ...form }, as)

const rows = ({ deps }: Site) => deps.db.selectFrom('corrections').selectAll().orderBy('id').execute()

/** The form of an acceptance as a browser would send it. */
async function formOf(site: Site, ed: Member, id = 1): Promise<Record<string, string>> {
  const { body } = await site.get(`/desk/corrections/${id}/acceptances`, ed)
  const lede = /<textarea [^>]*id="lede"[^>]*>\n([\s\S]*?)<\/textarea>/.exec(body)![1]!
  const field = (name: string): string => fieldOn(body, name) ?? ''
  return {
    url: field('url'),
    headline: field('headline'),
    lede,
    body: textOn(body)!,
    section: 'harbour',
    tags: field('tags'),
    note: field('note'),
    base: field('base'),
  }
}

const accept = async (site: Site, ed: Member, over: Record<string, string> = {}, id = 1) =>
  site.post(`/desk/corrections/${id}/acceptances`, { ...(await formOf(site, ed, id)), ...over }, ed)

describe('A passage', () => {
  const article = {
    headline: 'A headline',
    lede: 'A lede.',
    body_html: '<p>The “grey” one,</p><p>and <b>the</b> rest — of it.</p>',
  }

  test('is found whatever its quotation marks, dashes, line ends and markup', () => {
    for (const passage of ['The "grey" one, and the rest', 'rest - of\nit.', 'and\u00a0the', 'A lede.', 'A headline'])
      expect(passageIn(article, passage), passage).not.toBeNull()
    for (const passage of ['the grey one', 'The green one', ' ']) expect(passageIn(article, passage)).toBeNull()
    expect(passageIn(article, 'the rest')).toEqual({
      before: 'The “grey” one, and ',
      passage: 'the rest',
      after: ' — of it.',
    })
  })

  test('is replaced where it is exactly once', () => {
    const fields = { headline: 'One', lede: 'Two', body: 'Three and “three” and four.' }
    expect(applyCorrection(fields, { passage: '"three"', body: 'five' })?.body).toBe('Three and five and four.')
    expect(applyCorrection(fields, { passage: 'Two', body: '2' })?.lede).toBe('2')
    expect(applyCorrection(fields, { passage: 'and', body: 'or' })).toBeNull()
    expect(applyCorrection(fields, { passage: 'six', body: 'or' })).toBeNull()
  })
})

describe('A reader', () => {
  test('sends a correction as a member or as a guest, and is thanked', async () => {
    const { site, ada, page } = await open()
    expect(linkOn(await page('/articles/1-the-slipway-is-repainted'), 'Send a correction')).toBe(
      '/articles/1/corrections',
    )
    expect(await page(`/articles/1/corrections?passage=${encodeURIComponent(TEXT.passage)}`)).toContain(TEXT.passage)
    for (const reader of [ada, null]) {
      const answer = await send(site, reader, reader === null ? {} : { credit: 'named' })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/articles/1/corrections?done=sent'])
      expect(wordsOn(await page(answer.headers.location!, reader))).toContain('The editors have your correction.')
    }
    expect(
      (await rows(site)).map(({ account_id, named_at, revision }) => [account_id, named_at !== null, revision]),
    ).toEqual([
      [ada.id, true, 1],
      [null, false, 1],
    ])
  })

  test('hears beside the field what is wrong, and keeps the text', async () => {
    const { site, ada } = await open()
    for (const [field, value, fault] of [
      ['passage', 'It was painted red.', 'The article does not say this.'],
      ['passage', ' ', 'Copy the passage from the article.'],
      ['passage', 'x'.repeat(1001), 'A passage can have up to 1,000 characters.'],
      ['body', '\u200b', 'Write what it should say.'],
      ['body', 'x'.repeat(2001), 'A correction can have up to 2,000 characters.'],
    ] as const) {
      const answer = await send(site, ada, { [field]: value })
      expect(answer.statusCode).toBe(422)
      expect(faultOn(answer.body, field)).toContain(fault)
      if (field === 'passage') expect(textOn(answer.body)).toBe(TEXT.body)
    }
    expect(await rows(site)).toEqual([])
    expect((await site.get('/articles/99/corrections')).statusCode).toBe(404)
  })

  test('sends the same text once, and ten a day', async () => {
    const { site, ada } = await open()
    for (let n = 0; n < 2; n++) expect((await send(site, ada)).statusCode).toBe(303)
    expect(await rows(site)).toHaveLength(1)
    for (let n = 1; n < 10; n++) expect((await send(site, ada, { body: `Other ${n}` })).statusCode).toBe(303)
    const refused = await send(site, ada, { body: 'Another' })
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, String(DAY / 1000)])
    expect(refused.body).toContain('Another</textarea>')
    expect((await send(site, null, { body: 'Another' })).statusCode).toBe(303)
    site.advance(DAY + 1)
    expect((await send(site, ada, { body: 'Another' })).statusCode).toBe(303)
  })

  test('who is silenced or banned cannot send one; a site for members only asks guests to sign in', async () => {
    const { site, ada } = await open()
    const mo = await site.member('Mo', 'moderator')
    await site.post('/moderation/silences', { nic: 'Ada', reason: 'Enough', until: 'week' }, mo)
    const silenced = await send(site, ada)
    expect(silenced.statusCode).toBe(403)
    expect(silenced.body).toContain(`${TEXT.body}</textarea>`)
    await site.set('guests', 'membersOnly')
    expect((await send(site, null)).statusCode).toBe(403)
    expect(await rows(site)).toEqual([])
  })

  test('without an account is forgotten after a day', async () => {
    const { site } = await open()
    await send(site, null)
    expect((await rows(site))[0]!.guest).not.toBeNull()
    site.advance(DAY + HOUR)
    await forgetCorrectionSenders(site.deps)
    expect(await rows(site)).toMatchObject([{ guest: null, content_hash: null, passage: TEXT.passage }])
  })
})

describe('An editor', () => {
  test('sees open corrections, the oldest first, with the passage in its place', async () => {
    const { site, ed, ada, page } = await open()
    expect(wordsOn(await page('/desk/corrections', ed))).toContain('No open corrections.')
    await send(site, ada)
    await send(site, null, { passage: '1912 by hand', body: 'Wrong year' })
    const body = await page('/desk/corrections', ed)
    expect(body).toContain('It was painted in 1912 by hand. <mark>Nobody minds the year 1912.</mark>')
    expect(body.indexOf('Nobody minds')).toBeLessThan(body.indexOf('Wrong year'))
    expect(wordsOn(body)).toContain('sent by Ada , who does not want to be named')
    await revise(site, ed, 1, { body: 'Something else.' })
    expect(wordsOn(await page('/desk/corrections', ed))).toContain('The article no longer says this:')
    for (const reader of [ada, null]) {
      expect((await site.get('/desk/corrections', reader)).statusCode).toBe(403)
      expect((await site.post('/desk/corrections/1/declines', { reason: 'No' }, reader)).statusCode).toBe(403)
    }
  })

  test('accepts one as a new version that names its sender, who gets a message; an undo opens it again', async () => {
    const { site, ed, ada, page } = await open()
    await send(site, ada, { credit: 'named' })
    const form = await page('/desk/corrections/1/acceptances', ed)
    expect(textOn(form)).toContain('Nobody minds the year 1911.')
    expect(wordsOn(form)).toContain('[removed] 1912 [end] [added] 1911 [end]')
    site.advance(HOUR)
    const done = await accept(site, ed)
    expect([done.statusCode, done.headers.location]).toEqual([303, '/desk/corrections?done=accepted&batch=1'])
    expect((await textNow(site, 1)).body_source).toContain('the year 1911.')
    expect(wordsOn(await page('/articles/1/history'))).toMatch(/Correction Correction sent by Ada/)
    expect(wordsOn(await page('/moderation/log'))).toContain('accepted a correction')
    expect(wordsOn(await page('/inbox', ada))).toContain(
      'on The slipway is repainted Your correction was accepted by Ed.',
    )
    expect((await site.get('/desk/corrections/1/acceptances', ed)).statusCode).toBe(409)
    await site.post('/moderation/undos', { batch: '1' }, ed)
    expect((await textNow(site, 1)).body_source).toBe(BODY)
    expect(wordsOn(await page('/desk/corrections', ed))).toContain('One correction from readers')
    expect(wordsOn(await page('/corrections'))).toContain('No corrections yet.')
    await counted(site)
  })

  test('sees the text with the passage as it was where it cannot be replaced, and has to correct it', async () => {
    const { site, ed, ada, page } = await open()
    await send(site, ada, { passage: 'painted in 1912 by hand', body: 'It was 1911.' })
    expect(textOn(await page('/desk/corrections/1/acceptances', ed))).toBe(BODY.replace('<b>', '<b>'))
    const same = await accept(site, ed, { body: BODY })
    expect([same.statusCode, faultOn(same.body, 'body')]).toEqual([
      422,
      'Nothing is changed yet. Correct the text, or decline the correction.',
    ])
    expect((await accept(site, ed, { body: BODY.replace('1912<', '1911<') })).statusCode).toBe(303)
  })

  test('cannot accept over another editor’s change', async () => {
    const { site, ed, ada } = await open()
    await send(site, ada)
    const form = await formOf(site, ed)
    await revise(site, ed, 1, { headline: 'Another' })
    const stale = await site.post('/desk/corrections/1/acceptances', form, ed)
    expect(stale.statusCode).toBe(409)
    expect(fieldOn(stale.body, 'base')).toBe('2')
  })

  test('declines one with a word, which the log and the sender get; an undo opens it again', async () => {
    const { site, ed, ada, page } = await open()
    await send(site, ada)
    const empty = await site.post('/desk/corrections/1/declines', { reason: ' ' }, ed)
    expect([empty.statusCode, faultOn(empty.body, 'r1')]).toEqual([422, 'Enter a reason: everybody can read it.'])
    const done = await site.post('/desk/corrections/1/declines', { reason: 'The paint says 1912' }, ed)
    expect(done.headers.location).toBe('/desk/corrections?done=declined&batch=1')
    expect(wordsOn(await page('/moderation/log'))).toMatch(/declined a correction .* The paint says 1912/)
    const inbox = wordsOn(await page('/inbox', ada))
    expect(inbox).toContain('on The slipway is repainted Your correction was declined by Ed.')
    expect(inbox).toContain('The paint says 1912')
    expect((await site.post('/desk/corrections/1/declines', { reason: 'Again' }, ed)).statusCode).toBe(409)
    await site.post('/moderation/undos', { batch: '1' }, ed)
    expect(wordsOn(await page('/desk/corrections', ed))).toContain('One correction from readers')
  })
})

describe('The page of corrections', () => {
  test('shows what was corrected, who found it and who accepted it, and is cached until there is another', async () => {
    const { site, ed, ada, page } = await open()
    const empty = await site.get('/corrections')
    expect(wordsOn(empty.body)).toContain('No corrections yet.')
    expect(empty.headers['cache-control']).toBe('public, no-cache')
    await send(site, ada, { credit: 'named' })
    site.advance(3 * HOUR)
    await accept(site, ed)
    const body = await page('/corrections')
    const words = wordsOn(body)
    expect(words).toMatch(/\[removed\] 1912 \[end\] \[added\] 1911 \[end\] ?\. Sent by Ada Accepted by Ed Change/)
    expect(words).toMatch(/This month 1 correction Median time to correct 3 h/)
    expect(linkOn(body, 'Change')).toBe('/articles/1/history?from=1&to=2')
    expect(body).toContain('href="/feeds/corrections.xml"')
    expect(words).not.toContain('open correction')
    await send(site, null, { passage: 'A lede.', body: 'A better lede.' })
    expect(wordsOn(await page('/corrections', ed))).toContain('1 open correction')
    await accept(site, ed, {}, 2)
    expect(wordsOn(await page('/corrections'))).toMatch(/Lede: .*Sent by a guest .*Sent by Ada/)
  })

  test('names nobody who did not ask for it', async () => {
    const { site, ed, ada, page } = await open()
    await send(site, ada)
    await accept(site, ed)
    expect(wordsOn(await page('/corrections'))).toContain('Sent by a reader')
    expect(await page('/articles/1/history')).not.toContain('Ada')
  })

  test('has a feed, and pages of twenty', async () => {
    const { site, ed, page } = await open()
    for (let n = 1; n <= 21; n++) {
      await send(site, ed, { passage: 'The slipway', body: `Number ${n}` })
      site.advance(3 * HOUR)
      await accept(site, ed, { body: `The slipway ${n}.` }, n)
    }
    const body = await page('/corrections')
    expect([...body.matchAll(/<article class="result">/g)]).toHaveLength(20)
    expect(linkOn(body, 'Older')).toBe('/corrections?before=2')
    expect([...(await page('/corrections?before=2')).matchAll(/<article class="result">/g)]).toHaveLength(1)
    expect((await site.get('/corrections?before=x')).statusCode).toBe(404)
    const feed = readXml(await page('/feeds/corrections.xml'))
    expect(all(feed, 'entry')).toHaveLength(21)
    expect(one(all(feed, 'entry')[0]!, 'title').text).toBe('Correction: The slipway is repainted')
    expect(one(all(feed, 'entry')[0]!, 'content').text).toContain('<del>20</del><ins>21</ins>')
    expect((await site.get('/feeds/corrections.json')).statusCode).toBe(200)
  })
})
