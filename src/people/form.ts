// The button on a member's page that mutes or unmutes them.
import { z } from 'zod'
import { textField } from '../faults.ts'

/** Anything but `mute` and `unmute` toggles. */
export const personMuteForm = z.object({ action: textField })
