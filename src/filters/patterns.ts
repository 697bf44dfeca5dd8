// Patterns whose time grows with the text alone: RE2's language without looking back, in pieces of bounded length. Pure.
import { RE2JS, RE2JSException } from 're2js'

export type Pattern = { engine: RE2JS }

/** Characters of a pattern, and steps of its program: with a piece of text they bound what one look can take. */
export const LONGEST_PATTERN = 300
export const LARGEST_PROGRAM = 200

/** A pattern sees so many characters of a text at a time, cut at the end of a line where there is one. */
const PIECE = 1000
/** A longer line is seen in pieces that share so many. */
const SHARED = 200

/**
 * @throws SyntaxError that says in words what is wrong, and where
 */
export function compilePattern(text: string): Pattern {
  if (text.length > LONGEST_PATTERN) throw new SyntaxError(`A pattern has at most ${LONGEST_PATTERN} characters.`)
  let engine: RE2JS
  try {
    engine = RE2JS.compile(text, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE)
  } catch (error) {
    throw new SyntaxError(error instanceof RE2JSException ? complaint(error, text) : 'This is no pattern.')
  }
  if (engine.programSize() > LARGEST_PROGRAM)
    throw new SyntaxError(
      `This pattern is too large: spelled out it has ${engine.programSize()} steps, and at most ${LARGEST_PROGRAM} are taken. Smaller numbers in {…} help.`,
    )
  // What is found everywhere would be all that is ever found.
  if (engine.test(''))
    throw new SyntaxError(
      'This pattern finds nothing at all, too: it would catch every comment. Something in it has to be there.',
    )
  return { engine }
}

/** What the engine complains of, and at which character. */
function complaint(error: RE2JSException, text: string): string {
  const { error: what = error.message, input } = error as { error?: string; input?: string | null }
  // The engine puts its own flags in front of a pattern that it quotes whole.
  const piece = (input ?? '').replace(/^(?:\(\?[a-z]+\))+/, '')
  const at = piece === '' || piece === text ? -1 : text.indexOf(piece)
  return `This pattern does not compile: ${what}${at === -1 ? (piece === text ? ', up to its end' : '') : `, at character ${at + 1}: ${piece.slice(0, 40)}`}.`
}

/** The pieces of a text in which a pattern looks, each with where it begins. */
export function piecesOf(text: string): { from: number; text: string }[] {
  if (text.length <= PIECE) return [{ from: 0, text }]
  const pieces: { from: number; text: string }[] = []
  for (let from = 0; from < text.length; ) {
    const whole = from + PIECE >= text.length
    const line = whole ? -1 : text.lastIndexOf('\n', from + PIECE)
    const to = whole ? text.length : line > from ? line + 1 : from + PIECE
    pieces.push({ from, text: text.slice(from, to) })
    if (whole) break
    from = line > from ? to : to - SHARED
  }
  return pieces
}

/** Where a pattern stands in a text, in order and apart from one another; yields after each look, so that others get their turn. */
export function* spansOf(pattern: Pattern, text: string, most: number): Generator<void, Span[]> {
  const spans: Span[] = []
  for (const piece of piecesOf(text)) {
    const there = pattern.engine.test(piece.text)
    yield
    if (!there) continue
    const matcher = pattern.engine.matcher(piece.text)
    while (spans.length < most && matcher.find()) {
      const span = { from: piece.from + matcher.start(), to: piece.from + matcher.end() }
      if (span.to > span.from && span.from >= (spans.at(-1)?.to ?? 0)) spans.push(span)
      yield
    }
  }
  return spans
}

/** From where to where in the source, in code units; `to` is behind the last. */
export type Span = { from: number; to: number }
