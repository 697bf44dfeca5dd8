// Puts pictures and their descriptions into the picture tags of a text. Pure.

import { isForeign } from './links.ts'
import type { NameOf } from './table.ts'
import { appendPicture, pictureMarkup, quoteAttribute } from './toolbar.ts'

type PictureTag = { start: number; end: number; name: string; attributes: string; src: string; alt: string }

const ATTRIBUTES = String.raw`(?:\s+[a-z][a-z0-9-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=${'`'}]+))*`
// Code comes first, so that a tag within it is not taken for a picture.
const CODE_OR_PICTURE = new RegExp(
  String.raw`<(code|pre)\s*>[^]*?(?:<\/\1\s*>|$)|<(foto|photo)(${ATTRIBUTES})\s*\/?>`,
  'gi',
)

const attributePattern = (name: string) =>
  new RegExp(String.raw`(\s${name}\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'<>=${'`'}]+))`, 'i')
const SRC = attributePattern('src')
const ALT = attributePattern('alt')

function attributeValue(attributes: string, attribute: RegExp): string {
  const match = attribute.exec(attributes)
  return (match?.[2] ?? match?.[3] ?? match?.[4] ?? '').trim()
}

function pictureTags(body: string): PictureTag[] {
  return [...body.matchAll(CODE_OR_PICTURE)].flatMap((match) => {
    const [tag, , name, attributes = ''] = match
    if (name === undefined) return []
    const [src, alt] = [attributeValue(attributes, SRC), attributeValue(attributes, ALT)]
    return [{ start: match.index, end: match.index + tag.length, name, attributes, src, alt }]
  })
}

/** Sets an attribute, or adds it. */
function setAttribute(attributes: string, name: 'src' | 'alt', value: string): string {
  const quoted = quoteAttribute(value)
  const attribute = name === 'src' ? SRC : ALT
  return attribute.test(attributes)
    ? attributes.replace(attribute, (_, start: string) => start + quoted)
    : `${attributes} ${name}=${quoted}`
}

/** Replaces the attributes of a tag. @param name another name for the tag, and for the one that closes it */
function replaceTag(body: string, tag: PictureTag, attributes: string, name: string = tag.name): string {
  const rest = body.slice(tag.end)
  // Where another picture begins first, this one was not closed.
  const renamed = rest.replace(/<(\/?)(?:foto|photo)(?=[\s/>])/i, (next, slash: string) =>
    slash === '' ? next : `</${name}`,
  )
  return `${body.slice(0, tag.start)}<${name}${attributes}>${name === tag.name ? rest : renamed}`
}

/**
 * Puts an uploaded picture into a tag that a button has left without an address, else appends its markup.
 * @param kind null if no size was chosen: that of the tag, or a photo
 */
export function placePicture(body: string, kind: NameOf<'leaf'> | null, src: string, alt: string): string {
  const tag = pictureTags(body).findLast((one) => one.src === '' && (alt === '' || one.alt === ''))
  if (tag === undefined) return appendPicture(body, pictureMarkup(kind ?? 'photo', src, alt))
  const addressed = setAttribute(tag.attributes, 'src', src)
  return replaceTag(body, tag, alt === '' ? addressed : setAttribute(addressed, 'alt', alt), kind ?? tag.name)
}

/**
 * Writes a description into the last uploaded picture without one, else into the last other picture without one.
 * @param kind null if no size was chosen: the picture keeps its own
 * @returns null if every picture has a description
 */
export function describePicture(body: string, kind: NameOf<'leaf'> | null, alt: string): string | null {
  const undescribed = pictureTags(body).filter((one) => one.alt === '')
  const tag = undescribed.findLast(({ src }) => src !== '' && !isForeign(src)) ?? undescribed.at(-1)
  return tag === undefined ? null : replaceTag(body, tag, setAttribute(tag.attributes, 'alt', alt), kind ?? tag.name)
}
