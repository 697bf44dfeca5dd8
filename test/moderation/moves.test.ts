// A moderator moves a branch to another article: what goes along, what stays behind, and the way back.
import { describe, expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import { insertComment } from '../../src/comments/queries.ts'
import { chainVerifier } from '../../src/moderation/log.ts'
import { logAfter } from '../../src/moderation/queries.ts'
import { counted } from '../support/counted.ts'
import { aThread, openSite, type Member, type Site } from '../support/site.ts'
import { browserOf } from '../support/jar.ts'
import { commentHtml, wordsOn } from '../comments/page.ts'

test('x', async () => {
  const site = await openSite()
  const mo = await site.member('Mo', 'moderator')
  const a = await site.article({ comments: aThread('a', [null, 0, 1, 0, null]) })
  const b = await site.article({ headline: 'The second', comments: aThread('b', [null, 0]) })
  const page = await site.get('/moderation/moves?comment=2', mo)
  console.log(wordsOn(page.body))
  const answer = await site.post('/moderation/moves', { comment: '2', reason: 'Off topic', into: String(b) }, mo)
  console.log(answer.statusCode, answer.headers.location)
  console.log(wordsOn((await site.get(String(answer.headers.location), mo)).body))
  console.log(wordsOn((await site.get('/articles/1-the-slipway-is-repainted')).body))
  console.log(wordsOn((await site.get('/articles/2-the-second')).body))
  console.log(await site.deps.db.selectFrom('comments').select(['id','article_id','parent_id','root_id','number','depth','path','subtree_count','reply_count']).execute())
  await counted(site)
  const u = await site.post('/moderation/undos', { batch: '1' }, mo)
  console.log(u.statusCode, u.headers.location)
  console.log(await site.deps.db.selectFrom('comments').select(['id','article_id','parent_id','root_id','number','depth','path','subtree_count','reply_count']).execute())
})
