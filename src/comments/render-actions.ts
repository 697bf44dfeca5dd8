// Renders the text of a comment as it will be saved and shown.

import { registeredNics } from '../accounts/queries.ts'
import type { Deps } from '../deps.ts'
import { characters } from '../faults.ts'
import { applyFilters, type Filtered, unfiltered } from '../filters/actions.ts'
import { type FormSigns, noSigns } from '../filters/signs.ts'
import { mentionCandidates } from '../markup/mentions.ts'
import { render } from '../markup/render.ts'
import type { SafeHtml } from '../markup/safe-html.ts'
import { plainText } from '../markup/text.ts'
import { isBlank } from '../markup/words.ts'
import { limits } from '../settings.ts'
import { urls } from '../urls.ts'

/** The HTML of a comment; a mention of a member becomes a link. */
export async function renderComment(deps: Pick<Deps, 'db' | 'settings'>, body: string): Promise<SafeHtml> {
  const candidates = mentionCandidates(body)
  const mentions = new Map(
    [...(await registeredNics(deps.db, candidates))].map(([text, nic]) => [text, urls.person(nic)] as const),
  )
  return render(body, {
    format: 'markup',
    place: 'comment',
    mentions,
    foreignPictures: deps.settings().foreignPictures,
  })
}

export type Rendered = { html: string } | { fault: string }

/** The HTML of a comment, or a fault if it shows neither text nor a picture. */
export async function renderOrFault(deps: Pick<Deps, 'db' | 'settings'>, body: string): Promise<Rendered> {
  const { html } = await renderComment(deps, body)
  return isBlank(plainText(html)) && !html.includes('<img') ? { fault: EMPTY } : { html }
}

const EMPTY = 'Write something first.'

/**
 * Applies the site's filters and renders what they leave.
 * @param before the published text that an edit replaces, or null
 * @param signs the signs of a robot in the form
 */
export async function renderFiltered(
  deps: Deps,
  writer: Parameters<typeof applyFilters>[2],
  body: string,
  before: { source: string; html: string } | null = null,
  signs: FormSigns = noSigns,
): Promise<{ rendered: Rendered; filtered: Filtered }> {
  // A text over the limit is refused for its length, so no filter runs on it.
  if (characters(body) > limits.comment)
    return { rendered: await renderOrFault(deps, body), filtered: unfiltered(body) }
  let rendered: Rendered = { fault: EMPTY }
  const filtered = await applyFilters(
    deps,
    deps.db,
    writer,
    body,
    async (source) => {
      rendered =
        characters(source) > limits.comment
          ? { fault: 'The comment is too long with the words that this site replaces. Shorten it.' }
          : await renderOrFault(deps, source)
      return 'html' in rendered ? rendered.html : ''
    },
    before,
    signs,
  )
  return { rendered, filtered }
}
