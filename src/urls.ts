// Every address of the site, written in one place. Pure.

export const urls = {
  front: '/',
  archive: '/archive',
  year: (year: string): string => `/archive/${year}`,
  /** `month` is `2030-03`. */
  month: (month: string): string => `/archive/${month.replace('-', '/')}`,
  /** `day` is `2030-03-12`. */
  edition: (day: string): string => `/archive/${day.replaceAll('-', '/')}`,
  headlines: '/headlines',
  headlinesOf: (day: string): string => `/headlines/${day.replaceAll('-', '/')}`,
  areas: '/areas',
  area: (slug: string): string => `/areas/${encodeURIComponent(slug)}`,
  sections: '/sections',
  section: (slug: string): string => `/sections/${encodeURIComponent(slug)}`,
  tags: '/tags',
  tag: (name: string): string => `/tags/${encodeURIComponent(name)}`,
  sources: '/sources',
  source: (host: string): string => `/sources/${encodeURIComponent(host)}`,
  latest: '/latest',
  article: (article: { id: number; slug: string }): string =>
    `/articles/${article.id}-${encodeURIComponent(article.slug)}`,
  /** Leads on to the address with the headline in it. */
  articleById: (id: number): string => `/articles/${id}`,
  comment: (id: number): string => `/comments/${id}`,
  branch: (id: number): string => `/comments/${id}/thread`,
  /** What arrives in a thread, after the comment with a number. */
  live: (articleId: number, since: number): string => `/live/articles/${articleId}?since=${since}`,
  recommendations: (id: number): string => `/comments/${id}/recommendations`,
  reply: (articleId: number, parentId: number | null, draft?: string): string =>
    `/comments/new?article=${articleId}${parentId === null ? '' : `&parent=${parentId}`}${draft === undefined ? '' : `&draft=${draft}`}`,
  /** The same form with the parent's text quoted in it. */
  quote: (articleId: number, parentId: number): string =>
    `/comments/new?article=${articleId}&parent=${parentId}&quote=1`,
  /** Where a guest's comment stands; the address is a secret. */
  receipt: (token: string): string => `/comments/receipts/${token}`,
  drafts: '/comments/drafts',
  letters: '/desk/letters',
  letterSent: '/comments/letters',
  queue: '/moderation',
  /** A case of the queue, by its element's name. */
  queueCase: (key: string, after: number | null = null): string =>
    `/moderation${after === null ? '' : `?after=${after}`}#k${key}`,
  claims: '/moderation/claims',
  duties: '/moderation/duties',
  handovers: '/moderation/handovers',
  filters: '/moderation/filters',
  newFilter: '/moderation/filters/new',
  filter: (number: number): string => `/moderation/filters/${number}`,
  classifier: '/moderation/classifier',
  /** Where a thread is kept in order. */
  thread: (articleId: number): string => `/moderation/threads?article=${articleId}`,
  older: '/moderation/closures/older',
  /** Where whoever wrote a comment appeals against what was decided about it. */
  appeals: (id: number): string => `/comments/${id}/appeals`,
  /** Where whoever is banned does: a guest, or with a token somebody who has shown who they are. */
  banAppeals: '/accounts/appeals',
  banAppeal: (token: string): string => `/accounts/appeals/${encodeURIComponent(token)}`,
  answers: '/moderation/answers',
  answer: (appeal: number): string => `/moderation/answers?appeal=${appeal}`,
  flags: (id: number): string => `/comments/${id}/flags`,
  /** The form in which a moderator changes a held comment before it stands. */
  heldEdit: (id: number): string => `/moderation/edits?comment=${id}`,
  /** The form of a decision about a comment. */
  decision: (noun: string, commentId: number): string => `/moderation/${noun}?comment=${commentId}`,
  /** The form that moves a comment, with all below it, to another article. */
  move: (commentId: number): string => `/moderation/moves?comment=${commentId}`,
  edits: (id: number): string => `/comments/${id}/edits`,
  withdrawals: (id: number): string => `/comments/${id}/withdrawals`,
  history: (id: number, before: number | null = null): string =>
    `/comments/${id}/history${before === null ? '' : `?before=${before}`}`,
  blankings: (commentId: number, version: number): string =>
    `/moderation/blankings?comment=${commentId}&version=${version}`,
  markup: '/comments/markup',
  person: (nic: string): string => `/people/${encodeURIComponent(nic)}`,
  personArticles: (nic: string): string => `/people/${encodeURIComponent(nic)}/articles`,
  /** A list from below one of its rows on; the list itself when there is none. */
  below: (list: string, before: number | null): string => (before === null ? list : `${list}?before=${before}`),
  login: (next?: string): string => `/accounts/login${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`,
  register: (next?: string): string =>
    `/accounts/register${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`,
  logout: '/accounts/logout',
  closures: (articleId: number): string => `/moderation/closures?article=${articleId}`,
  reopenings: (articleId: number): string => `/moderation/reopenings?article=${articleId}`,
  /** The form of an act about a member; `nic` empty leaves that to be filled in. */
  judge: (noun: 'warnings' | 'mutes' | 'bans' | 'pardons' | 'notes', nic = ''): string =>
    `/moderation/${noun}${nic === '' ? '' : `?nic=${encodeURIComponent(nic)}`}`,
  endBan: (id: number): string => `/moderation/pardons?ban=${id}`,
  correctNote: (nic: string, note: number): string => `/moderation/notes?nic=${encodeURIComponent(nic)}&note=${note}`,
  /** A member as moderators see them. */
  judged: (nic: string): string => `/moderation/people/${encodeURIComponent(nic)}`,
  sweep: (commentId: number): string => `/moderation/sweeps?comment=${commentId}`,
  acknowledgements: '/moderation/acknowledgements',
  privateLog: '/moderation/log/private',
  log: '/moderation/log',
  purges: '/moderation/purges',
  logLines: '/moderation/log.jsonl',
  logEntry: (id: number): string => `/moderation/log?before=${id + 1}#entry-${id}`,
  mutes: '/mutes',
  /** The form that mutes something, filled in. @param next where the reader goes on afterwards */
  mute: (kind: string, value: string, next: string): string =>
    `/mutes?kind=${kind}&value=${encodeURIComponent(value)}&next=${encodeURIComponent(next)}`,
  mutesOf: (nic: string): string => `/people/${encodeURIComponent(nic)}/mutes`,
  unreads: (articleId: number): string => `/articles/${articleId}/unreads`,
  articleNews: (articleId: number): string => `/articles/${articleId}/news`,
  marks: '/marks',
  news: '/marks/news',
  features: (commentId: number): string => `/moderation/features?comment=${commentId}`,
  feeds: '/feeds',
  feedTokens: '/feeds/tokens',
  /** Feeds, without the ending that says how they are written. */
  articlesFeed: '/feeds/articles',
  commentsFeed: '/feeds/comments',
  sectionFeed: (slug: string): string => `/feeds/sections/${encodeURIComponent(slug)}`,
  tagFeed: (tag: string): string => `/feeds/tags/${encodeURIComponent(tag)}`,
  personFeed: (nic: string): string => `/feeds/people/${encodeURIComponent(nic)}`,
  threadFeed: (articleId: number): string => `/feeds/articles/${articleId}`,
  repliesFeed: (token: string): string => `/feeds/replies/${token}`,
  /** One of the feeds above, written in one way; `before` is where an older page of it begins. */
  feed: (stem: string, format: 'xml' | 'json', before = ''): string =>
    `${stem}.${format}${before === '' ? '' : `?before=${encodeURIComponent(before)}`}`,
  sitemap: '/sitemap.xml',
  /** `name` is `pages`, `2030-03`, or `2030-03-2` for a second part. */
  sitemapOf: (name: string): string => `/sitemaps/${name}.xml`,
  manifest: '/manifest.webmanifest',
  media: (name: string): string => `/media/${name}`,
  pictures: '/media',
  /** The page on which whoever sent a picture finds it. */
  sent: (id: number): string => `/media?sent=${id}`,
  theme: '/theme',
  settings: '/accounts/settings',
  nics: '/accounts/nics',
  /** `query` is made by `searchQuery`; empty is the form. */
  search: (query: string = ''): string => `/search${query === '' ? '' : `?${query}`}`,
  openSearch: '/opensearch.xml',
  inbox: '/inbox',
  /** The inbox narrowed to one kind of notices; null is all of it. */
  inboxOf: (kind: string | null): string => (kind === null ? '/inbox' : `/inbox?kind=${kind}`),
  followed: '/inbox/follows',
  follows: (articleId: number): string => `/articles/${articleId}/follows`,
  unsubscribe: (token: string): string => `/inbox/unsubscribe/${encodeURIComponent(token)}`,
  confirmReplies: (token: string): string => `/inbox/confirm/${encodeURIComponent(token)}`,
  email: '/accounts/email',
  confirmEmail: (token: string): string => `/accounts/email/confirm/${encodeURIComponent(token)}`,
  /** A page that says when it was saved. */
  saved: (href: string, at: number): string => `${href}?saved=${at}`,
} as const

/**
 * Where a form may lead afterwards: an address of this site, never another's.
 * @returns the path as given when it is one of ours, else `otherwise`
 */
export function inside(path: string | undefined, otherwise: string): string {
  if (path === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.includes('\\')) return otherwise
  try {
    return new URL(path, 'http://inside.invalid').origin === 'http://inside.invalid' ? path : otherwise
  } catch {
    return otherwise
  }
}

/** An address with more in its query, before its fragment. */
export function withQuery(address: string, query: string): string {
  const [path = '', fragment] = address.split('#')
  return `${path}${path.includes('?') ? '&' : '?'}${query}${fragment === undefined ? '' : `#${fragment}`}`
}

/** Characters of a slug at most; a longer headline is cut after a word, unless that would leave next to nothing. */
const LONGEST_SLUG = 60
const SHORTEST_CUT = 20

/** Words of a headline as they stand in an address; never empty, never longer than 60 characters. */
export function slugOf(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  const letters = [...folded]
  if (letters.length <= LONGEST_SLUG) return folded || 'untitled'
  const wordEnd = letters.lastIndexOf('-', LONGEST_SLUG)
  return letters.slice(0, wordEnd >= SHORTEST_CUT ? wordEnd : LONGEST_SLUG).join('')
}
