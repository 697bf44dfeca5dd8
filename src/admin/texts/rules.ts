// The site's own pages: their names, addresses, and what they say until an admin writes something else. Pure.
import { count } from '../../format.ts'
import { DRAFT_RETENTION_MS, type Settings } from '../../settings.ts'
import { DAY } from '../../time.ts'
import { urls } from '../../urls.ts'

export const sitePages = {
  about: { title: 'About', footer: 'About' },
  rules: { title: 'House rules', footer: 'House rules' },
  privacy: { title: 'Privacy', footer: 'Privacy' },
  contact: { title: 'Contact', footer: 'Contact' },
} as const

export type SitePage = keyof typeof sitePages

export const isSitePage = (page: string): page is SitePage => Object.hasOwn(sitePages, page)

export const MAX_PAGE_CHARACTERS = 40_000

/** When a guest's comment appears. */
const guestSentences: Readonly<Record<Settings['guests'], string>> = {
  open: 'Comments of guests appear at once.',
  firstHeld: 'A guest’s comments wait until a moderator has approved one from the same browser.',
  allHeld: 'Every comment of a guest waits until a moderator has approved it.',
  membersOnly: 'Only members can comment.',
}

/** How one becomes a member. */
const registrationSentences: Readonly<Record<Settings['registration'], string>> = {
  open: `Everybody can <a href="${urls.register()}">register</a>.`,
  approved: `Everybody can <a href="${urls.register()}">ask to join</a>, and a moderator decides.`,
  invited: 'Registration is by invitation: ask a member for one.',
  closed: 'Registration is closed at the moment.',
}

const aboutNames = ({ guests, registration }: Settings): string =>
  `Every comment is signed with a name. ${
    guests === 'membersOnly'
      ? 'Only members can comment, each under a name of their own.'
      : 'Without an account you enter one, and the comment says that a guest wrote it. An account reserves your name, lets you edit your comments for a while, follow threads and see what is new since your last visit.'
  } In a thread a member can also use a picked name, which is marked. ${registrationSentences[registration]}`
const aboutReceipts = ({ guests, registration }: Settings): string =>
  guests === 'membersOnly'
    ? ''
    : `<h2>A receipt</h2>
A guest gets a receipt for each comment: a private page that shows whether the comment is published, and where you can edit it, withdraw it or appeal. Bookmark it, because its address is the only proof that the comment is yours. ${registration === 'closed' ? '' : 'If you register later, the receipt claims the comment for your account. '}${guestSentences[guests]}

`

const about = (
  settings: Settings,
): string => `${settings.siteName} is a community newspaper. Editors and readers post news, every article carries its discussion below it, and each day’s edition stays readable for ever. You can read everything without an account and without JavaScript.

<h2>An edition</h2>
The articles of one day are an edition. Each article belongs to a section. The <a href="${urls.archive}">archive</a> has every edition, and an article keeps its address and its comments for ever.

<h2>A name</h2>
${aboutNames(settings)}

${aboutReceipts(settings)}<h2>The rules in short</h2>
<ul>
<li>Argue about the matter, not about the person.</li>
<li>Stay with the article.</li>
<li>No advertising, and nothing private about other people.</li>
<li>There are no downvotes. Members flag what breaks a rule.</li>
</ul>
The <a href="${urls.sitePage('rules')}">house rules</a> say the rest, and what happens when one is broken.

<h2>Who decides</h2>
Editors decide what is published. Moderators keep the discussions in order. Everything that they do is in the <a href="${urls.log}">moderation log</a> with its reason, and everybody can read it.

<h2>The software</h2>
This site runs on Broadside. Its pages load nothing from other sites.`

/** Who sees what a member recommends; empty where recommending is switched off. */
const recommendingRule = ({ recommendations }: Settings): string =>
  recommendations
    ? `<h2>Recommending</h2>
Members can recommend a comment. If its author is a member, they see who does; everybody else sees only how many.

`
    : ''

