// Text for measurements: invented words in the proportions of a language, the same at every run.

/** A seeded random generator (mulberry32): 0 ≤ x < 1. */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const syllables = [
  'ba',
  'be',
  'con',
  'da',
  'de',
  'en',
  'er',
  'est',
  'fi',
  'for',
  'gra',
  'har',
  'in',
  'is',
  'ka',
  'la',
  'le',
  'ling',
  'ma',
  'mer',
  'na',
  'ne',
  'or',
  'out',
  'pa',
  'per',
  'ri',
  'ro',
  'sa',
  'se',
  'ta',
  'ter',
  'ti',
  'un',
  'ver',
  'wa',
  'wen',
  'ly',
  'tion',
  's',
]

/** Words and sentences with the word frequencies of English. */
export function prose(next: () => number): { words: (n: number) => string } {
  const vocabulary = Array.from({ length: 6000 }, (_, rank) =>
    Array.from(
      { length: rank < 60 ? 1 : 1 + Math.floor(next() * 3) },
      () => syllables[Math.floor(next() * syllables.length)],
    ).join(''),
  )
  const word = (): string =>
    vocabulary[Math.min(vocabulary.length - 1, Math.floor(Math.exp(next() * Math.log(vocabulary.length))) - 1)]!
  return {
    words: (n) => {
      const out: string[] = []
      let left = 0
      for (let i = 0; i < n; i++) {
        const text = word()
        if (left === 0) {
          if (out.length > 0) out[out.length - 1] += '.'
          left = 6 + Math.floor(next() * 14)
          out.push(text[0]!.toUpperCase() + text.slice(1))
        } else out.push(text)
        left -= 1
      }
      return `${out.join(' ')}.`
    },
  }
}

/** Words that hold a sentence together, the commonest first. */
const small =
  `the of and to a in is it that was for on as with at by be this are not from but have had or an one were which all they there been their has would
when who will more no if out so what up about into than them can only other time new some could these two may then do first any my now such like our over man me even most made
after also did many off before must through back years where much your way well down should because long each just those too good very little still own see`.split(
    /\s+/,
  )

/** Topics of a town, more frequent than the generated words. */
const familiar =
  `harbour council bridge water ferry road school street market tide vote meeting price mayor museum storm library station garden office report budget winter summer
captain fish boat lamp stone clock letter map paper ticket window roof wall tower bell train bus bicycle path field gate hall kitchen bakery bread salt wind rain frost fog
cliff beach rope anchor sail engine signal permit ledger invoice tender contract repair survey count figure number proof error question answer argument opinion rule law court
appeal fine tax rent wage strike union crew teacher doctor nurse baker printer editor keeper warden farmer neighbour visitor child dog gull seal crab moth pigeon horse apple pear
barley potato onion kettle spoon chair ladder hammer paint timber iron copper glass wool canvas ink press page column headline photograph film song drum trombone choir concert`.split(
    /\s+/,
  )

const onsets = ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'br', 'st', 'tr', 'gl', 'th']
const vowels = ['a', 'e', 'i', 'o', 'u', 'ai', 'ea', 'ou']
const SYLLABLES = onsets.length * vowels.length
const PAIRS = SYLLABLES ** 2

/** Number of different words; the word of rank r is about 1/r as frequent as the first. */
const VOCABULARY = 300_000

const syllable = (n: number): string =>
  onsets[n % onsets.length]! + vowels[Math.floor(n / onsets.length) % vowels.length]!

/**
 * The word of a rank, 0 the commonest. Every rank has a word of its own: those made by rule are a number in syllables,
 * stirred (the factors share no divisor with the moduli) so that neighbours do not look alike.
 */
export function wordOf(rank: number): string {
  if (rank < small.length) return small[rank]!
  const known = rank - small.length
  if (known < familiar.length) return familiar[known]!
  const made = known - familiar.length
  if (made < PAIRS) {
    const n = (made * 7919) % PAIRS
    return `${syllable(n % SYLLABLES)}${syllable(Math.floor(n / SYLLABLES))}n`
  }
  const n = ((made - PAIRS) * 7_919_003) % (PAIRS * SYLLABLES)
  return syllable(n % SYLLABLES) + syllable(Math.floor(n / SYLLABLES) % SYLLABLES) + syllable(Math.floor(n / PAIRS))
}

/** Text in which some words are everywhere and most are rare, as in a real archive. */
export function townProse(next: () => number): {
  word: () => string
  sentences: (n: number) => string
  phrase: (n: number) => string
} {
  const made: string[] = []
  const word = (): string => {
    const rank = Math.floor(Math.exp(next() * Math.log(VOCABULARY))) - 1
    made[rank] ??= wordOf(rank)
    return made[rank]
  }
  const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)
  const phrase = (n: number): string => {
    let text = capital(word())
    for (let i = 1; i < n; i++) text += ` ${word()}`
    return text
  }
  return {
    word,
    /** Words without a stop at their end: a headline, a name. */
    phrase,
    /** Whole sentences with a number of words. */
    sentences: (n) => {
      let text = ''
      for (let left = n; left > 0; ) {
        const length = Math.min(left, 6 + Math.floor(next() * 16))
        text += text === '' ? phrase(length) : ` ${phrase(length)}`
        if (length > 12) text = text.replace(/ (\S+ \S+ \S+ \S+ \S+)$/, ', $1')
        text += '.'
        left -= length
      }
      return text
    },
  }
}
