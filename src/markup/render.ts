// From what was typed to what is shown, in four steps. Pure.

import type { Mentions } from './autolink.ts'
import { withoutControls } from './placeholders.ts'
import { sanitize } from './policy.ts'
import { readHtml } from './read-html.ts'
import { readMarkup } from './read-markup.ts'
import { SafeHtml } from './safe-html.ts'
import type { Place } from './table.ts'
import { writeHtml } from './write.ts'

/** Version of the renderer, kept beside the HTML it made: raise it when the same source comes out differently. */
export const RENDERER_VERSION = 4

export type RenderOptions = {
  /** `markup` is what people type here; `html` is another system's finished HTML. */
  format: 'markup' | 'html'
  place: Place
  /** From a candidate of `mentionCandidates` to the address of that member; without it nobody is linked. */
  mentions?: Mentions
  /** True where the site shows pictures of other hosts; otherwise they become links. */
  foreignPictures?: boolean
}

/** The HTML of a text. Never fails, whatever the source; the same source always gives the same HTML. */
export function render(source: string, options: RenderOptions): SafeHtml {
  const text = normalizeSource(source)
  const blocks = options.format === 'markup' ? readMarkup(text, options) : readHtml(text, options)
  const html = writeHtml(blocks)
  return new SafeHtml(sanitize(html, options.place, options.foreignPictures === true))
}

/** Line ends as `\n`, without what neither HTML nor XML can hold: control characters, half surrogates, noncharacters. */
function normalizeSource(source: string): string {
  return withoutControls(source.toWellFormed().replace(/\r\n?/g, '\n'))
}
