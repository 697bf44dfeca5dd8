// The toolbar, and what its buttons do without scripts. Pure.

import { tagsFor } from './places.ts'
import type { Button, NameOf, Place, ToolValue } from './table.ts'

/** The buttons of a place, in order. In an article a picture has a place for its credit. */
export function toolButtons(place: Place): readonly Button[] {
  return tagsFor(place).flatMap(({ kind, button }) =>
    button === undefined
      ? []
      : [
          kind === 'leaf' && place !== 'comment'
            ? { ...button, open: button.open.replace('>', ' credit="">') }
            : button,
        ],
  )
}

/** The buttons of a form with a field for pictures: Foto and Photo lead to it. */
export const toolsWithPictures = (place: Place): readonly Button[] =>
  toolButtons(place).map((button) =>
    button.value === 'foto' || button.value === 'photo' ? { ...button, href: '#file' } : button,
  )

/** Whether a form value names a tool of a place. */
export function isTool(value: unknown, place: Place): value is ToolValue {
  return toolButtons(place).some((button) => button.value === value)
}

/** Appends the markup of a tool to a text, blocks on a new line. */
export function insertTool(body: string, tool: ToolValue, place: Place = 'comment'): string {
  const button = toolButtons(place).find((candidate) => candidate.value === tool)
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
