// The buttons above a text, and what they do where no script runs. Pure.

import type { Button, NameOf, Place, ToolValue } from './table.ts'
import { TAGS, tagsFor } from './table.ts'

const BUTTONS: readonly Button[] = TAGS.flatMap((tag) => ('button' in tag ? [tag.button] : []))

/** The buttons of a place in order: form value, label, CSS class or icon, and the markup before and after the selection. */
export function toolButtons(place: Place): readonly Button[] {
  return tagsFor(place).flatMap((tag) => (tag.button === undefined ? [] : [tag.button]))
}

/** True when a form value names a tool. */
export function isTool(value: unknown): value is ToolValue {
  return BUTTONS.some((button) => button.value === value)
}

/** The text with the markup of a tool added at its end, blocks on a line of their own. What was typed stays as it was. */
export function insertTool(body: string, tool: ToolValue): string {
  const button = BUTTONS.find((candidate) => candidate.value === tool)
  if (button === undefined) return body
  const newLine = button.ownLine === true && body !== '' && !body.endsWith('\n') ? '\n' : ''
  return body + newLine + button.open + button.close
}

/** The markup that shows a picture; a description may hold either kind of quotation mark. */
export function pictureMarkup(kind: NameOf<'leaf'>, src: string, alt: string): string {
  const [quote, said] = !alt.includes('"')
    ? ['"', alt]
    : !alt.includes("'")
      ? ["'", alt]
      : ['"', alt.replaceAll('"', '”')]
  return `<${kind} src="${src}" alt=${quote}${said}${quote}></${kind}>`
}

/** The text with a picture at its end, on a line of its own. */
export const appendPicture = (body: string, markup: string): string =>
  `${body}${body === '' || body.endsWith('\n') ? '' : '\n'}${markup}`
