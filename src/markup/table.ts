// The table of tags: what may be typed, its button, what comes out. Sanitizer, toolbar, help and docs/markup.md are made from it. Pure.

/** Where a text stands: under an article, or as the article itself. */
export type Place = 'comment' | 'article'

/** An element that may come out, with all the attributes it may bear. A list of values admits only these. */
export type Output = {
  tag: string
  class?: string
  attributes?: readonly (string | { name: string; values: readonly string[] })[]
}

/** A toolbar button: `open` and `close` go before and after what is selected. A button has a CSS class or an icon, the path of a drawing on a grid of 16. */
export type Button = {
  value: string
  label: string
  class?: string
  icon?: string
  open: string
  close: string
  /** True for markup that begins on a line of its own. */
  ownLine?: boolean
}

/**
 * `mark`: within a line, may cross paragraphs. `block`: holds paragraphs and other blocks. `line`: holds text and marks
 * only. `leaf`: a picture with a caption. `raw`: what it holds is shown exactly as typed.
 */
export type Tag = {
  name: string
  kind: 'mark' | 'block' | 'line' | 'leaf' | 'raw'
  places: readonly Place[]
  outputs: readonly Output[]
  button?: Button
  /** One sentence for the help page. */
  description: string
  example: string
}

/** What a link to another site always says about itself. */
export const FOREIGN_REL = 'nofollow ugc noopener'

const EVERYWHERE: readonly Place[] = ['comment', 'article']
/** Said where a text is written the other way than what is around it. */
const WITH_DIRECTION: Pick<Output, 'attributes'> = { attributes: [{ name: 'dir', values: ['ltr', 'rtl'] }] }
const LINK: Output = {
  tag: 'a',
  attributes: ['href', { name: 'rel', values: [FOREIGN_REL] }, ...WITH_DIRECTION.attributes!],
}
/** How wide a picture is drawn, for the browser to choose among its widths: a foto beside the text, a photo as wide as the text. */
export const SIZES = { foto: '12rem', photo: '(min-width: 44rem) 40rem, 100vw' } as const
const PICTURE: readonly Output[] = [
  {
    tag: 'img',
    attributes: [
      'src',
      'alt',
      'width',
      'height',
      'srcset',
      { name: 'sizes', values: [SIZES.foto, SIZES.photo] },
      { name: 'loading', values: ['lazy'] },
    ],
  },
  { tag: 'figcaption', ...WITH_DIRECTION },
]

