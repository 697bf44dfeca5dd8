// What the form of an article says: its fields as typed, the faults beside them, its buttons. Pure.
import type { SectionRow } from '../../articles/section-queries.ts'
import type { Faults } from '../../faults.ts'
import { number, spelled } from '../../format.ts'
import type { Button, Place } from '../../markup/table.ts'
import { toolButtons, toolsWithPictures } from '../../markup/toolbar.ts'
import { missingDescription, type PictureField, pictureField } from '../../media/pages.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { ArticleField, ArticleForm, ArticleKind } from './form.ts'

type Field = { value: string; fault: string; hint: string }

/**
 * An article that has the same address or nearly the same headline. `headline` and `href` are empty while it is not
 * published; `join` leads to its thread, empty while that takes no comments.
 */
export type Pointer = { headline: string; href: string; detail: string; join: string }

/** `sends`: the form must be complete, and a sanction keeps it from being pressed. */
export type FormButton = { action: string; text: string; primary: boolean; sends: boolean }

export type ArticleFormModel = {
  /** Where the form is sent. */
  action: string
  label: string
  /** Who writes: a text that the browser holds is given back to nobody else. */
  writer: string
  /** Where the text is saved while it is typed; empty for nowhere. */
  saves: string
  /** The address under which the browser's texts are kept, for a form without drafts; empty for nowhere. */
  keep: string
  key: string
  /** The draft that the form was filled with and its revision. */
  draftReference: string
  /** The revision that an editor’s form was made from; empty for none. */
  base: string
  summary: { title: string; faults: { href: string; text: string }[] } | null
  /** Why moderators keep the writer from sending; `acknowledge` is the action that confirms a warning. */
  block: { text: string; acknowledge: string } | null
  /** Sentence about the draft that fills the form; empty for none. */
  draft: string
  /** Address of the list of drafts. */
  drafts: string
  /** Another draft that is being written, in another tab or earlier. `href` is empty for none. */
  otherDraft: { text: string; href: string }
  /** Name of a guest; null for members. */
  nic: (Field & { max: number }) | null
  /** Sentence for a writer without an account; empty for members. */
  signedOut: string
  /** Whether one of these buttons registers. */
  canRegister: boolean
  url: Field & { label: string; isOptional: boolean; pointers: Pointer[] }
  headline: Field & { pointers: Pointer[] }
  lede: Field & { isOptional: boolean }
  body: Field & { isOptional: boolean }
  section: { fault: string; value: string; areas: { name: string; sections: { slug: string; name: string }[] }[] }
  tags: Field
  /** Why an article is sent in that the site seems to have; null where it has none like it. */
  reason: Field | null
  /** Why an editor changes the article; null for a submission. */
  note: Field | null
  markup: string
  tools: readonly Button[]
  /** The field for a picture; null for guests. */
  picture: PictureField | null
  autofocus: boolean
  buttons: FormButton[]
  /** Hints below the buttons. */
  hints: string[]
}

export type ArticleFormState = {
  kind: ArticleKind
  /** Whose markup: an editor may write notes of the editors, anybody else a submission. */
  place: Exclude<Place, 'comment'>
  action: string
  label: string
  typed: Partial<ArticleForm>
  faults?: Faults<ArticleField>
  sections: readonly Pick<SectionRow, 'slug' | 'name' | 'area'>[]
  buttons: FormButton[]
  /** Id of the account that writes; null for a guest. */
  writer: number | null
  saves?: string
  keep?: string
  draft?: string
  otherDraft?: { text: string; href: string } | null
  block?: { sentence: string; acknowledge: string } | null
  signedOut?: string
  canRegister?: boolean
  /** Articles that may be the same news, by the field that says so. */
  pointers?: { url: Pointer[]; headline: Pointer[] }
  /** Whether an editor has to say why the article is changed. */
  hasNote?: boolean
  autofocus?: boolean
  /** Description of the chosen picture, as typed. */
  alt?: string | undefined
  hints?: string[]
}

