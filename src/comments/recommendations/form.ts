// The form of the button Recommend: `give` recommends, `take` undoes that. Pure.
import { z } from 'zod'

export type RecommendAction = 'give' | 'take'

/** An empty action recommends. */
export const recommendationForm = z.object({ action: z.enum(['', 'give', 'take']) })
