// The forms with which an editor decides about a correction. Pure.
import { z } from 'zod'
import { reasonField } from '../../reasons.ts'
import { articleForm } from '../submissions/form.ts'

/** The same form as that of an edit: the corrected text. */
export const acceptanceForm = articleForm

export const declineForm = z.object({ reason: reasonField })
