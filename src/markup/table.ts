// The table of tags: syntax, button and output. The sanitizer, the toolbar, the help page and docs/markup.md derive from it. Pure.

/** What kind of text it is: a comment, an article whose text an editor wrote, or one that somebody else sent in. */
export type Place = 'comment' | 'article' | 'submission'

/** An allowed output element with its attributes. A list of values allows only these. */
export type Output = {
  tag: string
  class?: string
  attributes?: readonly (string | { name: string; values: readonly string[] })[]
}

/** A toolbar button. It inserts `open` and `close` around the selection, and has a CSS class or an icon: an SVG path on a 16-unit grid. */
export type Button = {
  value: string
  label: string
  class?: string
  icon?: string
  open: string
  close: string
  /** Whether the markup begins on a new line. */
  ownLine?: boolean
  /** Where the button leads instead of inserting its markup. */
  href?: string
}

/**
 * `mark`: inline, may cross paragraphs. `block`: contains paragraphs and blocks. `line`: contains only text and marks.
 * `leaf`: a picture with a caption. `raw`: the content is shown exactly as typed.
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

/** `rel` of every link to another site. */
export const FOREIGN_REL = 'nofollow ugc noopener'

const EVERYWHERE: readonly Place[] = ['comment', 'article', 'submission']
/** For text in the opposite direction of its surroundings. */
const WITH_DIRECTION: Pick<Output, 'attributes'> = { attributes: [{ name: 'dir', values: ['ltr', 'rtl'] }] }
const LINK: Output = {
  tag: 'a',
  attributes: ['href', { name: 'rel', values: [FOREIGN_REL] }, ...WITH_DIRECTION.attributes!],
}
/** `sizes` of pictures: a foto is beside the text, a photo as wide as the text. */
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
  { tag: 'span', class: 'credit' },
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
    description: 'A link: http, https or mailto. A bare address becomes a link too.',
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
      '“alt” describes it for people who can’t see it; an uploaded picture needs it. “credit” says who made it.',
    example:
      '<foto src="https://example.org/staff.webp" alt="A tide staff" credit="N. Ferry">The staff at low water.</foto>',
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
    description: 'Shown exactly as typed, tags and all. Several lines become a block, as in <pre>.',
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
    description: 'Emphasis.',
    example: 'It <em>did</em> move.',
  },
  {
    name: 'strong',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'strong' }],
    description: 'Strong emphasis.',
    example: '<strong>Keep off the ice.</strong>',
  },
  {
    name: 'del',
    kind: 'mark',
    places: EVERYWHERE,
    outputs: [{ tag: 'del' }],
    description: 'Deleted.',
    example: 'Forty <del>centimetres</del> millimetres.',
  },
  {
    name: 'h2',
    kind: 'line',
    places: ['article', 'submission'],
    outputs: [{ tag: 'h2', ...WITH_DIRECTION }],
    button: { value: 'subhead', label: 'Subhead', class: 't-h', open: '<h2>', close: '</h2>', ownLine: true },
    description: 'A heading within an article.',
    example: '<h2>What the divers found</h2>',
  },
  {
    name: 'ednote',
    kind: 'line',
    places: ['article'],
    outputs: [{ tag: 'p', class: 'ednote', ...WITH_DIRECTION }],
    button: {
      value: 'ednote',
      label: 'Editor’s note',
      class: 't-en',
      open: '<ednote>',
      close: '</ednote>',
      ownLine: true,
    },
    description: 'A note by the editors, who alone can write one.',
    example: '<ednote><b>Correction, 13:30.</b> It was seven years, not eleven.</ednote>',
  },
] as const satisfies readonly Tag[]

/** Output without a typed tag: paragraphs, line breaks, numbered lists of imported texts, mentions. */
export const IMPLIED: readonly Output[] = [
  { tag: 'p', ...WITH_DIRECTION },
  { tag: 'br' },
  { tag: 'ol', ...WITH_DIRECTION },
  { ...LINK, class: 'mention' },
]

/** Names of the tags of one kind. */
export type NameOf<K extends Tag['kind']> = Extract<(typeof TAGS)[number], { kind: K }>['name']
export type ToolValue = Extract<(typeof TAGS)[number], { button: object }>['button']['value']
