// JSON-LD in pages, escaped so that it cannot end its element. Pure.

import { SafeHtml } from './safe-html.ts'
import { xmlSafe } from './xml.ts'

// `</script>` and `<!--` end or change the element; the line separators end lines for older parsers.
const UNSAFE = /[<>&\u2028\u2029]/g

/** A JSON-LD element. Browsers never run it, so the content security policy does not apply. */
export function dataBlock(value: object): SafeHtml {
  const json = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? xmlSafe(part) : part))
  return new SafeHtml(
    `<script type="application/ld+json">${json.replace(UNSAFE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}</script>`,
  )
}
