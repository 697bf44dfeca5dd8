// Pictures and descriptions find the tag that waits for them, and no other part of the text changes.

import { expect, test } from 'vitest'
import { describePicture, placePicture } from '../../src/markup/picture-tags.ts'

const SRC = `/media/${'a'.repeat(32)}-60x40.webp`

test.each([
  ['an empty text', '', null, 'Staff', `<photo src="${SRC}" alt="Staff"></photo>`],
  ['a line', 'See:', 'foto', '', `See:\n<foto src="${SRC}" alt=""></foto>`],
  ['an empty tag', 'A <foto src="" alt=""></foto> B', null, 'Staff', `A <foto src="${SRC}" alt="Staff"></foto> B`],
  ['an empty tag of another size', '<foto src="" alt=""></foto>', 'photo', '', `<photo src="${SRC}" alt=""></photo>`],
  [
    'an empty tag with a description',
    "<foto src='' alt='A \"tide\" staff'>Low</foto>",
    null,
    '',
    `<foto src="${SRC}" alt='A "tide" staff'>Low</foto>`,
  ],
  [
    'an empty tag with another description',
    '<foto src="" alt="A pier"></foto>',
    null,
    'Staff',
    `<foto src="" alt="A pier"></foto>\n<photo src="${SRC}" alt="Staff"></photo>`,
  ],
  ['a tag without attributes', '<PHOTO></PHOTO>', null, "It's", `<PHOTO src="${SRC}" alt="It's"></PHOTO>`],
  [
    'an empty tag in code',
    '<code><foto src="" alt=""></foto></code>',
    null,
    '',
    `<code><foto src="" alt=""></foto></code>\n<photo src="${SRC}" alt=""></photo>`,
  ],
] as const)('a picture is placed into %s', (_, body, kind, alt, placed) => {
  expect(placePicture(body, kind, SRC, alt)).toBe(placed)
})

test.each([
  ['the last picture without one', `<photo src="${SRC}" alt=""></photo> x <photo src="${SRC}" alt=""></photo>`, 1],
  [
    'one after a described picture',
    `<photo src="${SRC}" alt="$& <photo"></photo> <foto alt='' src='${SRC}'></foto>`,
    1,
  ],
  ['an uploaded one rather than a foreign one', `<photo src="${SRC}"></photo> <photo src="https://x.org/"></photo>`, 0],
  ['an empty tag where there is no other', 'x <foto src="" alt=""></foto>', 0],
])('a description goes into %s', (_, body, which) => {
  const described = describePicture(body, null, '$1 "quoted"')
  const alts = [...described!.matchAll(/<(?:foto|photo)(?: \w+=(?:"[^"]*"|'[^']*'))*>/g)].map(([tag]) => tag)
  expect(alts[which]).toContain(`alt='$1 "quoted"'`)
  expect(described!.split(` alt='$1 "quoted"'`)).toHaveLength(2)
})

test('a description can set the size too, and there may be no picture that lacks one', () => {
  const body = `<photo src="${SRC}" alt="">A caption</photo> and <photo src="${SRC}" alt="Pier"></photo>`
  expect(describePicture(body, 'foto', 'Staff')).toBe(
    `<foto src="${SRC}" alt="Staff">A caption</foto> and <photo src="${SRC}" alt="Pier"></photo>`,
  )
  expect(describePicture('No picture <b>here</b>.', null, 'Staff')).toBeNull()
  expect(describePicture(`<photo src="${SRC}" alt="Pier"></photo>`, null, 'Staff')).toBeNull()
})
