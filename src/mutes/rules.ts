// Mutes and what they hide: the same rule for threads, lists, counts, feeds, search and letters. Pure.

import { plainText } from '../markup/text.ts'
import { foldAccents, skeleton } from '../skeleton.ts'
import { UNSPACED_OR_KOREAN } from '../unspaced.ts'

export const muteKinds = ['person', 'section', 'tag', 'word'] as const
export type MuteKind = (typeof muteKinds)[number]

export type Mute = { kind: MuteKind; value: string; label: string }

export type Mutes = {
  list: readonly Mute[]
  /** Skeletons of nics. A mute hides everyone who signs with the nic or one that looks like it. It never hides the person's other nics. */
  people: ReadonlySet<string>
  /** Slugs. */
  sections: ReadonlySet<string>
  tags: ReadonlySet<string>
  /** Matches a text folded by `foldAccents` that contains one of the words; null without muted words. */
  words: RegExp | null
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** A letter that makes a word longer. In scripts without spaces, and before a Korean particle, a word ends anywhere. */
const LETTER = `[[\\p{L}\\p{N}]--[${UNSPACED_OR_KOREAN}]]`

/** Compiles a list of mutes into sets and one expression. */
export function compileMutes(list: readonly Mute[]): Mutes {
  const of = (kind: MuteKind): string[] => list.filter((mute) => mute.kind === kind).map((mute) => mute.value)
  // Folded again, because an older version may have saved them.
  const words = of('word').map(foldAccents)
  return {
    list,
    people: new Set(of('person')),
    sections: new Set(of('section')),
    tags: new Set(of('tag')),
    words:
      words.length === 0
        ? null
        : new RegExp(`(?<!${LETTER})(?:${words.map(escapeRegExp).join('|')})(?!${LETTER})`, 'v'),
  }
}

export const noMutes: Mutes = compileMutes([])

export const hasNoMutes = (mutes: Mutes): boolean => mutes.list.length === 0

const hasMutedWord = (mutes: Mutes, text: string): boolean => mutes.words?.test(foldAccents(text)) ?? false

/** The kind of mute that hides something, or null. */
export type MuteReason = MuteKind | null

export type StoryFacts = { nic: string; section_slug: string; headline: string; lede: string; tags?: readonly string[] }

/** Why a story is hidden, or null. */
export function storyMuteReason(mutes: Mutes, story: StoryFacts): MuteReason {
  if (hasNoMutes(mutes)) return null
  if (mutes.sections.has(story.section_slug)) return 'section'
  if (mutes.people.size > 0 && mutes.people.has(skeleton(story.nic))) return 'person'
  if (story.tags?.some((tag) => mutes.tags.has(tag))) return 'tag'
  return hasMutedWord(mutes, `${story.headline} ${story.lede}`) ? 'word' : null
}

/** Why a comment is hidden, or null. @param comment `html` may be missing where only the nic is known */
export function commentMuteReason(mutes: Mutes, comment: { nic: string; html?: string }): MuteReason {
  if (mutes.people.size > 0 && mutes.people.has(skeleton(comment.nic))) return 'person'
  return comment.html !== undefined && mutes.words !== null && hasMutedWord(mutes, plainText(comment.html))
    ? 'word'
    : null
}

/** Mutes of one member, and characters of a muted value. */
export const MAX_MUTES = 200
export const MAX_VALUE_CHARACTERS = 40

/**
 * Parses a form's value into a mute: `value` is compared, `label` is shown to the member.
 * @returns a sentence instead if it cannot be muted
 */
export function parseMute(kind: MuteKind, typed: string): Mute | string {
  const label = typed.normalize('NFKC').replace(/\s+/gu, ' ').trim()
  if (label === '')
    return {
      person: 'Enter the name to mute.',
      section: 'Choose a section.',
      tag: 'Enter a tag.',
      word: 'Enter a word or phrase.',
    }[kind]
  if ([...label].length > MAX_VALUE_CHARACTERS) return `Use at most ${MAX_VALUE_CHARACTERS} characters.`
  if (kind === 'person') return { kind, value: skeleton(label), label }
  if (kind !== 'word') return { kind, value: label, label }
  const value = foldAccents(label)
  return [...value].length < 2 || !/[\p{L}\p{N}]/u.test(value)
    ? 'A muted word needs at least two letters. A shorter one would hide too much.'
    : { kind, value, label }
}
