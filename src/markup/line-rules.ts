// The rules of markup that need no tag, for the help page and docs/markup.md. Pure.

/** The nic in the example of a mention. */
export const EXAMPLE_NIC = 'Plimsoll'

/** `description` and `example` as in the table. */
export const LINE_RULES: readonly { description: string; example: string }[] = [
  {
    description: 'An empty line begins a new paragraph; a single line break stays one.',
    example: 'One paragraph,\ntwo lines.\n\nAnother paragraph.',
  },
  {
    description:
      'Lines that begin with > are a quotation, with >> a quotation within one; a line without it is not, and an empty line ends it. Faces such as >_< or >:( are not quotations, nor is >= before a number.',
    example: '>> Since when?\n> Since the new bracket.\nIt sat low.',
  },
  {
    description:
      'A bare address becomes a link, also one that begins with www.; marks and brackets around it, and the full stop after it, stay outside.',
    example: 'It is all there (see https://example.org/tides_(north)).',
  },
  {
    description: '@ before the nic of a member links to that member, who gets a notice, except in a quotation.',
    example: `Ask @${EXAMPLE_NIC}.`,
  },
  { description: 'Any other tag or character is shown as typed.', example: '1 < 2 &amp; <kbd>so on</kbd>' },
]
