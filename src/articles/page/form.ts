// The forms above a thread: mark it as unread, follow or mute it.
import { z } from 'zod'
import { textField } from '../../faults.ts'

export const unreadForm = z.object({})

/** `action` is checked by `follow`. */
export const followForm = z.object({ action: textField, next: textField })
