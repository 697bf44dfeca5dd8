// An authenticator app for tests: reads the secret of the page, and shows codes by the site's clock.
import { TOTP } from 'otpauth'
import { expect } from 'vitest'
import { fieldOn } from '../../comments/page.ts'
import type { Member, Site } from '../../support/site.ts'

/** The code of a secret at the site's time, or some steps of half a minute from it. */
export const codeOf = (site: Site, secret: string, steps = 0): string =>
  new TOTP({ secret }).generate({ timestamp: site.deps.clock() + steps * 30_000 })

/** The secret that a page shows for typing. */
export const secretOn = (body: string): string => /<code>([A-Z2-7 ]+)<\/code>/.exec(body)![1]!.replaceAll(' ', '')

/** The recovery codes that a page shows. */
export const codesOn = (body: string): string[] =>
  [...body.matchAll(/<li><code>([^<]+)<\/code>/g)].map((match) => match[1]!)

export type App = { secret: string; recovery: string[]; setup: string; code: string }

/** Turns an app on for a member. */
export async function turnOn(site: Site, member: Member): Promise<App> {
  const page = (await site.get('/accounts/totp', member)).body
  const [secret, setup] = [secretOn(page), fieldOn(page, 'setup')!]
  const code = codeOf(site, secret)
  const answer = await site.post('/accounts/totp', { setup, code, action: 'on' }, member)
  expect(answer.statusCode).toBe(200)
  return { secret, recovery: codesOn(answer.body), setup, code }
}
