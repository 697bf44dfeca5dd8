// Forms of a parsed page: the values of their fields, and what a browser without scripts sends of them.
import { attribute, byId, closest, type Document, type Element, elementsIn, rawText, textOf } from './dom.ts'

export type FileChoice = { name: string; mimeType: string; buffer: Buffer }

const chosenFiles = new WeakMap<Element, FileChoice>()

export function setAttribute(element: Element, name: string, value: string | null): void {
  element.attrs = element.attrs.filter((one) => one.name !== name)
  if (value !== null) element.attrs.push({ name, value })
}

const typeOf = (element: Element): string =>
  element.tagName === 'input' ? (attribute(element, 'type') ?? 'text') : element.tagName

const isCheckable = (element: Element): boolean => /^(checkbox|radio)$/.test(typeOf(element))
export const isChecked = (element: Element): boolean => attribute(element, 'checked') !== null
export const isDisabled = (element: Element): boolean =>
  attribute(element, 'disabled') !== null ||
  closest(element, (one) => one.tagName === 'fieldset' && attribute(one, 'disabled') !== null) !== null

const optionsOf = (select: Element): Element[] => elementsIn(select).filter(({ tagName }) => tagName === 'option')
const optionValue = (option: Element): string => attribute(option, 'value') ?? textOf(option)
function chosenOption(select: Element): Element | undefined {
  const options = optionsOf(select)
  return options.findLast((one) => attribute(one, 'selected') !== null) ?? options[0]
}

export function fieldValue(element: Element): string {
  if (element.tagName === 'textarea') return rawText(element)
  if (element.tagName === 'select') {
    const chosen = chosenOption(element)
    return chosen ? optionValue(chosen) : ''
  }
  return attribute(element, 'value') ?? (isCheckable(element) ? 'on' : '')
}

/** Types a text into a field. */
export function fillField(element: Element, text: string): void {
  if (isDisabled(element) || attribute(element, 'readonly') !== null) throw new Error('This field cannot be changed.')
  if (element.tagName === 'textarea')
    element.childNodes = [
      { nodeName: '#text', value: text, parentNode: element } as (typeof element.childNodes)[number],
    ]
  else if (element.tagName === 'input' && !/^(checkbox|radio|hidden|file|submit)$/.test(typeOf(element)))
    setAttribute(element, 'value', text)
  else throw new Error(`Nobody can type into <${element.tagName}>.`)
}

export function checkField(document: Document, element: Element, checked: boolean): void {
  if (!isCheckable(element)) throw new Error(`<${element.tagName}> cannot be checked.`)
  if (typeOf(element) === 'radio')
    for (const other of elementsIn(formOf(document, element) ?? document))
      if (typeOf(other) === 'radio' && attribute(other, 'name') === attribute(element, 'name'))
        setAttribute(other, 'checked', null)
  setAttribute(element, 'checked', checked ? '' : null)
}

/** Chooses an option by its value or its place. */
export function chooseOption(select: Element, wanted: string | { index: number }): void {
  const options = optionsOf(select)
  const chosen =
    typeof wanted === 'string'
      ? options.find((one) => optionValue(one) === wanted || textOf(one) === wanted)
      : options[wanted.index]
  if (!chosen) throw new Error(`There is no option ${JSON.stringify(wanted)}.`)
  for (const one of options) setAttribute(one, 'selected', one === chosen ? '' : null)
}

export function chooseFile(input: Element, file: FileChoice): void {
  if (typeOf(input) !== 'file') throw new Error('This is no field for a file.')
  chosenFiles.set(input, file)
}

function formOf(document: Document, control: Element): Element | null {
  const id = attribute(control, 'form')
  return id === null ? closest(control, ({ tagName }) => tagName === 'form') : byId(document, id)
}

/** Why a browser would not send a field as it is, or null. */
function fieldFault(element: Element): string | null {
  const value = fieldValue(element)
  const says = (what: string): string => `${attribute(element, 'name')} ${what}.`
  if (isCheckable(element))
    return attribute(element, 'required') !== null && !isChecked(element) ? says('is required') : null
  if (attribute(element, 'required') !== null && value === '') return says('is required')
  const least = Number(attribute(element, 'minlength') ?? 0)
  if (value !== '' && value.length < least) return says(`needs ${least} characters`)
  if (value !== '' && typeOf(element) === 'email' && !/^\S+@\S+$/.test(value)) return says('is no e-mail address')
  if (value !== '' && typeOf(element) === 'url' && !URL.canParse(value)) return says('is no address')
  return null
}

export type Sent = {
  method: string
  action: string | null
  multipart: boolean
  fields: [string, string | FileChoice][]
}

/**
 * What pressing a button of a form sends.
 * @param checked whether the browser's own checks of the fields are on
 * @throws when the button is in no form, or when a browser would hold the form back
 */
export function submission(document: Document, button: Element, checked = true): Sent {
  const form = formOf(document, button)
  if (form === null || isDisabled(button) || (attribute(button, 'type') ?? 'submit') !== 'submit')
    throw new Error(`The button “${textOf(button)}” sends no form.`)
  const fields: Sent['fields'] = []
  for (const one of elementsIn(document)) {
    const name = attribute(one, 'name')
    if (!/^(input|select|textarea|button)$/.test(one.tagName) || formOf(document, one) !== form) continue
    if (name === null || name === '' || isDisabled(one)) continue
    if (one.tagName === 'button') {
      if (one === button) fields.push([name, fieldValue(one)])
      continue
    }
    if (checked && attribute(form, 'novalidate') === null && attribute(button, 'formnovalidate') === null) {
      const fault = fieldFault(one)
      if (fault !== null) throw new Error(`A browser holds the form back: ${fault}`)
    }
    if (typeOf(one) === 'file')
      fields.push([
        name,
        chosenFiles.get(one) ?? { name: '', mimeType: 'application/octet-stream', buffer: Buffer.alloc(0) },
      ])
    else if (!isCheckable(one) || isChecked(one)) fields.push([name, fieldValue(one).replace(/\r?\n/g, '\r\n')])
  }
  return {
    method: (attribute(button, 'formmethod') ?? attribute(form, 'method') ?? 'get').toLowerCase(),
    action: attribute(button, 'formaction') ?? attribute(form, 'action'),
    multipart: (attribute(button, 'formenctype') ?? attribute(form, 'enctype')) === 'multipart/form-data',
    fields,
  }
}
