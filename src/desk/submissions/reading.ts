// Gathers what the form of a submission shows: sections, what is left of today, other drafts, blocks, the preview.

import { type StoryColumns, storyFields } from '../../articles/page/story-pages.ts'
import { openSections } from '../../articles/section-queries.ts'
import { draftWriters } from '../../comments/drafts/actions.ts'
import { readReference, writeReference } from '../../comments/drafts/rules.ts'
import { acknowledgement, MEMBER_KEY_PREFIX } from '../../comments/posting/form.ts'
import { formatWait } from '../../comments/posting/limit-checks.ts'
import type { Deps } from '../../deps.ts'
import type { Faults } from '../../faults.ts'
import { momentInSentence } from '../../format.ts'
import { may } from '../../permissions.ts'
import { canStrangersRegister } from '../../registration-modes.ts'
import { postingBlock, senderOf } from '../../sanctions/checks.ts'
import { dayOf } from '../../time.ts'
import { urls } from '../../urls.ts'
import type { Reader } from '../../web/reader.ts'
import { type ArticleDraft, listArticleDrafts } from '../drafts/actions.ts'
import { findDuplicates } from '../duplicates/reading.ts'
import type { ArticleField, ArticleForm, ArticleKind } from './form.ts'
import { type CheckedForm, placeOf } from './form-checks.ts'
import { articleFormModel } from './form-pages.ts'
import { findAllowance } from './limit-checks.ts'
import {
  type AddressPage,
  allowanceSentence,
  draftTitle,
  formAddress,
  formButtons,
  headings,
  intros,
  otherKind,
  type PreviewedStory,
  pointersOf,
  type SubmitPage,
  whatNext,
} from './pages.ts'

type Writing = Pick<Reader, 'viewer' | 'guest' | 'dates' | 'details'>

export type SubmitState = {
  kind: ArticleKind
  typed: Partial<ArticleForm>
  faults?: Faults<ArticleField>
  /** The checked form that a preview shows. */
  checked?: CheckedForm
  notice?: { kind: string; text: string }
  /** The draft that the form was filled with or saved as. */
  draft?: Pick<ArticleDraft, 'id' | 'revision' | 'changed_at'> | null
  autofocus?: boolean
  /** Description of the chosen picture, as typed. */
  alt?: string | undefined
}

/** The drafts of a writer, without the one that the form continues. */
async function otherDrafts(deps: Deps, { viewer, guest }: Writing, own: number | null): Promise<ArticleDraft[]> {
  return (await listArticleDrafts(deps, draftWriters(viewer, guest))).filter(({ id }) => id !== own)
}

const draftLink = (draft: ArticleDraft): { href: string; text: string } => ({
  href: urls.articleDraft(draft.id),
  text: draftTitle(draft),
})

const writerKind = (deps: Deps, { viewer }: Writing): 'guest' | 'member' | 'publisher' =>
  viewer === null ? 'guest' : may.publishDirectly(viewer, deps.settings()) === null ? 'publisher' : 'member'

/** What the writer has to know before writing: what happens next, and how many can be sent in. */
async function readFacts(deps: Deps, reader: Writing): Promise<SubmitPage['facts']> {
  const allowance = await findAllowance(deps, deps.db, reader.viewer ?? reader.guest)
  return [
    { label: 'What happens next', text: whatNext(deps.settings().deskMinutes, writerKind(deps, reader)) },
    ...(allowance === null
      ? []
      : [{ label: 'Limit', text: allowanceSentence(allowance, formatWait(allowance.seconds)) }]),
  ]
}

/** The key of the form; one that comes back keeps its key while the same person writes. */
const keyOf = (deps: Deps, { viewer }: Writing, key = ''): string =>
  key !== '' && key.startsWith(MEMBER_KEY_PREFIX) === (viewer !== null)
    ? key
    : viewer !== null
      ? `${MEMBER_KEY_PREFIX}${deps.random.token().slice(0, 15)}`
      : deps.random.token().slice(0, 22)

