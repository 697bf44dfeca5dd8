// The toolbar, and what its buttons do without scripts. Pure.

import { tagsFor } from './places.ts'
import type { Button, NameOf, Place, ToolValue } from './table.ts'
import { TAGS } from './table.ts'

const BUTTONS: readonly Button[] = TAGS.flatMap((tag) => ('button' in tag ? [tag.button] : []))

/** The buttons of a place, in order. */
export function toolButtons(place: Place): readonly Button[] {
  return tagsFor(place).flatMap((tag) => (tag.button === undefined ? [] : [tag.button]))
}

/** Whether a form value names a tool of a place. */
export function isTool(value: unknown, place: Place): value is ToolValue {
  return toolButtons(place).some((button) => button.value === value)
}

/** Appends the markup of a tool to a text, blocks on a new line. */
export function insertTool(body: string, tool: ToolValue): string {
  const button = BUTTONS.find((candidate) => candidate.value === tool)
  if (button === undefined) return body
  const newLine = button.ownLine === true && body !== '' && !body.endsWith('\n') ? '\n' : ''
  return body + newLine + button.open + button.close
}

/** Quotes a description with the quotation mark that it does not contain; a text with both gets ” for ". */
export const quoteAttribute = (text: string): string =>
  !text.includes('"') ? `"${text}"` : !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '”')}"`

/** The markup of a picture. The description may contain either kind of quotation mark. */
export const pictureMarkup = (kind: NameOf<'leaf'>, src: string, alt: string): string =>
  `<${kind} src="${src}" alt=${quoteAttribute(alt)}></${kind}>`

/** Appends the markup of a picture to a text, on a new line. */
export const appendPicture = (body: string, markup: string): string =>
  `${body}${body === '' || body.endsWith('\n') ? '' : '\n'}${markup}`
