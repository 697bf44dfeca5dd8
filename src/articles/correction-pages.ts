// Who sent a correction, in words. Pure.
import { urls } from '../urls.ts'

/** Who sent a correction, as everybody reads it. */
export const senderOfCorrection = (row: {
  account_id: number | null
  named_at: number | null
  sender: string | null
}): { text: string; href: string } =>
  row.account_id === null
    ? { text: 'a guest', href: '' }
    : row.named_at === null || row.sender === null
      ? { text: 'a reader', href: '' }
      : { text: row.sender, href: urls.person(row.sender) }
