// Regular expressions in linear time: RE2 syntax without backreferences, applied to pieces of bounded length. Pure.
import { RE2JS, RE2JSException } from 're2js'

export type Pattern = { engine: RE2JS }

/** Limits of a pattern and its compiled program: with the length of a piece they bound the time of one match. */
const MAX_PATTERN_CHARACTERS = 300
export const MAX_PROGRAM_STEPS = 200

/** A pattern is applied to pieces of this length, cut at a line end where possible. */
const PIECE_CHARACTERS = 1000
/** Pieces of a longer line overlap by this much. */
const OVERLAP_CHARACTERS = 200

/**
 * Compiles a pattern, ignoring case.
 * @throws SyntaxError with the fault and its position
 */
export function compilePattern(text: string): Pattern {
  if (text.length > MAX_PATTERN_CHARACTERS)
    throw new SyntaxError(`A pattern has at most ${MAX_PATTERN_CHARACTERS} characters.`)
  let engine: RE2JS
  try {
    engine = RE2JS.compile(text, RE2JS.CASE_INSENSITIVE | RE2JS.MULTILINE)
  } catch (error) {
    throw new SyntaxError(error instanceof RE2JSException ? compileFault(error, text) : 'This pattern is not valid.')
  }
  if (engine.programSize() > MAX_PROGRAM_STEPS)
    throw new SyntaxError(
      `This pattern is too large: it has ${engine.programSize()} steps, and the limit is ${MAX_PROGRAM_STEPS}. Use smaller numbers in {…}.`,
    )
  // A pattern that matches the empty text matches everywhere.
  if (engine.test(''))
    throw new SyntaxError(
      'This pattern also matches an empty text, so it would catch every comment. Make some part of it required.',
    )
  return { engine }
}

/** Words a compile error, with the number of the character. */
function compileFault(error: RE2JSException, text: string): string {
  const { error: what = error.message, input } = error as { error?: string; input?: string | null }
  // The engine puts its flags before a pattern that it quotes as a whole.
  const piece = (input ?? '').replace(/^(?:\(\?[a-z]+\))+/, '')
  const at = piece === '' || piece === text ? -1 : text.indexOf(piece)
  return `This pattern does not compile: ${what}${at === -1 ? (piece === text ? ', up to its end' : '') : `, at character ${at + 1}: ${piece.slice(0, 40)}`}.`
}

/** Cuts a text into pieces, each with the index where it begins. */
export function splitIntoPieces(text: string): { from: number; text: string }[] {
  if (text.length <= PIECE_CHARACTERS) return [{ from: 0, text }]
  const pieces: { from: number; text: string }[] = []
  for (let from = 0; from < text.length; ) {
    const whole = from + PIECE_CHARACTERS >= text.length
    const line = whole ? -1 : text.lastIndexOf('\n', from + PIECE_CHARACTERS)
    const to = whole ? text.length : line > from ? line + 1 : from + PIECE_CHARACTERS
    pieces.push({ from, text: text.slice(from, to) })
    if (whole) break
    from = line > from ? to : to - OVERLAP_CHARACTERS
  }
  return pieces
}

/** Finds the matches of a pattern, in order and without overlap. Yields after each step, so that others are served. */
export function* findPatternSpans(pattern: Pattern, text: string, limit: number): Generator<void, Span[]> {
  const spans: Span[] = []
  for (const piece of splitIntoPieces(text)) {
    const there = pattern.engine.test(piece.text)
    yield
    if (!there) continue
    const matcher = pattern.engine.matcher(piece.text)
    while (spans.length < limit && matcher.find()) {
      const span = { from: piece.from + matcher.start(), to: piece.from + matcher.end() }
      if (span.to > span.from && span.from >= (spans.at(-1)?.to ?? 0)) spans.push(span)
      yield
    }
  }
  return spans
}

/** A range of code units in the source; `to` is exclusive. */
export type Span = { from: number; to: number }
