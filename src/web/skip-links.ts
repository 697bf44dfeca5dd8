// The links at the top of a page that lead the keyboard to its comments and to its comment form.
import type { SkipLink, Views } from './views.ts'

const comments: SkipLink = { href: '#comments', text: 'the comments' }
const form: SkipLink = { href: '#post', text: 'the comment form' }

/** Pages with more to skip to than their content; a view that is missing here has nothing else. */
const table: { [K in keyof Views]?: (page: Views[K]) => SkipLink[] } = {
  'articles/article': (page) => [comments, ...(page.form === null ? [] : [form])],
  'comments/posting/new': (page) => (page.form === null ? [] : [form]),
}

export function skipsOf<K extends keyof Views>(view: K, page: Views[K]): SkipLink[] {
  const own: ((page: Views[K]) => SkipLink[]) | undefined = table[view]
  return own?.(page) ?? []
}
