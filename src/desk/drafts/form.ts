// The form by which a page saves an article while it is typed. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { articleForm } from '../submissions/form.ts'

/** The fields of an article's form with the kind of the article. */
export const articleDraftForm = articleForm.extend({ kind: textField })

export const deletionForm = z.object({})
