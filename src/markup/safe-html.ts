// HTML that templates print unescaped. Only src/markup/ makes it. Pure.

/** Safe HTML. Templates escape everything else. */
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

  /** Whether a value is an instance, checked at run time. */
  static is(value: unknown): value is SafeHtml {
    return typeof value === 'object' && value !== null && #made in value
  }
}

/** Wraps HTML from the database that `render` made earlier. Never use it for data of a request. */
export function storedHtml(html: string): SafeHtml {
  return new SafeHtml(html)
}
