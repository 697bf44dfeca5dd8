// A parsed page: elements by CSS selector, by role and accessible name, and by label, as playwright finds them in a browser.
import { type DefaultTreeAdapterTypes, parse } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node
export type Element = DefaultTreeAdapterTypes.Element
export type Document = DefaultTreeAdapterTypes.Document

export const parsePage = (html: string): Document => parse(html)

const isElement = (node: Node): node is Element => 'tagName' in node
const childrenOf = (node: Node): Node[] => ('childNodes' in node ? node.childNodes : [])
const parentOf = (element: Element): Element | null =>
  element.parentNode !== null && isElement(element.parentNode) ? element.parentNode : null

export const attribute = (element: Element, name: string): string | null =>
  element.attrs.find((one) => one.name === name)?.value ?? null

/** Elements below each node that was asked for: a test changes attributes of a page and nothing else. */
const found = new WeakMap<Node, readonly Element[]>()

/** Every element below a node, in the order of the document. */
export function elementsIn(node: Node): readonly Element[] {
  const known = found.get(node)
  if (known) return known
  const elements: Element[] = []
  const collect = (from: Node): void => {
    for (const child of childrenOf(from)) {
      if (isElement(child)) elements.push(child)
      collect(child)
    }
  }
  collect(node)
  found.set(node, elements)
  return elements
}

const labels = new WeakMap<Document, readonly Element[]>()

function labelsIn(document: Document): readonly Element[] {
  if (!labels.has(document))
    labels.set(
      document,
      elementsIn(document).filter(({ tagName }) => tagName === 'label'),
    )
  return labels.get(document)!
}

export const closest = (element: Element | null, fits: (one: Element) => boolean): Element | null =>
  element === null || fits(element) ? element : closest(parentOf(element), fits)

/** The text with the line breaks that a browser shows: between paragraphs two, between other blocks one. */
export function textOf(node: Node): string {
  return breakLines(node)
    .replace(/[ \t\n]+/g, ' ')
    .replace(/ ?([\u0001\u0002]) ?/g, '$1')
    .replace(/[\u0001\u0002]*\u0002[\u0001\u0002]*/g, '\n\n')
    .replace(/\u0001\u0001*/g, '\n')
    .replace(/\u0003/g, '\n')
    .replace(/ *\n */g, '\n')
    .trim()
}

const blocks = new Set(
  'address article aside blockquote dd details div dl dt fieldset figure footer form h1 h2 h3 h4 header li main nav ol pre section summary table tr ul'.split(
    ' ',
  ),
)
const unseen = new Set(['script', 'style', 'template', 'head', 'noscript'])

/** Whether the style sheet keeps the line breaks of an element. */
const keepsBreaks = (element: Element): boolean => (attribute(element, 'class') ?? '').split(' ').includes('as-typed')

/** The text with a sign for each break: 1 between blocks, 2 between paragraphs, 3 for a typed one. */
function breakLines(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value
  if (!isElement(node)) return childrenOf(node).map(breakLines).join('')
  const { tagName } = node
  if (unseen.has(tagName) || attribute(node, 'hidden') !== null) return ''
  if (tagName === 'br') return '\u0003'
  if (tagName === 'textarea' || tagName === 'pre' || keepsBreaks(node))
    return `\u0001${rawText(node).replaceAll('\n', '\u0003')}\u0001`
  const inner = childrenOf(node).map(breakLines).join('')
  if (tagName === 'p') return `\u0002${inner}\u0002`
  return blocks.has(tagName) ? `\u0001${inner}\u0001` : inner
}

export const rawText = (node: Node): string =>
  node.nodeName === '#text' ? (node as DefaultTreeAdapterTypes.TextNode).value : childrenOf(node).map(rawText).join('')

/** What a test says of a text: a part of it in any case, the whole of it where `exact`, or a pattern. */
export type TextMatch = string | RegExp
const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()
export function matchesText(text: string, wanted: TextMatch, exact = false): boolean {
  if (wanted instanceof RegExp) return wanted.test(squeeze(text))
  if (exact) return squeeze(text) === squeeze(wanted)
  return squeeze(text).toLowerCase().includes(squeeze(wanted).toLowerCase())
}

export const byId = (document: Document, id: string): Element | null =>
  elementsIn(document).find((one) => attribute(one, 'id') === id) ?? null

