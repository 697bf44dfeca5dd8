// What the page shows that a link of a mail leads to: one button. Pure.

/** A page that a mail leads to: it says what a button will do, or what it has done. */
export type LinkPage = {
  heading: string
  said: string
  /** What has been done; null before the press. */
  done: string | null
  button: { value: string; text: string; primary: boolean } | null
  action: string
  ways: { href: string; text: string }[]
}
