// What every importer yields: an article with its thread. Pure.

/** `markup` is what the toolbar inserts and people type; `html` is another system's finished HTML. */
type Format = 'markup' | 'html'

export type ImportedPerson = {
  nic: string
  role: 'member' | 'editor' | 'moderator' | 'admin'
  /** Unix time in milliseconds. */
  joinedAt: number
}

type ImportedPicture = {
  /** File name in the folder of pictures. */
  file: string
  alt: string
  caption: string
  credit: string
}

export type ImportedComment = {
  /** Stable key within the source, for instance `hackernews:28385973`; a repeated import skips it. */
  key: string
  /** Key of the comment that this one answers; absent for a top-level comment. */
  parent?: string
  /** The name it is signed with. */
  nic: string
  nameKind: 'member' | 'picked' | 'guest'
  /** Nic of the account behind a `member` or `picked` name. */
  account?: string
  email?: string
  website?: string
  /** Unix time in milliseconds. */
  postedAt: number
  text: string
  format: Format
  state: 'live' | 'held' | 'removed' | 'withdrawn'
  /** Who removed it, when and why; only with state `removed`. Without `by`, the source's moderators did. */
  removal?: { by?: string; at: number; reason: string }
}

export type ImportedArticle = {
  key: string
  kind: 'link' | 'own'
  /** Area of the section, if the section is new. */
  area?: string
  /** Name of the section as readers see it. */
  section: string
  headline: string
  lede: string
  body: string
  format: Format
  source?: { url: string; name?: string }
  tags: string[]
  /** The name after "Posted by". */
  nic: string
  /** Nic of the account behind it, where there is one. */
  account?: string
  /** Unix time in milliseconds. */
  postedAt: number
  views: number
  /** True for the lead story of its day. */
  lead?: boolean
  picture?: ImportedPicture
  closed?: { by?: string; at: number; reason: string }
  /** Days after which this thread closes, if not the site's setting. */
  closeAfterDays?: number
  /** Parents precede their replies. */
  comments: ImportedComment[]
}

/** A skipped row of the source: which, and why. */
export type Skipped = { file: string; row: string; reason: string }

export type LoadOptions = {
  /** Reports and stores nothing. */
  dryRun: boolean
  /** Who the log names for imported closings and removals. */
  actor: string
  /** Log entries get the time of the closing or removal, not that of the import: for the demo edition. */
  backdated?: boolean
  /** Folder of the pictures that articles name. */
  pictures?: string
  /** Called after every transaction, so that other processes can write in between; yields to this process where it is left out. */
  pause?: () => Promise<void>
  /** Called after every article. */
  progress?: (done: number) => void
  /** Called before every article; true ends the import. */
  stopped?: () => boolean
}
