// What one text may make of few characters, so that what comes out stays in proportion to what was typed. Pure.

import type { Mark } from './document.ts'

/**
 * Without it a long link over many short paragraphs, or twelve `>` before every letter, would come out hundreds of
 * times as long as they were typed.
 */
export type Budget = {
  /** Characters of marks that are written again: in the next paragraph, or after another mark that they cross. */
  repeats: number
  /** Quotations, lists, items, and the costs of squishes and pictures. */
  blocks: number
  /** Links, written with a tag or without. */
  links: number
}

/** What a squish, which comes out as six elements, and a picture with all its attributes cost as much as. */
export const SQUISH_COST = 3
export const PICTURE_COST = 5

/** The budget of a text of so many characters: more than anybody needs who means it. */
export function budgetFor(length: number): Budget {
  return {
    repeats: 4_000 + Math.ceil(length / 8),
    blocks: 1_000 + Math.ceil(length / 100),
    links: 500 + Math.ceil(length / 60),
  }
}

/** Pays for marks that are written once more; false when that is too much. */
export function payForMarks(marks: readonly Mark[], budget: Budget): boolean {
  let cost = 0
  // `big` comes out as a span with a class, a link with its address and what it says about itself.
  for (const { name, href } of marks)
    cost += href !== undefined ? href.length + 60 : name === 'big' ? 26 : 2 * name.length + 5
  if (cost > budget.repeats) return false
  budget.repeats -= cost
  return true
}

/** Pays for blocks; false when those are too many. */
export function payForBlocks(count: number, budget: Budget): boolean {
  if (count > budget.blocks) return false
  budget.blocks -= count
  return true
}

/** Pays for a link; false when those are too many. */
export function payForLink(budget: Budget): boolean {
  if (budget.links === 0) return false
  budget.links--
  return true
}
