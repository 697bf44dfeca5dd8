// Which of a writer's drafts a form continues. Pure.
import { rowId } from '../../faults.ts'

/** A draft at one of its texts: a form that was filled with it names both. */
export type DraftReference = { id: number; revision: number }

/** The longest key of a form that is compared; longer ones count as none. */
const MAX_KEY_LENGTH = 64

export const writeReference = ({ id, revision }: DraftReference): string => `${id}.${revision}`

/** @returns null unless the text is an id and a revision with a dot between them */
export function readReference(text: string): DraftReference | null {
  const [id, revision, ...more] = text.split('.').map((part) => rowId(part))
  return id == null || revision == null || more.length > 0 ? null : { id, revision }
}

/** What a form says about its text: its own key, the draft that it was filled with, and the text. */
export type FormText = { key?: string; draft?: string; body: string }

export const formKeyOf = ({ key = '' }: FormText): string => (key.length > MAX_KEY_LENGTH ? '' : key)

/**
 * The draft that a form continues: the one it has saved before, the one it was filled with if nothing else has changed
 * that since, or one with the same text. A form that continues none is another tab, and gets a draft of its own.
 */
export function continuedDraft<D extends DraftReference & { form_key: string | null; body: string }>(
  drafts: readonly D[],
  form: FormText,
): D | undefined {
  const key = formKeyOf(form)
  const from = readReference(form.draft ?? '')
  return (
    drafts.find(({ form_key }) => key !== '' && form_key === key) ??
    drafts.find(({ id, revision }) => id === from?.id && revision === from.revision) ??
    drafts.find(({ body }) => body === form.body)
  )
}
