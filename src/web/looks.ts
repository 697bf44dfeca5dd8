// How a page looks to whoever asks: by the account where there is one that chose, else by the browser's own cookies.
import type { FastifyRequest } from 'fastify'
import { keptView, type ThreadView } from '../comments/view.ts'
import { names, sizeOf, themeOf, type TextSize, type Theme } from './cookies.ts'

/** How this reader reads threads: as this browser was told last, else as the account was. */
export const viewFor = (request: FastifyRequest): ThreadView => keptView(request.cookies?.[names.view] ?? request.preferences?.view ?? undefined)

export type Looks = { theme: Theme; size: TextSize; keys: boolean }

export function looksOf(request: FastifyRequest): Looks {
  const { preferences } = request
  if (preferences) return { theme: preferences.theme, size: preferences.textSize, keys: preferences.keys }
  return { theme: themeOf(request.cookies?.[names.theme]), size: sizeOf(request.cookies?.[names.size]), keys: true }
}
