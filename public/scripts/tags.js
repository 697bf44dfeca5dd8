// Finds the tags of a typed text, so that nothing is inserted inside one, and edits the tags of pictures.

const ATTRIBUTES = String.raw`(?:\s+[a-z][a-z0-9-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=${'`'}]+))*`
// Code comes first, because a tag within it is text.
const TAG = new RegExp(
  String.raw`<(code|pre)\s*>[^]*?(?:<\/\1\s*>|$)|<(\/?)([a-z][a-z0-9]*)(${ATTRIBUTES})\s*\/?>`,
  'gi',
)
const PICTURE = /^(?:foto|photo)$/i

/** Tags of a text, in order. `end` is behind the tag. */
const tagsOf = (text) =>
  [...text.matchAll(TAG)]
    .filter((match) => match[3] !== undefined)
    .map(({ 0: tag, 2: slash, 3: name, 4: attributes, index }) => ({
      start: index,
      end: index + tag.length,
      closing: slash === '/',
      name,
      attributes,
    }))

const attributeValue = (attributes, name) => {
  const match = new RegExp(String.raw`\s${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=${'`'}]+))`, 'i').exec(
    attributes,
  )
  return (match?.[1] ?? match?.[2] ?? match?.[3] ?? '').trim()
}

/** Quotes a description with the quotation mark that it does not contain, as the server does. */
const quoteAttribute = (text) =>
  !text.includes('"') ? `"${text}"` : !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '”')}"`

const setAttribute = (attributes, name, value) => {
  const pattern = new RegExp(String.raw`(\s${name}\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s"'<>=${'`'}]+)`, 'i')
  return pattern.test(attributes)
    ? attributes.replace(pattern, (_, start) => start + quoteAttribute(value))
    : `${attributes} ${name}=${quoteAttribute(value)}`
}

/** Pictures of a text: the opening tag, its `src` and `alt`, and `after`, the index behind the whole picture. */
export const picturesOf = (text) => {
  const tags = tagsOf(text).filter(({ name }) => PICTURE.test(name))
  return tags.flatMap((tag, at) => {
    if (tag.closing) return []
    const next = tags[at + 1]
    const closer = next?.closing && next.name.toLowerCase() === tag.name.toLowerCase() ? next : null
    const [src, alt] = ['src', 'alt'].map((name) => attributeValue(tag.attributes, name))
    return [{ ...tag, closer, src, alt, after: closer?.end ?? tag.end }]
  })
}

/**
 * A picture with other attributes or another size, as a replacement of its place in the text. `caret` is behind the
 * description.
 */
export const changePicture = (text, picture, { src = picture.src, alt = picture.alt, name = picture.name }) => {
  const { start, end, closer } = picture
  let attributes = picture.attributes
  if (src !== picture.src) attributes = setAttribute(attributes, 'src', src)
  if (alt !== picture.alt || !/\salt\s*=/i.test(attributes)) attributes = setAttribute(attributes, 'alt', alt)
  const [, before] = /^([^]*\salt\s*=\s*(?:"[^"]*|'[^']*|[^\s"'<>=`]+))/i.exec(attributes)
  return {
    from: start,
    to: picture.after,
    text: `<${name}${attributes}>${closer ? `${text.slice(end, closer.start)}</${name}>` : ''}`,
    caret: start + 1 + name.length + before.length,
  }
}

/** The picture that a place of the text is in, its caption included; undefined outside. */
export const pictureAt = (text, at) => picturesOf(text).find(({ start, after }) => start < at && at < after)

/** The next place outside a tag: behind a tag that the place is in, and behind the whole picture if that is one. */
export const outsideTag = (text, at) => {
  const tag = tagsOf(text).find(({ start, end }) => start < at && at < end)
  if (tag === undefined) return at
  return picturesOf(text).find(({ start }) => start === tag.start)?.after ?? tag.end
}

/** A selection without the parts of tags at its ends. */
export const outsideTags = (text, from, to) => {
  const inside = tagsOf(text).find(({ start, end }) => start < to && to < end)
  const start = outsideTag(text, from)
  return { from: start, to: Math.max(start, inside === undefined ? to : inside.start) }
}