const anchors: Partial<Record<ArticleField, string>> = {
  file: '#file',
  action: '#post',
  tool: '#post',
  key: '#post',
  draft: '#post',
  base: '#post',
}

/** @param altFault asked for at the field of the picture instead of at the text */
function faultSummary(faults: Faults<ArticleField>, altFault: string | undefined): ArticleFormModel['summary'] {
  const listed = Object.entries(faults) as [ArticleField, string][]
  return listed.length === 0
    ? null
    : {
        title: `Please fix ${listed.length === 1 ? 'one thing' : `${spelled(listed.length).toLowerCase()} things`}. Your text is safe.`,
        faults: listed.map(([name, text]) =>
          name === 'body' && altFault !== undefined
            ? { href: '#alt', text: altFault }
            : { href: anchors[name] ?? `#${name}`, text },
        ),
      }
}

/** Sections by area, in the order of the front page. */
function byArea(sections: ArticleFormState['sections']): ArticleFormModel['section']['areas'] {
  const areas = new Map<string, { slug: string; name: string }[]>()
  for (const { area, slug, name } of sections) areas.set(area, [...(areas.get(area) ?? []), { slug, name }])
  return [...areas].map(([name, list]) => ({ name, sections: list }))
}

const upTo = (most: number): string => `Up to ${number(most)} characters.`

export function articleFormModel(state: ArticleFormState): ArticleFormModel {
  const { kind, typed, faults = {}, pointers = { url: [], headline: [] } } = state
  const isLink = kind === 'link'
  const missing = state.writer === null ? null : missingDescription(typed.body ?? '', faults.body)
  const field = (name: keyof ArticleForm, hint: string): Field => ({
    value: typed[name] ?? '',
    fault: faults[name] ?? '',
    hint,
  })
  const asksReason =
    pointers.url.length + pointers.headline.length > 0 || (typed.reason ?? '') !== '' || faults.reason !== undefined
  return {
    action: state.action,
    label: state.label,
    writer: state.writer === null ? 'guest' : String(state.writer),
    saves: state.saves ?? '',
    keep: state.keep ?? '',
    key: typed.key ?? '',
    draftReference: typed.draft ?? '',
    base: typed.base ?? '',
    summary: faultSummary(faults, missing?.altFault),
    block: state.block == null ? null : { text: state.block.sentence, acknowledge: state.block.acknowledge },
    draft: state.draft ?? '',
    drafts: urls.articleDrafts,
    otherDraft: state.otherDraft ?? { text: '', href: '' },
    nic:
      state.writer === null
        ? { ...field('nic', '2 to 40 characters. Members’ names are reserved.'), max: limits.nic.max }
        : null,
    signedOut: state.signedOut ?? '',
    canRegister: state.canRegister ?? false,
    url: {
      ...field('url', isLink ? 'Readers go there. We load nothing from it.' : ''),
      label: isLink ? 'Address of the news' : 'Source link',
      isOptional: !isLink,
      pointers: pointers.url,
    },
    headline: { ...field('headline', `${upTo(limits.headline)} Say what happened.`), pointers: pointers.headline },
    lede: { ...field('lede', `${upTo(limits.lede)} Shown on the front page.`), isOptional: !isLink },
    body: { ...field('body', upTo(limits.article)), ...(missing && { fault: '' }), isOptional: isLink },
    section: { fault: faults.section ?? '', value: typed.section ?? '', areas: byArea(state.sections) },
    tags: field('tags', `Separated by commas, up to ${limits.tags}. A known tag gets the spelling of this site.`),
    reason: asksReason ? field('reason', 'Only the editors read it.') : null,
    note: state.hasNote === true ? field('note', 'Shown in the history of the article.') : null,
    markup: urls.articleMarkup,
    tools: state.writer === null ? toolButtons(state.place) : toolsWithPictures(state.place),
    picture: state.writer === null ? null : pictureField({ fault: faults.file, alt: state.alt }, true, missing),
    autofocus: state.autofocus === true,
    buttons: state.buttons,
    hints: state.hints ?? [],
  }
}
