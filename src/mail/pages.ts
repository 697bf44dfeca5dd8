// View model of the page that a link in an e-mail opens. Pure.

/** It says what its one button will do, or what it has done. */
export type LinkPage = {
  heading: string
  intro: string
  /** What has been done; null before the press. */
  done: string | null
  button: { value: string; text: string; primary: boolean } | null
  action: string
  links: { href: string; text: string }[]
}