const controls = new Set(['input', 'select', 'textarea', 'button', 'output'])

/** Labels of a control, as a browser associates them. */
function labelsOf(document: Document, control: Element): Element[] {
  if (!controls.has(control.tagName)) return []
  const id = attribute(control, 'id')
  const wrapping = closest(control, (one) => one.tagName === 'label')
  return labelsIn(document).filter((one) => (id !== null && attribute(one, 'for') === id) || one === wrapping)
}

/** Text of an element for a name: hidden parts and pictures without words left out. */
function nameText(node: Node): string {
  if (!isElement(node)) return 'value' in node ? node.value : childrenOf(node).map(nameText).join('')
  if (attribute(node, 'aria-hidden') === 'true' || unseen.has(node.tagName)) return ''
  if (node.tagName === 'select' || node.tagName === 'textarea') return ''
  const said = attribute(node, 'aria-label') ?? attribute(node, 'alt')
  if (said !== null) return said
  const inner = childrenOf(node).map(nameText).join('')
  return blocks.has(node.tagName) || node.tagName === 'p' || node.tagName === 'br' ? ` ${inner} ` : inner
}

/** Whatever names an element explicitly, from labels or from its attributes. */
function labelTexts(document: Document, element: Element): string[] {
  const by = (attribute(element, 'aria-labelledby') ?? '').split(/\s+/).filter((id) => id !== '')
  if (by.length > 0)
    return [
      by
        .map((id) => byId(document, id))
        .map((one) => (one === null ? '' : nameText(one)))
        .join(' '),
    ]
  const said = attribute(element, 'aria-label')
  if (said !== null) return [said]
  return labelsOf(document, element).map(nameText)
}

function accessibleName(document: Document, element: Element): string {
  const labels = labelTexts(document, element)
  if (labels.length > 0) return squeeze(labels.join(' '))
  const caption =
    element.tagName === 'table' || element.tagName === 'fieldset'
      ? childrenOf(element).find((one) => one.nodeName === 'caption' || one.nodeName === 'legend')
      : undefined
  return squeeze(caption ? nameText(caption) : (attribute(element, 'title') ?? nameText(element)))
}

const roles: Record<string, (element: Element) => boolean> = {
  button: ({ tagName }) => tagName === 'button',
  link: (one) => one.tagName === 'a' && attribute(one, 'href') !== null,
  heading: ({ tagName }) => /^h[1-6]$/.test(tagName),
  navigation: ({ tagName }) => tagName === 'nav',
  contentinfo: (one) => one.tagName === 'footer' && parentOf(one)?.tagName === 'body',
  region: (one) =>
    one.tagName === 'section' && (attribute(one, 'aria-label') ?? attribute(one, 'aria-labelledby')) !== null,
  search: ({ tagName }) => tagName === 'search',
  table: ({ tagName }) => tagName === 'table',
  textbox: (one) =>
    one.tagName === 'textarea' ||
    (one.tagName === 'input' && /^(text|email|url)$/.test(attribute(one, 'type') ?? 'text')),
  checkbox: (one) => one.tagName === 'input' && attribute(one, 'type') === 'checkbox',
  radio: (one) => one.tagName === 'input' && attribute(one, 'type') === 'radio',
  img: ({ tagName }) => tagName === 'img',
}

export function byRole(
  document: Document,
  within: Node,
  role: string,
  { name, exact = false }: { name?: TextMatch; exact?: boolean } = {},
): Element[] {
  return elementsIn(within).filter((one) => {
    const own = attribute(one, 'role')
    if (own === null ? !roles[role]?.(one) : own !== role) return false
    return name === undefined || matchesText(accessibleName(document, one), name, exact)
  })
}

export const byLabel = (document: Document, within: Node, label: TextMatch, exact = false): Element[] =>
  elementsIn(within).filter((one) => labelTexts(document, one).some((text) => matchesText(text, label, exact)))

/** The smallest elements that say a text. */
export function byText(within: Node, text: TextMatch, exact = false): Element[] {
  const saying = elementsIn(within).filter(
    (one) =>
      !unseen.has(one.tagName) &&
      matchesText(nameText(one), text, exact) &&
      !closest(one, (up) => unseen.has(up.tagName)),
  )
  return saying.filter((one) => !elementsIn(one).some((inner) => saying.includes(inner)))
}
