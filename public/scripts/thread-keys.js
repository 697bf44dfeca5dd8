// Keyboard shortcuts of a thread: new and top-level comments, arrivals, parent, reply, fold, order.
import { bindKeys, currentItem, focusItem, visibleItems } from './keys.js'

const follow = (link) => {
  if (link) location.href = link.href
}

/** Returns the nearest of the items after or before the current one; without a current one, the first or the last. */
const nearest = (items, by) => {
  const from = currentItem()
  const side = by > 0 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING
  return items.filter((item) => !from || (from.compareDocumentPosition(item) & side) !== 0).at(by > 0 ? 0 : -1)
}

/** Focuses the next or the previous new comment; after the last one of the page, follows its link to the next. */
const focusNew = (by) => {
  const fresh = visibleItems().filter((item) => item.closest('.cm').matches('.is-new'))
  const next = nearest(fresh, by)
  if (next) focusItem(next)
  else if (by > 0) follow(fresh.at(-1)?.querySelector('a.new'))
}

const focusTopLevel = (by) => focusItem(nearest([...document.querySelectorAll('.thread > ol > .cm > .comment')], by))

const focusParent = () =>
  focusItem(document.getElementById(currentItem()?.querySelector('.cm-re a')?.hash.slice(1) ?? ''))

const changeOrder = () => {
  const links = [...document.querySelectorAll('.views a')]
  follow(links[(links.findIndex((link) => link.getAttribute('aria-current')) + 1) % links.length])
}

bindKeys({
  n: () => focusNew(1),
  p: () => focusNew(-1),
  '[': () => focusTopLevel(-1),
  ']': () => focusTopLevel(1),
  l: () => document.querySelector('.arrivals :is(button, a)')?.click(),
  u: focusParent,
  // A click, not a change of address: quote.js takes the selected text along.
  r: () => currentItem()?.querySelector('.cm-acts a[href^="/comments/new"]')?.click(),
  c: () => currentItem()?.closest('.cm')?.querySelector(':scope > .fold')?.click(),
  v: changeOrder,
})
