// The form that moves a branch to another article, and the confirmation. Pure.

import { type Byline, bylineOf } from '../../comments/thread/byline-pages.ts'

import type { Faults } from '../../faults.ts'
import { count, type Dates, dateAndTime, number, shortDay, spelled } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { type ReasonChips, reasonChips } from '../../reasons.ts'
import { foldAccents } from '../../skeleton.ts'
import { urls } from '../../urls.ts'
import type { MoveForm } from './form.ts'
import type { ChosenArticle, moveOfBatch } from './queries.ts'

export type MoveFaults = Faults<'into' | 'reason'>

/** The most articles to choose from, and how many of the newest a search scans. */
export const MAX_CHOICES = 20
export const ARTICLES_SEARCHED = 2000

export type MovePage = {
  heading: string
  intro: string
  article: { href: string; headline: string }
  comment: number
  from: number
  by: Byline
  text: string
  into: string
  /** The newest articles, or those found by their headlines. */
  choices: { label: string; none: string; list: { value: string; text: string; checked: boolean }[] }
  chips: ReasonChips
  faults: { into: string }
  summary: { title: string; faults: { href: string; text: string }[] } | null
  done: {
    text: string
    there: { href: string; text: string }
    left: { href: string; text: string } | null
    batch: number
    again: string
  } | null
  back: string
}

type MoveContext = {
  comment: { id: number; nic: string; name_kind: string; role: string | null; state: string; html: string }
  article: {
    id: number
    slug: string
    headline: string
  } /** States of the comments in the branch, the comment itself first. */
  states: readonly string[]
  choices: readonly ChosenArticle[] /** The search; empty for the newest articles. */
  words: string
  /** The reasons that are offered. */
  reasons: readonly string[]
  moved: (NonNullable<Awaited<ReturnType<typeof moveOfBatch>>> & { batch: number }) | null
}

/** Says who moved a comment after the form was opened. @param by who moved it; null when unknown */
export function movedAlreadySentence(
  by: { mine: boolean; nic: string | null; back: boolean; at: number } | null,
  headline: string,
  dates: Dates,
): string {
  if (by === null) return `Nothing was changed: the comment is now under “${headline}”.`
  const who = by.mine ? 'you have already' : `${by.nic ?? 'somebody else'} has`
  return `Nothing was changed: ${who} moved it ${by.back ? 'back ' : ''}to “${headline}”, ${dateAndTime(by.at, dates)}.`
}

/** Finds the articles whose headline has words that begin with each of the given ones. */
export function filterByHeadline(articles: readonly ChosenArticle[], words: string): ChosenArticle[] {
  const wanted = foldAccents(words)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  if (wanted.length === 0) return []
  return articles.filter(({ headline }) => {
    const found = foldAccents(headline).split(/[^\p{L}\p{N}]+/u)
    return wanted.every((word) => found.some((one) => one.startsWith(word)))
  })
}

/** `The 12 replies move with it, 2 of them hidden from readers.` */
function repliesSentence(states: readonly string[]): string {
  const below = states.slice(1)
  const unseen = below.filter((state) => state !== 'live').length
  if (below.length === 0) return 'No replies move with it.'
  if (below.length === 1) return `One reply moves with it${unseen === 1 ? ', hidden from readers' : ''}.`
  return `The ${number(below.length)} replies move with it${unseen === 0 ? '' : `, ${number(unseen)} of them hidden from readers`}.`
}

export function movePage(
  { comment, article, states, choices, words, reasons, moved }: MoveContext,
  form: Partial<MoveForm>,
  faults: MoveFaults,
): MovePage {
  const listed = Object.entries(faults)
  const seen = comment.state === 'live' || comment.state === 'removed'
  const offered = choices.filter(({ id }) => id !== article.id)
  const list = offered.slice(0, MAX_CHOICES).map(({ id, headline, day }) => ({
    value: String(id),
    text: `${headline}${day === null ? '' : ` (${shortDay(day)})`}`,
    checked: form.choice === String(id) || (words !== '' && offered.length === 1),
  }))
  return {
    heading: moved === null ? 'Move to another article' : 'Moved',
    intro: `It moves to the top level of the other thread. A note here says where it went; old links still work. ${repliesSentence(states)}`,
    article: { href: urls.article(article), headline: article.headline },
    comment: comment.id,
    from: article.id,
    by: bylineOf(comment),
    text: excerpt(comment.html, 300),
    into: form.into ?? '',
    choices:
      words === ''
        ? { label: 'Or choose a recent one', none: 'None of these', list }
        : {
            label: `Found: ${count(offered.length, 'article')}${offered.length > MAX_CHOICES ? `, the newest ${MAX_CHOICES} listed` : ''}`,
            none: 'Choose one',
            list,
          },
    chips: reasonChips(reasons, {
      legend: 'Reason, shown in the note here and in the log',
      typed: form,
      fault: faults.reason ?? '',
      field: 'area',
    }),
    faults: { into: faults.into ?? '' },
    summary:
      listed.length === 0
        ? null
        : {
            title: `Please fix ${listed.length === 1 ? 'one thing' : `${spelled(listed.length).toLowerCase()} things`}. Your text is safe.`,
            faults: listed.map(([name, text]) => ({ href: `#${name}`, text })),
          },
    done:
      moved === null
        ? null
        : {
            text: `${states.length === 1 ? 'The comment' : `The branch of ${count(states.length, 'comment')}`} was moved from “${moved.from_headline}” to “${moved.into_headline}”.`,
            there: seen
              ? { href: urls.comment(comment.id), text: 'See the comment' }
              : {
                  href: `${urls.article({ id: moved.to_article_id, slug: moved.into_slug })}#comments`,
                  text: 'See the thread',
                },
            left:
              moved.was_visible === 1
                ? {
                    href: `${urls.article({ id: moved.from_id, slug: moved.from_slug })}#c${comment.id}`,
                    text: 'See the note in its old place',
                  }
                : null,
            batch: moved.batch,
            again: urls.move(comment.id),
          },
    back: seen ? urls.comment(comment.id) : `${urls.article(article)}#comments`,
  }
}
