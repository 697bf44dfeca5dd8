// How often random histories are played: three times in `npm test`, hundreds of times in `npm run soak`.
import fc, { type Parameters } from 'fast-check'
import { DAY } from '../../src/time.ts'
import type { Site } from './site.ts'

/** fast-check's parameters of a property that plays random acts on a site. A file that imports it is part of the soak. */
export const histories: Parameters<unknown> = {
  numRuns: Number(process.env['SOAK_RUNS'] ?? 3),
  ...(process.env['SOAK_SEED'] === undefined ? {} : { seed: Number(process.env['SOAK_SEED']) }),
}

/** Random acts by their names; `who` and `which` choose among what exists when an act is done. */
export const randomSteps = <A extends string>(acts: Readonly<Record<A, unknown>>) =>
  fc.array(
    fc.record({
      act: fc.constantFrom(...(Object.keys(acts) as A[])),
      who: fc.nat(2),
      which: fc.nat(30),
      on: fc.boolean(),
    }),
    { minLength: 10, maxLength: 25 },
  )

/**
 * The clock advances past the seven days of the harness's sessions. They are prolonged only when that is near, because it
 * counts as a change of their accounts.
 */
export async function keepSessions({ deps }: Site): Promise<void> {
  const now = deps.clock()
  await deps.store.writer.updateTable('sessions').set({ last_used_at: now }).execute()
  await deps.store.writer
    .updateTable('sessions')
    .set({ expires_at: now + 30 * DAY })
    .where('expires_at', '<', now + DAY)
    .execute()
}

/** Gives a member one preference after the other that changes the look of pages. @returns what was changed, for each */
export async function* lookPreferences({ deps }: Site, accountId: number): AsyncGenerator<string> {
  const { writer } = deps.store
  for (const [field, value] of [
    ['theme', 'dark'],
    ['text_size', 'large'],
    ['time_zone', 'Asia/Tokyo'],
    ['date_style', 'american'],
  ] as const) {
    const row = { theme: 'auto', text_size: 'usual', date_style: 'long', keys: 1, [field]: value }
    await writer.deleteFrom('preferences').execute()
    await writer
      .insertInto('preferences')
      .values({ account_id: accountId, ...row } as never)
      .execute()
    yield `${field} ${value}`
  }
}
