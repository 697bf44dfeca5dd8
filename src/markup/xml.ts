// Serializes XML: escapes text and attributes, and removes what XML forbids. Pure.

import { withoutControls } from './placeholders.ts'

/** XML made by `element`. Plain strings are text and are escaped. */
export type Xml = { readonly xml: string }

type Attributes = Readonly<Record<string, string | number | null>>

const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Removes what XML cannot contain even when escaped: control characters, lone surrogates, noncharacters. */
export const xmlSafe = (text: string): string => withoutControls(text.toWellFormed())

// Escapes every `>`, because `]]>` is forbidden, and `\r`, which parsers would normalize.
const escapeText = (text: string): string => xmlSafe(text).replace(/[&<>\r]/g, (sign) => SPECIAL[sign]!)
/** Escapes a text for use in an attribute or between tags. */
export const escapeAttribute = (text: string): string =>
  xmlSafe(text).replace(/[&<>"\r\n\t]/g, (sign) => SPECIAL[sign]!)

/**
 * An element.
 * @param attributes null values are left out
 * @param children elements, or strings, which are escaped; null and false are left out
 */
export function element(name: string, attributes: Attributes = {}, ...children: (Xml | string | null | false)[]): Xml {
  const written = Object.entries(attributes)
    .map(([key, value]) => (value === null ? '' : ` ${key}="${escapeAttribute(String(value))}"`))
    .join('')
  const inner = children
    .map((child) =>
      child === null || child === false ? '' : typeof child === 'string' ? escapeText(child) : child.xml,
    )
    .join('')
  return { xml: inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>` }
}

/** A document with its XML declaration. */
export const xmlDocument = (root: Xml): string => `<?xml version="1.0" encoding="utf-8"?>\n${root.xml}\n`
