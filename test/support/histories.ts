// How often random histories are played: three times in `npm test`, hundreds of times in `npm run soak`.
import type { Parameters } from 'fast-check'

/** fast-check's parameters of a property that plays random acts on a site. A file that imports it is part of the soak. */
export const histories: Parameters<unknown> = {
  numRuns: Number(process.env['SOAK_RUNS'] ?? 3),
  ...(process.env['SOAK_SEED'] === undefined ? {} : { seed: Number(process.env['SOAK_SEED']) }),
}
