// Every page where a member changes or finds what is their own, by group, with its state in a line: one row each. Pure.
import { count } from '../format.ts'
import { urls } from '../urls.ts'

/** The groups, in their order on the page and in the tabs; one without a page is left out. */
export const accountGroups = {
  profile: 'Profile',
  reading: 'Reading',
  email: 'E-mail',
  security: 'Security',
  data: 'Your data',
  lists: 'Lists',
} as const
export type AccountGroup = keyof typeof accountGroups

/** What the lines say of a member's account. */
export type AccountFacts = {
  nic: string
  website: string
  hasAbout: boolean
  hasPicture: boolean
  reservedNics: number
  /** Of the preferences, or the defaults. */
  theme: string
  timeZone: string
  email: string
  isConfirmed: boolean
  mailFrequency: string
  hasPassword: boolean
  hasApp: boolean
  passkeys: number
  /** When the account will be deleted; empty where it will not. */
  deletedOn: string
  sessions: number
  tokens: number
  saves: number
  drafts: number
  articles: number
  follows: number
  mutes: number
  flags: number
}

export type AccountRow = {
  group: AccountGroup
  href: string
  text: string
  /** Its state, in a few words. */
  state: (facts: AccountFacts) => string
}

const some = (n: number, one: string, many = `${one}s`): string => (n === 0 ? 'None' : count(n, one, many))

const profileState = ({ website, hasAbout, hasPicture }: AccountFacts): string =>
  [hasPicture ? 'picture' : '', website, hasAbout ? 'a few lines' : ''].filter((part) => part !== '').join(', ') ||
  'Nothing yet'

const themeStates: Readonly<Record<string, string>> = { auto: 'Colours as your device', light: 'Light', dark: 'Dark' }
const mailStates: Readonly<Record<string, string>> = { now: 'at once', daily: 'once a day', never: 'no notices' }

const emailState = ({ email, isConfirmed, mailFrequency }: AccountFacts): string =>
  email === ''
    ? 'No address'
    : `${email}, ${isConfirmed ? (mailStates[mailFrequency] ?? mailFrequency) : 'not confirmed yet'}`

export const accountPages: readonly AccountRow[] = [
  { group: 'profile', href: urls.name(), text: 'Name', state: ({ nic }) => nic },
  { group: 'profile', href: urls.nics, text: 'Other names', state: ({ reservedNics: n }) => some(n, 'name') },
  { group: 'profile', href: urls.profile, text: 'Website and picture', state: profileState },
  {
    group: 'reading',
    href: urls.settings,
    text: 'Colours, text and times',
    state: ({ theme, timeZone }) => `${themeStates[theme] ?? theme}, ${timeZone}`,
  },
  { group: 'reading', href: urls.marks, text: 'What is new', state: () => 'What you have read, by thread' },
  { group: 'email', href: urls.email, text: 'Address and notices', state: emailState },
  {
    group: 'security',
    href: urls.password,
    text: 'Password',
    state: ({ hasPassword }) => (hasPassword ? 'Set' : 'None'),
  },
  { group: 'security', href: urls.totp, text: 'Authenticator app', state: ({ hasApp }) => (hasApp ? 'On' : 'Off') },
  { group: 'security', href: urls.passkeys, text: 'Passkeys', state: ({ passkeys: n }) => some(n, 'passkey') },
  { group: 'security', href: urls.sessions, text: 'Sessions', state: ({ sessions: n }) => count(n, 'browser') },
  {
    group: 'security',
    href: urls.tokens,
    text: 'Private feeds',
    state: ({ tokens: n }) => some(n, 'address', 'addresses'),
  },
  { group: 'data', href: urls.export, text: 'My data', state: () => 'Everything that we keep about you' },
  {
    group: 'data',
    href: urls.deletion,
    text: 'Delete the account',
    state: ({ deletedOn }) => (deletedOn === '' ? 'With fourteen days of grace' : `On ${deletedOn}`),
  },
  {
    group: 'lists',
    href: urls.savedList(),
    text: 'Saved',
    state: ({ saves: n }) => some(n, 'article or comment', 'articles and comments'),
  },
  { group: 'lists', href: urls.drafts, text: 'Drafts', state: ({ drafts: n }) => some(n, 'comment') },
  { group: 'lists', href: urls.mine, text: 'Articles', state: ({ articles: n }) => some(n, 'article') },
  { group: 'lists', href: urls.followed, text: 'Following', state: ({ follows: n }) => some(n, 'thread') },
  { group: 'lists', href: urls.mutes, text: 'Muted', state: ({ mutes: n }) => some(n, 'mute') },
  { group: 'lists', href: urls.ownFlags, text: 'Flags', state: ({ flags: n }) => some(n, 'flag') },
  { group: 'lists', href: urls.invitations, text: 'Invitations', state: () => 'Whom you have invited' },
  { group: 'lists', href: urls.feeds, text: 'Feeds', state: () => 'Addresses for feed readers' },
]
