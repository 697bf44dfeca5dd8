// Edge cases of drafts: two places, two writers in one browser, long lists; and letters to the editors.
import { describe, expect, test } from 'vitest'
import { MAX_DRAFTS } from '../../../src/comments/drafts/actions.ts'
import { write } from '../../../src/db/write.ts'
import { limits, personRateLimits } from '../../../src/settings.ts'
import { browserOf } from '../../support/jar.ts'
import { aThread, openSite } from '../../support/site.ts'
import { fieldOn, linkOn, textOn, wordsOn } from '../page.ts'

const PASSWORD = 'a long sentence for a sailor'

async function open(env: Record<string, string> = {}) {
  const site = await openSite(env)
  await site.set('guests', 'open')
  const id = await site.article()
  const other = await site.article({ headline: 'The ferry is late' })
  const register = async (nic: string) => {
    await site.post('/accounts/register', { nic, email: `${nic}@mail.example`, password: PASSWORD })
    return (await site.deps.db.selectFrom('accounts').select('id').where('nic', '=', nic).executeTakeFirstOrThrow()).id
  }
  const bodies = async () =>
    (await site.deps.db.selectFrom('drafts').select('body').orderBy('id').execute()).map((row) => row.body)
  const form = (body: string, article = id) => ({ article: String(article), nic: 'Passer-by', body })
  return {
    site,
    id,
    other,
    register,
    bodies,
    form,
    browser: browserOf(site),
    path: `/articles/${id}-the-slipway-is-repainted`,
    otherPath: `/articles/${other}-the-ferry-is-late`,
  }
}

describe('Of two drafts of a guest in two places', () => {
  test('posting one leaves the other on the page of its article', async () => {
    const { browser, form, other, otherPath } = await open()
    await browser.post('/comments', { ...form('About the ferry', other), action: 'preview' })
    expect((await browser.post('/comments', form('About the slipway'))).statusCode).toBe(303)
    expect(textOn((await browser.get(otherPath)).body)).toBe('About the ferry')
  })

  test('deleting one leaves the other on the page of its article', async () => {
    const { browser, form, other, otherPath } = await open()
    await browser.post('/comments', { ...form('About the ferry', other), action: 'preview' })
    await browser.post('/comments', { ...form('About the slipway'), action: 'preview' })
    await browser.post('/comments', { ...form('About the slipway'), action: 'discard' })
    expect(textOn((await browser.get(otherPath)).body)).toBe('About the ferry')
  })

  test('emptying one while writing leaves the other on the page of its article', async () => {
    const { browser, form, id, other, otherPath } = await open()
    await browser.post('/comments', { ...form('About the ferry', other), action: 'preview' })
    await browser.post('/comments/drafts', {
      action: 'save',
      article: String(id),
      parent: '',
      nic: '',
      email: '',
      website: '',
      body: '',
    })
    expect(textOn((await browser.get(otherPath)).body)).toBe('About the ferry')
  })
})

describe('Two writers in one browser', () => {
  test('deleting the drafts of a page leaves the drafts that it does not show', async () => {
    const { site, browser, form, register, path, bodies } = await open()
    const account = await register('Plimsoll')
    await write(site.deps, (db) =>
      db
        .insertInto('drafts')
        .values({
          writer: `account:${account}`,
          article_id: 1,
          parent_id: null,
          nic: '',
          email: '',
          website: '',
          body: 'Begun on the telephone',
          created_at: 1,
          changed_at: site.deps.clock() - 1000,
        })
        .execute(),
    )
    await browser.post('/comments', { ...form('Begun here as a guest'), action: 'preview' })
    await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD })
    expect(textOn((await browser.get(path)).body)).toBe('Begun here as a guest')
    await browser.post('/comments', { ...form('Begun here as a guest'), action: 'discard' })
    expect(await bodies()).toEqual(['Begun on the telephone'])
  })

  test('a text written after a session ended belongs to the member who then signed in, also after signing out', async () => {
    const { site, browser, form, register } = await open()
    await register('Plimsoll')
    await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD })
    await write(site.deps, (db) => db.updateTable('sessions').set({ expires_at: 1 }).execute())
    expect((await browser.post('/comments', { ...form('What Plimsoll thinks'), nic: 'Plimsoll' })).statusCode).toBe(403)
    await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD })
    expect((await browser.get('/comments/drafts')).body).toContain('What Plimsoll thinks')
    await browser.post('/accounts/logout', {})
    for (const url of ['/comments/drafts', '/comments/new?article=1', '/accounts/login'])
      expect((await browser.get(url)).body, url).not.toContain('What Plimsoll thinks')
  })

  test('a text that waits for a session is not ticked for the next member, after a sign-in and a sign-out', async () => {
    const { site, browser, form, register } = await open()
    for (const nic of ['Plimsoll', 'Bosun']) await register(nic)
    await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD })
    await write(site.deps, (db) => db.updateTable('sessions').set({ expires_at: 1 }).execute())
    await browser.post('/comments', { ...form('What Plimsoll thinks'), nic: '' })
    await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD })
    await browser.post('/accounts/logout', {})
    await browser.post('/accounts/login', { nic: 'Bosun', password: PASSWORD, post: 'on' })
    expect(
      await site.deps.db.selectFrom('comments').select('nic').where('source', '=', 'What Plimsoll thinks').execute(),
    ).toEqual([])
  })
})

