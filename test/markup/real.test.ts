// Real comments from other systems, where their files are at hand.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { expect, test } from 'vitest'

import { render } from '../../src/markup/render.ts'
import { faults } from './contained.ts'

const folder = resolve(import.meta.dirname, '../../../shared/data/markup')
const there = existsSync(folder)

type Sample = { id: string; format: string; body: string }

function samples(): Sample[] {
  const messy = readFileSync(resolve(folder, 'messy-comments.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample)
  const pages = readdirSync(folder)
    .filter((name) => name.endsWith('.html'))
    .map((name) => ({ id: name, format: 'html', body: readFileSync(resolve(folder, name), 'utf8') }))
  return [...messy, ...pages]
}

test.runIf(there)('honest mess renders, contained, in every format and place', () => {
  const all = samples()
  expect(all.length).toBeGreaterThan(200)
  for (const { id, body } of all) {
    for (const format of ['markup', 'html'] as const) {
      for (const place of ['comment', 'article'] as const) {
        expect(faults(render(body, { format, place }).html, place), id).toEqual([])
      }
    }
  }
})

test.runIf(there)('a whole imported thread renders, contained', () => {
  const file = resolve(folder, 'hn-48849066-comments-flat.json')
  const comments = JSON.parse(readFileSync(file, 'utf8')) as { id: number; text: string | null }[]
  for (const { id, text } of comments)
    expect(faults(render(text ?? '', { format: 'html', place: 'comment' }).html, 'comment'), String(id)).toEqual([])
})
