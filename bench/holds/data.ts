// What the measurements of holds need: sessions, a long queue, a member who has written much, readers with marks.
import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { publishedArticle } from '../../src/articles/queries.ts'
import { insertFlag } from '../../src/comments/flags/queries.ts'
import { insertHold } from '../../src/comments/holds/queries.ts'
import { insertComment, type NewComment } from '../../src/comments/queries.ts'
import { write } from '../../src/db/write.ts'
import type { Deps } from '../../src/deps.ts'
import { RENDERER_VERSION } from '../../src/markup/render.ts'
import type { Role } from '../../src/permissions.ts'
import { tokenHash } from '../../src/random.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY, dayOf } from '../../src/time.ts'
import { sessionCookieName } from '../../src/web/cookies.ts'
import { chance, prose } from '../prose.ts'

const { words } = prose(chance(17))

/** Rows of one transaction while data are made. */
const STEP = 200

export type Person = { id: number; nic: string; cookie: string }

/** Accounts with a session each. */
export async function people(deps: Deps, name: string, number: number, role: Role = 'member'): Promise<Person[]> {
  const now = deps.clock()
  const made: Person[] = []
  for (let from = 0; from < number; from += STEP)
    await write(deps, async (db) => {
      for (let i = from; i < Math.min(number, from + STEP); i++) {
        const nic = `${name} ${now.toString(36)} ${i}`
        const token = deps.random.token()
        const id = await insertAccount(db, {
          ...{ nic, nic_skeleton: skeleton(nic), email: null, email_folded: null },
          ...{ password_hash: null, role, created_at: now - 90 * DAY },
        })
        await insertSession(db, {
          ...{ token_hash: tokenHash(token), account_id: id, created_at: now },
          ...{ last_used_at: now, expires_at: now + DAY },
        })
        made.push({ id, nic, cookie: `${sessionCookieName(deps.config.baseUrl)}=${token}` })
      }
    })
  return made
}

/** Ids of published articles, spread over an archive of a size. */
async function articles(deps: Deps, size: number, number: number): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; found.length < number && i < number * 2; i++) {
    const id = 1 + ((i * 7919) % size)
    if ((await publishedArticle(deps.db, id)) !== undefined) found.push(id)
  }
  return found
}

/** A comment of 60 words. */
function comment(deps: Deps, articleId: number, at: number, of: Person | null): NewComment {
  const source = words(60)
  return {
    ...{ article_id: articleId, parent_id: null, account_id: of?.id ?? null, nic: of?.nic ?? 'Walker' },
    ...{ name_kind: of === null ? 'guest' : 'member', email: null, website: null, format: 'markup' },
    ...{ source, html: `<p>${source}</p>`, renderer: RENDERER_VERSION, state: 'live', created_at: at },
    ...{ day: dayOf(at, deps.settings().timeZone), idempotency_key: null, content_hash: null },
  }
}

/** Held comments by guests, and comments by a member, each with a flag by another. */
export async function waitingItems(
  deps: Deps,
  size: { held: number; flagged: number },
  two: Person[],
  archive: number,
): Promise<void> {
  const places = await articles(deps, archive, 2000)
  const place = (i: number): number => places[i % places.length]!
  const now = deps.clock()
  for (let from = 0; from < size.held; from += STEP)
    await write(deps, async (db) => {
      for (let i = from; i < from + STEP; i++) {
        const at = now - DAY + i
        const { id } = await insertComment(db, { ...comment(deps, place(i), at, null), state: 'held' })
        await insertHold(db, { comment_id: id, rule: 'guest-first', matched_text: '', created_at: at })
      }
    })
  for (let from = 0; from < size.flagged; from += STEP)
    await write(deps, async (db) => {
      for (let i = from; i < from + STEP; i++) {
        const { id } = await insertComment(db, comment(deps, place(i), now - DAY + i, two[0]!))
        await insertFlag(db, { comment_id: id, account_id: two[1]!.id, reason: 'Off topic', created_at: now })
      }
    })
}

/** A member who has written many comments, each thirtieth of which is held. */
export async function writer(deps: Deps, number: number, archive: number): Promise<Person> {
  const [member] = await people(deps, 'Writer', 1)
  const places = await articles(deps, archive, 2000)
  const now = deps.clock()
  for (let from = 0; from < number; from += STEP)
    await write(deps, async (db) => {
      for (let i = from; i < from + STEP; i++) {
        const row = comment(deps, places[(i * 7) % places.length]!, now - (number - i) * 60_000, member!)
        const { id } = await insertComment(db, i % 30 === 0 ? { ...row, state: 'held' } : row)
        if (i % 30 === 0)
          await insertHold(db, { comment_id: id, rule: 'filter', matched_text: '', created_at: row.created_at })
      }
    })
  return member!
}
