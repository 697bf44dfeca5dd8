// Who is reading, as far as a page differs by it: the account, what they have read, what they have muted.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import { isLook } from '../faults.ts'
import type { Dates } from '../format.ts'
import { emptyMarkCookie, parseMarkCookie, serializeMarkCookie } from '../marks/cookie.ts'
import * as stored from '../marks/queries.ts'
import { type Mark, type SiteVisit, visitSite } from '../marks/rules.ts'
import { mutesOf } from '../mutes/queries.ts'
import { compileMutes, type Mutes, noMutes } from '../mutes/rules.ts'
import type { Guest, Viewer } from '../permissions.ts'
import { cookieNames } from './cookies.ts'
import { type Details, detailsOf, knownGuest } from './guests.ts'

/** What a reader has read, wherever it is kept: with the account, or in the browser. */
export type Marks = {
  of: (articleIds: readonly number[]) => Promise<ReadonlyMap<number, Mark>>
  /** Articles opened, the last first. */
  opened: (limit: number) => Promise<number[]>
  /** Moves a mark, or forgets it. Nothing is written in the request: see marks/buffer.ts. */
  keep: (articleId: number, mark: Mark | null) => void
  /** Puts a mark in place of whatever was there. */
  replace: (articleId: number, mark: Mark) => void
  site: SiteVisit | null
  keepSite: (site: SiteVisit) => void
}

export type Reader = {
  viewer: Viewer | null
  /** Null where nothing is marked. */
  marks: Marks | null
  mutes: Mutes
  /** How they are told of moments; editions stay in the site's zone. */
  dates: Dates
  /** Whoever writes here without an account, and what their browser remembers of them. */
  guest: Guest | null
  details: Details | null
}

/** A reader without an account and without a memory: what cached pages are made for. */
export const stranger = (deps: Deps): Reader => ({
  viewer: null,
  marks: null,
  mutes: noMutes,
  dates: deps.settings().timeZone,
  guest: null,
  details: null,
})

/** What a member chose, on top of the site's own. */
export const datesOf = (deps: Deps, { preferences }: FastifyRequest): Dates => ({
  zone: preferences?.timeZone ?? deps.settings().timeZone,
  style: preferences?.dateStyle ?? 'long',
})

/** A year, as browsers keep the cookie at most; in seconds. */
const KEPT_FOR = 365 * 86_400

/**
 * Who is reading. Asks the database twice for members, never for others.
 * @param reply takes the cookie of a browser that remembers for itself
 */
export async function readerOf(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<Reader> {
  const { viewer } = request
  if (viewer !== null)
    return {
      viewer,
      marks: await marksOfMember(deps, request, viewer),
      mutes: compileMutes(await mutesOf(deps.db, viewer.id)),
      dates: datesOf(deps, request),
      guest: knownGuest(request),
      details: null,
    }
  const text = request.cookies[cookieNames.read]
  const reader = { ...stranger(deps), guest: knownGuest(request), details: detailsOf(request) }
  return text === undefined ? reader : { ...reader, marks: marksOfBrowser(deps, request, reply, text) }
}

async function marksOfMember(deps: Deps, request: FastifyRequest, { id }: Viewer): Promise<Marks | null> {
  const row = await stored.visitOf(deps.db, id)
  if (row?.highlight_new === 0) return null
  const moved = deps.marks.of(id)
  return {
    of: async (ids) => {
      const marks = await stored.marksOf(deps.db, id, ids)
      for (const article of ids) {
        const mark = moved.marks.get(article)
        if (mark) marks.set(article, mark)
        else if (mark === null) marks.delete(article)
      }
      return marks
    },
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
    keep: (article, mark) => void (isLook(request) || deps.marks.keep(id, article, mark)),
    replace: (article, mark) => deps.marks.replace(id, article, mark),
    site: moved.site ?? (row ? { visitedAt: row.visited_at, since: row.new_since } : null),
    keepSite: (site) => void (isLook(request) || deps.marks.keepSite(id, site)),
  }
}

function marksOfBrowser(deps: Deps, request: FastifyRequest, reply: FastifyReply, text: string): Marks {
  let jar = parseMarkCookie(text)
  const send = (): void => void (isLook(request) || setJar(deps, reply, serializeMarkCookie(jar)))
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
    maxAge: KEPT_FOR,
    secure: deps.config.baseUrl.startsWith('https:'),
    encode: (text) => text,
  })

/** Lets a browser without an account remember what it has read, from now on; or forget it all. */
export function rememberHere(deps: Deps, reply: FastifyReply, remember: boolean): void {
  if (remember) setJar(deps, reply, serializeMarkCookie({ ...emptyMarkCookie, site: visitSite(null, deps.clock()) }))
  else reply.clearCookie(cookieNames.read, { path: '/', sameSite: 'lax', httpOnly: true })
}