/** The article as it will be published. */
export function previewOf(
  deps: Deps,
  { viewer, dates }: Pick<Writing, 'viewer' | 'dates'>,
  { article, section }: CheckedForm,
): PreviewedStory {
  const now = deps.clock()
  const { tags, ...columns } = article
  const row: StoryColumns = {
    ...columns,
    id: 0,
    slug: '',
    section: section?.name ?? 'No section yet',
    section_slug: section?.slug ?? '',
    day: dayOf(now, deps.settings().timeZone),
    account_nic: viewer?.nic ?? null,
    account_role: viewer?.role ?? null,
    editor_nic: null,
    editor_role: null,
    published_at: now,
    revised_at: null,
    revision_note: null,
    source_name: null,
    view_count: 0,
    comment_count: 0,
    picture: null,
    picture_alt: null,
    picture_caption: null,
    picture_credit: null,
    picture_width: null,
    picture_height: null,
  }
  return { ...storyFields(row, tags, [], dates, deps.config.baseUrl), permalink: '', edit: '', revise: '', correct: '' }
}

export async function readSubmitPage(deps: Deps, reader: Writing, state: SubmitState): Promise<SubmitPage> {
  const { kind, draft = null, checked } = state
  const { viewer, guest, details, dates } = reader
  const settings = deps.settings()
  const typed = { ...(details === null ? {} : { nic: details.nic }), ...state.typed }
  const own = draft?.id ?? readReference(typed.draft ?? '')?.id ?? null
  const [other] = await otherDrafts(deps, reader, own)
  const about = { url: typed.url ?? '', headline: typed.headline ?? '', except: null }
  const duplicates = about.url + about.headline === '' ? [] : await findDuplicates(deps, about)
  const block = await postingBlock(deps, deps.db, senderOf(viewer, null), dates)
  const submits = may.submit(viewer, settings) === null
  const buttons = formButtons(
    { submits, publishes: submits && may.publishDirectly(viewer, settings) === null },
    checked !== undefined,
  )
  return {
    heading: headings[kind],
    intro: intros[kind],
    facts: [
      ...(draft === null
        ? []
        : [{ label: 'Saved', text: `Draft, ${momentInSentence(draft.changed_at, deps.clock(), dates).text}` }]),
      ...(await readFacts(deps, reader)),
    ],
    other: otherKind(kind),
    notice: state.notice ?? null,
    preview:
      checked === undefined
        ? null
        : {
            story: previewOf(deps, reader, checked),
            replaced: checked.replaced,
            buttons: buttons.filter(({ sends }) => sends),
            blocked: block !== null,
          },
    form: articleFormModel({
      kind,
      place: placeOf(viewer ?? guest ?? { key: '', fresh: true, address: '' }),
      action: formAddress(kind),
      label: headings[kind],
      typed: {
        ...typed,
        key: keyOf(deps, reader, typed.key),
        draft: draft === null ? (typed.draft ?? '') : writeReference(draft),
      },
      faults: state.faults ?? {},
      sections: await openSections(deps.db),
      buttons,
      writer: viewer?.id ?? null,
      saves: urls.articleDrafts,
      pointers: pointersOf(duplicates, deps.clock(), dates),
      draft: draft === null ? '' : `Draft saved ${momentInSentence(draft.changed_at, deps.clock(), dates).text}.`,
      otherDraft: other === undefined ? null : draftLink(other),
      block:
        block === null
          ? null
          : { sentence: block.sentence, acknowledge: block.warning === null ? '' : acknowledgement(block.warning) },
      signedOut:
        viewer !== null ? '' : submits ? 'You’re writing as a guest. Or' : 'You are not signed in. To send it in,',
      canRegister: canStrangersRegister(deps.settings()),
      autofocus: state.autofocus === true,
      alt: state.alt,
    }),
  }
}

/** Drafts that the first step of a link offers to go on with. */
const MAX_OFFERED_DRAFTS = 3

export async function readAddressPage(
  deps: Deps,
  reader: Writing,
  { draft, ...url }: { value: string; fault: string; draft: string },
): Promise<AddressPage> {
  return {
    heading: headings.link,
    intro: intros.link,
    facts: await readFacts(deps, reader),
    other: otherKind('link'),
    action: urls.newLink,
    url,
    draft,
    drafts: (await otherDrafts(deps, reader, readReference(draft)?.id ?? null))
      .slice(0, MAX_OFFERED_DRAFTS)
      .map(draftLink),
  }
}
