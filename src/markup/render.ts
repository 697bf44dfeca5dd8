// Renders a text to HTML: normalize, parse, write, sanitize. Pure.

import type { Mentions } from './autolink.ts'
import { withoutControls } from './placeholders.ts'
import { sanitize } from './policy.ts'
import { readHtml } from './read-html.ts'
import { readMarkup } from './read-markup.ts'
import { SafeHtml } from './safe-html.ts'
import type { Place } from './table.ts'
import { writeHtml } from './write.ts'

/** Version of the renderer, stored with its HTML. Raise it when the output for any source changes. */
export const RENDERER_VERSION = 6

export type RenderOptions = {
  /** `markup` is what people type here; `html` is the HTML of another system. */
  format: 'markup' | 'html'
  place: Place
  /** From candidates of `mentionCandidates` to addresses of members; without it, mentions are not linked. */
  mentions?: Mentions
  /** Whether the site shows pictures of other hosts; otherwise they become links. */
  foreignPictures?: boolean
}

/** The HTML of a text. Never fails. The same source always gives the same HTML. */
export function render(source: string, options: RenderOptions): SafeHtml {
  const text = normalizeSource(source)
  const blocks = options.format === 'markup' ? readMarkup(text, options) : readHtml(text, options)
  const html = writeHtml(blocks)
  return new SafeHtml(sanitize(html, options.place, options.foreignPictures === true))
}

/** Normalizes line ends to `\n` and removes what HTML and XML cannot contain: controls, lone surrogates, noncharacters. */
function normalizeSource(source: string): string {
  return withoutControls(source.toWellFormed().replace(/\r\n?/g, '\n'))
}
