// View model of the form that filters a thread. Pure.
import { count } from '../../format.ts'
import { isPlain, type ThreadView } from '../../thread-view.ts'

/** The form that filters a thread. `limits` says what is left out now, and `all` leads to the whole thread. */
export type ViewOptions = {
  action: string
  view: string
  top: boolean
  featured: boolean
  least: string
  hide: string
  /** Whether the site has recommendations. */
  recommending: boolean
  long: string
  nic: string
  word: string
  /** Null without read marks: then nothing counts as read. */
  read: { on: boolean } | null
  limits: string
  all: string
  open: boolean
}

export function viewOptions(
  href: string,
  view: ThreadView,
  { shown, hidden, marking }: { shown: number; hidden: number; marking: boolean },
  recommending: boolean,
): ViewOptions {
  const limits = view.featured
    ? shown === 0
      ? 'No featured comments yet.'
      : 'Showing only featured comments.'
    : view.top
      ? 'Showing only top-level comments.'
      : hidden > 0
        ? `${count(hidden, 'comment')} hidden: recommended by fewer than ${view.hide}.`
        : ''
  return {
    action: href,
    view: view.order,
    top: view.top,
    featured: view.featured,
    least: view.least === null ? '' : String(view.least),
    hide: view.hide === null ? '' : String(view.hide),
    recommending,
    long: view.long === null ? '' : String(view.long),
    nic: view.nic,
    word: view.word,
    read: marking ? { on: view.read } : null,
    limits,
    all: `${href}?view=${view.order}#comments`,
    open: !isPlain(view),
  }
}
