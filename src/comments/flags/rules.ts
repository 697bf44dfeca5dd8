// How much a member's flags weigh, and which flags hold a comment without a moderator. Pure.
import { count } from '../../format.ts'
import { newcomersSince } from '../holds/rules.ts'

/** Moderators' decisions about a member's flags. */
export type FlagRecord = { upheld: number; dismissed: number }

/** With fewer decided flags than this a member's flags weigh in full: too few to judge by. */
export const MIN_DECIDED_FLAGS = 5

/** The weight by the share of dismissed flags, the first row that applies. docs/operating.md has the same table. */
export const flagWeights = [
  { dismissed: 'up to half', share: 0.5, weight: 1, text: 'in full' },
  { dismissed: 'up to three quarters', share: 0.75, weight: 0.5, text: 'half' },
  { dismissed: 'more', share: 1, weight: 0, text: 'not at all' },
] as const

const weightRow = ({ upheld, dismissed }: FlagRecord) =>
  flagWeights[
    upheld + dismissed < MIN_DECIDED_FLAGS
      ? 0
      : flagWeights.findIndex(({ share }) => dismissed <= share * (upheld + dismissed))
  ]!

/** What one flag of a member counts: 1, ½ or 0. */
export const flagWeight = (record: FlagRecord): number => weightRow(record).weight

/** `in full`, `half` or `not at all`. */
export const weightText = (record: FlagRecord): string => weightRow(record).text

/** What became of a member's flags and what the next one counts, for the member. */
export function flagRecordSentences(record: FlagRecord): string[] {
  const { upheld, dismissed } = record
  const decided = upheld + dismissed
  if (decided === 0) return ['No moderator has decided on a flag of yours yet. Your flags count in full.']
  const said = `Moderators upheld ${upheld} of your last ${count(decided, 'flag')} and dismissed ${dismissed}.`
  if (decided < MIN_DECIDED_FLAGS) return [said, 'Your flags count in full.']
  return [
    said,
    {
      1: 'Your flags count in full.',
      0.5: 'Your flags count half, because moderators dismissed more than half of them.',
      0: 'Your flags do not count towards holding a comment, because moderators dismissed more than three quarters of them. They still read each one.',
    }[flagWeight(record)]!,
  ]
}

export type Flagger = FlagRecord & {
  /** When the account was registered. */
  since: number
  confirmed: boolean
  /** Silenced or banned. */
  sanctioned: boolean
}

/** Why a member's flags do not hold a comment, whatever they weigh; null if they do. */
export const missingStanding = (
  { since, confirmed, sanctioned }: Flagger,
  now: number,
): 'unconfirmed' | 'sanctioned' | 'new' | null =>
  !confirmed ? 'unconfirmed' : sanctioned ? 'sanctioned' : since > newcomersSince(now) ? 'new' : null

/** The weight of the flags by members in good standing. */
const weightOfFlags = (flaggers: readonly Flagger[], now: number): number =>
  flaggers.reduce((sum, one) => sum + (missingStanding(one, now) === null ? flagWeight(one) : 0), 0)

/** Whether flags hold a comment. @param needed the site's setting; 0 for never */
export const flagsHold = (flaggers: readonly Flagger[], needed: number, now: number): boolean =>
  needed > 0 && weightOfFlags(flaggers, now) >= needed
