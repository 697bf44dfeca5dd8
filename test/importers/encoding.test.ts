// Encodings of imported files: recognised, or refused in a sentence.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFile } from '../../src/importers/encoding.ts'

const WESTERN =
  'Café naïve, créée à l’été: “Größe” – 20 €… ÉCOLE SAINT-GERMAIN, col·lecció, señor Núñez, 2½ °C\nØdegård og Åse ‚ja‘ «non» ™'
// Bytes 80 to 9F of Windows-1252, which are not those of Unicode.
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const windows1252 = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => {
    const at = C1.indexOf(letter)
    return at === -1 ? letter.charCodeAt(0) : 0x80 + at
  })
const utf16 = (text: string, mark: boolean, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}

test('a page in Windows-1252 is recognised, with its quotation marks, dashes and currency', () => {
  expect(decodeFile(windows1252(WESTERN))).toEqual({ text: WESTERN, encoding: 'Windows-1252' })
  expect(decodeFile(windows1252('é'))).toEqual({ text: 'é', encoding: 'Windows-1252' })
})

test('UTF-16 is recognised in either byte order, with or without a mark, in any script', () => {
  for (const text of [
    'Bridge works begin',
    WESTERN,
    'Порт открыт\n2011-03-09\n',
    '港は開いた。\n2011-03-09\n17:45',
    '😀 Harbour',
  ])
    for (const mark of [true, false])
      for (const bigEndian of [true, false])
        expect(decodeFile(utf16(text, mark, bigEndian)), `${text} ${mark} ${bigEndian}`).toEqual({
          text,
          encoding: 'UTF-16',
        })
})

test('UTF-8 is recognised with or without a mark, whatever it says', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  expect(decodeFile(bytes(''))).toEqual({ text: '', encoding: 'UTF-8' })
  expect(decodeFile(bytes(`\ufeff${WESTERN}`))).toEqual({ text: WESTERN, encoding: 'UTF-8' })
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      if (!text.includes('\0')) expect(decodeFile(bytes(`a${text}`))).toEqual({ text: `a${text}`, encoding: 'UTF-8' })
    }),
  )
})

test('what is in no such encoding is refused with its line, and never read with wrong letters', () => {
  const neither = /^Line 2 is not in UTF-8, and not in UTF-16 or Windows-1252 either\. Save the file as UTF-8$/
  const windows1251 = Uint8Array.from(
    [...'Posted\n'].map((letter) => letter.charCodeAt(0)).concat([0xcf, 0xee, 0xf0, 0xf2]),
  )
  // Polish in ISO 8859-2, French in Mac Roman, Japanese in Shift JIS.
  const latin2 = Buffer.from('Posted\nza\xbf\xf3\xb3\xe6', 'latin1')
  const macRoman = Buffer.from('Posted\ncaf\x8e, \x8ecole, pass\x8e', 'latin1')
  const shiftJis = Buffer.from('Posted\n\x8d\x60\x82\xcd\x8a\x4a\x82\xa2\x82\xbd', 'latin1')
  // Czech and Turkish, whose letters are all letters of Windows-1252 too.
  const czech = Buffer.from(
    'Posted\nP\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd k\xf9\xf2 \xfap\xecl, \x9ee \x9a\xe8 \xf8e\xe8',
    'latin1',
  )
  const czechToo = Buffer.from('Posted\n\xbeivot, \xb9el, \xb9est, \xbee p\xf8ed m\xecstem v\xecd\xecl', 'latin1')
  const turkish = Buffer.from(
    'Posted\n\xfe\xf6yle b\xfdrak\xfdld\xfd, da\xf0 ba\xf0, g\xfcn\xfc g\xfcn\xfcne \xe7\xfdkt\xfd',
    'latin1',
  )
  for (const bytes of [windows1251, latin2, macRoman, shiftJis, czech, czechToo, turkish])
    expect(decodeFile(bytes)).toEqual({ fault: expect.stringMatching(neither) })
})

test('UTF-8 or UTF-16 with broken bytes is refused, not taken for another encoding', () => {
  const broken = Buffer.concat([Buffer.from('Größe über alles\nKräne '), Buffer.from([0xe4]), Buffer.from(' dünn')])
  expect(decodeFile(broken)).toEqual({ fault: 'Line 2 has bytes that UTF-8 cannot have' })
  for (const bytes of [Buffer.from('a\ud800b', 'utf16le'), utf16('abc', true, false).subarray(0, 7)])
    expect(decodeFile(bytes)).toEqual({ fault: 'It seems to be UTF-16, and has characters that UTF-16 cannot have' })
})
