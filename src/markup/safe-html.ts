// HTML that templates may print as it is; only src/markup/ makes it. Pure.

/** HTML known to be safe. Templates escape everything else. */
export class SafeHtml {
  readonly html: string
  // A private field makes the type nominal: an object that merely has `html` is not one.
  readonly #made = true

  constructor(html: string) {
    this.html = html
  }

  toString(): string {
    return this.html
  }

  /** True for what this class made, whatever its type says. */
  static is(value: unknown): value is SafeHtml {
    return typeof value === 'object' && value !== null && #made in value
  }
}

/** HTML that `render` made earlier and the database kept. Never for anything that a request brought. */
export function storedHtml(html: string): SafeHtml {
  return new SafeHtml(html)
}
