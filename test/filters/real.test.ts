// Real comments, where they are at hand: what people write to one another is not taken for what it is not.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { classifierWords, crossValidate, type Lesson } from '../../src/filters/classifier.ts'
import { compileFilter, findMatch } from '../../src/filters/rules.ts'
import { noSigns } from '../../src/filters/signs.ts'
import { plainText } from '../../src/markup/text.ts'

const folder = fileURLToPath(new URL('../../../shared/data/hn/', import.meta.url))
const file = `${folder}firebase-40846428-who-is-hiring-2024-07.json`
const there = existsSync(file)

const texts = (): string[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { comments: { text?: string }[] }).comments.flatMap(({ text }) =>
    text === undefined ? [] : [plainText(text.replaceAll('&#x27;', "'").replaceAll('&#x2F;', '/'))],
  )

const WORDS = [
  'casino',
  'pills',
  'loan',
  'sex',
  'bonus',
  'spam',
  'crypto',
  'ass',
  'hell',
  'damn',
  'kill',
  'idiot',
  'poker',
  'replica',
  'seo',
  'win',
  'free',
  'is',
  'so',
  'os',
  'io',
]

test.skipIf(!there)('folding finds no word in real comments that does not stand there', () => {
  const all = texts()
  expect(all.length).toBeGreaterThan(300)
  const ready = WORDS.map((word) => ({
    word,
    ready: compileFilter({
      id: 1,
      name: 'F',
      kind: 'word',
      match_text: word,
      whole_words: 1,
      action: 'hold',
      replacement: '',
      applies_to: 'everybody',
      form_sign: '',
    }),
    plainly: new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, 'iu'),
  }))
  const wrong = all.flatMap((text) =>
    ready.flatMap(({ word, ready: one, plainly }) => {
      const found = findMatch(one, {
        source: text,
        plain: text.replace(/\s+/g, ' ').trim(),
        hosts: [],
        guest: false,
        liveComments: 9,
        repeated: null,
        signs: noSigns,
      })
      return (found !== null) === plainly.test(text) ? [] : [`${word}: ${found?.words.join()}`]
    }),
  )
  expect(wrong).toEqual([])
})

const ADVERTISED = [
  'Cheap pills shipped to your door tonight',
  'Win big at our casino, bonus for every visitor',
  'Fast loans without questions, click for bonus',
  'Remote job, earn money from home, click tonight',
  'Our company is hiring followers, instant delivery, best price',
  'Software that ranks your site first, order now',
]

test.skipIf(!there)(
  'the classifier takes next to no real comment for advertising, even where that speaks of jobs, too',
  () => {
    const lessons = texts().flatMap((plain, i): Lesson[] => [
      { label: 'good', words: classifierWords({ plain, hosts: [], guest: true, newcomer: true }) },
      ...(i % 4 === 0
        ? [
            {
              label: 'bad' as const,
              words: classifierWords({
                plain: `${ADVERTISED[(i / 4) % 6]}. ${ADVERTISED[(i / 4 + 2) % 6]}!`,
                hosts: [],
                guest: true,
                newcomer: true,
              }),
            },
          ]
        : []),
    ])
    const steps = crossValidate(lessons)
    let step = steps.next()
    while (!step.done) step = steps.next()
    const { caught, missed, falseAlarms, passed } = step.value!.find(({ threshold }) => threshold === 90)!
    expect(falseAlarms / (falseAlarms + passed)).toBeLessThan(0.02)
    expect(caught / (caught + missed)).toBeGreaterThan(0.9)
  },
)
