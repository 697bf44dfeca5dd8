// What is true of articles and their tags. Pure.

/** How all spellings of a tag are known to be one. */
export const foldedTag = (tag: string): string => tag.normalize('NFC').toLowerCase()
