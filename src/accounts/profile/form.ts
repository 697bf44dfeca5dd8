// The forms of what a member's page says, and of its picture. Pure.
import { z } from 'zod'
import { characters, checkedField } from '../../faults.ts'
import { websiteFault } from './website.ts'

/** Characters of what a member says about themselves. */
export const MAX_ABOUT = 500

const aboutFault = (about: string): string | null =>
  characters(about) > MAX_ABOUT
    ? `Use at most ${MAX_ABOUT} characters. This has ${characters(about)}.`
    : about.split('\n').length > MAX_LINES
      ? `Use at most ${MAX_LINES} lines.`
      : null

/** Lines of the text about a member, empty ones included. */
const MAX_LINES = 20

export const profileForm = z.object({
  website: checkedField(websiteFault),
  about: checkedField(aboutFault).transform((about) => about.replace(/[^\S\n]+$/gm, '').replace(/\n{3,}/g, '\n\n')),
})

export type ProfileField = keyof typeof profileForm.shape

export const portraitForm = z.object({ action: z.enum(['', 'send', 'remove']) })
