// The part of CSS selectors that tests use, on a parsed page.
import { attribute, type Element, elementsIn } from './dom.ts'

/** What the pseudo-classes ask about: the id that the address points at, and the element of `:scope`. */
export type Place = { target: string | null; scope?: Element }

const parent = (element: Element): Element | null =>
  element.parentNode !== null && 'tagName' in element.parentNode ? element.parentNode : null
const siblings = (element: Element): Element[] =>
  (element.parentNode?.childNodes ?? []).filter((one): one is Element => 'tagName' in one)
const before = (element: Element): Element[] => siblings(element).slice(0, siblings(element).indexOf(element))

/** Splits at a sign that stands in no brackets. */
function splitTop(text: string, isSplit: (sign: string) => boolean): string[] {
  const parts = ['']
  let depth = 0
  for (const sign of text) {
    if (sign === '(' || sign === '[') depth += 1
    if (sign === ')' || sign === ']') depth -= 1
    if (depth === 0 && isSplit(sign)) parts.push('')
    else parts[parts.length - 1] += sign
  }
  return parts.map((part) => part.trim())
}

const COMPOUND =
  /^(\*|[a-z][\w-]*)|#([\w-]+)|\.([\w-]+)|\[([\w-]+)(?:([~^*$]?=)["']?([^"'\]]*)["']?)?\]|:([a-z-]+)(\()?/y

const attributeTests: Record<string, (value: string, wanted: string) => boolean> = {
  '=': (value, wanted) => value === wanted,
  '~=': (value, wanted) => value.split(/\s+/).includes(wanted),
  '^=': (value, wanted) => value.startsWith(wanted),
  '$=': (value, wanted) => value.endsWith(wanted),
  '*=': (value, wanted) => value.includes(wanted),
}

function matchesPseudo(element: Element, name: string, argument: string, place: Place): boolean {
  switch (name) {
    case 'has': {
      const relative = argument.trim()
      const scoped = splitTop(relative, (sign) => sign === ',').map((one) =>
        /^[>+~]/.test(one) ? `:scope ${one}` : one,
      )
      const among = /^[+~]/.test(relative) ? siblings(element) : elementsIn(element)
      return among.some((one) => scoped.some((selector) => matches(one, selector, { ...place, scope: element })))
    }
    case 'is':
      return matches(element, argument, place)
    case 'not':
      return !matches(element, argument, place)
    case 'target':
      return place.target !== null && attribute(element, 'id') === place.target
    case 'focus':
      // An address moves the focus to what it points at, if that can have it.
      return attribute(element, 'id') === place.target && attribute(element, 'tabindex') !== null
    case 'checked':
      return attribute(element, element.tagName === 'option' ? 'selected' : 'checked') !== null
    case 'scope':
      return element === place.scope
    case 'first-child':
      return before(element).length === 0
    default:
      throw new Error(`Tests without a browser do not know :${name}.`)
  }
}

function matchesCompound(element: Element, compound: string, place: Place): boolean {
  for (let at = 0; at < compound.length; at = COMPOUND.lastIndex) {
    COMPOUND.lastIndex = at
    const found = COMPOUND.exec(compound)
    if (found === null) throw new Error(`Tests without a browser do not know the selector ${compound}.`)
    const [, tag, id, className, name, operator, wanted, pseudo, open] = found
    let end = COMPOUND.lastIndex
    let fits = true
    if (tag !== undefined) fits = tag === '*' || element.tagName === tag
    else if (id !== undefined) fits = attribute(element, 'id') === id
    else if (className !== undefined) fits = (attribute(element, 'class') ?? '').split(/\s+/).includes(className)
    else if (name !== undefined) {
      const value = attribute(element, name)
      fits = value !== null && (operator === undefined || attributeTests[operator]!(value, wanted!))
    } else {
      let argument = ''
      if (open !== undefined) {
        for (let depth = 1; depth > 0; end++) {
          if (compound[end] === '(') depth += 1
          if (compound[end] === ')') depth -= 1
          if (depth > 0) argument += compound[end]
        }
      }
      fits = matchesPseudo(element, pseudo!, argument, place)
    }
    if (!fits) return false
    COMPOUND.lastIndex = end
  }
  return true
}

/** Compounds of a complex selector with the combinator before each. */
function chain(selector: string): { combinator: string; compound: string }[] {
  const parts = splitTop(selector.replace(/\s*([>+~])\s*(?![=])/g, ' $1 '), (sign) => sign === ' ').filter(
    (one) => one !== '',
  )
  const found: { combinator: string; compound: string }[] = []
  let combinator = ' '
  for (const part of parts) {
    if (/^[>+~]$/.test(part)) combinator = part
    else {
      found.push({ combinator, compound: part })
      combinator = ' '
    }
  }
  return found
}

function matchesChain(element: Element, parts: { combinator: string; compound: string }[], place: Place): boolean {
  const last = parts.at(-1)!
  if (!matchesCompound(element, last.compound, place)) return false
  const rest = parts.slice(0, -1)
  if (rest.length === 0) return true
  const up = parent(element)
  switch (last.combinator) {
    case '>':
      return up !== null && matchesChain(up, rest, place)
    case '+':
      return before(element).length > 0 && matchesChain(before(element).at(-1)!, rest, place)
    case '~':
      return before(element).some((one) => matchesChain(one, rest, place))
    default:
      for (let one = up; one !== null; one = parent(one)) if (matchesChain(one, rest, place)) return true
      return false
  }
}

export const matches = (element: Element, selector: string, place: Place): boolean =>
  splitTop(selector, (sign) => sign === ',').some((one) => matchesChain(element, chain(one), place))
