// Control characters in forms: refused where a page has written the value, never where somebody has typed it.
import { expect, test } from 'vitest'
import { textOn } from '../comments/page.ts'
import { aThread, openSite } from '../support/site.ts'

test.each([
  ['action', 'post\u0007'],
  ['key', 'a\u001bb'],
  ['parent', '1\u0085'],
  ['tool', 'bold\n'],
])('a control character in the field “%s” is 400, and the text comes back', async (name, value) => {
  const site = await openSite()
  const ada = await site.member('Ada')
  const id = await site.article({ comments: aThread('control', [null]) })
  const form = { article: String(id), nic: 'Ada', body: 'Do not lose me.' }
  const answer = await site.post('/comments', { ...form, [name]: value }, ada)
  expect([answer.statusCode, answer.body.includes('Do not lose me.')]).toEqual([400, true])
  expect(await site.deps.db.selectFrom('comments').select('id').where('nic', '=', 'Ada').execute()).toEqual([])
})

test('control characters in a text are no fault, and none in a reason', async () => {
  const site = await openSite()
  const mod = await site.member('Mo', 'moderator')
  const id = await site.article({ comments: aThread('control', [null]) })
  const form = { article: String(id), nic: 'Mo', body: 'A bell\u0007 rings.', action: 'preview' }
  const preview = await site.post('/comments', form, mod)
  expect([preview.statusCode, textOn(preview.body)]).toEqual([200, 'A bell\u0007 rings.'])
  const removal = { comment: '1', reason: 'Off\u0007 topic' }
  expect((await site.post('/moderation/removals', removal, mod)).statusCode).toBe(303)
})
