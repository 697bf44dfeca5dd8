// The sanitizer's policy, derived from the table. The last step that changes a text, and the only use of sanitize-html. Pure.

import sanitizeHtml from 'sanitize-html'

import { ownPicture, usableAddress } from './links.ts'
import { decodePlaceholders } from './placeholders.ts'
import { tagsFor } from './places.ts'
import type { Output, Place } from './table.ts'
import { IMPLIED } from './table.ts'

// Twelve blocks of two elements each, a paragraph, eleven marks and a line break: `writeHtml` never reaches this.
const NESTING = 64
const PIXELS = /^[1-9]\d{0,4}$/

type Attributes = NonNullable<Output['attributes']>[number]

/** Removes everything but the elements, attributes, classes and addresses of the table. Idempotent. */
export function sanitize(html: string, place: Place, foreignPictures: boolean): string {
  return sanitizeHtml(html, POLICIES[place][foreignPictures ? 'foreign' : 'own'])
}

/** Every element that the table allows in a place. */
export function outputsFor(place: Place): readonly Output[] {
  // The sanitizer searches this list for every tag and text: the most common first.
  return [...IMPLIED, ...tagsFor(place).flatMap((tag) => tag.outputs)]
}

function policyFor(place: Place, foreignPictures: boolean): sanitizeHtml.IOptions {
  const outputs = outputsFor(place)
  const attributes: Record<string, Attributes[]> = {}
  const classes: Record<string, string[]> = {}
  for (const output of outputs) {
    for (const attribute of output.attributes ?? []) {
      const known = attributes[output.tag] ?? []
      attributes[output.tag] = known.includes(attribute) ? known : [...known, attribute]
    }
    if (output.class !== undefined) classes[output.tag] = [...(classes[output.tag] ?? []), output.class]
  }
  return {
    allowedTags: [...new Set(outputs.map((output) => output.tag))],
    allowedAttributes: Object.fromEntries(Object.entries(attributes).map(([tag, list]) => [tag, list.map(asOption)])),
    allowedClasses: classes,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https'] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    // The void elements that `writeHtml` uses; everything else gets a closing tag.
    selfClosing: ['br', 'img'],
    nestingLimit: NESTING,
    parseStyleAttributes: false,
    textFilter: decodePlaceholders,
    // Names alone cannot express this: userinfo in a link, a picture that requests a page of this site.
    exclusiveFilter: ({ tag, attribs }) => {
      if (tag === 'a') return usableAddress(attribs['href'] ?? '') === null ? 'excludeTag' : false
      return tag === 'img' && !mayShow(attribs, foreignPictures)
    },
  }
}

function mayShow(attribs: Readonly<Record<string, string>>, foreignPictures: boolean): boolean {
  const src = attribs['src'] ?? ''
  const foreign = foreignPictures && !src.startsWith('/') && usableAddress(src) !== null
  const own = ownPicture(src)
  // `srcset` must be exactly what the file name implies, with no other address.
  if (attribs['srcset'] !== own?.srcset) return false
  return (
    (foreign || own !== null) &&
    [attribs['width'], attribs['height']].every((size) => size === undefined || PIXELS.test(size))
  )
}

function asOption(attribute: Attributes): sanitizeHtml.AllowedAttribute {
  return typeof attribute === 'string'
    ? attribute
    : { name: attribute.name, multiple: false, values: [...attribute.values] }
}

const POLICIES = {
  comment: { own: policyFor('comment', false), foreign: policyFor('comment', true) },
  article: { own: policyFor('article', false), foreign: policyFor('article', true) },
  submission: { own: policyFor('submission', false), foreign: policyFor('submission', true) },
} as const
