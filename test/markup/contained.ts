// Checks rendered HTML with another parser than the sanitizer's.

import type { DefaultTreeAdapterTypes } from 'parse5'
import { parseFragment, serialize } from 'parse5'

import { ownPicture, usableAddress } from '../../src/markup/links.ts'
import { outputsFor } from '../../src/markup/policy.ts'
import type { Place } from '../../src/markup/table.ts'

type Child = DefaultTreeAdapterTypes.ChildNode

/** Faults of the HTML in words: unbalanced, not in the table, or a forbidden address. */
export function faults(html: string, place: Place, foreignPictures = false): string[] {
  const fragment = parseFragment(html)
  const found: string[] = []
  const again = inOneForm(serialize(fragment))
  if (again !== inOneForm(html)) found.push(`a browser reads it as ${again}`)
  for (const child of fragment.childNodes) inspect(child, place, foreignPictures, found)
  return found
}

/** All text that a browser would show, without separators between blocks. */
export function shownText(html: string): string {
  const texts: string[] = []
  const walk = (node: Child): void => {
    if ('value' in node) texts.push(node.value)
    if ('childNodes' in node) node.childNodes.forEach(walk)
  }
  parseFragment(html).childNodes.forEach(walk)
  return texts.join('')
}

// The two writers differ in void elements and in the no-break space.
function inOneForm(html: string): string {
  return html.replaceAll(' />', '>').replaceAll('&nbsp;', '\u00a0')
}

function inspect(node: Child, place: Place, foreignPictures: boolean, found: string[]): void {
  if (node.nodeName === '#text') return
  if (!('attrs' in node)) {
    found.push(`there is a ${node.nodeName}`)
    return
  }
  const known = outputsFor(place).filter((output) => output.tag === node.tagName)
  if (known.length === 0) found.push(`there is a <${node.tagName}>`)
  for (const { name, value } of node.attrs) {
    const allowed = known.some(
      (output) =>
        (name === 'class' && output.class === value) ||
        (output.attributes ?? []).some((attribute) =>
          typeof attribute === 'string'
            ? attribute === name
            : attribute.name === name && attribute.values.includes(value),
        ),
    )
    if (!allowed) found.push(`<${node.tagName}> has ${name}="${value}"`)
    if (name === 'href' && usableAddress(value) !== value) found.push(`a link leads to ${value}`)
    if (
      name === 'srcset' &&
      ownPicture(node.attrs.find((other) => other.name === 'src')?.value ?? '')?.srcset !== value
    )
      found.push(`a picture has the widths ${value}`)
    if (name === 'src' && ownPicture(value) === null && !(foreignPictures && /^https?:/.test(value)))
      found.push(`a picture calls ${value}`)
  }
  if (
    node.tagName === 'a' &&
    !node.attrs.some(({ name, value }) => (name === 'href' && value.startsWith('/')) || name === 'rel')
  ) {
    found.push('a link to another site lacks its rel')
  }
  for (const child of node.childNodes) inspect(child, place, foreignPictures, found)
}
