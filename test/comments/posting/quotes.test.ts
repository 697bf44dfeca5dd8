// Quoting a comment: its text as typed, behind `>`, at the head of the reply.
import { describe, expect, test } from 'vitest'
import { quotation } from '../../../src/comments/posting/quote.ts'
import { render } from '../../../src/markup/render.ts'
import { MAX_QUOTE_CHARACTERS } from '../../../src/settings.ts'
import { openSite } from '../../support/site.ts'
import { commentHtml, linkOn, textOn } from '../page.ts'

const quote = (source: string): string => quotation({ format: 'markup', source, html: '' })
const html = (source: string): string => render(source, { format: 'markup', place: 'comment' }).html

describe('A quotation', () => {
  test('has a sign before every line, and keeps paragraphs and marks', () => {
    expect(quote('One.\nTwo <b>bold</b>.\n\n\nThree.')).toBe('> One.\n> Two <b>bold</b>.\n>\n> Three.')
    expect(html(quote('One.\nTwo <b>bold</b>.\n\nThree.'))).toBe(
      '<blockquote><p>One.<br />Two <b>bold</b>.</p><p>Three.</p></blockquote>',
    )
  })

  test('leaves out quotations within the comment, unless there is nothing else', () => {
    expect(quote('> Said before.\n\nAnd my answer.')).toBe('> And my answer.')
    expect(quote('<blockquote>Said before.</blockquote>And my answer.')).toBe('> And my answer.')
    expect(quote('> Only this.')).toBe('> Only this.')
    expect(quote('> > Twice.')).toBe('> Twice.')
  })

  test('stays one block: lists, squishes and pictures are quoted as text', () => {
    for (const source of [
      '<ul><li>One</li><li>Two</li></ul>',
      '<squish>One long\n\nTwo</squish>',
      'One <photo src="https://example.org/a.png" alt="">Two</photo>',
      '<pre>One\nTwo</pre>',
    ]) {
      const made = html(`${quote(source)}\n\nMine.`)
      expect(made).toMatch(/^<blockquote>.*One.*Two.*<\/blockquote><p>Mine\.<\/p>$/)
      expect(made).not.toMatch(/<(ul|details|figure|pre)/)
    }
  })

  test('closes its marks, also where it is cut: after a word and never within a tag', () => {
    expect(quote('<b>Never <i>closed')).toBe('> <b>Never <i>closed</i></b>')
    const long = quote(`<b>${'word '.repeat(400)}</b>`)
    expect(long.length).toBeLessThan(MAX_QUOTE_CHARACTERS + 20)
    expect(long).toMatch(/word…<\/b>$/)
    expect(quote(`${'x'.repeat(MAX_QUOTE_CHARACTERS - 5)} <a href="https://example.org/">here</a>`)).toMatch(/^> x+…$/)
    expect(html(`${quote('<b>Never closed')}\n\nMine.`)).toContain('<p>Mine.</p>')
  })

  test('of an imported HTML comment is its plain text', () => {
    expect(quotation({ format: 'html', source: '<p>One <b>two</b>', html: '<p>One <b>two</b></p>' })).toBe('> One two')
  })
})

describe('Quote', () => {
  test('is beside Reply for everybody, and opens the form with the quotation', async () => {
    const site = await openSite()
    await site.article({})
    const ada = await site.member('Ada')
    await site.post('/comments', { article: '1', nic: '', body: 'The paint & <b>all</b>.\n\nGrey.' }, ada)
    const link = linkOn(commentHtml((await site.get('/articles/1-the-slipway-is-repainted')).body, 1), 'Quote')!
    expect(link).toBe('/comments/new?article=1&parent=1&quote=1#body')
    for (const who of [ada, null])
      expect(textOn((await site.get(link, who)).body)).toBe('> The paint & <b>all</b>.\n>\n> Grey.\n\n')
    expect(textOn((await site.get('/comments/new?article=1&parent=1', ada)).body)).toBe('')
    expect(textOn((await site.get('/comments/new?article=1&quote=1', ada)).body)).toBe('')
  })

  test('is a button of the reply form too, which keeps what was typed and quotes once', async () => {
    const site = await openSite()
    await site.article({})
    const ada = await site.member('Ada')
    await site.post('/comments', { article: '1', nic: '', body: 'Grey.' }, ada)
    expect((await site.get('/comments/new?article=1&parent=1', ada)).body).toContain('>Quote the comment</button>')
    expect((await site.get('/comments/new?article=1', ada)).body).not.toContain('Quote the comment')
    const press = (body: string) =>
      site.post('/comments', { article: '1', parent: '1', nic: '', body, action: 'quote' }, ada)
    const once = await press('Mine.')
    expect([once.statusCode, textOn(once.body)]).toEqual([200, '> Grey.\n\nMine.'])
    expect(textOn((await press(textOn(once.body)!)).body)).toBe('> Grey.\n\nMine.')
    expect(await site.deps.db.selectFrom('comments').select('id').execute()).toHaveLength(1)
  })

  test('quotes nothing of a comment that is not public', async () => {
    const site = await openSite()
    await site.article({})
    const ada = await site.member('Ada')
    await site.post('/comments', { article: '1', nic: '', body: 'Secret.' }, ada)
    for (const state of ['held', 'removed', 'withdrawn'] as const) {
      await site.deps.store.writer.updateTable('comments').set({ state }).execute()
      const { body } = await site.get('/comments/new?article=1&parent=1&quote=1', await site.member(`Bo ${state}`))
      expect(body).not.toContain('Secret')
      expect(textOn(body)).toBe('')
    }
  })
})
