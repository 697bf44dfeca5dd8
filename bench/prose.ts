// Text for measurements: invented words in the proportions of a language, the same at every run.

/** A small generator of repeatable chance (mulberry32): 0 ≤ x < 1. */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const syllables = ['ba', 'be', 'con', 'da', 'de', 'en', 'er', 'est', 'fi', 'for', 'gra', 'har', 'in', 'is', 'ka', 'la', 'le', 'ling', 'ma', 'mer', 'na', 'ne', 'or', 'out', 'pa', 'per', 'ri', 'ro', 'sa', 'se', 'ta', 'ter', 'ti', 'un', 'ver', 'wa', 'wen', 'ly', 'tion', 's']

/** Words and sentences whose frequencies fall off as those of English do. */
export function prose(next: () => number): { words: (n: number) => string } {
  const vocabulary = Array.from({ length: 6000 }, (_, rank) => Array.from({ length: rank < 60 ? 1 : 1 + Math.floor(next() * 3) }, () => syllables[Math.floor(next() * syllables.length)]).join(''))
  const word = (): string => vocabulary[Math.min(vocabulary.length - 1, Math.floor(Math.exp(next() * Math.log(vocabulary.length))) - 1)]!
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
