// Quotations of the article in comments: linked to the passage, and marked where the article has changed since.
import { expect, test } from 'vitest'
import { linkQuotations } from '../../../src/markup/quotations.ts'
import { revise } from '../../articles/changing.ts'
import { openSite } from '../../support/site.ts'
import { commentHtml } from '../page.ts'

const HREF = '/articles/1-the-slipway-is-repainted'
const BODY =
  'The slipway was painted in 1912 by two men from the yard.\n\nNobody minds the colour “grey”, or at least nobody says so.'

async function open() {
  const site = await openSite()
  await site.article({ body: BODY })
  const [ed, ada] = [await site.member('Ed', 'editor'), await site.member('Ada')]
  const say = async (body: string): Promise<number> => {
    const answer = await site.post('/comments', { article: '1', nic: 'Ada', body }, ada)
    return Number(/\d+$/.exec(answer.headers.location!)![0])
  }
  const shown = async (id: number) => commentHtml((await site.get(HREF)).body, id)
  return { site, ed, say, shown }
}

test('a quotation of the article leads to the passage, whatever its quotation marks; any other has no link', async () => {
  const { say, shown } = await open()
  const long = await say('> The slipway was painted in 1912 by two men from the yard.\n\nThree.')
  expect(await shown(long)).toContain(
    `<a href="${HREF}#:~:text=The%20slipway%20was%20painted,men%20from%20the%20yard.">In the article</a></p></blockquote>`,
  )
  const short = await say('> Nobody minds the colour "grey"...\n\nI do.')
  expect(await shown(short)).toContain(
    '#:~:text=Nobody%20minds%20the%20colour%20%E2%80%9Cgrey%E2%80%9D">In the article',
  )
  for (const other of [
    '> The slipway was painted in 1913 by two men.\n\nNo.',
    '> painted in\n\nWhat?',
    'The slipway was painted in 1912',
  ])
    expect(await shown(await say(other))).not.toContain('In the article')
})

test('it says so when the article has changed since, and links the change; restored, it is right again', async () => {
  const { site, ed, say, shown } = await open()
  const id = await say('> The slipway was painted in 1912 by two men\n\nThree.')
  await revise(site, ed, 1, { body: BODY.replace('1912', '1911') })
  expect(await shown(id)).toContain(
    '<a href="/articles/1/history?from=1&amp;to=2">In an earlier version of the article, changed since</a>',
  )
  await revise(site, ed, 1, { body: BODY })
  expect(await shown(id)).toContain('>In the article</a>')
})

test('a link is added inside the outermost quotation only, and its text is escaped', () => {
  const html = '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>'
  expect(String(linkQuotations(html, (text) => ({ href: `/"${text}`, text: '<' })))).toBe(
    '<blockquote><p>a</p><blockquote><p>b</p></blockquote><p class="hint"><a href="/&quot;a b">&lt;</a></p></blockquote><p>c</p>',
  )
  expect(String(linkQuotations(html, () => null))).toBe(html)
})
