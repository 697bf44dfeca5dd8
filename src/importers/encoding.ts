// Decodes an imported file: UTF-8, UTF-16 with or without a byte order mark, or Windows-1252. Pure.

type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252'
export type Decoded = { text: string; encoding: Encoding } | { fault: string }

/** Share of NUL bytes from which on a text is UTF-16: Latin text has half of them, other scripts those of spaces and line ends. */
const MIN_NUL_SHARE = 0.02
/** Share of the bytes beyond ASCII from which on what is valid as UTF-8 is no chance. */
const MIN_VALID_SHARE = 0.5

// What text of western languages in Windows-1252 does not contain: many letters beyond ASCII in a row, a capital beyond ASCII
// behind a small letter, and signs between letters. Texts in Cyrillic, Greek, Polish or Japanese encodings do.
const FOREIGN =
  /[À-ÖØ-öø-ÿŠšŽžŒœŸƒ]{4}|[a-zß-öø-ÿ][À-ÖØ-ÞŠŽŒŸ]|\p{L}[^\p{L}\p{N}\s\u0000-\u007f‘’´·­–—…«»“”„‚‹›•©®™°ªº]\p{L}|[\u0000-\u0008\u000e-\u001f\u0080-\u009f]/u

// Letters and signs that no western language has together, but that the encodings of Central Europe, Turkey and the Baltic give
// when they are read as Windows-1252.
const CLASHES: readonly (readonly [RegExp, RegExp])[] = [
  [/[šž]/g, /[ìøèæð]/g],
  [/ø/g, /[ìèùò]/g],
  [/[¹³¾¼±¶][a-zà-ÿ]/g, /[ìøèêæùò]/g],
  [/õ/g, /[öü]/g],
  [/[ðþ]/g, /[àãçèëøûüùš]/g],
]
/** Letters of both kinds from which on they are no foreign names. */
const MIN_CLASHING = 3

/** Decodes a file. A fault is a sentence with the number of a line, and means that no encoding is plausible. */
export function decodeFile(bytes: Uint8Array): Decoded {
  const marked =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null
  const wide = marked ?? unmarkedUtf16(bytes)
  if (wide !== null) {
    const text = decode(bytes, wide)
    return text === null
      ? { fault: 'It seems to be UTF-16, and has characters that UTF-16 cannot have' }
      : { text, encoding: 'UTF-16' }
  }
  const text = decode(bytes, 'utf-8')
  if (text !== null) return { text, encoding: 'UTF-8' }
  const { line, validShare } = invalidUtf8(bytes)
  if (validShare >= MIN_VALID_SHARE) return { fault: `Line ${line} has bytes that UTF-8 cannot have` }
  const western = new TextDecoder('windows-1252').decode(bytes)
  const foreign = FOREIGN.exec(western)?.index ?? clashIn(western)
  return foreign === null
    ? { text: western, encoding: 'Windows-1252' }
    : {
        fault: `Line ${lineOf(western, foreign)} is not in UTF-8, and not in UTF-16 or Windows-1252 either. Save the file as UTF-8`,
      }
}

/** Where the first letter stands that does not go with others of the text; null if there is none. */
function clashIn(text: string): number | null {
  const has = (letters: RegExp): boolean => (text.match(letters)?.length ?? 0) >= MIN_CLASHING
  const clash = CLASHES.find(([one, other]) => has(one) && has(other))
  return clash === undefined ? null : text.search(clash[0])
}

function decode(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** The byte order of UTF-16 without a mark: spaces, digits and line ends have a NUL before or behind them. */
function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const nuls = [0, 0]
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) nuls[at % 2]!++
  const [even = 0, odd = 0] = nuls
  return even + odd < bytes.length * MIN_NUL_SHARE || even + odd === 0 ? null : odd > even ? 'utf-16le' : 'utf-16be'
}

/** The line of the first invalid byte, and the share of bytes beyond ASCII that are valid. */
function invalidUtf8(bytes: Uint8Array): { line: number; validShare: number } {
  const text = new TextDecoder('utf-8').decode(bytes)
  const invalid = text.match(/\ufffd/g)?.length ?? 0
  const beyond = bytes.reduce((count, byte) => (byte > 0x7f ? count + 1 : count), 0)
  return { line: lineOf(text, text.indexOf('\ufffd')), validShare: (beyond - invalid) / beyond }
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length
