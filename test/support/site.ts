// A whole Broadside for a test: real SQLite in a folder of its own, a clock that the test turns, chance that repeats.

import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { inject, onTestFinished } from 'vitest'
import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { readConfig } from '../../src/config.ts'
import { openStore } from '../../src/db/open.ts'
import { changeSetting } from '../../src/db/settings.ts'
import { write } from '../../src/db/write.ts'
import type { OpenDeps } from '../../src/deps.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import type { ImportedArticle, ImportedComment } from '../../src/importers/shape.ts'
import { openDeps } from '../../src/open-deps.ts'
import type { Role } from '../../src/permissions.ts'
import { systemRandom, tokenHash } from '../../src/random.ts'
import type { Settings } from '../../src/settings.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY } from '../../src/time.ts'
import { borrowApp, freshAssets, log } from './apps.ts'
import { borrowDatabase, type LentDatabase } from './databases.ts'
import { demoImage } from './demo.ts'

/** Tuesday, 12 March 2030, 14:25 UTC: what every test's clock says at first. */
export const NOON = Date.UTC(2030, 2, 12, 14, 25)

export type Member = { id: number; nic: string; role: Role; cookie: string }

export type Site = {
  deps: OpenDeps
  app: FastifyInstance
  /** Closes the site before its test ends: for a test that opens many, one after the other. */
  close: () => Promise<void>
  /** Turns the clock; milliseconds. Back, it turns only the clock of the wall, not the one that measures durations. */
  advance: (by: number) => void
  set: <K extends keyof Settings>(name: K, value: Settings[K]) => Promise<void>
  /** Makes an account with a session; it has no password. */
  member: (nic: string, role?: Role) => Promise<Member>
  /** Stores an article through the importer's door. */
  article: (over?: Partial<ImportedArticle>) => Promise<number>
  get: (url: string, as?: Member | null, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  post: (
    url: string,
    form: Record<string, string>,
    as?: Member | null,
    headers?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>
}

let counter = 0

/** An empty site, and every statement that it runs from now on, with its values. */
export async function openTracedSite(): Promise<{ site: Site; statements: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-test-'))
  copyFileSync(inject('siteImage'), join(folder, 'broadside.sqlite'))
  const statements: string[] = []
  // A trigger's statements belong to the one that it follows, and a pragma reads no table.
  const isOurs = (statement: string): boolean => !/^(--|pragma\b)/i.test(statement)
  const store = openStore(join(folder, 'broadside.sqlite'), (statement) => {
    if (isOurs(statement)) statements.push(statement)
  })
  await sql`pragma synchronous = off`.execute(store.writer)
  const giveBack = (): void => rmSync(folder, { recursive: true, force: true })
  return { site: await open({ folder, store, giveBack }, NOON, {}), statements }
}

/** Opens an empty site that closes itself when the test ends. */
export function openSite(env: Record<string, string> = {}): Promise<Site> {
  return open(borrowDatabase(inject('siteImage')), NOON, env)
}

/** Opens a site with the demo edition, loaded at a moment of the clock. */
export async function openDemoSite(at: number = NOON, env: Record<string, string> = {}): Promise<Site> {
  return open(borrowDatabase(await demoImage(at)), at, env)
}

/**
 * A site that is filled once and copied for each test that opens it.
 * @param fill what all copies hold; at the time of NOON, whatever it did with the clock
 */
export function preparedSite(fill: (site: Site) => Promise<unknown>): () => Promise<Site> {
  let prepared: Promise<string> | null = null
  const prepare = async (): Promise<string> => {
    const image = mkdtempSync(join(dirname(inject('image')), 'prepared-'))
    const site = await openSite()
    await fill(site)
    await sql`pragma wal_checkpoint(truncate)`.execute(site.deps.store.writer)
    const ofConnections = /-(wal|shm)$/
    cpSync(site.deps.config.dataDir, image, { recursive: true, filter: (path) => !ofConnections.test(path) })
    await site.close()
    return image
  }
  return async () => {
    prepared ??= prepare()
    return open(borrowDatabase(await prepared), NOON, {})
  }
}

async function open(
  { folder, store, giveBack: giveDatabaseBack }: LentDatabase,
  from: number,
  env: Record<string, string>,
): Promise<Site> {
  let now = from
  let elapsed = 0
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', RATE_LIMITS: 'off', ...env })
  const deps = await openDeps(config, {
    store: env['DATABASE_URL'] === undefined ? store : openStore(config.databaseFile),
    clock: () => now,
    monotonic: () => elapsed,
    random: systemRandom,
    log,
    assets: freshAssets(),
  })
  // However busy the machine is, a test is answered.
  deps.loadLimits = null
  const { app, giveBack } = await borrowApp(deps)
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => {
    closing ??= giveBack()
      .then(() => deps.store.close())
      .then(giveDatabaseBack)
    return closing
  }
  onTestFinished(close)
  const host = new URL(config.baseUrl).host
  const cookieOf = (as?: Member | null): Record<string, string> => (as ? { cookie: as.cookie } : {})
  return {
    deps,
    app,
    close,
    advance: (by) => {
      now += by
      elapsed += Math.max(0, by)
    },
    set: async (name, value) => {
      await write(deps, (db) => changeSetting(db, name, value, now))
      await deps.refresh()
    },
    member: async (nic, role = 'member') => {
      const token = deps.random.token()
      const id = await write(deps, async (db) => {
        const account = await insertAccount(db, {
          nic,
          nic_skeleton: skeleton(nic),
          email: null,
          email_folded: null,
          password_hash: null,
          role,
          created_at: now,
        })
        await insertSession(db, {
          token_hash: tokenHash(token),
          account_id: account,
          created_at: now,
          last_used_at: now,
          expires_at: now + 7 * DAY,
          confirmed_at: now,
          // Sessions of staff have passed the second factor.
          second_factor_at: role === 'member' ? null : now,
        })
        return account
      })
      return { id, nic, role, cookie: `${config.baseUrl.startsWith('https:') ? '__Host-' : ''}bs_session=${token}` }
    },
    article: async (over = {}) => {
      const key = over.key ?? `test:${++counter}`
      await loadArticles(deps, 'test', [anArticle({ ...over, key })], { dryRun: false, actor: 'test' })
      return (
        await deps.db.selectFrom('import_keys').select('noun_id').where('key', '=', key).executeTakeFirstOrThrow()
      ).noun_id
    },
    get: (url, as, headers = {}) => app.inject({ method: 'GET', url, headers: { host, ...cookieOf(as), ...headers } }),
    post: (url, form, as, headers = {}) =>
      app.inject({
        method: 'POST',
        url,
        headers: {
          host,
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          ...cookieOf(as),
          ...headers,
        },
        payload: new URLSearchParams(form).toString(),
      }),
  }
}

/** A server beside a site's own, on the same database: what another process would answer that has just started. */
export async function openBeside({ deps }: Site): Promise<{
  deps: OpenDeps
  get: (url: string) => Promise<LightMyRequestResponse>
  close: () => Promise<void>
}> {
  const { config, clock, random } = deps
  const fresh = await openDeps(config, { clock, random, log, assets: freshAssets() })
  const { app, giveBack } = await borrowApp(fresh)
  return {
    deps: fresh,
    get: (url) => app.inject({ url, headers: { host: new URL(config.baseUrl).host } }),
    close: async () => {
      await giveBack()
      await fresh.store.close()
    },
  }
}

/** An article of our own, published at eight that day, without comments. */
export function anArticle(over: Partial<ImportedArticle> & { key: string }): ImportedArticle {
  return {
    kind: 'own',
    area: 'Town',
    section: 'Harbour',
    headline: 'The slipway is repainted',
    lede: 'It is the same grey as before.',
    body: 'Two coats, and a third where the gulls sit.',
    format: 'markup',
    tags: [],
    nic: 'Bosun',
    postedAt: NOON - (NOON % DAY) + 8 * 3_600_000,
    views: 0,
    comments: [],
    ...over,
  }
}

/** Comments by guests, each answering the one of the given place in the list (or none): a thread in one line. */
export function aThread(
  key: string,
  parents: readonly (number | null)[],
  from: number = NOON - 3_600_000,
): ImportedComment[] {
  return parents.map((parent, i) => ({
    key: `${key}:${i}`,
    ...(parent === null ? {} : { parent: `${key}:${parent}` }),
    nic: `Guest ${i}`,
    nameKind: 'guest',
    postedAt: from + i * 1000,
    text: `Comment number ${i}.`,
    format: 'markup',
    state: 'live',
  }))
}
