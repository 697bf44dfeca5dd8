// The form that renames a tag, or merges it into another.
import { z } from 'zod'
import { characters, checkedField, textField } from '../../faults.ts'
import { withoutControls } from '../../markup/placeholders.ts'
import { limits } from '../../settings.ts'

const oneLine = (text: string): string =>
  withoutControls(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^#+\s*/, '')

/** `was`: the name on the page. `action` is `merge` on the page that asks first. */
export const tagForm = z.object({
  name: textField.transform(oneLine).pipe(
    checkedField((name) => {
      if (!/[\p{L}\p{N}]/u.test(name)) return 'Enter a name with at least one letter or digit.'
      if (name.includes(',')) return 'A tag has no comma: commas separate tags.'
      return characters(name) > limits.tag ? `A tag can have up to ${limits.tag} characters.` : null
    }),
  ),
  was: textField,
  action: textField,
})

export type TypedTag = { name: string; was: string }
