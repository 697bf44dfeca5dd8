// Line rules without tags: empty lines separate paragraphs, a leading `>` makes a quotation. Pure.

import type { Mentions } from './autolink.ts'
import { linkRuns } from './autolink.ts'
import type { Budget } from './budget.ts'
import { payForBlocks } from './budget.ts'
import type { Block, Run } from './document.ts'
import { pushRun, sharedMarks } from './document.ts'
import { isQuoted } from './quote-lines.ts'

/** Characters that are enough to tell an emoticon from a quotation. */
const MAX_FACE_CHARACTERS = 8

export type LineRules = {
  mentions?: Mentions | undefined
  /** Quotations that may still nest here; further `>` are text. */
  room: number
  /** Quotations and links that the text may still have. */
  budget: Budget
}

type Line = { depth: number; runs: Run[]; typed: Run[] }

/** Makes paragraphs and quotations of runs, whose `\n` are line ends. Drops empty ones. */
export function paragraphs(runs: readonly Run[], rules: LineRules): Block[] {
  const blocks: Block[] = []
  const lines = splitLines(runs)
  const [only] = lines
  if (lines.length === 1 && only !== undefined && only[0]?.text.startsWith('>') !== true) {
    // Fast path: most texts between tags are one line.
    return only.length === 0 ? blocks : [{ kind: 'paragraph', runs: linkRuns(only, rules.budget, rules.mentions) }]
  }
  let before = 0
  addBlocks(
    lines.map((typed) => {
      const line = rules.budget.blocks === 0 ? { depth: 0, runs: typed, typed } : quotedLine(typed, rules.room)
      const begins = Math.max(0, line.depth - before)
      const taken = payForBlocks(begins, rules.budget) ? line : { depth: 0, runs: typed, typed }
      before = taken.depth
      return taken
    }),
    0,
    rules,
    blocks,
  )
  return blocks
}

/** Joins the lines of a heading or a caption into one. */
export function oneLine(runs: readonly Run[], budget: Budget, mentions?: Mentions): Run[] {
  const joined: Run[] = []
  for (const line of splitLines(runs)) {
    if (line.length > 0 && joined.length > 0) joinWith(' ', joined, line)
    for (const run of line) pushRun(joined, run.text, run.marks)
  }
  return linkRuns(joined, budget, mentions)
}

function addBlocks(lines: readonly Line[], level: number, rules: LineRules, blocks: Block[]): void {
  let paragraph: Run[] = []
  const endParagraph = (): void => {
    if (paragraph.length > 0)
      blocks.push({ kind: 'paragraph', runs: linkRuns(paragraph, rules.budget, rules.mentions) })
    paragraph = []
  }
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as Line
    if (line.depth > level) {
      endParagraph()
      const first = at
      while (at < lines.length && (lines[at] as Line).depth > level) at++
      addQuotation(lines.slice(first, at), level + 1, rules, blocks)
      continue
    }
    if (line.runs.length === 0) endParagraph()
    else addLine(paragraph, line.runs)
    at++
  }
  endParagraph()
}

function addQuotation(lines: readonly Line[], level: number, rules: LineRules, blocks: Block[]): void {
  if (lines.some((line) => line.runs.length > 0)) {
    const within: Block[] = []
    addBlocks(lines, level, rules, within)
    blocks.push({ kind: 'blockquote', blocks: within })
    return
  }
  // Only `>` without text: shown as typed.
  const runs: Run[] = []
  for (const line of lines) addLine(runs, line.typed)
  blocks.push({ kind: 'paragraph', runs })
}

function addLine(paragraph: Run[], line: readonly Run[]): void {
  if (paragraph.length > 0) joinWith('\n', paragraph, line)
  for (const run of line) pushRun(paragraph, run.text, run.marks)
}

function joinWith(text: string, before: Run[], after: readonly Run[]): void {
  pushRun(before, text, sharedMarks(before.at(-1)?.marks ?? [], after[0]?.marks ?? []))
}

function splitLines(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]]
  for (const run of runs) {
    if (!run.text.includes('\n')) {
      if (run.text !== '') (lines.at(-1) as Run[]).push(run)
      continue
    }
    const parts = run.text.split('\n')
    for (let at = 0; at < parts.length; at++) {
      if (at > 0) lines.push([])
      const text = parts[at] as string
      if (text !== '') (lines.at(-1) as Run[]).push({ text, marks: run.marks })
    }
  }
  return lines.map(trimmed)
}

function trimmed(line: Run[]): Run[] {
  const [only] = line
  if (only === undefined) return line
  if (line.length === 1) {
    // Fast path: almost all lines have one run.
    const text = only.text.trim()
    return text === '' ? [] : text === only.text ? line : [{ text, marks: only.marks }]
  }
  let first = 0
  let after = line.length
  while (first < after && (line[first] as Run).text.trim() === '') first++
  while (after > first && (line[after - 1] as Run).text.trim() === '') after--
  const runs = line.slice(first, after)
  const start = runs[0]
  if (start !== undefined) runs[0] = { ...start, text: start.text.trimStart() }
  const end = runs.at(-1)
  if (end !== undefined) runs[runs.length - 1] = { ...end, text: end.text.trimEnd() }
  return runs
}

function quotedLine(typed: Run[], room: number): Line {
  const first = typed[0]
  if (first === undefined || !first.text.startsWith('>') || first.marks.some((mark) => mark.name === 'code')) {
    return { depth: 0, runs: typed, typed }
  }
  let depth = 0
  let at = 0
  while (depth < room && isQuoted(first.text.slice(at, at + MAX_FACE_CHARACTERS))) {
    depth++
    at++
    while (first.text.charAt(at) === ' ' || first.text.charAt(at) === '\t') at++
  }
  const rest: Run[] = [{ ...first, text: first.text.slice(at) }, ...typed.slice(1)]
  return { depth, runs: trimmed(rest), typed }
}
