// Keyboard shortcuts of the moderation queue, and the focus after a decision.
import { bindKeys, currentItem, focusItem, visibleItems } from './keys.js'

/** Says below a field of several lines which keys send the decision. */
const addSendHint = (field, button) => {
  const hint = document.getElementById(field.getAttribute('aria-describedby'))
  hint.querySelector('.wish')?.remove()
  const text = document.createElement('span')
  text.className = 'wish'
  text.textContent = ` Ctrl+Enter or ⌘+Enter: “${button.firstChild.textContent.trim()}”.`
  hint.append(text)
}

/** Presses a button of the item with the focus; if its reason is missing, focuses the reason instead and waits for Enter. */
const decide = (key) => {
  const button = currentItem()?.querySelector(`[data-key=${key}]`)
  const reason = button?.dataset.needs && button.form.elements[button.dataset.needs]
  if (!reason || reason.value.trim()) return button?.click()
  button.form.dataset.wish = key
  // Enter sends a one-line field; in a textarea it starts a new line.
  if (reason.type === 'textarea') addSendHint(reason, button)
  reason.focus()
}

bindKeys({
  ...Object.fromEntries(['a', 'r', 's', 'h', 'c'].map((key) => [key, () => decide(key)])),
  u: () => document.querySelector('.queue > .notice [data-key=u]')?.click(),
})

addEventListener('keydown', (event) => {
  const form = event.target.closest?.('.verdict')
  if (!form || !/^text/.test(event.target.type) || event.isComposing) return
  if (event.key === 'Escape') focusItem(form.closest('.case'))
  if (event.key === 'Enter' && form.dataset.wish && (event.target.type === 'text' || event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    decide(form.dataset.wish)
  }
})

// The address after a decision names the next item; if somebody else has decided it by then, the first item takes the focus.
if (/^#k/.test(location.hash) || document.querySelector('.queue > .notice'))
  focusItem(document.querySelector('.case:has(:target)') ?? visibleItems()[0])
