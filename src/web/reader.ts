// The reader of a page: account, read marks, mutes, dates.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { isPrefetchOrHead } from '../faults.ts'
import type { Dates } from '../format.ts'
import { emptyMarkCookie, parseMarkCookie, serializeMarkCookie } from '../marks/cookie.ts'
import * as stored from '../marks/queries.ts'
import { type Mark, type SiteVisit, visitSite } from '../marks/rules.ts'
import { mutesOf } from '../mutes/queries.ts'
import { compileMutes, type Mutes, noMutes } from '../mutes/rules.ts'
import type { Guest, Viewer } from '../permissions.ts'
import { cookieNames } from './cookies.ts'
import { type Details, detailsOf, knownGuest } from './guests.ts'
import { ownFact } from './own-facts.ts'

/** A reader's read marks, stored with the account or in the browser. */
type Marks = {
  of: (articleIds: readonly number[]) => Promise<ReadonlyMap<number, Mark>>
  /** Ids of opened articles, the last first. */
  opened: (limit: number) => Promise<number[]>
  /** Moves a mark, or deletes it. Writes are buffered: see marks/buffer.ts. */
  keep: (articleId: number, mark: Mark | null) => void
  /** Replaces a mark. */
  replace: (articleId: number, mark: Mark) => void
  site: SiteVisit | null
  keepSite: (site: SiteVisit) => void
  /** Another number after each move of a member's mark; undefined for a browser's. */
  moves?: number
}

export type Reader = {
  viewer: Viewer | null
  /** Null for a reader without read marks. */
  marks: Marks | null
  mutes: Mutes
  /** Time zone and date format; editions stay in the site's zone. */
  dates: Dates
  /** The guest by the browser's key, and the details that it remembers. */
  guest: Guest | null
  details: Details | null
}

/** An anonymous reader without cookies: cached pages are made for them. */
export const stranger = (deps: Deps): Reader => ({
  viewer: null,
  marks: null,
  mutes: noMutes,
  dates: deps.settings().timeZone,
  guest: null,
  details: null,
})

/** The member's time zone and date format, else the site's. */
export const datesOf = (deps: Deps, { preferences }: FastifyRequest): Dates => ({
  zone: preferences?.timeZone ?? deps.settings().timeZone,
  style: preferences?.dateStyle ?? 'long',
})

/** A year: browsers allow no more. */
const COOKIE_SECONDS = 365 * 86_400

/**
 * The reader of a request. What a member chose is remembered between their requests.
 * @param reply gets the cookie of a browser that stores read marks
 */
export async function readerOf(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<Reader> {
  const { viewer } = request
  if (viewer !== null) {
    const { visit, mutes } = await ownFact(deps, viewer.id, 'reader', () => readMember(deps, viewer))
    return {
      viewer,
      marks: marksOfMember(deps, viewer, visit, !isPrefetchOrHead(request)),
      mutes,
      dates: datesOf(deps, request),
      guest: knownGuest(deps, request),
      details: null,
    }
  }
  const text = request.cookies[cookieNames.read]
  const reader = { ...stranger(deps), guest: knownGuest(deps, request), details: detailsOf(request) }
  return text === undefined ? reader : { ...reader, marks: marksOfBrowser(deps, request, reply, text) }
}

/** A member outside a request, for an e-mail: reading it moves no mark. */
export async function memberReader(deps: Deps, viewer: Viewer): Promise<Reader> {
  const { visit, mutes } = await readMember(deps, viewer)
  return { ...stranger(deps), viewer, marks: marksOfMember(deps, viewer, visit, false), mutes }
}

type Visit = Awaited<ReturnType<typeof stored.visitOf>>

const readMember = async ({ db }: Deps, { id }: Viewer): Promise<{ visit: Visit; mutes: Mutes }> => ({
  visit: await stored.visitOf(db, id),
  mutes: compileMutes(await mutesOf(db, id)),
})

/** @param moves whether what is shown counts as read */
function marksOfMember(deps: Deps, { id }: Viewer, row: Visit, moves: boolean): Marks | null {
  if (row?.highlight_new === 0) return null
  const moved = deps.marks.of(id)
  return {
    of: (ids) => deps.marks.read(id, ids, (missing) => stored.marksOf(deps.db, id, missing)),
    opened: async (limit) => {
      const recent = [...moved.marks]
        .flatMap(([article, mark]) => (mark === null ? [] : [{ article, at: mark.visitedAt }]))
        .sort((a, b) => b.at - a.at)
      const older = await stored.visitedArticles(deps.db, id, limit + moved.marks.size)
      return [
        ...new Set([
          ...recent.map(({ article }) => article),
          ...older.filter((article) => moved.marks.get(article) !== null),
        ]),
      ].slice(0, limit)
    },
    keep: (article, mark) => void (moves && deps.marks.keep(id, article, mark)),
    replace: (article, mark) => deps.marks.replace(id, article, mark),
    site: moved.site ?? (row ? { visitedAt: row.visited_at, since: row.new_since } : null),
    keepSite: (site) => {
      if (!moves) return
      deps.marks.keepSite(id, site)
      // The row is remembered, and no trigger notes a visit that goes on.
      if (row) Object.assign(row, { visited_at: site.visitedAt, new_since: site.since })
    },
    moves: deps.marks.moves(id),
  }
}

function marksOfBrowser(deps: Deps, request: FastifyRequest, reply: FastifyReply, text: string): Marks {
  let jar = parseMarkCookie(text)
  const send = (): void => void (isPrefetchOrHead(request) || setJar(deps, reply, serializeMarkCookie(jar)))
  const keep = (id: number, mark: Mark | null): void => {
    const marks = new Map(jar.marks)
    if (mark === null) marks.delete(id)
    else marks.set(id, mark)
    jar = { ...jar, marks }
    send()
  }
  return {
    of: async (ids) => new Map(ids.flatMap((id) => (jar.marks.has(id) ? [[id, jar.marks.get(id)!] as const] : []))),
    opened: async (limit) => [...jar.marks.keys()].slice(0, limit),
    keep,
    replace: keep,
    site: jar.site,
    keepSite: (site) => {
      jar = { ...jar, site }
      send()
    },
  }
}

const setJar = (deps: Deps, reply: FastifyReply, value: string): void =>
  void reply.setCookie(cookieNames.read, value, {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    maxAge: COOKIE_SECONDS,
    secure: deps.config.baseUrl.startsWith('https:'),
    encode: (text) => text,
  })

/** The same reader, whose marks are read once each: those that were asked for are remembered in `known`. */
export function withKnownMarks(reader: Reader): { reader: Reader; known: ReadonlyMap<number, Mark | null> } {
  const { marks } = reader
  const known = new Map<number, Mark | null>()
  if (marks === null) return { reader, known }
  const of = async (ids: readonly number[]): Promise<ReadonlyMap<number, Mark>> => {
    const others = ids.filter((id) => !known.has(id))
    const found = others.length === 0 ? new Map<number, Mark>() : await marks.of(others)
    for (const id of others) known.set(id, found.get(id) ?? null)
    return new Map(ids.flatMap((id) => (known.get(id) ? [[id, known.get(id)!] as const] : [])))
  }
  return { reader: { ...reader, marks: { ...marks, of } }, known }
}

/** Starts read marks in a guest's browser, or deletes them all. */
export function rememberHere(deps: Deps, reply: FastifyReply, remember: boolean): void {
  if (remember) setJar(deps, reply, serializeMarkCookie({ ...emptyMarkCookie, site: visitSite(null, deps.clock()) }))
  else reply.clearCookie(cookieNames.read, { path: '/', sameSite: 'lax', httpOnly: true })
}
