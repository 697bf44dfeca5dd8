// Contrast of text and edges on their backgrounds, in light, dark and high contrast, by the formula of WCAG 2.2.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../public', name), 'utf8').replace(/\/\*[^]*?\*\//g, '')
const tokens = read('tokens.css')

type Palette = Map<string, string>

/** Tokens of a block: of `light-dark()` the light or the dark value. */
function palette(block: string, scheme: 'light' | 'dark'): Palette {
  const found: Palette = new Map()
  for (const [, name, light, dark, only] of block.matchAll(/--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w{3,6}));/g))
    found.set(name!, only ?? (scheme === 'light' ? light! : dark!))
  return found
}

const between = (from: string, to: string): string =>
  tokens.slice(tokens.indexOf(from), tokens.indexOf(to, tokens.indexOf(from)))
const base = between(':root {', ':root[data-theme')
const moreContrast = between('@media (prefers-contrast: more)', '@media (prefers-reduced-motion')
const fallback = tokens.slice(tokens.indexOf('@supports not'))

const palettes = (['light', 'dark'] as const).flatMap((scheme) => [
  { name: scheme, colours: palette(base, scheme) },
  {
    name: `${scheme}, with more contrast`,
    colours: new Map([...palette(base, scheme), ...palette(moreContrast, scheme)]),
  },
])

/** Relative luminance of a colour in hexadecimal signs. */
function luminance(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((one) => one + one).join('') : colour.slice(1)
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** What text is written in, by the ground that it stands on. */
const texts: Record<string, readonly string[]> = {
  paper: ['ink', 'ink-2', 'ink-3', 'pencil', 'seen', 'stop', 'go'],
  sheet: ['ink', 'ink-2', 'ink-3', 'pencil', 'seen', 'stop', 'go'],
  shade: ['ink', 'ink-2', 'ink-3', 'pencil', 'seen', 'stop'],
  'pencil-wash': ['ink', 'ink-2', 'ink-3', 'pencil'],
  'marker-wash': ['ink', 'ink-2', 'ink-3', 'pencil', 'seen', 'stop'],
  'go-wash': ['ink', 'ink-2', 'pencil', 'go'],
  'stop-wash': ['ink', 'ink-2', 'pencil', 'stop'],
  ink: ['paper'],
  stop: ['paper'],
  // The primary button under the pointer is ink with some pencil in it.
  pencil: ['paper'],
  marker: ['on-marker'],
}

/** Edges of controls, marks and the ring of the focus, by the ground that they stand on. */
const marks: Record<string, readonly string[]> = {
  paper: ['edge', 'pencil', 'marker-line', 'stop', 'go', 'ink'],
  sheet: ['edge', 'pencil', 'stop', 'ink'],
  shade: ['edge', 'pencil', 'ink'],
}

/** Rules between things that are apart anyway: nothing depends on seeing them. */
const decoration = ['rule']

const pairs = (table: Record<string, readonly string[]>): [text: string, ground: string][] =>
  Object.entries(table).flatMap(([ground, colours]) => colours.map((text): [string, string] => [text, ground]))

const below = (colours: Palette, table: Record<string, readonly string[]>, least: number): string[] =>
  pairs(table)
    .map(([text, ground]) => ({ text, ground, ratio: contrast(colours.get(text)!, colours.get(ground)!) }))
    .filter(({ ratio }) => ratio < least)
    .map(({ text, ground, ratio }) => `${text} on ${ground}: ${ratio.toFixed(2)}`)

test('black on white is 21 to 1, and a colour on itself 1 to 1', () => {
  expect(contrast('#000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#777')).toBe(1)
  expect(contrast('#777777', '#fff')).toBeCloseTo(4.48, 2)
})

test.each(palettes)('text has 4.5 to 1, and edges and marks 3 to 1, in $name', ({ colours }) => {
  expect(below(colours, texts, 4.5)).toEqual([])
  expect(below(colours, marks, 3)).toEqual([])
})

test('every colour of tokens.css is in a pair', () => {
  const known = new Set([...pairs(texts), ...pairs(marks)].flat().concat(decoration))
  expect([...palette(base, 'light').keys()].filter((name) => !known.has(name))).toEqual([])
})

test('every rule of site.css that sets a text colour on a ground sets one of the pairs', () => {
  const known = new Set(pairs(texts).map(([text, ground]) => `${text} on ${ground}`))
  const set = [...read('site.css').matchAll(/\{([^{}]*)\}/g)].flatMap(([, rule]) => {
    const text = /(?:^|[;\s])color: var\(--([\w-]+)\)/.exec(rule!)?.[1]
    const ground = /background(?:-color)?: var\(--([\w-]+)\)/.exec(rule!)?.[1]
    return text && ground ? [`${text} on ${ground}`] : []
  })
  expect(set.length).toBeGreaterThan(10)
  expect(set.filter((pair) => !known.has(pair))).toEqual([])
})

test('a browser without light-dark() gets the light colours', () => {
  const light = palette(base, 'light')
  for (const [name, colour] of palette(fallback, 'light')) expect([name, colour]).toEqual([name, light.get(name)])
  expect(palette(fallback, 'light').size).toBe(light.size - 1)
})
