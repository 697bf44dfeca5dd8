// What a member has muted, and what that hides: one rule for threads, lists, counts, feeds, search and mail. Pure.

import { plainText } from '../markup/text.ts'
import { foldAccents, skeleton } from '../skeleton.ts'

export const muteKinds = ['person', 'section', 'tag', 'word'] as const
export type MuteKind = (typeof muteKinds)[number]

export type Mute = { kind: MuteKind; value: string; label: string }

export type Mutes = {
  list: readonly Mute[]
  /** By the skeleton of a nic: whoever signs with it, or with one that looks like it. A picked nic is never muted with the person behind it. */
  people: ReadonlySet<string>
  /** By slug. */
  sections: ReadonlySet<string>
  tags: ReadonlySet<string>
  /** Matches a text, folded by `fold`, that has one of the words. */
  words: RegExp | null
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

export function compileMutes(list: readonly Mute[]): Mutes {
  const of = (kind: MuteKind): string[] => list.filter((mute) => mute.kind === kind).map((mute) => mute.value)
  const words = of('word')
  return {
    list,
    people: new Set(of('person')),
    sections: new Set(of('section')),
    tags: new Set(of('tag')),
    words:
      words.length === 0
        ? null
        : new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(escapeRegExp).join('|')})(?![\\p{L}\\p{N}])`, 'u'),
  }
}

export const noMutes: Mutes = compileMutes([])

export const hasNoMutes = (mutes: Mutes): boolean => mutes.list.length === 0

const hasMutedWord = (mutes: Mutes, text: string): boolean =>
  mutes.words !== null && mutes.words.test(foldAccents(text))

/** Why something is hidden, or null. */
export type MuteReason = MuteKind | null

export type StoryFacts = { nic: string; section_slug: string; headline: string; lede: string; tags?: readonly string[] }

export function storyMuteReason(mutes: Mutes, story: StoryFacts): MuteReason {
  if (hasNoMutes(mutes)) return null
  if (mutes.sections.has(story.section_slug)) return 'section'
  if (mutes.people.size > 0 && mutes.people.has(skeleton(story.nic))) return 'person'
  if (story.tags?.some((tag) => mutes.tags.has(tag))) return 'tag'
  return hasMutedWord(mutes, `${story.headline} ${story.lede}`) ? 'word' : null
}

/** @param comment its `html` may be left out where only the signature is known */
export function commentMuteReason(mutes: Mutes, comment: { nic: string; html?: string }): MuteReason {
  if (mutes.people.size > 0 && mutes.people.has(skeleton(comment.nic))) return 'person'
  return comment.html !== undefined && mutes.words !== null && hasMutedWord(mutes, plainText(comment.html))
    ? 'word'
    : null
}

/** Mutes of one member at most, and characters of a muted word. */
export const MAX_MUTES = 200
export const MAX_VALUE_CHARACTERS = 40

/**
 * What a form's value becomes: what is compared, and how the member knows it.
 * @returns a sentence instead where it cannot be muted
 */
export function parseMute(kind: MuteKind, typed: string): Mute | string {
  const label = typed.normalize('NFKC').replace(/\s+/gu, ' ').trim()
  if (label === '')
    return {
      person: 'Audience? Type the name that is to be hidden.',
      section: 'Choose a section.',
      tag: 'Which tag?',
      word: 'Which word?',
    }[kind]
  if ([...label].length > MAX_VALUE_CHARACTERS) return `That is longer than ${MAX_VALUE_CHARACTERS} characters.`
  if (kind === 'person') return { kind, value: skeleton(label), label }
  if (kind !== 'word') return { kind, value: label, label }
  const value = foldAccents(label)
  return [...value].length < 2 || !/[\p{L}\p{N}]/u.test(value)
    ? 'A muted word has at least two letters: a shorter one would hide too much.'
    : { kind, value, label }
}
