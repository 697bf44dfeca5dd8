// View model of the page about a member's own data. Pure.
import { type Dates, dateAndTime, dateOf, number } from '../../format.ts'
import { urls } from '../../urls.ts'
import { expiryOf, hasExpired, hasFailed, nextExportAt } from './rules.ts'

type Ended = { bytes: number | null; ended_at: number | null }

export type ExportPage = {
  /** An export that is being made; `total` is 0 before it has begun. */
  progress: { done: number; total: number; text: string; again: string } | null
  file: { href: string; text: string; hint: string } | null
  failed: boolean
  /** When an e-mail says that it is ready. */
  mailed: string
  /** When one can ask again; empty for now, and while one is being made. */
  later: string
  action: string
  deletionHref: string
  message: string
}

/** `12 kB`, `3.4 MB`. */
const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${number(Math.ceil(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`

export function exportPage(
  state: {
    newest: (Ended & { asked_at: number; done: number; total: number }) | undefined
    file: Ended | undefined
    isMailed: boolean
    asked: boolean
  },
  now: number,
  dates: Dates,
): ExportPage {
  const { newest, file } = state
  const isMaking = newest !== undefined && newest.ended_at === null
  const again = nextExportAt(newest)
  return {
    progress: isMaking
      ? {
          done: newest.done,
          total: newest.total,
          text:
            newest.total === 0 ? 'It begins in a moment.' : `${number(newest.done)} of ${number(newest.total)} steps`,
          again: urls.export,
        }
      : null,
    file:
      file?.bytes == null || file.ended_at === null || hasExpired(file, now)
        ? null
        : {
            href: `${urls.export}/file`,
            text: `Download (${sizeText(file.bytes)})`,
            hint: `Made ${dateAndTime(file.ended_at, dates)}. We delete it on ${dateOf(expiryOf(file.ended_at), dates)}.`,
          },
    failed: newest !== undefined && hasFailed(newest),
    mailed: state.isMailed
      ? 'We e-mail you when it is ready.'
      : 'Your e-mail address is not confirmed, so we cannot e-mail you: come back to this page.',
    later: isMaking || again <= now ? '' : dateAndTime(again, dates),
    action: urls.export,
    deletionHref: urls.deletion,
    message: state.asked && isMaking ? 'We are putting your data together.' : '',
  }
}
