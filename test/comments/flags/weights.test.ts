// How much a member's flags weigh: the rule, and the table of it in the documents.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import {
  type Flagger,
  flagRecordSentences,
  flagsHold,
  flagWeight,
  flagWeights,
  MIN_DECIDED_FLAGS,
  missingStanding,
  weightText,
} from '../../../src/comments/flags/rules.ts'
import { DAY } from '../../../src/time.ts'

const NOW = 1000 * DAY
const good: Flagger = { since: NOW - 31 * DAY, confirmed: true, sanctioned: false, upheld: 0, dismissed: 0 }

describe('A flag', () => {
  test('weighs by the share of its member’s flags that moderators dismissed, once five are decided', () => {
    const weights = (decided: number) =>
      Array.from({ length: decided + 1 }, (_, dismissed) => flagWeight({ upheld: decided - dismissed, dismissed }))
    expect(weights(4)).toEqual([1, 1, 1, 1, 1])
    expect(weights(5)).toEqual([1, 1, 1, 0.5, 0, 0])
    expect(weights(8)).toEqual([1, 1, 1, 1, 1, 0.5, 0.5, 0, 0])
  })

  test('counts towards a hold only if its member is in good standing', () => {
    expect(missingStanding(good, NOW)).toBeNull()
    expect(missingStanding({ ...good, since: NOW - 29 * DAY }, NOW)).toBe('new')
    expect(missingStanding({ ...good, confirmed: false }, NOW)).toBe('unconfirmed')
    expect(missingStanding({ ...good, sanctioned: true }, NOW)).toBe('sanctioned')
    expect(flagsHold([good, { ...good, confirmed: false }], 2, NOW)).toBe(false)
  })

  test('holds with others that together weigh the number of the setting, which is off at 0', () => {
    const half: Flagger = { ...good, upheld: 2, dismissed: 3 }
    const none: Flagger = { ...good, dismissed: 9 }
    expect(flagsHold([good, half], 2, NOW)).toBe(false)
    expect(flagsHold([good, half, half], 2, NOW)).toBe(true)
    expect(flagsHold([good, none, none, none], 2, NOW)).toBe(false)
    expect(flagsHold([good, good], 0, NOW)).toBe(false)
  })

  test('tells its member what moderators decided about theirs, and what it counts', () => {
    expect(flagRecordSentences({ upheld: 0, dismissed: 0 })[0]).toContain('No moderator has decided')
    expect(flagRecordSentences({ upheld: 1, dismissed: 0 }).join(' ')).toBe(
      'Moderators upheld 1 of your last 1 flag and dismissed 0. Your flags count in full.',
    )
    expect(flagRecordSentences({ upheld: 2, dismissed: 3 }).join(' ')).toContain('Your flags count half')
    expect(flagRecordSentences({ upheld: 0, dismissed: 9 }).join(' ')).toContain('do not count towards holding')
  })
})

test('docs/operating.md has the table of the weights', () => {
  const text = readFileSync(fileURLToPath(new URL('../../../docs/operating.md', import.meta.url)), 'utf8')
  for (const { dismissed, text: weight } of flagWeights) expect(text).toContain(`| ${dismissed} | ${weight} |`)
  expect(text).toContain(`Fewer than ${['', '', '', '', '', 'five'][MIN_DECIDED_FLAGS]} decided flags`)
  expect(weightText({ upheld: 0, dismissed: 0 })).toBe('in full')
})
