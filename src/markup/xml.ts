// XML as text: elements as they are called, everything in them escaped, nothing that XML forbids. Pure.

import { withoutControls } from './placeholders.ts'

/** XML that `element` made; a plain string is text and is escaped. */
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

/** A text without what XML cannot hold, however it is written: control characters, half surrogates, noncharacters. */
export const xmlSafe = (text: string): string => withoutControls(text.toWellFormed())

// Every `>` is escaped, so that `]]>` stands nowhere; a line end by itself would come out as another one.
const escapeText = (text: string): string => xmlSafe(text).replace(/[&<>\r]/g, (sign) => SPECIAL[sign]!)
/** A text as it may stand in XML, between tags or in an attribute. */
export const escapeAttribute = (text: string): string =>
  xmlSafe(text).replace(/[&<>"\r\n\t]/g, (sign) => SPECIAL[sign]!)

/**
 * An element.
 * @param attributes one that is null is left out
 * @param children elements, and strings that are escaped; null and false are left out
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

/** A whole document, from its declaration on. */
export const xmlDocument = (root: Xml): string => `<?xml version="1.0" encoding="utf-8"?>\n${root.xml}\n`
