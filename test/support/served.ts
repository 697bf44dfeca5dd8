// A site with the demo edition for a test: on a port of its own for the browser, or answering by inject alone.
import { type AddressInfo, createServer } from 'node:net'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { hashPassword } from '../../src/accounts/passwords/hash.ts'
import { insertAccount, insertSession } from '../../src/accounts/queries.ts'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { write } from '../../src/db/write.ts'
import type { OpenDeps } from '../../src/deps.ts'
import { openDeps } from '../../src/open-deps.ts'
import type { Role } from '../../src/permissions.ts'
import { systemRandom, tokenHash } from '../../src/random.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY } from '../../src/time.ts'
import { urls } from '../../src/urls.ts'
import type { Assets } from '../../src/web/assets.ts'
import { borrowApp, loaded, log } from './apps.ts'
import { AXE, axe } from './axe.ts'
import { borrowDatabase } from './databases.ts'
import { demoImage } from './demo.ts'

/** Tuesday, 12 March 2080, 17:05 UTC: late enough that no real clock has ended a cookie, and that day's edition is out. */
const AFTERNOON = Date.UTC(2080, 2, 12, 17, 5)

/** An account, and the token of its first session. */
export type Account = { nic: string; token: string }

export type Served = {
  deps: OpenDeps
  app: FastifyInstance
  origin: string
  /** Turns the clock; milliseconds. */
  advance: (by: number) => void
  /** Makes an account with a session, and with a password when one is given. */
  account: (nic: string, role?: Role, password?: string) => Promise<Account>
  /** Path of the article with a headline. */
  addressOf: (headline: string) => Promise<string>
  /** Sends a form from a browser without cookies. */
  post: (
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>
  close: () => Promise<void>
}

/** A port of the system's choice that was free a moment ago: the site's own address must be known before it listens. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

const assets: Assets = {
  ...loaded,
  files: new Map([
    ...loaded.files,
    [AXE, { type: 'text/javascript; charset=utf-8', body: axe, gzip: () => null, brotli: null, compressing: false }],
  ]),
}

type Opened = { giveBack: () => void; deps: OpenDeps; advance: (by: number) => void; now: () => number }

async function openDemo(env: Record<string, string>): Promise<Opened> {
  let now = AFTERNOON
  const { folder, store, giveBack } = borrowDatabase(await demoImage(AFTERNOON))
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent', RATE_LIMITS: 'off', ...env })
  const deps = await openDeps(config, { store, clock: () => now, random: systemRandom, log, assets })
  const advance = (by: number): void => {
    now += by
  }
  return { giveBack, deps, advance, now: () => now }
}

function served(
  { giveBack, deps, advance, now }: Opened,
  app: FastifyInstance,
  origin: string,
  closeApp: () => Promise<void>,
): Served {
  return {
    deps,
    app,
    origin,
    advance,
    account: async (nic, role = 'member', password) => {
      const token = deps.random.token()
      const password_hash = password === undefined ? null : await hashPassword(password)
      await write(deps, async (db) => {
        const id = await insertAccount(db, {
          nic,
          nic_skeleton: skeleton(nic),
          email: null,
          email_folded: null,
          password_hash,
          role,
          created_at: now(),
        })
        await insertSession(db, {
          token_hash: tokenHash(token),
          account_id: id,
          created_at: now(),
          last_used_at: now(),
          expires_at: now() + 7 * DAY,
          confirmed_at: now(),
          // Sessions of staff have passed the second factor.
          second_factor_at: role === 'member' ? null : now(),
        })
      })
      return { nic, token }
    },
    addressOf: async (headline) =>
      urls.article(
        await deps.db
          .selectFrom('articles')
          .select(['id', 'slug'])
          .where('headline', '=', headline)
          .executeTakeFirstOrThrow(),
      ),
    post: (path, fields, headers = {}) =>
      app.inject({
        method: 'POST',
        url: path,
        headers: {
          host: new URL(origin).host,
          'content-type': 'application/x-www-form-urlencoded',
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
        payload: new URLSearchParams(fields).toString(),
      }),
    close: async () => {
      await closeApp()
      await deps.store.close()
      giveBack()
    },
  }
}

/** Serves a copy of the demo edition on a port of its own. */
export async function serveDemo(env: Record<string, string> = {}): Promise<Served> {
  for (let tries = 1; ; tries++) {
    const opened = await openDemo({ PORT: String(await freePort()), ...env })
    const { config, store } = opened.deps
    const app = await buildApp(opened.deps)
    try {
      await app.listen({ host: '127.0.0.1', port: config.port })
    } catch (error) {
      await store.close()
      opened.giveBack()
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE' && tries < 5) continue
      throw error
    }
    return served(opened, app, `http://127.0.0.1:${config.port}`, () => {
      // A browser opens connections ahead of their first request, and Node counts those as busy.
      app.server.closeAllConnections()
      return app.close()
    })
  }
}

/** Opens a copy of the demo edition that answers by inject alone, with an app of this worker. */
export async function lendDemo(env: Record<string, string> = {}): Promise<Served> {
  const opened = await openDemo(env)
  const { app, giveBack } = await borrowApp(opened.deps)
  return served(opened, app, opened.deps.config.baseUrl, giveBack)
}
