// The forms of decisions about a comment.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { noteField, optionalReasonField, reasonField } from '../../reasons.ts'

/** `seen` is the version token of the page, `next` the address that follows; `body` is the edited text of an approval. */
const fields = { comment: textField, note: noteField, body: textField, seen: textField, next: textField }

export const decisionForm = z.object({ ...fields, reason: reasonField })

export const approvalForm = z.object({ ...fields, reason: optionalReasonField })
