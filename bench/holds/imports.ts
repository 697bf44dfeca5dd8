// Imports a long thread with the command, in a process of its own, while this process writes: how long a write waits for the file.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { addViews } from '../../src/articles/queries.ts'
import { write } from '../../src/db/write.ts'
import type { Deps } from '../../src/deps.ts'
import { median, quantile } from '../../src/quantiles.ts'
import { command } from '../processes.ts'
import { chance, townProse } from '../prose.ts'

/** A story of Hacker News with so many comments, another one for each seed, most of which answer one of the last forty. */
function thread(comments: number, seed: number): object {
  const next = chance(seed)
  const { sentences, phrase } = townProse(next)
  const base = Math.floor(next() * 1e9)
  const node = (i: number, more: object) => ({
    ...{ id: base + i, created_at_i: 1_600_000_000 + i, title: null, url: null, points: null, parent_id: base },
    ...{ story_id: base, options: [], children: [] as object[], type: 'comment' },
    ...more,
  })
  const story = node(0, { type: 'story', author: 'ada', title: phrase(6), text: null, parent_id: null })
  const all = [story]
  for (let i = 1; i <= comments; i++) {
    const one = node(i, { author: `p${i % 900}`, text: `<p>${sentences(60)}` })
    const above = next() < 0.27 ? story : all[Math.max(0, i - 1 - Math.floor(next() * 40))]!
    above.children.push(one)
    all.push(one)
  }
  return story
}

/** Prints how long small writes waited while the command imported, and how long it took. */
export async function measureImport(deps: Deps, comments: number): Promise<void> {
  const file = join(deps.config.dataDir, 'bench-thread.json')
  writeFileSync(file, JSON.stringify(thread(comments, deps.clock())))
  const child = command(['import', 'hackernews', file, '--section', 'Council'], {
    DATA_DIR: deps.config.dataDir,
    LOG_LEVEL: 'silent',
  })
  const ended = once(child, 'exit')
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  const began = performance.now()
  const waits: number[] = []
  while (!isOver) {
    const from = performance.now()
    await write(deps, (db) => addViews(db, new Map([[1, 1]]))).catch(() => console.log('A write gave up.'))
    waits.push(performance.now() - from)
    await wait(10)
  }
  const [code] = (await ended) as [number]
  const ms = (n: number): string => `${n.toFixed(0)} ms`
  console.log(
    `| import of a thread of ${comments}, beside ${waits.length} writes (by the clock; exit ${code}, ${((performance.now() - began) / 1000).toFixed(0)} s) | a write waits ${ms(median(waits))} | ${ms(Math.max(...waits))} | 99 % within ${ms(quantile(waits, 0.99))} |`,
  )
}
