// Which passwords are refused: too short, too long, or among the first that attackers try. Pure.
import { createHash } from 'node:crypto'
import { limits } from '../settings.ts'
import { skeleton } from '../skeleton.ts'
import { commonPasswordMarks } from './common-passwords.ts'

/** The first four bytes of a password's SHA-256, as a number: of a million passwords, two look like a common one by chance. */
export const passwordMark = (password: string): number => createHash('sha256').update(password).digest().readUInt32BE(0)

function readMarks(): ReadonlySet<number> {
  const bytes = Buffer.from(commonPasswordMarks.replaceAll('\n', ''), 'base64')
  return new Set(Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readUInt32BE(i * 4)))
}

const marks = readMarks()

/** Words of this site, and what the list has only in English. */
const ownWords: ReadonlySet<string> = new Set(['broadside', 'passwort'])

/** Whether a password is among the commonest, in any letter case. */
export const isCommonPassword = (password: string): boolean => {
  const folded = password.toLowerCase()
  return ownWords.has(folded) || marks.has(passwordMark(folded))
}

/** Passwords are measured in bytes and never trimmed. */
export function passwordFault(password: string, nic: string): string | null {
  const bytes = Buffer.byteLength(password)
  if (bytes < limits.password.min) return `Use at least ${limits.password.min} characters. A short sentence works well.`
  if (bytes > limits.password.max) return `A password has at most ${limits.password.max} bytes.`
  if (isCommonPassword(password) || (nic !== '' && skeleton(password) === skeleton(nic)))
    return 'That password is easy to guess. Choose another.'
  return null
}
