// The text fields of the form that sends a picture; its file is read apart. Pure.
import { z } from 'zod'
import { textField } from '../faults.ts'

export const pictureForm = z.object({ alt: textField })