describe('Signing in with a waiting text', () => {
  test('is the only offer where guests cannot post', async () => {
    const { site, browser, form, register } = await open()
    await site.set('guests', 'membersOnly')
    await register('Plimsoll')
    await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD })
    await write(site.deps, (db) => db.updateTable('sessions').set({ expires_at: 1 }).execute())
    expect(wordsOn((await browser.post('/comments', { ...form('Words'), nic: '' })).body)).not.toContain('as a guest')
  })

  test('leads to the form, not to an error, when the writer has to wait', async () => {
    const { site, browser, form, register } = await open({ RATE_LIMITS: 'on' })
    await register('Plimsoll')
    await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD })
    for (let i = 0; i < personRateLimits[0].max; i++)
      expect((await browser.post('/comments', { ...form(`One of many, number ${i}`), nic: '' })).statusCode).toBe(303)
    await write(site.deps, (db) => db.updateTable('sessions').set({ expires_at: 1 }).execute())
    await browser.post('/comments', { ...form('One too many'), nic: '' })
    const answer = await browser.post('/accounts/login', { nic: 'Plimsoll', password: PASSWORD, next: '/', post: 'on' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/comments/new?article=1'])
  })
})

describe('Storage of drafts', () => {
  test('has only drafts that their writer can see and delete', async () => {
    const { site, browser } = await open()
    const long = await site.article({
      headline: 'A long thread',
      comments: aThread(
        'long',
        Array.from({ length: MAX_DRAFTS + 5 }, () => null),
      ),
    })
    const above = await site.deps.db.selectFrom('comments').select('id').where('article_id', '=', long).execute()
    for (const { id } of above)
      await browser.post('/comments/drafts', {
        action: 'save',
        article: String(long),
        parent: String(id),
        nic: '',
        email: '',
        website: '',
        body: `To ${id}`,
      })
    const listed = (await browser.get('/comments/drafts')).body.match(/name="draft"/g)?.length
    expect(listed).toBe(
      Number(
        (
          await site.deps.db
            .selectFrom('drafts')
            .select((all) => all.fn.countAll<number>().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      ),
    )
  })

  test('has no text longer than ten times the longest comment', async () => {
    const { browser, form, bodies } = await open()
    await browser.post('/comments', { ...form('x'.repeat(limits.comment * 20)), action: 'preview' })
    expect(Math.max(0, ...(await bodies()).map((body) => body.length))).toBeLessThanOrEqual(limits.comment * 10)
  })

  test('sets each cookie at most once in a response', async () => {
    const { browser, form } = await open()
    const names = (await browser.post('/comments', { ...form('Words'), action: 'preview' })).cookies.map(
      ({ name }) => name,
    )
    expect(names).toEqual([...new Set(names)])
  })
})

test('a reply to a missing comment can be posted as a top-level comment by posting again, as the form says', async () => {
  const { browser, form } = await open()
  const refused = await browser.post('/comments', { ...form('To nobody any more'), parent: '999' })
  expect(wordsOn(refused.body)).toContain('Press again to post your text as a new comment.')
  expect(
    (await browser.post('/comments', { ...form('To nobody any more'), parent: fieldOn(refused.body, 'parent')! }))
      .statusCode,
  ).toBe(303)
})

describe('A posted text', () => {
  test('does not become a draft again when a late autosave arrives', async () => {
    const { browser, form, bodies } = await open()
    expect((await browser.post('/comments', form('Posted words.'))).statusCode).toBe(303)
    await browser.post('/comments/drafts', {
      action: 'save',
      article: '1',
      parent: '',
      nic: 'Passer-by',
      email: '',
      website: '',
      body: 'Posted words.',
    })
    expect(await bodies()).toEqual([])
  })

  test('by signing in is the refused text, even if the comment that it answers is missing', async () => {
    const { site, browser, form, register } = await open()
    await site.set('guests', 'membersOnly')
    await register('Plimsoll')
    const refused = await browser.post('/comments', { ...form('To somebody who is gone'), nic: '', parent: '999' })
    expect(refused.body).toContain('Sign in and post')
    expect(wordsOn((await browser.get('/accounts/login')).body)).toContain('Then post my comment')
  })
})

describe('A letter to the editors', () => {
  test('by a guest does not show a member’s name as theirs', async () => {
    const { site, id, browser, form } = await open()
    await site.member('Ada Quill')
    const [mo, ed] = [await site.member('Mo', 'moderator'), await site.member('Ed', 'editor')]
    await site.post('/moderation/closures', { article: String(id), reason: 'Said enough' }, mo)
    const closed = await browser.post('/comments', { ...form('Please print this.'), nic: 'Ada Quill' })
    await browser.post('/comments/letters', { draft: /name="draft" value="(\d+)"/.exec(closed.body)![1]! })
    const page = (await site.get('/desk/letters', ed)).body
    expect(wordsOn(page.slice(page.indexOf('class="case"')))).toMatch(/Ada Quill\W* guest/)
    expect(linkOn(page, 'Ada Quill')).toBeNull()
  })

  test('is refused while its thread is open', async () => {
    const { site, browser, form } = await open()
    await browser.post('/comments', { ...form('Nothing has closed.'), action: 'preview' })
    await browser.post('/comments/letters', { draft: '1' })
    expect(await site.deps.db.selectFrom('editor_letters').select('id').execute()).toEqual([])
  })
})
