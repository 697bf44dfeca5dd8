// Limits of the output of one text, so that it stays in proportion to the input. Pure.

import type { Mark } from './document.ts'

/**
 * What one text may still produce. Without it, a long link over many short paragraphs, or twelve `>` before every
 * letter, would render hundreds of times as long as typed.
 */
export type Budget = {
  /** Characters of marks that are repeated: in the next paragraph, or after another mark that they cross. */
  repeats: number
  /** Quotations, lists and items; squishes and pictures cost more than one. */
  blocks: number
  /** Links, with or without a tag. */
  links: number
}

/** Cost in blocks: a squish renders as six elements, a picture has many attributes. */
export const SQUISH_COST = 3
export const PICTURE_COST = 5

/** The budget of a text by its length in characters; more than any sensible text needs. */
export function budgetFor(length: number): Budget {
  return {
    repeats: 4_000 + Math.ceil(length / 8),
    blocks: 1_000 + Math.ceil(length / 100),
    links: 500 + Math.ceil(length / 60),
  }
}

/** Pays for repeating marks; false when the budget is exceeded. */
export function payForMarks(marks: readonly Mark[], budget: Budget): boolean {
  let cost = 0
  // `big` renders as a span with a class, a link with its address and `rel`.
  for (const { name, href } of marks)
    cost += href !== undefined ? href.length + 60 : name === 'big' ? 26 : 2 * name.length + 5
  if (cost > budget.repeats) return false
  budget.repeats -= cost
  return true
}

/** Pays for blocks; false when the budget is exceeded. */
export function payForBlocks(count: number, budget: Budget): boolean {
  if (count > budget.blocks) return false
  budget.blocks -= count
  return true
}

/** Pays for a link; false when the budget is exceeded. */
export function payForLink(budget: Budget): boolean {
  if (budget.links === 0) return false
  budget.links--
  return true
}
