// A feed, independent of its format. Addresses are absolute, times are Unix milliseconds. Pure.

/** `url` is the page of a member; null for guests and picked nics. */
export type Author = { name: string; url: string | null }

export type Entry = {
  /** Permanent: the address without the slug. */
  id: string
  url: string
  title: string
  author: Author
  published: number
  updated: number
  /** Plain text, or empty. */
  summary: string
  /** Rendered HTML with absolute links. */
  html: string
  section: { name: string; slug: string; url: string } | null
  tags: readonly string[]
  /** The page that an article is about. */
  source: string | null
  image: string | null
  /** The parent of a comment: a comment, or the article. */
  inReplyTo: { id: string; url: string } | null
  /** Feed of the comments on an article, without extension. */
  comments: string | null
}

export type Feed = {
  id: string
  title: string
  subtitle: string
  /** The page with the same content. */
  home: string
  /** Address of the feed without extension; null for a private one, whose address is a secret. */
  stem: string | null
  /** Cursors of this page and of the next older one; empty for the newest page, and at the end. */
  before: string
  older: string
  icon: string
  updated: number
  entries: readonly Entry[]
}
