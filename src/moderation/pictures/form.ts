// The form that deletes a picture of a comment.
import { z } from 'zod'
import { textField } from '../../faults.ts'
import { reasonField } from '../../reasons.ts'

export const pictureDeletionForm = z.object({ comment: textField, picture: textField, reason: reasonField })
