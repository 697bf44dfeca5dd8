// Cheap steps of comparing long texts: printable ASCII, and single spaces. Pure.

/** Whether a text has nothing that accents, marks or directions could be in, and no white space but spaces. */
export const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

/** Every run of white space as one space; single spaces, most of a text, are passed over. */
export const singleSpaced = (text: string): string => text.replace(/\s{2,}|[^\S ]/g, ' ')
