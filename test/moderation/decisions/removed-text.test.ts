// What moderators still see of a removed comment: in the thread, in the forms, in its history and in the queue.
import { expect, test } from 'vitest'
import { purge } from '../../../src/moderation/purges/actions.ts'
import { DAY, MINUTE } from '../../../src/time.ts'
import { commentHtml, wordsOn } from '../../comments/page.ts'
import { type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const article = await site.article()
  await site.set('editMinutes', 600)
  const [mo, ada] = [await site.member('Mo', 'moderator'), await site.member('Ada')]
  const say = async (body: string, parent?: number, as: Member = ada) =>
    Number(
      (
        await site.post(
          '/comments',
          { article: String(article), nic: '', body, ...(parent === undefined ? {} : { parent: String(parent) }) },
          as,
        )
      ).headers.location!.slice('/comments/'.length),
    )
  const decide = (noun: string, comment: number) =>
    site.post(`/moderation/${noun}`, { comment: String(comment), reason: 'Off topic' }, mo)
  const href = `/articles/${article}-the-slipway-is-repainted`
  return { site, mo, ada, say, decide, href, thread: async (as: Member | null) => (await site.get(href, as)).body }
}

test('a removed comment is shown to moderators at its place, marked as removed, with its writer; to nobody else', async () => {
  const { site, mo, ada, say, decide, href, thread } = await open()
  const comment = await say('The <b>harbour master</b> is a thief.')
  await say('Is he?', comment)
  await decide('removals', comment)
  for (const url of [href, `${href}?view=flat`, `${href}?view=newest`, `/comments/${comment}/thread`]) {
    const html = commentHtml((await site.get(url, mo)).body, comment)
    expect(html).toContain('<p>The <b>harbour master</b> is a thief.</p>')
    expect(wordsOn(html)).toContain('Removed text by Ada ; shown to moderators only')
    expect(wordsOn(html)).toContain('Removed by Mo at 14:25. Reason: Off topic.')
    for (const as of [null, ada]) expect((await site.get(url, as)).body).not.toContain('thief')
  }
  expect(await thread(mo)).toContain(`formaction="/moderation/restorations" name="comment" value="${comment}"`)
})

test('a moderator reads a removed comment without replies on its own page', async () => {
  const { site, mo, ada, say, decide } = await open()
  const comment = await say('Nobody answers this.')
  await decide('removals', comment)
  expect(commentHtml((await site.get(`/comments/${comment}/thread`, mo)).body, comment)).toContain('Nobody answers')
  expect((await site.get(`/comments/${comment}/thread`, ada)).statusCode).toBe(410)
})

test('every tombstone of a run has its own text, Restore, Move and Appeal', async () => {
  const { site, mo, ada, say, decide, href } = await open()
  const ids = [await say('First of three.'), await say('Second of three.'), await say('Third of three.')]
  for (const id of ids) await decide('removals', id)
  for (const view of ['threaded', 'flat', 'newest']) {
    const page = (await site.get(`${href}?view=${view}`, mo)).body
    expect(wordsOn(page)).toContain('3 comments removed')
    for (const [i, id] of ids.entries()) {
      expect(page).toContain(`${['First', 'Second', 'Third'][i]} of three.`)
      expect(page.split(`href="/moderation/restorations?comment=${id}"`)).toHaveLength(2)
      expect(page.split(`href="/moderation/moves?comment=${id}"`)).toHaveLength(2)
    }
    const own = (await site.get(`${href}?view=${view}`, ada)).body
    expect(own).not.toContain('of three')
    for (const id of ids) expect(own.split(`href="/comments/${id}/appeals"`)).toHaveLength(2)
  }
})

test('an author undoes each withdrawal of a run', async () => {
  const { site, ada, say, thread } = await open()
  const first = await say('One.')
  const second = await say('Two.', first)
  await say('Three.', second)
  for (const id of [first, second]) await site.post(`/comments/${id}/withdrawals`, {}, ada)
  const page = await thread(ada)
  expect(wordsOn(page)).toContain('2 comments withdrawn')
  for (const id of [first, second]) expect(page.split(`href="/comments/${id}/withdrawals"`)).toHaveLength(2)
})

test('the form of a decision shows the text that it is about, removed and spam too', async () => {
  const { site, mo, say, decide } = await open()
  const [removed, spam, live] = [
    await say('Removed <i>words</i>.'),
    await say('Spam <i>words</i>.'),
    await say('Live <i>words</i>.'),
  ]
  await decide('removals', removed)
  await decide('spam', spam)
  for (const [noun, id, word] of [
    ['restorations', removed, 'Removed'],
    ['restorations', spam, 'Spam'],
    ['removals', live, 'Live'],
  ] as const)
    expect((await site.get(`/moderation/${noun}?comment=${id}`, mo)).body).toContain(`<p>${word} <i>words</i>.</p>`)
})

test('moderators read the history of a removed comment, which says so; nobody else does', async () => {
  const { site, mo, ada, say, decide, thread } = await open()
  const comment = await say('It was the mayor.')
  site.advance(5 * MINUTE)
  await site.post(`/comments/${comment}/edits`, { body: 'It was the butler.' }, ada)
  await decide('removals', comment)
  const page = wordsOn((await site.get(`/comments/${comment}/history`, mo)).body)
  expect(page).toContain('This comment is removed. Only moderators see this page.')
  expect(page).toContain('It was the mayor.')
  expect(page).toContain('It was the butler.')
  expect(commentHtml(await thread(mo), comment)).toContain(`href="/comments/${comment}/history"`)
  for (const as of [null, ada]) expect((await site.get(`/comments/${comment}/history`, as)).statusCode).toBe(410)
})

test('of a text that has been deleted, thread, form and history say so', async () => {
  const { site, say, decide, thread } = await open()
  const comment = await say('Deleted in time.')
  await say('A reply.', comment)
  await decide('removals', comment)
  site.advance(91 * DAY)
  await purge(site.deps)
  const renewed = await site.member('Mi', 'moderator')
  const gone = 'The text was deleted after its retention time.'
  expect(wordsOn(commentHtml(await thread(renewed), comment))).toContain(gone)
  expect(wordsOn((await site.get(`/comments/${comment}/history`, renewed)).body)).toContain(gone)
})

test('the queue shows the removed comment that a reply answers, marked as removed', async () => {
  const { site, mo, ada, say, decide } = await open()
  const comment = await say('The parent.')
  const reply = await say('The reply.', comment, await site.member('Bo'))
  await decide('removals', comment)
  await site.post(`/comments/${reply}/flags`, { reason: 'Rude' }, ada)
  expect(wordsOn((await site.get('/moderation', mo)).body)).toContain('Reply to Ada (removed): The parent.')
})
