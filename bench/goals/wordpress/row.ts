// The row of WordPress: a member's page of the same thread, in the same run.

import { COMMENTS } from '../../article.ts'
import type { Bench } from '../bench.ts'
import { compare, type Measure, measureOf } from '../compare.ts'
import { hasProc, NO_PROC } from '../process-figures.ts'
import { membersPage } from '../reading-rows.ts'
import { figure, type Measured, type Row, type Skipped } from '../row.ts'
import { findPrograms, startWordPress, type WordPress } from './start.ts'

/** Pages that are asked for at once. */
const CONNECTIONS = 4

const measureWordPress =
  ({ processor, page }: WordPress): Measure =>
  async (seconds) => {
    const [before, began] = [processor(), performance.now()]
    let pages = 0
    await Promise.all(
      Array.from({ length: CONNECTIONS }, async () => {
        while (performance.now() < began + seconds * 1000) await page(pages++)
      }),
    )
    return { micros: ((processor() - before) * 1000) / pages, perSecond: (pages * 1000) / (performance.now() - began) }
  }

async function measure(bench: Bench): Promise<Measured | Skipped> {
  if (!hasProc) return { skipped: NO_PROC }
  const programs = findPrograms()
  if (typeof programs === 'string') return { skipped: `skipped: ${programs}` }
  const ours = await membersPage(bench)
  const wordPress = await startWordPress(bench.scratch, programs)
  try {
    const { ratio, low, high, ...each } = await compare(measureOf(ours), measureWordPress(wordPress), bench.effort)
    const size = ((await wordPress.page(0)).length / 1000).toFixed(0)
    return {
      value: ratio,
      spread: `${figure(low)} to ${figure(high)}`,
      note: `${figure(each.ours.micros / 1000)} against ${figure(each.theirs.micros / 1000)} ms a page, of PHP and MariaDB; ${size} kB uncompressed`,
    }
  } finally {
    await wordPress.stop()
  }
}

export const wordPressRow: Row = {
  ...{ name: 'wordpress', must: 150, aim: 500, unit: '', higher: true },
  title: `signed in, WordPress 6 with Twenty Twenty-One, the same ${COMMENTS} comments, of ours`,
  measure,
}
