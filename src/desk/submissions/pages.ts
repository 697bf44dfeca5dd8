// What the pages of a submission say: the form with its preview, the address that comes first, and what was sent. Pure.
import type { StoryFields } from '../../articles/page/story-pages.ts'
import { count, type Dates, momentInSentence, number } from '../../format.ts'
import type { Refusal } from '../../permissions.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import type { Duplicate } from '../duplicates/reading.ts'
import type { ArticleKind } from './form.ts'
import type { ArticleFormModel, FormButton, Pointer } from './form-pages.ts'
import { promisedTime } from './rules.ts'

type Fact = { label: string; text: string }

/** The story of an article without address and editors’ link. */
export type PreviewedStory = StoryFields & { edit: string; revise: string; correct: string }

export type SubmitPage = {
  heading: string
  intro: string
  facts: Fact[]
  other: { href: string; text: string }
  notice: { kind: string; text: string } | null
  /** The article exactly as it will be published; `replaced` are the words that the site’s filters replaced. */
  preview: { story: PreviewedStory; replaced: string; buttons: FormButton[]; blocked: boolean } | null
  form: ArticleFormModel
}

/** The first step of a link: its address alone. */
export type AddressPage = {
  heading: string
  intro: string
  facts: Fact[]
  other: { href: string; text: string }
  action: string
  url: { value: string; fault: string }
  /** The draft that an address with a fault was saved as. */
  draft: string
  drafts: { href: string; text: string }[]
}

export const headings: Record<ArticleKind, string> = { link: 'Post a news link', own: 'Post your own article' }

export const formAddress = (kind: ArticleKind): string => (kind === 'link' ? urls.newLink : urls.newArticle)

export const intros: Record<ArticleKind, string> = {
  link: 'Tell us what happened, say where you read it, and leave the argument for the thread.',
  own: 'Tell us what happened, in your own words, and leave the argument for the thread.',
}

export const otherKind = (kind: ArticleKind): { href: string; text: string } =>
  kind === 'link'
    ? { href: urls.newArticle, text: 'Post your own article instead' }
    : { href: urls.newLink, text: 'Post a news link instead' }

/** What happens to what is sent. @param minutes in which the site promises an answer */
export const whatNext = (minutes: number, writer: 'guest' | 'member' | 'publisher'): string => {
  const reads = `An editor reads it, usually within ${promisedTime(minutes)}.`
  if (writer === 'publisher')
    return `You can publish it yourself. Or send it: ${reads[0]!.toLowerCase()}${reads.slice(1)}`
  return writer === 'guest'
    ? `${reads} You get a receipt, a page that says where it stands.`
    : `${reads} You will hear either way.`
}

/** How many a writer can send in, told before anything is written. */
export function allowanceSentence({ limit, left }: { limit: number; left: number }, wait: string): string {
  const all = `${count(limit, 'article')} in 24 hours`
  if (left === 0)
    return `You can send in ${all}, and have done so. The next one in ${wait}. You can write it now and save the draft.`
  return left === limit ? `You can send in ${all}.` : `You can send in ${all}: ${number(left)} more.`
}

export const tooOftenSentence = ({ limit }: { limit: number }, wait: string): string =>
  `Your text is safe. You have sent in ${count(limit, 'article')} within 24 hours. You can send the next one in ${wait}.`

/** Why a member cannot send in news, on a page without a form. */
export const closedSentence = (submitters: 'guests' | 'members' | 'trusted' | 'editors'): string =>
  submitters === 'trusted'
    ? 'On this site only members whom an editor trusts can send in news.'
    : 'On this site only editors post news at the moment.'

export const refusalSentences: Partial<Record<Refusal, string>> = {
  signIn: 'Your text is safe. Only members can send in news here: sign in, and your text comes back.',
  needsEditor: 'Your text is safe. You can’t publish it yourself. Send it to the editors.',
}

export const sessionEnded =
  'Your text is safe. Your session has expired, so it was not sent. Sign in, and it comes back.'

export const formButtons = (may: { submits: boolean; publishes: boolean }, previewed: boolean): FormButton[] => [
  ...(may.submits ? [{ action: 'submit', text: 'Send to the editors', primary: true, sends: true }] : []),
  ...(may.publishes ? [{ action: 'publish', text: 'Publish now', primary: false, sends: true }] : []),
  { action: 'preview', text: previewed ? 'Preview again' : 'Preview', primary: false, sends: false },
  { action: 'draft', text: 'Save draft', primary: false, sends: false },
]

/** What a draft is called in a link. */
export const draftTitle = ({
  headline,
  url,
  lede,
  body,
}: {
  headline: string
  url: string
  lede: string
  body: string
}): string => {
  const text = [headline, url, lede, body].map((one) => one.replace(/\s+/g, ' ').trim()).find((one) => one !== '') ?? ''
  const letters = [...text]
  return letters.length > limits.headline ? `${letters.slice(0, 80).join('')}…` : text
}

/** The duplicates of an article, by the field that shows them. */
export function pointersOf(
  found: readonly Duplicate[],
  now: number,
  dates: Dates,
): { url: Pointer[]; headline: Pointer[] } {
  // The headline of what waits is nobody else's to read.
  const pointer = ({ why, state, headline, href, at, open }: Duplicate): Pointer => {
    const when = momentInSentence(at, now, dates).text
    const what = why === 'address' ? 'The same address' : 'Nearly the same headline'
    if (state === 'published' && href !== null)
      return { headline, href, detail: `${what} was published ${when}:`, join: open ? `${href}#comments` : '' }
    const then = state === 'scheduled' ? 'will be published' : 'waits for an editor'
    return { headline: '', href: '', detail: `${what} was sent in ${when} and ${then}.`, join: '' }
  }
  return {
    url: found.filter(({ why }) => why === 'address').map(pointer),
    headline: found.filter(({ why }) => why === 'headline').map(pointer),
  }
}
