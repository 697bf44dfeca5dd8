// The row of an archive of twenty years: the ratios of `bench/scale.ts`, which takes far longer than all other rows together.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../src/time.ts'
import { fill } from '../filled/fill.ts'
import { fullSize } from '../filled/plan.ts'
import type { Bench } from './bench.ts'
import { figure, type Measured, type Row } from './row.ts'

const scale = fileURLToPath(new URL('../scale.ts', import.meta.url))

/** A line of the table that `bench/scale.ts` prints: the name of the page, the ratio and its goal. */
const LINE = /^\| ([^|]+) \|(?:[^|]*\|){5} ([\d.]+) \| ([\d.]*) \|/

/** @param bench its first argument is a folder that `bench/fill.ts` has filled; without it one is filled first */
async function measure(bench: Bench): Promise<Measured> {
  let [folder] = bench.args
  if (folder === undefined) {
    folder = join(bench.scratch, 'archive')
    await fill(folder, fullSize, systemClock(), (said) => console.error(said))
  }
  const child = spawn(process.execPath, [scale, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = Buffer.concat((await child.stdout.toArray()) as Buffer[]).toString()
  const found = said.split('\n').flatMap((line) => {
    const [, name, ratio, goal] = LINE.exec(line) ?? []
    return name === undefined || goal === '' ? [] : [{ name, ratio: Number(ratio) }]
  })
  if (found.length === 0) throw new Error(`bench/scale.ts has measured nothing: ${said}`)
  console.error(said)
  found.sort((a, b) => b.ratio - a.ratio)
  const worst = found.slice(0, 5).map(({ name, ratio }) => `${name} ${figure(ratio)}`)
  return {
    value: found[0]!.ratio,
    spread: `${figure(found.at(-1)!.ratio)} to ${figure(found[0]!.ratio)}, ${found.length} kinds of page that have a goal`,
    note: `the worst: ${worst.join(', ')}`,
  }
}

export const archiveRow: Row = {
  ...{ name: 'archive', must: 1.15, aim: 1.05, unit: '', higher: false, onlyByName: true },
  title: 'archive of 534,023 articles, its slowest kind of page, of a small site',
  measure,
}
