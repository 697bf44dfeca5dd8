// Keyboard shortcuts of every page: j and k step through its items, / opens the search, ? shows the list of shortcuts.

const inThread = document.querySelector('.thread, .talk[data-live]') !== null
const inQueue = document.querySelector('.queue') !== null
const atDesk = document.querySelector('.desk > .items') !== null

/** Selectors of the items, and of the element in each item that takes the focus. */
const [itemSelector, focusSelector] = inThread
  ? ['.thread .comment[id]', '.cm-head > a']
  : inQueue
    ? ['.queue .case', 'summary']
    : atDesk
      ? ['.desk .item', 'h2 a']
      : ['main :is(.lead, .story, .result, .heads tr:has(.hed))', '.hed a, .cm-head > a, summary']

export const visibleItems = () => [...document.querySelectorAll(itemSelector)].filter((item) => item.checkVisibility())

/** Returns the item with the focus; in a thread without one, the comment that the address names. */
export const currentItem = () =>
  document.activeElement?.closest(itemSelector) ?? (inThread ? document.querySelector('.comment:target') : null)

export const focusItem = (item) => {
  item?.querySelector(focusSelector)?.focus({ preventScroll: true })
  item?.scrollIntoView({ block: inThread ? 'start' : 'nearest' })
}

const step = (by) => {
  const items = visibleItems()
  const at = items.indexOf(currentItem())
  focusItem(at === -1 ? items.at(by > 0 ? 0 : -1) : items[at + by])
}

const openSearch = () => {
  const field = document.querySelector('main input[type=search]')
  if (field) field.focus()
  else if (document.querySelector('.secnav a[href="/search"]')) location.href = '/search#q'
}

/** Runs the action of a key, unless shortcuts are off, a modifier is held or the reader is typing. */
export const bindKeys = (actions) =>
  addEventListener('keydown', (event) => {
    if (document.documentElement.dataset.keys === 'off') return
    // Many keyboards type brackets with Alt or AltGr.
    const typed = event.altKey && /[[\]/?]/.test(event.key)
    if (event.metaKey || ((event.ctrlKey || event.altKey) && !typed) || event.isComposing) return
    if (event.target.closest?.('input:not([type=checkbox], [type=radio]), textarea, select')) return
    if (!Object.hasOwn(actions, event.key)) return
    event.preventDefault()
    actions[event.key]()
  })

bindKeys({
  j: () => step(1),
  k: () => step(-1),
  '/': openSearch,
  '?': () => document.getElementById('keys')?.togglePopover(),
})
