// Renders a comment exactly as it will be stored and shown.

import { nicsMeant } from '../accounts/queries.ts'
import type { Deps } from '../deps.ts'
import { characters } from '../faults.ts'
import type { Filtered } from '../filters/actions.ts'
import { applyFilters, unfiltered } from '../filters/actions.ts'
import { mentionCandidates } from '../markup/mentions.ts'
import { render } from '../markup/render.ts'
import type { SafeHtml } from '../markup/safe-html.ts'
import { plainText } from '../markup/text.ts'
import { isBlank } from '../markup/words.ts'
import { limits } from '../settings.ts'
import { urls } from '../urls.ts'

/** A comment's HTML, exactly as it will be stored and shown. */
export async function renderComment(deps: Pick<Deps, 'db' | 'settings'>, body: string): Promise<SafeHtml> {
  const candidates = mentionCandidates(body)
  const mentions = new Map(
    [...(await nicsMeant(deps.db, candidates))].map(([text, nic]) => [text, urls.person(nic)] as const),
  )
  return render(body, {
    format: 'markup',
    place: 'comment',
    mentions,
    foreignPictures: deps.settings().foreignPictures,
  })
}

/** A comment as it will be stored, or what is wrong with it: markup alone says nothing. */
export async function renderOrFault(
  deps: Pick<Deps, 'db' | 'settings'>,
  body: string,
): Promise<{ html: string } | { fault: string }> {
  const { html } = await renderComment(deps, body)
  return isBlank(plainText(html)) && !html.includes('<img') ? { fault: 'The comment is empty.' } : { html }
}

/** The same after the site's filters: what they put in the place of words, and whether the text is refused or waits. */
export async function renderFiltered(
  deps: Deps,
  writer: Parameters<typeof applyFilters>[2],
  body: string,
  before: { source: string; html: string } | null = null,
): Promise<{ whole: { html: string } | { fault: string }; sifted: Filtered }> {
  // What is too long is refused for that, and looked at by nobody else.
  if (characters(body) > limits.comment) return { whole: await renderOrFault(deps, body), sifted: unfiltered(body) }
  let whole: { html: string } | { fault: string } = { fault: 'The comment is empty.' }
  const sifted = await applyFilters(
    deps,
    deps.db,
    writer,
    body,
    async (source) => {
      whole =
        characters(source) > limits.comment
          ? { fault: 'With what the site puts in the place of words the comment is too long.' }
          : await renderOrFault(deps, source)
      return 'html' in whole ? whole.html : ''
    },
    before,
  )
  return { whole, sifted }
}
