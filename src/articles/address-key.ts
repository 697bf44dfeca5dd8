// Normalizes web addresses, so that the spellings of one address compare equal. Two different pages never get the same key. Pure.
import { hashOf } from '../random.ts'

/** What a web address is compared by, and its parts. */
export type AddressKey = {
  /** Host, path and query, without the scheme. Only compared: it need not lead anywhere. */
  key: string
  /** Host with its port, unless that is the usual one. */
  host: string
  /** The number in an address such as `/articles/12-the-slug`; null in any other. It is an article of this site if the host is. */
  articleId: number | null
  /** Whether the address is that of a host alone: a front page, which stands for no story. */
  isFront: boolean
}

/** A longer key ends in a hash, so that an index can hold it. */
const MAX_KEY_CHARACTERS = 500

const TRACKING_PREFIX =
  /^(?:(?:utm|mtm|hsa)_|pk_(?:campaign|kwd|keyword|source|medium|content|cid)$|at_(?:medium|campaign|custom|link|ptr|format|bbc))/
const TRACKING = new Set(
  `fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh srsltid mc_cid mc_eid
   mkt_tok _hsenc _hsmi hsctatracking _openstat vero_id vero_conv oly_anon_id oly_enc_id wickedid ns_campaign ns_mchannel
   ns_source ns_linkname ns_fee ref_src ref_url guccounter guce_referrer guce_referrer_sig _ga _gl __twitter_impression
   sharetoken`.split(/\s+/),
)

/** Parameters that name a campaign. A number may choose a page instead. */
const CAMPAIGN = new Set(['s_cid', 'ncid', 'ocid', 'cmpid', 'smid', 'smtyp', 'xtor'])

/** Parameters that count readers if they name where those come from. Other values may choose a page: `ref=main`. */
const REFERRER = new Set([
  'ref',
  'referrer',
  'referer',
  'source',
  'src',
  'via',
  'from',
  'cmp',
  'partner',
  'mod',
  'feature',
])
const REFERRERS =
  /^(?:hn|hackernews|hacker-news|news\.ycombinator\.com|hnreader|lobsters|lobste\.rs|reddit|twitter|x|facebook|fb|linkedin|mastodon|bluesky|producthunt|rss|rssfeed|feed|atom|newsletter|share|sharing|share_btn(?:_tw|_fb|_em)?|social|e2tw|e2fb|youtu\.be)$/

/** Parameters of the page for phones, if they only switch it on. */
const MOBILE = new Set(['amp', 'outputtype', 'm', 'mobile', 'view'])
const MOBILE_ON: Record<string, RegExp> = {
  amp: /^(?:1|true)?$/,
  outputtype: /^amp$/,
  m: /^1$/,
  mobile: /^(?:1|true)$/,
  view: /^mobile$/,
}

/** Hosts whose subdomains belong to different people, so that `m.` may be somebody's name. */
const SHARED_HOST =
  /^(?:blogspot\.[a-z.]+|(?:wordpress|tumblr|livejournal|typepad|substack|medium|weebly|wixsite|github|gitlab|neocities|bandcamp|herokuapp|squarespace|hatenablog|fc2|over-blog|bearblog|ghost|netlify|vercel|pages|web|fly|write)\.[a-z.]+)$/

/** A last label of two letters after a short one is most likely a suffix such as `co.uk`. */
const COUNTRY_SUFFIX = /^(?:[a-z]{2,3})\.[a-z]{2}$/

/** Whether the pages of a host for phones have the paths of the rest of its name. */
const isMobileOf = (rest: string): boolean =>
  /[^.]\.[^.]/.test(rest) && !/^[\d.]+$/.test(rest) && !COUNTRY_SUFFIX.test(rest) && !SHARED_HOST.test(rest)

/** A host without `www.` and without the label of its pages for phones: `m.`, `mobile.`, `amp.`, and `en.m.`. */
function withoutVariant(host: string): string {
  const bare = host.replace(/^www\.(?=[^.]+\.)/, '')
  const [, rest] = /^(?:m|mobile|amp)\.(.+)$/.exec(bare) ?? []
  if (rest !== undefined) return isMobileOf(rest) ? rest.replace(/^www\.(?=[^.]+\.)/, '') : bare
  const [, language, tail] = /^([a-z]{2,3})\.m\.(.+\..+)$/.exec(bare) ?? []
  return language !== undefined && isMobileOf(tail!) ? `${language}.${tail}` : bare
}

/** Decodes what never needs an escape (RFC 3986), and writes the other escapes in capitals. */
const unescaped = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (written, code: string) => {
    const letter = String.fromCharCode(Number.parseInt(code, 16))
    return /[\w.~-]/.test(letter) ? letter : written.toUpperCase()
  })

function isTracking(name: string, value: string): boolean {
  if (TRACKING_PREFIX.test(name) || TRACKING.has(name)) return true
  return (
    (CAMPAIGN.has(name) && /\D/.test(value)) ||
    (REFERRER.has(name) && REFERRERS.test(value.toLowerCase())) ||
    (MOBILE.has(name) && MOBILE_ON[name]!.test(value.toLowerCase()))
  )
}

/** The parameters that choose a page, by name; those of one name stay in their order. */
const queryKey = (search: string): string =>
  search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = unescaped(part.replaceAll('%20', '+')).split('=')
      return { name, part: rest.length === 0 ? name : `${name}=${rest.join('=')}`, value: rest.join('=') }
    })
    .filter(({ name, value }) => !isTracking(name.toLowerCase(), value))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ part }) => part)
    .join('&')

/** The start page of a folder. With a query it may be a program, so it stays. */
const INDEX_FILE = /\/(?:index\.(?:html?|php|shtml)|default\.aspx?)$/i

/** `#!/path` and `#/path` are pages of programs that run in the browser; any other fragment is a place in a page. */
const fragmentKey = (hash: string): string => (/^#!?\//.test(hash) || hash.startsWith('#!') ? hash : '')

const shortened = (key: string): string =>
  key.length <= MAX_KEY_CHARACTERS ? key : `${key.slice(0, MAX_KEY_CHARACTERS - 44)}~${hashOf(key)}`

/** `/articles/12` or `/articles/12-the-slug`. */
const articleIdOf = (path: string): number | null => {
  const [, digits] = /^\/articles\/([1-9]\d{0,14})(?:-[^/]*)?$/.exec(path) ?? []
  return digits === undefined ? null : Number(digits)
}

/** The host of an address as keys have it. @param url scheme and host, such as the site's own */
export const hostKey = (url: URL): string =>
  `${withoutVariant(url.hostname.replace(/\.$/, ''))}${url.port === '' ? '' : `:${url.port}`}`

/** The key of an absolute web address, or of a path of this site, whose host is empty; null for anything else. */
export function addressKey(address: string): AddressKey | null {
  const typed = address.trim()
  const own = typed.startsWith('/') && !typed.startsWith('//')
  const url = URL.parse(typed, own ? 'http://own.invalid' : undefined)
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.username !== '') return null
  const host = own ? '' : hostKey(url)
  const query = queryKey(url.search)
  const whole = unescaped(url.pathname)
  const path = (query === '' ? whole.replace(INDEX_FILE, '/') : whole).replace(/\/+$/, '')
  const fragment = fragmentKey(url.hash)
  const rest = `${path}${query === '' ? '' : `?${query}`}${fragment}`
  return {
    key: shortened(`${host}${rest}`),
    host,
    articleId: articleIdOf(path),
    isFront: rest === '',
  }
}
