// CRC-32 of joined texts from the CRC-32 of each, as gzip needs it. Pure.

/** The polynomial of gzip, its lowest power in the highest bit. */
const POLYNOMIAL = 0xedb88320

/** The product of two polynomials modulo that one. */
function multiply(a: number, b: number): number {
  let product = 0
  let factor = b
  for (let bit = 0x80000000; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor
    factor = (factor & 1) === 0 ? factor >>> 1 : (factor >>> 1) ^ POLYNOMIAL
  }
  return product >>> 0
}

/** x to the power of 8, 16, 32 and so on: what 1, 2, 4 and so on bytes behind a text do to its CRC. */
const shifts: number[] = []
for (let power = 0, shift = multiply(0x00800000, 0x80000000); power < 32; power++) {
  shifts.push(shift)
  shift = multiply(shift, shift)
}

/** What a number of bytes behind a text does to its CRC: a factor for `joinCrc`. */
export function crcShift(bytes: number): number {
  let product = 0x80000000
  for (let power = 0, rest = bytes; rest > 0; power++, rest = Math.floor(rest / 2))
    if (rest % 2 === 1) product = multiply(shifts[power]!, product)
  return product
}

/** The CRC of a text followed by another. @param shift `crcShift` of the length of the second */
export const joinCrc = (first: number, second: number, shift: number): number => (multiply(shift, first) ^ second) >>> 0
