// How a page looks to whoever asks: by the account where there is one that chose, else by the browser's own cookies.
import type { FastifyRequest } from 'fastify'
import { keptView, type ThreadView, withoutRecommendations } from '../comments/thread/view.ts'
import type { Deps } from '../deps.ts'
import { names, sizeOf, type TextSize, type Theme, themeOf } from './cookies.ts'

/** How this reader reads threads: as this browser was told last, else as the account was. */
export const viewFor = (deps: Pick<Deps, 'settings'>, request: FastifyRequest): ThreadView =>
  viewHere(deps, keptView(request.cookies?.[names.view] ?? request.preferences?.view ?? undefined))

/** A view as far as this site offers it. */
export const viewHere = ({ settings }: Pick<Deps, 'settings'>, view: ThreadView): ThreadView =>
  settings().recommendations ? view : withoutRecommendations(view)

export type Looks = { theme: Theme; size: TextSize; keys: boolean }

export function looksOf(request: FastifyRequest): Looks {
  const { preferences } = request
  if (preferences) return { theme: preferences.theme, size: preferences.textSize, keys: preferences.keys }
  return { theme: themeOf(request.cookies?.[names.theme]), size: sizeOf(request.cookies?.[names.size]), keys: true }
}
