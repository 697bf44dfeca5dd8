// Estimates how many guesses find a password, with zxcvbn and its list of the commonest passwords, loaded when first needed. Pure but for that.

/** Characters that are looked at: longer ones take time, and the estimate only grows. */
const MAX_LENGTH = 64

/** Readings of signs as letters that are tried: one more is twice the time. */
const MAX_READINGS = 2

/** What the list has only in English. */
const MORE_WORDS = ['broadside', 'passwort', 'kennwort', 'motdepasse', 'contrasena']

type Estimate = (password: string, words: string[]) => number

let loading: Promise<Estimate> | null = null

/** Takes 0.15 s and 10 MB once, so a site where nobody chooses a password does not pay for it. */
async function load(): Promise<Estimate> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    maxLength: MAX_LENGTH,
    l33tMaxSubstitutions: MAX_READINGS,
  })
  return (password, words) => zxcvbn.check(password, [...words, ...MORE_WORDS]).guessesLog10
}

/** About how many guesses find a password, as a power of ten. @param words that an attacker tries first */
export async function guessesFor(password: string, words: readonly string[]): Promise<number> {
  loading ??= load()
  return (await loading)(password, [...words])
}
