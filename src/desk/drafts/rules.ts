// What a draft of an article holds, and which draft a form continues. Pure.
import { isInvisible } from '../../blank.ts'
import { continuedDraft, type DraftReference } from '../../comments/drafts/rules.ts'
import { limits } from '../../settings.ts'
import type { ArticleKind } from '../submissions/form.ts'

const draftTextFields = ['url', 'headline', 'lede', 'body', 'section', 'tags', 'nic', 'reason'] as const

/** The texts of a draft. */
export type DraftTexts = Record<(typeof draftTextFields)[number], string>

export type DraftForm = DraftTexts & { kind: ArticleKind; key: string; draft: string }

/** Characters beside the body that a draft keeps of each field: twice what an article may have. */
const longest: Record<(typeof draftTextFields)[number], number> = {
  url: limits.address * 2,
  headline: limits.headline * 2,
  lede: limits.lede * 2,
  body: limits.article * 2,
  section: 200,
  tags: limits.tags * limits.tag * 2,
  nic: limits.nic.max * 2,
  reason: limits.reason * 2,
}

/** The texts of a form as a draft keeps them. A text that is far too long is cut, beside the form that has it all. */
export const draftTexts = (form: DraftTexts): DraftTexts =>
  Object.fromEntries(draftTextFields.map((name) => [name, form[name].slice(0, longest[name])])) as DraftTexts

/** Whether there is nothing to save. A section and a name alone are chosen in a moment. */
export const isEmptyDraft = (texts: DraftTexts): boolean =>
  (['url', 'headline', 'lede', 'body', 'tags', 'reason'] as const).every((name) => isInvisible(texts[name]))

/** All texts of a draft in one, to compare with another. */
const wholeText = (texts: DraftTexts): string => JSON.stringify(draftTextFields.map((name) => texts[name]))

export const isSameText = (one: DraftTexts, other: DraftTexts): boolean => wholeText(one) === wholeText(other)

/** The draft that a form continues, by the rules of comments. */
export function continuedArticle<D extends DraftTexts & DraftReference & { form_key: string }>(
  drafts: readonly D[],
  form: DraftTexts & { key: string; draft: string },
): D | undefined {
  const found = continuedDraft(
    drafts.map(({ id, revision, form_key, ...texts }) => ({ id, revision, form_key, body: wholeText(texts) })),
    { key: form.key, draft: form.draft, body: wholeText(form) },
  )
  return drafts.find(({ id }) => id === found?.id)
}
