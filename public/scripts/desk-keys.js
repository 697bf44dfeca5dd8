// Keyboard shortcuts of the desk: o opens an item, a letter presses or unfolds its act, and r with a digit rejects.
import { bindKeys, currentItem, focusItem, visibleItems } from './keys.js'

const opened = () => document.querySelector('.desk .opened')

/** Presses the act of a key, or unfolds it and focuses its first field. */
const act = (key) => {
  const place = opened()?.querySelector(`[data-act="${key}"]`)
  if (!place) return
  if (place.tagName === 'A') return place.click()
  if (place.tagName !== 'DETAILS') return place.querySelector('button').click()
  place.open = true
  place.querySelector('.form :is(input, textarea):not([type=hidden])')?.focus()
}

/** Rejects for the reason of a number, while the reasons are unfolded. */
const reject = (number) => {
  const form = opened()?.querySelector('[data-act="r"][open] form')
  const reason = form?.querySelectorAll('.chips.keys input')[number - 1]
  if (!reason) return
  reason.checked = true
  form.querySelector('button').click()
}

const isTyping = (element) => element.closest?.('textarea, select, input:not([type=checkbox], [type=radio])')

bindKeys({
  ...Object.fromEntries(['a', 'b', 'd', 'e', 'm', 'r', 's', 'x'].map((key) => [key, () => act(key)])),
  o: () => (currentItem() ?? visibleItems()[0])?.querySelector('h2 a')?.click(),
  u: () => document.querySelector('.desk > .notice [data-key=u]')?.click(),
})

addEventListener('keydown', (event) => {
  // Out of a field, back to where the keys work.
  if (event.key === 'Escape' && isTyping(event.target) && opened()?.contains(event.target)) return focusItem(opened())
  if (document.documentElement.dataset.keys === 'off' || isTyping(event.target)) return
  if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return
  event.preventDefault()
  reject(Number(event.key))
})

// The item that is open takes the focus, so that j and k go on from it.
if (opened()) focusItem(opened())
else if (document.querySelector('.desk > .notice')) focusItem(visibleItems()[0])
