// Every address of the site. Pure.
import { accountUrls, adminUrls } from './account-urls.ts'

export const urls = {
  ...accountUrls,
  ...adminUrls,
  front: '/',
  archive: '/archive',
  year: (year: string): string => `/archive/${year}`,
  /** `month` is `2030-03`. */
  month: (month: string): string => `/archive/${month.replace('-', '/')}`,
  /** `day` is `2030-03-12`. */
  edition: (day: string): string => `/archive/${day.replaceAll('-', '/')}`,
  /** The form that asks for the daily edition by e-mail, and the pages that its e-mails link to. */
  editionMail: '/editions/subscriptions',
  confirmEdition: (token: string): string => `/editions/confirmations/${token}`,
  stopEdition: (token: string): string => `/editions/unsubscribe/${token}`,
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
  /** Redirects to the address with the headline. */
  articleById: (id: number): string => `/articles/${id}`,
  /** The public versions of an article. @param query made of `from`, `to` or `before` */
  articleHistory: (id: number, query = ''): string => `/articles/${id}/history${query === '' ? '' : `?${query}`}`,
  /** What changed in an article from one version to another. */
  articleChange: (id: number, from: number, to: number): string => `/articles/${id}/history?from=${from}&to=${to}`,
  restorations: (articleId: number): string => `/articles/${articleId}/restorations`,
  corrections: '/corrections',
  /** The form in which a reader corrects an article. @param passage fills it; empty for none */
  correct: (articleId: number, passage = ''): string =>
    `/articles/${articleId}/corrections${passage === '' ? '' : `?passage=${encodeURIComponent(passage)}`}`,
  deskCorrections: '/desk/corrections',
  acceptances: (correction: number): string => `/desk/corrections/${correction}/acceptances`,
  declines: (correction: number): string => `/desk/corrections/${correction}/declines`,
  correctionsFeed: '/feeds/corrections',
  /** The form in which an editor changes an article. @param base the version that it is filled with, if not the current one */
  revisions: (articleId: number, base: number | null = null): string =>
    `/articles/${articleId}/revisions${base === null ? '' : `?base=${base}`}`,
  comment: (id: number): string => `/comments/${id}`,
  branch: (id: number): string => `/comments/${id}/thread`,
  /** A place of a comment that was posted before, for which it says so. */
  again: (place: string): string => `${place}?done=again`,
  /** The live stream of a thread, after a comment's number. */
  live: (articleId: number, since: number): string => `/live/articles/${articleId}?since=${since}`,
  /** Where a comment is recommended, and its writer sees who does. @param before the key of the row above the page; empty for the first page */
  recommendations: (id: number, before = ''): string =>
    `/comments/${id}/recommendations${before === '' ? '' : `?before=${before}`}`,
  reply: (articleId: number, parentId: number | null): string =>
    `/comments/new?article=${articleId}${parentId === null ? '' : `&parent=${parentId}`}`,
  /** The same form, filled with one of the writer's drafts. */
  draft: ({ id, article_id, parent_id }: { id: number; article_id: number; parent_id: number | null }): string =>
    `${urls.reply(article_id, parent_id)}&draft=${id}`,
  /** The same form with the parent's text quoted in it. */
  quote: (articleId: number, parentId: number): string =>
    `/comments/new?article=${articleId}&parent=${parentId}&quote=1`,
  /** A guest's private page for a comment. */
  receipt: (token: string): string => `/comments/receipts/${token}`,
  /** Where signing in from a receipt leads. The query asks to claim what the receipt is for. */
  claiming: (receipt: string): string => `${receipt}?claim=1`,
  /** A guest's browser gets another receipt of its own comment here. */
  receipts: (id: number): string => `/comments/${id}/receipts`,
  drafts: '/comments/drafts',
  /** The forms that send in news: a link to it, or an article of one’s own. */
  newLink: '/desk/links',
  newArticle: '/desk/articles',
  /** A writer's drafts of articles. */
  articleDrafts: '/desk/drafts',
  articleDraft: (id: number): string => `/desk/drafts/${id}`,
  /** Asks before a draft of an article is deleted. */
  articleDraftDeletion: (id: number): string => `/desk/drafts/${id}/deletions`,
  articleMarkup: '/desk/markup',
  /** All that a member has sent in and is writing. */
  mine: '/desk/mine',
  /** Where stands what a member has sent in. */
  submission: (id: number): string => `/desk/submissions/${id}`,
  /** A guest's private page for what they sent in. */
  articleReceipt: (token: string): string => `/desk/receipts/${token}`,
  /** What its writer can do with a submission. @param place its page, or the guest's receipt */
  amend: (place: string): string => `${place}/edits`,
  withdrawSubmission: (place: string): string => `${place}/withdrawals`,
  copySubmission: (place: string): string => `${place}/copies`,
  claimSubmission: (token: string): string => `/desk/receipts/${token}/claims`,
  letters: '/desk/letters',
  /** The desk: submissions of a section, of a kind or by one writer. */
  desk: (filter: { section?: string | null; kind?: string | null; by?: string | null } = {}): string => {
    const query = Object.entries(filter).flatMap(([name, value]) =>
      value ? [`${name}=${encodeURIComponent(value)}`] : [],
    )
    return `/desk${query.length === 0 ? '' : `?${query.join('&')}`}`
  },
  /** An item of the desk, opened in the list that is looked at. */
  deskItem: (id: number, list = '/desk'): string => `${withQuery(list, `open=${id}`)}#item-${id}`,
  /** The same from its top, where the page says what was just done. */
  deskNext: (id: number, list = '/desk'): string => withQuery(list, `open=${id}`),
  deskDecision: (noun: string): string => `/desk/${noun}`,
  deskForm: (noun: string, id: number): string => `/desk/${noun}?article=${id}`,
  /** The members whom editors trust, with a name filled in. */
  trusts: (nic = ''): string => `/desk/trusts${nic === '' ? '' : `?nic=${encodeURIComponent(nic)}`}`,
  /** The arrangement of a day's edition; null for the newest. */
  arrangement: (day: string | null): string => `/desk/leads${day === null ? '' : `?day=${day}`}`,
  /** The front page of an hour to come. */
  tomorrow: '/desk/tomorrow',
  letterSent: '/comments/letters',
  queue: '/moderation',
  /** The page of the queue behind a hold. */
  heldAfter: (hold: number): string => `/moderation?after=${hold}`,
  /** An item of the queue, by its element's id. @param page the address of its page */
  queueItem: (key: string, page = '/moderation'): string => `${page}#k${key}`,
  claims: '/moderation/claims',
  /** Where one decision about several comments is sent. */
  decisions: '/moderation/decisions',
  duties: '/moderation/duties',
  handovers: '/moderation/handovers',
  filters: '/moderation/filters',
  newFilter: '/moderation/filters/new',
  filter: (number: number): string => `/moderation/filters/${number}`,
  classifier: '/moderation/classifier',
  /** Every comment on the site waits for a moderator, for a time. */
  siteHolds: '/moderation/site-holds',
  /** Thread settings. */
  thread: (articleId: number): string => `/moderation/threads?article=${articleId}`,
  older: '/moderation/closures/older',
  /** The author's appeal against a decision about a comment. */
  appeals: (id: number): string => `/comments/${id}/appeals`,
  /** Appeals against bans: from a banned network, or with a token that signing in gave. */
  answers: '/moderation/answers',
  answer: (appeal: number): string => `/moderation/answers?appeal=${appeal}`,
  flags: (id: number): string => `/comments/${id}/flags`,
  /** The form in which a reader without an account reports a comment. */
  reports: (id: number): string => `/comments/${id}/reports`,
  /** The receipt of a report. */
  report: (token: string): string => `/comments/reports/${token}`,
  /** What moderators answer of these. */
  readerReports: '/moderation/reports',
  /** A member's flags, and what came of them. */
  ownFlags: '/comments/flags',
  /** The form in which a moderator edits a held comment and approves it. */
  heldEdit: (id: number): string => `/moderation/edits?comment=${id}`,
  /** Takes a decision about a comment. */
  decide: (noun: string): string => `/moderation/${noun}`,
  /** The form of a decision about a comment. */
  decision: (noun: string, commentId: number): string => `/moderation/${noun}?comment=${commentId}`,
  /** The form that moves a branch to another article. */
  move: (commentId: number): string => `/moderation/moves?comment=${commentId}`,
  edits: (id: number): string => `/comments/${id}/edits`,
  withdrawals: (id: number): string => `/comments/${id}/withdrawals`,
  history: (id: number, before: number | null = null): string =>
    `/comments/${id}/history${before === null ? '' : `?before=${before}`}`,
  pictureDeletion: (commentId: number, hash: string): string =>
    `/moderation/pictures?comment=${commentId}&picture=${hash}`,
  blankings: (commentId: number, version: number): string =>
    `/moderation/blankings?comment=${commentId}&version=${version}`,
  markup: '/comments/markup',
  person: (nic: string): string => `/people/${encodeURIComponent(nic)}`,
  personPicked: (nic: string): string => `/people/${encodeURIComponent(nic)}/picked`,
  personArticles: (nic: string): string => `/people/${encodeURIComponent(nic)}/articles`,
  /** A list below one of its rows, or its first page. */
  below: (list: string, before: number | null): string =>
    before === null ? list : `${list}${list.includes('?') ? '&' : '?'}before=${before}`,
  /** A list in another order than its own. */
  sorted: (list: string, sort: string): string => (sort === '' ? list : `${list}?sort=${sort}`),
  closures: (articleId: number): string => `/moderation/closures?article=${articleId}`,
  reopenings: (articleId: number): string => `/moderation/reopenings?article=${articleId}`,
  /** The form of a moderator's action about a member; an empty `nic` is left to fill in. */
  sanction: (noun: 'warnings' | 'silences' | 'person-holds' | 'bans' | 'pardons' | 'notes', nic = ''): string =>
    `/moderation/${noun}${nic === '' ? '' : `?nic=${encodeURIComponent(nic)}`}`,
  endBan: (id: number): string => `/moderation/pardons?ban=${id}`,
  correctNote: (nic: string, note: number): string => `/moderation/notes?nic=${encodeURIComponent(nic)}&note=${note}`,
  /** The moderators' record of a member. */
  memberRecord: (nic: string): string => `/moderation/people/${encodeURIComponent(nic)}`,
  /** The form that removes parts of a member's page. */
  profileRemovals: (nic: string): string => `/moderation/profile-removals?nic=${encodeURIComponent(nic)}`,
  sweep: (commentId: number): string => `/moderation/sweeps?comment=${commentId}`,
  acknowledgements: '/moderation/acknowledgements',
  privateLog: '/moderation/log/private',
  log: '/moderation/log',
  purges: '/moderation/purges',
  logLines: '/moderation/log.jsonl',
  logEntry: (id: number): string => `/moderation/log?before=${id + 1}#entry-${id}`,
  /** The site's own pages: about, rules, privacy, contact. */
  sitePage: (page: string): string => `/${page}`,
  sitePageHistory: (page: string): string => `/${page}/history`,
  /** The public log filtered by one kind of action. */
  logOf: (act: string): string => `/moderation/log?act=${act}`,
  mutes: '/mutes',
  /** The mute form, filled in. @param next where it leads afterwards */
  mute: (kind: string, value: string, next: string): string =>
    `/mutes?kind=${kind}&value=${encodeURIComponent(value)}&next=${encodeURIComponent(next)}`,
  /** The mute form, filled in with the writer of a comment, to which it leads back. */
  muteWriter: (commentId: number): string => `/mutes?comment=${commentId}`,
  mutesOf: (nic: string): string => `/people/${encodeURIComponent(nic)}/mutes`,
  unreads: (articleId: number): string => `/articles/${articleId}/unreads`,
  /** All that a member has saved. @param query made of `kind`, `before`, `removed` */
  savedList: (query = ''): string => `/saved${query === '' ? '' : `?${query}`}`,
  /** The form that saves an article or a comment, with a note. */
  articleSaves: (id: number): string => `/articles/${id}/saves`,
  commentSaves: (id: number): string => `/comments/${id}/saves`,
  articleNews: (articleId: number): string => `/articles/${articleId}/news`,
  marks: '/marks',
  news: '/marks/news',
  features: (commentId: number): string => `/moderation/features?comment=${commentId}`,
  feeds: '/feeds',
  /** Feeds, without their file extension. */
  articlesFeed: '/feeds/articles',
  commentsFeed: '/feeds/comments',
  sectionFeed: (slug: string): string => `/feeds/sections/${encodeURIComponent(slug)}`,
  tagFeed: (tag: string): string => `/feeds/tags/${encodeURIComponent(tag)}`,
  personFeed: (nic: string): string => `/feeds/people/${encodeURIComponent(nic)}`,
  threadFeed: (articleId: number): string => `/feeds/articles/${articleId}`,
  repliesFeed: (token: string): string => `/feeds/replies/${token}`,
  /** A feed in one format; `before` begins an older page. */
  feed: (stem: string, format: 'xml' | 'json', before = ''): string =>
    `${stem}.${format}${before === '' ? '' : `?before=${encodeURIComponent(before)}`}`,
  sitemap: '/sitemap.xml',
  /** `name` is `pages`, `2030-03`, or `2030-03-2` for a second part. */
  sitemapOf: (name: string): string => `/sitemaps/${name}.xml`,
  manifest: '/manifest.webmanifest',
  media: (name: string): string => `/media/${name}`,
  pictures: '/media',
  /** The page that shows an uploaded picture. */
  sent: (id: number): string => `/media?sent=${id}`,
  theme: '/theme',
  /** `query` is made by `searchQuery`; empty is the form. */
  search: (query: string = ''): string => `/search${query === '' ? '' : `?${query}`}`,
  openSearch: '/opensearch.xml',
  inbox: '/inbox',
  /** The inbox filtered by kind of notice; null for all. */
  inboxOf: (kind: string | null): string => (kind === null ? '/inbox' : `/inbox?kind=${kind}`),
  followed: '/inbox/follows',
  follows: (articleId: number): string => `/articles/${articleId}/follows`,
  unsubscribe: (token: string): string => `/inbox/unsubscribe/${encodeURIComponent(token)}`,
  confirmReplies: (token: string): string => `/inbox/confirm/${encodeURIComponent(token)}`,
  confirmations: (token: string): string => `/comments/confirmations/${encodeURIComponent(token)}`,
  /** A page with a note of when it was saved. */
  saved: (href: string, at: number): string => `${href}?saved=${at}`,
} as const

/**
 * A redirect target of this site, never another's.
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

/** The receipt that an address of `urls.claiming` names; null for any other address. */
export function receiptToClaim(address: string): { noun: 'comments' | 'desk'; token: string } | null {
  const [, noun, token = ''] = /^\/(comments|desk)\/receipts\/([\w-]+)\?claim=1$/.exec(address) ?? []
  return noun === 'comments' || noun === 'desk' ? { noun, token } : null
}

/** The `next` of acts in a thread: they lead back to their comment. */
const THREAD = 'thread'

/** Where a decision about a comment leads: to the comment in its thread, to an address of the site, or to the queue. */
export const afterDecision = (next: string | undefined, comment: number): string =>
  next === THREAD ? urls.comment(comment) : inside(next, urls.queue)

/** Adds to the query of an address, before its fragment. */
export function withQuery(address: string, query: string): string {
  const [path = '', fragment] = address.split('#')
  return `${path}${path.includes('?') ? '&' : '?'}${query}${fragment === undefined ? '' : `#${fragment}`}`
}
