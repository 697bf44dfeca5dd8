// View model of the page of a member's mutes. Pure.
import { urls } from '../urls.ts'
import { MAX_VALUE_CHARACTERS, type Mute, type MuteKind, muteKinds } from './rules.ts'

export type MutesPage = {
  groups: { kind: MuteKind; heading: string; mutes: { value: string; label: string; href: string }[] }[]
  form: {
    kind: MuteKind
    value: string
    fault: string
    next: string
    kinds: { value: MuteKind; label: string; checked: boolean }[]
    sections: { slug: string; name: string }[]
    most: number
  }
  message: string
}

const kindTexts: Record<MuteKind, { heading: string; label: string }> = {
  person: { heading: 'People', label: 'A person, by name' },
  section: { heading: 'Sections', label: 'A section' },
  tag: { heading: 'Tags', label: 'A tag' },
  word: { heading: 'Words', label: 'A word or phrase' },
}

const hrefOf = (mute: Mute): string =>
  mute.kind === 'section' ? urls.section(mute.value) : mute.kind === 'person' ? urls.person(mute.label) : ''

/** @param typed fields of the form: as typed, or as a link filled them in */
export function mutesPage(
  list: readonly Mute[],
  sections: readonly { slug: string; name: string }[],
  typed: { kind: MuteKind; value: string; fault: string; next: string },
  message: string,
): MutesPage {
  return {
    groups: muteKinds.flatMap((kind) => {
      const mutes = list
        .filter((mute) => mute.kind === kind)
        .map((mute) => ({ value: mute.value, label: mute.label, href: hrefOf(mute) }))
      return mutes.length === 0 ? [] : [{ kind, heading: kindTexts[kind].heading, mutes }]
    }),
    form: {
      ...typed,
      kinds: muteKinds.map((value) => ({ value, label: kindTexts[value].label, checked: value === typed.kind })),
      sections: sections.map(({ slug, name }) => ({ slug, name })),
      most: MAX_VALUE_CHARACTERS,
    },
    message,
  }
}

/** What the page says after a change, by the `done` of its address. */
export const muteDoneMessages = new Map(
  Object.entries({
    muted: 'Muted. It is hidden from your lists, counts, feeds and search. In threads a one-line stub marks the place.',
    unmuted: 'Unmuted.',
  }),
)