/** Every tag, in the order of the toolbar and the help page. */
export const TAGS = [
  {
    name: 'b',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'b' }],
    button: { value: 'bold', label: 'Bold', class: 't-b', open: '<b>', close: '</b>' },
    description: 'Bold.',
    example: 'The office was <b>wrong</b>.',
  },
  {
    name: 'i',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'i' }],
    button: { value: 'italic', label: 'Italic', class: 't-i', open: '<i>', close: '</i>' },
    description: 'Italic.',
    example: 'It was on the <i>Northern Star</i>.',
  },
  {
    name: 'u',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'u' }],
    button: { value: 'underline', label: 'Underline', class: 't-u', open: '<u>', close: '</u>' },
    description: 'Underlined.',
    example: 'Read <u>all</u> of it.',
  },
  {
    name: 's',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 's' }],
    button: { value: 'strike', label: 'Strike', class: 't-s', open: '<s>', close: '</s>' },
    description: 'Struck through.',
    example: 'Opens on <s>Monday</s> Tuesday.',
  },
  {
    name: 'ul',
    kind: 'block',
    places: EVERYWHERE,
    outputs: [{ tag: 'ul', ...WITH_DIRECTION }],
    button: { value: 'bullet', label: 'Bullet', class: 't-li', open: '<ul><li>', close: '</li></ul>', ownLine: true },
    description: 'A list. Each item begins with <li>.',
    example: '<ul>\n<li>High water</li>\n<li>Low water</li>\n</ul>',
  },
  {
    name: 'li',
    kind: 'block',
    places: EVERYWHERE,
    outputs: [{ tag: 'li', ...WITH_DIRECTION }],
    description: 'One item of a list. A new item ends the one before.',
    example: '<li>One\n<li>Two',
  },
  {
    name: 'blockquote',
    kind: 'block',
    places: EVERYWHERE,
    outputs: [{ tag: 'blockquote', ...WITH_DIRECTION }],
    button: {
      value: 'blockquote',
      label: 'Blockquote',
      class: 't-q',
      open: '<blockquote>',
      close: '</blockquote>',
      ownLine: true,
    },
    description: 'Somebody else’s words.',
    example: '<blockquote>Nobody looked at the staff.</blockquote>\nSomebody did.',
  },
  {
    name: 'small',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'small' }],
    button: { value: 'small', label: 'Small', class: 't-sm', open: '<small>', close: '</small>' },
    description: 'Small.',
    example: 'Free of charge. <small>Terms apply.</small>',
  },
  {
    name: 'big',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'span', class: 'big' }],
    button: { value: 'big', label: 'Big', class: 't-bg', open: '<big>', close: '</big>' },
    description: 'Big.',
    example: '<big>At last.</big>',
  },
  {
    name: 'a',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [LINK],
    button: { value: 'link', label: 'Link', class: 't-a', open: '<a href="https://">', close: '</a>' },
    description: 'A link: http, https or mailto. A bare address becomes a link by itself.',
    example: 'See <a href="https://example.org/tides">the tide tables</a>.',
  },
  {
    name: 'squish',
    kind: 'block',
    places: EVERYWHERE,
    outputs: [
      { tag: 'details', class: 'squish', ...WITH_DIRECTION },
      { tag: 'summary' },
      { tag: 'span' },
      { tag: 'q', ...WITH_DIRECTION },
      { tag: 'div', ...WITH_DIRECTION },
    ],
    button: { value: 'squish', label: 'Squish', class: 't-sq', open: '<squish>', close: '</squish>', ownLine: true },
    description: 'Folds a long passage: readers see how many words it has and how it begins, and open it with a click.',
    example:
      '<squish>We levelled from the brass bolt on the step to the foot of the staff, twice in each direction.</squish>',
  },
  {
    name: 'foto',
    kind: 'leaf',
    places: EVERYWHERE,
    outputs: [{ tag: 'figure', class: 'foto' }, LINK, ...PICTURE],
    button: {
      value: 'foto',
      label: 'Foto',
      icon: 'M5.5 5.5h5v5h-5zM5.5 9.5l2-2 3 3',
      open: '<foto src="" alt="">',
      close: '</foto>',
      ownLine: true,
    },
    description:
      'A small picture beside the text. An uploaded picture is shown; one on another site becomes a link to it. ' +
      '“alt” describes it for people who cannot see it; an uploaded picture needs it.',
    example: '<foto src="https://example.org/staff.webp" alt="A tide staff">The staff at low water.</foto>',
  },
  {
    name: 'photo',
    kind: 'leaf',
    places: EVERYWHERE,
    outputs: [{ tag: 'figure', class: 'photo' }, ...PICTURE],
    button: {
      value: 'photo',
      label: 'Photo',
      icon: 'M1.5 4h13v8h-13zM1.5 10.5l4-3.5 3 2.5 2-1.5 4 3',
      open: '<photo src="" alt="">',
      close: '</photo>',
      ownLine: true,
    },
    description: 'A picture as wide as the text, with a caption. The same rules as for a foto.',
    example: '<photo src="https://example.org/pier.webp" alt="A pier at sunset">The old pier.</photo>',
  },
  {
    name: 'code',
    kind: 'raw',
    places: EVERYWHERE,
    outputs: [{ tag: 'code', ...WITH_DIRECTION }],
    description: 'Shown exactly as typed, tags and all. Several lines of it stand by themselves, as in <pre>.',
    example: 'Type <code><b>so</b></code> for bold.',
  },
  {
    name: 'pre',
    kind: 'raw',
    places: EVERYWHERE,
    outputs: [{ tag: 'pre', ...WITH_DIRECTION }, { tag: 'code' }],
    description: 'Lines shown exactly as typed, spaces and all.',
    example: '<pre>high  04:12  5.1 m\nlow   10:31  0.9 m</pre>',
  },
  {
    name: 'em',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'em' }],
    description: 'Stressed.',
    example: 'It <em>did</em> move.',
  },
  {
    name: 'strong',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'strong' }],
    description: 'Strongly stressed.',
    example: '<strong>Keep off the ice.</strong>',
  },
  {
    name: 'del',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'del' }],
    description: 'Taken back.',
    example: 'Forty <del>centimetres</del> millimetres.',
  },
  {
    name: 'h2',
    kind: 'line',
    places: ['article'],
    outputs: [{ tag: 'h2', ...WITH_DIRECTION }],
    description: 'A heading within an article.',
    example: '<h2>What the divers found</h2>',
  },
  {
    name: 'ednote',
    kind: 'line',
    places: ['article'],
    outputs: [{ tag: 'p', class: 'ednote', ...WITH_DIRECTION }],
    description: 'A note by the editors.',
    example: '<ednote><b>Correction, 13:30.</b> It was seven years, not eleven.</ednote>',
  },
] as const satisfies readonly Tag[]

