// A feed as both ways of writing it take it. Every address is absolute; times are Unix milliseconds. Pure.

export type Author = { name: string /** The page of a member; null for guests and picked nics. */; url: string | null }

export type Entry = {
  /** Permanent: the address without its slug. */
  id: string
  url: string
  title: string
  author: Author
  published: number
  updated: number
  /** Plain text; empty when the content says it all. */
  summary: string
  /** Rendered HTML with absolute links. */
  html: string
  section: { name: string; slug: string; url: string } | null
  tags: readonly string[]
  /** The page elsewhere that an article tells of. */
  source: string | null
  image: string | null
  /** What a comment answers: a comment, or the article. */
  inReplyTo: { id: string; url: string } | null
  /** Feed of the comments on an article, without its ending. */
  comments: string | null
}

export type Feed = {
  id: string
  title: string
  subtitle: string
  /** The page that shows the same to people. */
  home: string
  /** Address of the feed without its ending; null for a private one, whose address is a secret. */
  stem: string | null
  /** This page of it, and the next older one; empty for the newest, and for none. */
  before: string
  older: string
  icon: string
  updated: number
  entries: readonly Entry[]
}
