// The e-mails of the daily edition: the one that asks a guest to confirm, and the edition itself. Pure.
import { count, longDay } from '../../format.ts'
import type { Letter, LetterItem, Site } from '../../mail/letter.ts'
import { textAsHtml } from '../../markup/mail-html.ts'
import { urls } from '../../urls.ts'

/** @param confirm absolute address of the page with the button */
export const requestLetter = (site: Site, confirm: string): Letter => ({
  subject: `The daily edition of ${site.name}`,
  opening: [
    `Somebody asked for each day’s headlines of ${site.name} at this address. If that was you, please confirm it. Until then we send nothing else.`,
  ],
  items: [],
  button: { href: confirm, text: 'E-mail me the edition' },
  closing: [{ text: 'If it was not you, ignore this e-mail. The link works for seven days.', href: '' }],
})

/** Stories of one e-mail: mail programs cut longer ones off. */
const MAX_STORIES = 60

type MailedStory = {
  id: number
  slug: string
  headline: string
  lede: string
  section: string
  comment_count: number
}

/** A thread of the reader with new comments. */
export type MailedThread = { id: number; headline: string; unread: number }

/** The section and, if there are any, the number of comments. */
const storyFacts = ({ section, comment_count }: MailedStory): string =>
  comment_count === 0 ? section : `${section}, ${count(comment_count, 'comment')}`

const storyItem = (story: MailedStory, base: string): LetterItem => ({
  heading: story.headline,
  quote: null,
  body: story.lede === '' ? null : textAsHtml(story.lede),
  links: [{ href: `${base}${urls.article(story)}`, text: storyFacts(story) }],
})

const threadItem = ({ id, headline, unread }: MailedThread, base: string): LetterItem => ({
  heading: `${count(unread, 'new comment')} on “${headline}”`,
  quote: null,
  body: null,
  links: [{ href: `${base}${urls.articleNews(id)}`, text: 'Read what is new' }],
})

export type EditionLetter = {
  day: string
  /** The reader's stories, the lead first. */
  stories: readonly MailedStory[]
  threads: readonly MailedThread[]
  /** Whether the reader is a member, who has settings. */
  member: boolean
}

/** @param stop absolute address of the page that unsubscribes */
export function editionLetter({ day, stories, threads, member }: EditionLetter, site: Site, stop: string): Letter {
  const edition = `${site.base}${urls.edition(day)}`
  const comments = stories.reduce((sum, story) => sum + story.comment_count, 0)
  const more = Math.max(0, stories.length - MAX_STORIES)
  return {
    subject: `${site.name}, ${longDay(day)}: ${stories[0]!.headline}`,
    opening: [
      `${longDay(day)}: ${count(stories.length, 'story', 'stories')}, ${count(comments, 'comment')}.${threads.length === 0 ? '' : ` New in your threads: ${count(threads.length, 'thread')}, below.`}`,
    ],
    items: [
      ...stories.slice(0, MAX_STORIES).map((story) => storyItem(story, site.base)),
      ...(more === 0
        ? []
        : [
            {
              heading: count(more, 'more story', 'more stories'),
              quote: null,
              body: null,
              links: [{ href: edition, text: 'Read them on the site' }],
            },
          ]),
      ...threads.map((thread) => threadItem(thread, site.base)),
    ],
    button: null,
    closing: [
      { text: `You asked ${site.name} for each day’s edition.`, href: '' },
      { text: 'This edition on the site:', href: edition },
      ...(member ? [{ text: 'E-mail settings:', href: `${site.base}${urls.email}` }] : []),
      { text: 'Unsubscribe:', href: stop },
    ],
  }
}