/** What comes out without a tag of its own: paragraphs, line breaks, numbered lists of imported texts, mentions. */
export const IMPLIED: readonly Output[] = [
  { tag: 'p', ...WITH_DIRECTION },
  { tag: 'br' },
  { tag: 'ol', ...WITH_DIRECTION },
  { ...LINK, class: 'mention' },
]

/** The nic in the example of a mention. */
export const EXAMPLE_NIC = 'Plimsoll'

/** What typing does without any tag; `description` and `example` as in the table. */
export const LINE_RULES: readonly { description: string; example: string }[] = [
  {
    description: 'An empty line begins a new paragraph; a single line break stays one.',
    example: 'One paragraph,\ntwo lines.\n\nAnother paragraph.',
  },
  {
    description:
      'Lines that begin with > are a quotation, with >> a quotation within one; a line without it is not, and an empty line ends it. Faces such as >_< or >:( are none.',
    example: '>> Since when?\n> Since the new bracket.\nIt sat low.',
  },
  {
    description:
      'A bare address becomes a link, also one that begins with www.; brackets around it and the full stop after it stay outside.',
    example: 'It is all there (see https://example.org/tides_(north)).',
  },
  { description: '@ before the nic of a member links to that member.', example: `Ask @${EXAMPLE_NIC}.` },
  { description: 'Any other tag, and any sign, is shown as it was typed.', example: '1 < 2 &amp; <kbd>so on</kbd>' },
]

/** Names of the tags of one kind. */
export type NameOf<K extends Tag['kind']> = Extract<(typeof TAGS)[number], { kind: K }>['name']
export type ToolValue = Extract<(typeof TAGS)[number], { button: object }>['button']['value']

const BY_NAME: ReadonlyMap<string, (typeof TAGS)[number]> = new Map(TAGS.map((tag) => [tag.name, tag]))

/** The entry of a tag by its name in lower case; undefined for a tag that is not ours or not for this place. */
export function findTag(name: string, place: Place): (typeof TAGS)[number] | undefined {
  const tag = BY_NAME.get(name)
  return tag !== undefined && (tag.places as readonly Place[]).includes(place) ? tag : undefined
}

/** The tags that may be typed in a place, in the order of the table. */
export function tagsFor(place: Place): readonly Tag[] {
  return TAGS.filter((tag) => (tag.places as readonly Place[]).includes(place))
}
