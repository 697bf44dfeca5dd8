// The words of the pages: plain English, one word for one thing.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { stringsOf, visibleTextOf } from '../support/strings.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Phrases that a reader has to read twice, and the word to use instead. */
const banned: [phrase: RegExp, instead: string][] = [
  [/\bmeanwhile\b/i, 'say what happened'],
  [/\banew\b/i, 'again'],
  [/\bby itself\b/i, 'leave it out, or automatically'],
  [/\bof theirs\b/i, 'their'],
  [/\bas many as there may be\b/i, 'the limit'],
  [/\b(is|are) told\b/i, 'gets a message'],
  [/\bthere is none\b/i, 'no …'],
  [/\b(take|takes|took|taken|taking) (it |this |them |that |a comment |the comment )?back\b/i, 'withdraw, undo'],
  [/\b(throw|throws|threw|thrown|throwing) (it |this |them )?away\b/i, 'delete'],
  [/\b(put|puts|putting) (it |this |them |a comment )?back\b/i, 'restore, undo'],
  [/\b(let|lets|letting) (it |this |them )?through\b/i, 'approve'],
  [/\bto put right\b/i, 'to fix'],
  [/\bwhoever\b/i, 'name the person'],
  [/\bno more than that\b/i, 'at most'],
  [/\bin so many words\b/i, 'say it'],
  [/\bnot? any ?more\b|\bany more\b/i, 'no longer'],
  [/\brehears/i, 'test on recent comments'],
  [/\bthis is not yours to do\b/i, 'You don’t have permission'],
]

const texts = new Map(
  [
    ...globSync('views/**/*.eta', { cwd: root }).map((path) => [path, visibleTextOf(read(path))] as const),
    ...globSync(
      'src/**/{pages,*-pages,form,*-form,errors,rules,letters,sentences,permissions,reasons,log-acts,setting-texts,reason-setting-texts}.ts',
      {
        cwd: root,
      },
    ).map((path) => [path, stringsOf(read(path)).join('\n')] as const),
  ].map(([path, text]) => [path.replaceAll('\\', '/'), text] as const),
)

test('there is something to read', () => {
  expect(texts.size).toBeGreaterThan(100)
  expect([...texts.values()].join('').length).toBeGreaterThan(20_000)
})

/** The joke of the footer, which stays. */
const joke = 'Comments belong to whoever lost the argument.'

test.each(banned)('no page says %s', (phrase, instead) => {
  const found = [...texts].flatMap(([path, text]) =>
    text
      .split('\n')
      .filter((line) => phrase.test(line) && !line.includes(joke))
      .map((line) => `${path}: ${line.trim().slice(0, 120)} (instead: ${instead})`),
  )
  expect(found).toEqual([])
})
