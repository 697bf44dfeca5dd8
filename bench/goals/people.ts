// The people of the measurements: accounts with sessions, read marks and mutes.

import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { publishedArticle } from '../../src/articles/queries.ts'
import { write } from '../../src/db/write.ts'
import type { OpenDeps } from '../../src/deps.ts'
import { writeMarks } from '../../src/marks/queries.ts'
import type { Mark } from '../../src/marks/rules.ts'
import { insertMute } from '../../src/mutes/queries.ts'
import type { Role } from '../../src/permissions.ts'
import { tokenHash } from '../../src/random.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY, HOUR } from '../../src/time.ts'
import { sessionCookieName } from '../../src/web/cookies.ts'

/** A member with a session; `cookie` is the header that carries it. */
export type Person = { id: number; nic: string; cookie: string }

/** Articles are looked for up to this id; the sites of the measurements have fewer. */
const MOST_ARTICLES = 200

export async function addPeople(deps: OpenDeps, name: string, count: number, role: Role = 'member'): Promise<Person[]> {
  const now = deps.clock()
  const people = Array.from({ length: count }, (_, i) => ({ nic: `${name} ${i + 1}`, token: deps.random.token() }))
  return write(deps, async (db) => {
    const added: Person[] = []
    for (const { nic, token } of people) {
      const id = await insertAccount(db, {
        ...{ nic, nic_skeleton: skeleton(nic), email: null, email_folded: null },
        ...{ password_hash: null, role, created_at: now - DAY },
      })
      const times = { created_at: now, last_used_at: now, expires_at: now + DAY }
      await insertSession(db, { token_hash: tokenHash(token), account_id: id, ...times })
      added.push({ id, nic, cookie: `${sessionCookieName(deps.config.baseUrl)}=${token}` })
    }
    return added
  })
}

/** A visit in progress that began after an earlier one had shown the comments up to a number. */
const visit = (upTo: number, now: number): Mark => ({
  ...{ seen: upTo === 0 ? [] : [[1, upTo]], shown: [] },
  ...{ base: 0, visitedAt: now, since: now - HOUR },
})

const keep = (deps: OpenDeps, people: readonly Person[], marks: ReadonlyMap<number, Mark>): Promise<void> => {
  const now = deps.clock()
  const site = { visitedAt: now, since: now - HOUR }
  return write(deps, (db) => writeMarks(db, new Map(people.map(({ id }) => [id, { site, marks: new Map(marks) }]))))
}

/** The comments of an article up to a number were read in an earlier visit; the rest is new in this one. */
export const markRead = (deps: OpenDeps, people: readonly Person[], article: number, upTo: number): Promise<void> =>
  keep(deps, people, new Map([[article, visit(upTo, deps.clock())]]))

/** Everything was read in an earlier visit: nothing is new. */
export async function markAllRead(deps: OpenDeps, people: readonly Person[]): Promise<void> {
  const marks = new Map<number, Mark>()
  for (let id = 1; id <= MOST_ARTICLES; id++) {
    const article = await publishedArticle(deps.db, id)
    if (article !== undefined) marks.set(id, visit(article.last_number, deps.clock()))
  }
  await keep(deps, people, marks)
}

/** Each mutes the next one. */
export const muteEachOther = (deps: OpenDeps, people: readonly Person[]): Promise<void> =>
  write(deps, async (db) => {
    for (const [i, { id }] of people.entries()) {
      const { nic } = people[(i + 1) % people.length]!
      const mute = { kind: 'person' as const, value: skeleton(nic), label: nic }
      await insertMute(db, { account_id: id, ...mute, created_at: deps.clock() })
    }
  })

export const muteWords = (deps: OpenDeps, people: readonly Person[], words: readonly string[]): Promise<void> =>
  write(deps, async (db) => {
    for (const { id } of people)
      for (const word of words)
        await insertMute(db, { account_id: id, kind: 'word', value: word, label: word, created_at: deps.clock() })
  })
