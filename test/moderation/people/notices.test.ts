// Notices about sanctions, and about sweeps that removed a member's comments.
import { describe, expect, test } from 'vitest'
import { wordsOn } from '../../comments/page.ts'
import { type Member, openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const id = await site.article()
  const [mo, ada, bo] = [await site.member('Mo', 'moderator'), await site.member('Ada'), await site.member('Bo')]
  const act = (noun: string, form: Record<string, string>) =>
    site.post(
      `/moderation/${noun}`,
      { reason: 'A reason', ...(noun === 'silences' || noun === 'bans' ? { until: 'week' } : {}), ...form },
      mo,
    )
  const say = async (body: string, as: Member): Promise<string> => {
    const answer = await site.post('/comments', { article: String(id), nic: '', body }, as)
    expect(answer.statusCode).toBe(303)
    return String(answer.headers.location).slice('/comments/'.length)
  }
  const inbox = async (as: Member) => wordsOn((await site.get('/inbox?kind=decisions', as)).body)
  const noticed = async (member: Member) =>
    (
      await site.deps.db
        .selectFrom('notices as n')
        .innerJoin('log_entries as l', 'l.id', 'n.log_entry_id')
        .select(['l.act'])
        .where('n.account_id', '=', member.id)
        .orderBy('n.id')
        .execute()
    ).map((row) => row.act)
  return { site, ada, bo, act, say, inbox, noticed }
}

describe('A member gets a notice', () => {
  test.each([
    ['warnings', 'You were warned by Mo', '/moderation/acknowledgements'],
    ['silences', 'You have been silenced by Mo', '/moderation/log?before='],
  ])('of a sanction: %s', async (noun, words, leads) => {
    const { site, ada, bo, act, inbox } = await open()
    expect((await act(noun, { nic: 'Ada' })).statusCode).toBe(303)
    expect(await inbox(ada)).toContain(words)
    expect(await inbox(ada)).toContain('A reason')
    const href = new RegExp(`${words}[\\s\\S]*?<a href="([^"]+)"`).exec((await site.get('/inbox', ada)).body)?.[1]
    expect(href).toContain(leads)
    expect((await site.get(href!, ada)).statusCode).toBe(200)
    expect(await inbox(bo)).not.toContain(words)
    expect((await act('pardons', { nic: 'Ada' })).statusCode).toBe(303)
    expect(await inbox(ada)).toContain('A sanction against you was ended by')
  })

  test('of the undo of a sanction', async () => {
    const { site, ada, bo, act, inbox, noticed } = await open()
    await act('silences', { nic: 'Ada' })
    const { id } = await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
    const mod = await site.member('Second Mate', 'admin')
    expect((await site.post('/moderation/undos', { batch: String(id), reason: '' }, mod)).statusCode).toBe(303)
    expect([await noticed(ada), await noticed(bo)]).toEqual([['silence', 'undo'], []])
    expect(await inbox(ada)).toContain('A sanction against you was undone')
  })

  test('of a ban of their account or their e-mail address, to read once it has ended', async () => {
    const { site, ada, bo, act, noticed } = await open()
    await site.deps.store.writer
      .updateTable('accounts')
      .set({ email: 'bo@mail.example', email_folded: 'bo@mail.example' })
      .where('id', '=', bo.id)
      .execute()
    await act('bans', { nic: 'Ada' })
    await act('bans', { email: 'bo@mail.example' })
    expect([await noticed(ada), await noticed(bo)]).toEqual([['ban'], ['ban-email']])
    await act('pardons', { nic: 'Ada' })
    expect(await noticed(ada)).toEqual(['ban', 'pardon'])
  })

  test('of a sweep, once for all of their comments; nobody else gets it', async () => {
    const { ada, bo, act, say, inbox, noticed } = await open()
    const ids = [
      await say('Ropes at https://ropes.example/ for you.', ada),
      await say('And ropes at https://ropes.example/ for others.', ada),
    ]
    await say('What a day.', bo)
    expect(
      (
        await act('sweeps', {
          comment: ids[0]!,
          action: 'remove',
          ...Object.fromEntries(ids.map((one) => [`comment-${one}`, 'on'])),
        })
      ).statusCode,
    ).toBe(303)
    expect(await inbox(ada)).toContain('Some of your comments were removed')
    expect(await noticed(ada)).toEqual(['sweep'])
    expect(await noticed(bo)).toEqual([])
  })
})
