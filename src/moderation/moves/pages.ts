// What the form says that moves a branch to another article: what goes along, where to, and what has just been done. Pure.

import { type Signed, signed } from '../../comments/thread/pages.ts'
import { type Faults, rowId } from '../../faults.ts'
import { count, type Dates, dateAndTime, number, shortDay, spelled } from '../../format.ts'
import { excerpt } from '../../markup/text.ts'
import { limits } from '../../settings.ts'
import { foldAccents } from '../../skeleton.ts'
import { urls } from '../../urls.ts'
import type { ChosenArticle, moveOfBatch } from './queries.ts'

export const moveFields = ['comment', 'reason', 'into', 'choice', 'from', 'action'] as const
export type MoveForm = Record<(typeof moveFields)[number], string>
export type MoveFaults = Faults<'into' | 'reason'>

/** Articles that are offered to choose from, and among how many of the newest their headlines are looked through. */
export const CHOICES = 20
export const LOOKED_THROUGH = 2000

export type MovePage = {
  heading: string
  intro: string
  article: { href: string; headline: string }
  comment: number
  from: number
  by: Signed
  text: string
  into: string
  /** The newest articles, or those that were found by words of their headlines. */
  choices: { label: string; none: string; list: { value: string; text: string; checked: boolean }[] }
  reason: string
  faults: { into: string; reason: string }
  summary: { title: string; faults: { href: string; text: string }[] } | null
  maxReason: number
  done: {
    said: string
    there: { href: string; text: string }
    left: { href: string; text: string } | null
    batch: number
    again: string
  } | null
  back: string
}

type Asked = {
  comment: { id: number; nic: string; name_kind: string; role: string | null; state: string; html: string }
  article: {
    id: number
    slug: string
    headline: string
  } /** States of all that goes along, the comment itself first. */
  states: readonly string[]
  choices: readonly ChosenArticle[] /** Words by which they were found; empty for the newest. */
  words: string
  moved: (NonNullable<Awaited<ReturnType<typeof moveOfBatch>>> & { batch: number }) | null
}

/** What of an address, or a number, names an article, or a comment that stands in one; null for anything else. @param base scheme and host of this site */
export function namedPlace(text: string, base: string): { noun: 'article' | 'comment'; id: number } | null {
  const typed = text.trim()
  const id = rowId(typed)
  if (id !== null) return { noun: 'article', id }
  const path = typed.startsWith('/') ? typed : typed.startsWith(`${base}/`) ? typed.slice(base.length) : null
  const [, folder, digits] = /^\/(articles|comments)\/(\d+)(?:[-/?#].*)?$/u.exec(path ?? '') ?? []
  const found = rowId(digits)
  return found === null ? null : { noun: folder === 'comments' ? 'comment' : 'article', id: found }
}

/** What has become of a comment that stands elsewhere than the form said. @param by who brought it there, where that is known */
export function movedAlready(
  by: { mine: boolean; nic: string | null; back: boolean; at: number } | null,
  headline: string,
  dates: Dates,
): string {
  if (by === null) return `It stands under “${headline}” by now. Nothing was changed.`
  const who = by.mine ? 'You have' : `${by.nic ?? 'Somebody else'} has`
  return `${who} moved it ${by.back ? 'back ' : ''}to “${headline}” ${by.mine ? 'already' : 'meanwhile'}, ${dateAndTime(by.at, dates)}. Nothing was changed.`
}

/** Of some articles those whose headline has all of these words, or beginnings of words. */
export function withWords(articles: readonly ChosenArticle[], words: string): ChosenArticle[] {
  const wanted = foldAccents(words)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  if (wanted.length === 0) return []
  return articles.filter(({ headline }) => {
    const said = foldAccents(headline).split(/[^\p{L}\p{N}]+/u)
    return wanted.every((word) => said.some((one) => one.startsWith(word)))
  })
}

/** `The 12 comments below it go along, 2 of which readers do not see.` */
function alongWords(states: readonly string[]): string {
  const below = states.slice(1)
  const unseen = below.filter((state) => state !== 'live').length
  if (below.length === 0) return 'Nothing stands below it: it goes alone.'
  if (below.length === 1) return `The comment below it goes along${unseen === 1 ? ', which readers do not see' : ''}.`
  return `The ${number(below.length)} comments below it go along${unseen === 0 ? '' : `, ${number(unseen)} of which readers do not see`}.`
}

export function movePage(
  { comment, article, states, choices, words, moved }: Asked,
  form: Partial<MoveForm>,
  faults: MoveFaults,
): MovePage {
  const listed = Object.entries(faults)
  const seen = comment.state === 'live' || comment.state === 'removed'
  const offered = choices.filter(({ id }) => id !== article.id)
  const list = offered.slice(0, CHOICES).map(({ id, headline, day }) => ({
    value: String(id),
    text: `${headline}${day === null ? '' : ` (${shortDay(day)})`}`,
    checked: form.choice === String(id) || (words !== '' && offered.length === 1),
  }))
  return {
    heading: moved === null ? 'Move to another article' : 'Moved',
    intro: `It stands at the top of the other thread then, and its address leads there. Where it stood, a line says what was moved where, by whom and why. ${alongWords(states)}`,
    article: { href: urls.article(article), headline: article.headline },
    comment: comment.id,
    from: article.id,
    by: signed(comment),
    text: excerpt(comment.html, 300),
    into: form.into ?? '',
    choices:
      words === ''
        ? { label: 'Or one of the newest', none: 'None of them', list }
        : {
            label: `Found: ${count(offered.length, 'article')}${offered.length > CHOICES ? `, of which these are the newest ${CHOICES}` : ''}`,
            none: 'Choose one',
            list,
          },
    reason: form.reason ?? '',
    faults: { into: faults.into ?? '', reason: faults.reason ?? '' },
    summary:
      listed.length === 0
        ? null
        : {
            title: `${spelled(listed.length)} ${listed.length === 1 ? 'thing' : 'things'} to put right first. Nothing you typed is lost.`,
            faults: listed.map(([name, text]) => ({ href: `#${name}`, text })),
          },
    maxReason: limits.reason,
    done:
      moved === null
        ? null
        : {
            said: `${states.length === 1 ? 'The comment' : `The branch of ${count(states.length, 'comment')}`} was moved from “${moved.from_headline}” to “${moved.into_headline}”.`,
            there: seen
              ? { href: urls.comment(comment.id), text: 'See it there' }
              : {
                  href: `${urls.article({ id: moved.to_article_id, slug: moved.into_slug })}#comments`,
                  text: 'The thread it stands in',
                },
            left:
              moved.was_visible === 1
                ? {
                    href: `${urls.article({ id: moved.from_id, slug: moved.from_slug })}#c${comment.id}`,
                    text: 'See what stands in its place',
                  }
                : null,
            batch: moved.batch,
            again: urls.move(comment.id),
          },
    back: seen ? urls.comment(comment.id) : `${urls.article(article)}#comments`,
  }
}
