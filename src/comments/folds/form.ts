// What a script sends when a member folds or opens a comment. Pure.
import { z } from 'zod'
import { textField } from '../../faults.ts'

const foldStates = ['folded', 'opened'] as const
export type FoldState = (typeof foldStates)[number]

export const foldForm = z.object({ comment: textField, state: z.enum(foldStates) })
