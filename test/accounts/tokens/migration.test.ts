// The private feeds of before tokens had names go on working, up and down.
import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { down, up } from '../../../migrations/0069_tokens.ts'
import { tokenHash } from '../../../src/random.ts'
import { openSite } from '../../support/site.ts'

test('a feed token of before is a named token now; on the way down the newest one of each account stays', async () => {
  const site = await openSite()
  const [ada, bo] = [await site.member('Ada K.'), await site.member('Bosun')]
  const writer = site.deps.store.writer as unknown as Kysely<unknown>
  await down(writer)
  await sql`insert into feed_tokens (token_hash, account_id, created_at) values (${tokenHash('old')}, ${ada.id}, 7)`.execute(
    writer,
  )
  await up(writer)
  expect(
    await site.deps.db.selectFrom('tokens').select(['account_id', 'kind', 'name', 'prefix', 'created_at']).execute(),
  ).toEqual([{ account_id: ada.id, kind: 'feed', name: 'Feed reader', prefix: '', created_at: 7 }])
  expect((await site.get('/feeds/replies/old.xml')).statusCode).toBe(200)
  for (const [name, account] of [
    ['new', ada],
    ['bo', bo],
  ] as const)
    await sql`insert into tokens (account_id, kind, name, prefix, token_hash, created_at) values (${account.id}, 'feed', ${name}, '', ${tokenHash(name)}, 9)`.execute(
      writer,
    )
  await down(writer)
  expect(
    (await sql<object>`select account_id, token_hash, created_at from feed_tokens order by account_id`.execute(writer))
      .rows,
  ).toEqual([
    { account_id: ada.id, token_hash: tokenHash('new'), created_at: 9 },
    { account_id: bo.id, token_hash: tokenHash('bo'), created_at: 9 },
  ])
})
