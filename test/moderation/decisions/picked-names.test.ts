// A picked name stays one: what moderators do to a member's comments together names nobody where a picked name is concerned.
import { expect, test } from 'vitest'
import { entriesAfter } from '../../../src/db/log-chain.ts'
import { commentHtml } from '../../comments/page.ts'
import { openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const mo = await site.member('Mo', 'moderator')
  const bo = await site.member('Bosun')
  const articles = [await site.article(), await site.article(), await site.article()]
  const say = async (article: number, nic: string, body: string): Promise<number> => {
    const answer = await site.post('/comments', { article: String(article), nic, body }, bo)
    expect(answer.statusCode).toBe(303)
    return Number(/\d+/.exec(String(answer.headers.location))![0])
  }
  const own = await say(articles[0]!, 'Bosun', 'Under my own name, about ropes and knots.')
  const picked = await say(articles[1]!, 'Wobbin Tarlock 41', 'Under a picked name, about sails and masts.')
  const other = await say(articles[2]!, 'Tarlock 12', 'Under another picked name, about the tide.')
  const entryOf = async (comment: number): Promise<number | null> => {
    const article = articles[[own, picked, other].indexOf(comment)]!
    const { headers } = await site.get(`/articles/${article}`)
    const html = commentHtml((await site.get(String(headers.location))).body, comment)
    return Number(/href="\/moderation\/log[^"]*?(\d+)"/.exec(html)?.[1] ?? Number.NaN)
  }
  const log = async () => entriesAfter(site.deps.db, 'log_entries', 0, 100)
  return { site, mo, own, picked, other, entryOf, log }
}

test('a ban that removes comments gives those of picked names entries of their own, which name nobody', async () => {
  const { site, mo, own, picked, other, entryOf, log } = await open()
  await site.post('/moderation/bans', { nic: 'Bosun', reason: 'Threats', until: 'ever', remove: '24' }, mo)
  const entries = new Map((await log()).map((entry) => [entry.id, entry]))
  const of = async (comment: number) => entries.get((await entryOf(comment))!)!
  expect((await of(own)).act).toBe('ban')
  expect((await of(own)).reason).toContain('1 comment removed.')
  for (const comment of [picked, other])
    expect(await of(comment)).toMatchObject({ act: 'remove', subject: 'comment', subject_id: comment })
  expect(new Set([await entryOf(own), await entryOf(picked), await entryOf(other)]).size).toBe(3)
  const about = (await site.get('/moderation/log?person=Bosun')).body
  for (const comment of [picked, other]) expect(about).not.toContain(`/comments/${comment}"`)
})

test.each(['own', 'picked'] as const)(
  'a sweep that begins with a comment under the %s name does so too',
  async (which) => {
    const { site, mo, own, picked, other, entryOf, log } = await open()
    const begins = { own, picked }[which]
    const boxes = Object.fromEntries([own, picked, other].map((box) => [`comment-${box}`, 'on']))
    const form = { comment: String(begins), reason: 'A raid', action: 'remove', ...boxes }
    expect((await site.post('/moderation/sweeps', form, mo)).statusCode).toBe(303)
    const entries = await log()
    const linked = entries.filter(({ act }) => act === 'sweep')
    expect(linked.map(({ subject_id, reason }) => [subject_id, reason])).toEqual([
      [which === 'own' ? own : 0, 'A raid (1 comment)'],
    ])
    expect(entries.filter(({ act }) => act === 'remove').map(({ subject_id }) => subject_id)).toEqual([picked, other])
    expect(await entryOf(own)).toBe(linked[0]!.id)
    expect(new Set([await entryOf(own), await entryOf(picked), await entryOf(other)]).size).toBe(3)
  },
)

test('an undo of such a ban restores every comment', async () => {
  const { site, mo } = await open()
  await site.post('/moderation/bans', { nic: 'Bosun', reason: 'Threats', until: 'ever', remove: '24' }, mo)
  const { id } = await site.deps.db.selectFrom('batches').select('id').executeTakeFirstOrThrow()
  expect((await site.post('/moderation/undos', { batch: String(id) }, mo)).statusCode).toBe(303)
  const states = await site.deps.db.selectFrom('comments').select('state').execute()
  expect(states.map(({ state }) => state)).toEqual(['live', 'live', 'live'])
})
