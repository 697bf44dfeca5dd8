// Keyboard shortcuts of a thread: new comments, arrivals, parent, reply, fold, order.
import { bindKeys, currentItem, focusItem, visibleItems } from './keys.js'

const follow = (link) => {
  if (link) location.href = link.href
}

/** Focuses the next new comment; after the last one of the page, follows its link to the next. */
const focusNextNew = () => {
  const fresh = visibleItems().filter((item) => item.closest('.cm').matches('.is-new'))
  const from = currentItem()
  const next = fresh.find(
    (item) => !from || (from.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  )
  if (next) focusItem(next)
  else follow(fresh.at(-1)?.querySelector('a.new'))
}

const focusParent = () =>
  focusItem(document.getElementById(currentItem()?.querySelector('.cm-re a')?.hash.slice(1) ?? ''))

const changeOrder = () => {
  const links = [...document.querySelectorAll('.views a')]
  follow(links[(links.findIndex((link) => link.getAttribute('aria-current')) + 1) % links.length])
}

bindKeys({
  n: focusNextNew,
  l: () => document.querySelector('.arrivals :is(button, a)')?.click(),
  p: focusParent,
  // A click, not a change of address: quote.js takes the selected text along.
  r: () => currentItem()?.querySelector('.cm-acts a[href^="/comments/new"]')?.click(),
  c: () => currentItem()?.closest('.cm')?.querySelector(':scope > .fold')?.click(),
  v: changeOrder,
})