const rules = (settings: Settings): string => `These rules are for everybody who comments here.

<ul>
<li>Argue about the matter, not about the person.</li>
<li>Stay with the article.</li>
<li>No advertising.</li>
<li>No private information about other people.</li>
<li>Nothing that is against the law.</li>
<li>Write under one name in a thread. A name that belongs to a member is theirs alone.</li>
</ul>

<h2>What happens when a rule is broken</h2>
<ul>
<li>A moderator can hold a comment, remove it or move it to another article. The reason is in the <a href="${urls.log}">moderation log</a>, the removed text is not.</li>
<li>A moderator can warn a member, silence them for a time, or ban them.</li>
<li>You can appeal against a decision about your comment, and against a ban. A moderator answers, and the answer is public.</li>
</ul>

<h2>When a comment waits</h2>
${guestSentences[settings.guests]} Comments can also wait because a filter of the site found something that a moderator checks first. You see which rule it was, and you can edit the comment or appeal.

${recommendingRule(settings)}<h2>Flags</h2>
Members can flag a comment. Moderators see the flag and who sent it; nobody else does.`

const privacy = (settings: Settings): string => {
  const { addressDays, deletedTextDays, flagDays, noteDays, noticeDays, markDays, recommendations } = settings
  const days = (n: number): string => count(n, 'day')
  return `${settings.siteName} tracks nobody. There is no advertising, no statistics service, and no page loads anything from another site${settings.foreignPictures ? ', except pictures that writers have put into their texts' : ''}.

<h2>What we store</h2>
<ul>
<li>What you publish: your articles and comments, the name that you signed with, and the time. Earlier versions of an edited comment are public too.</li>
<li>With an account: your name, your e-mail address if you gave one, your password as a hash that cannot be turned back, your sessions, your preferences, and what you have read, muted, followed, folded and saved.</li>${recommendations ? '\n<li>With an account: which comments you recommend. The author of a comment, if a member, sees who recommends it; everybody else sees only how many.</li>' : ''}
<li>As a guest: the e-mail address and the website that you entered with a comment. The e-mail address is never shown.</li>
<li>${addressDays === 0 ? 'We do not keep the network address of a comment.' : `The network address of a comment, for ${days(addressDays)}, against spam. Only moderators see it.`}</li>
<li>Texts that you typed and did not send, for ${days(DRAFT_RETENTION_MS / DAY)} after their last change, so that nothing is lost. Only you see them.</li>
</ul>

<h2>Cookies</h2>
All cookies are this site’s own: one that keeps you signed in, one that remembers that you have signed in from this browser before, one that greets you once after registering, one that holds an invitation until you have registered, one by which a guest’s comments and drafts are known, and those for the colours, text size and order of comments that you chose, what you have read without an account, and your details if you asked us to remember them. None of them follows you to another site.

<h2>What we delete</h2>
<ul>
<li>Removed, withdrawn and spam comments: their text after ${days(deletedTextDays)}.</li>
<li>Registrations whose e-mail address is not confirmed: after a day. What was written stays, as a guest’s.</li>
<li>Flags: ${days(flagDays)} after a moderator has decided.</li>
<li>Moderators’ private notes: ${days(noteDays)} after their last change.</li>
<li>Notices in your inbox: after ${days(noticeDays)}.</li>
<li>What you have read in a thread: ${days(markDays)} after your last visit.</li>
</ul>
The <a href="${urls.purges}">list of deletions</a> shows when this was done last.

<h2>E-mail</h2>
We send e-mail to confirm an address. Replies, threads and the daily edition come by e-mail only if you ask for them, and each such e-mail has a link that ends them.`
}

const contact = ({ siteName }: Settings): string => `<h2>About an article or a comment</h2>
<ul>
<li>Something is wrong with a comment: open <b>More</b> below it and flag it.</li>
<li>You disagree with a decision about your comment: open its page or your receipt and appeal there.</li>
</ul>

<h2>Everything else</h2>
The people who run ${siteName} have not entered an address here yet.`

const defaults: Readonly<Record<SitePage, (settings: Settings) => string>> = { about, rules, privacy, contact }

/** What a page says until an admin changes it. It follows the settings. */
export const defaultText = (page: SitePage, settings: Settings): string => defaults[page](settings)
