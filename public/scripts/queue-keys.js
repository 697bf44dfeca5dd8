// Keyboard shortcuts of the moderation queue, and the focus after a decision.
import { bindKeys, currentItem, focusItem, visibleItems } from './keys.js'

/** Unfolds an item. @returns whether it was folded: nobody decides about what they have not read */
const unfold = (item) => {
  const details = item?.querySelector('details')
  if (!details || details.open) return false
  details.open = true
  item.scrollIntoView({ block: 'nearest' })
  return true
}

/** Says below a field of several lines which keys send the decision. */
const addSendHint = (field, button) => {
  const hint = document.getElementById(field.getAttribute('aria-describedby'))
  hint.querySelector('.wish')?.remove()
  const text = document.createElement('span')
  text.className = 'wish'
  text.textContent = ` Ctrl+Enter or ⌘+Enter: “${button.firstChild.textContent.trim()}”.`
  hint.append(text)
}

/** Whether the reason that a button needs is given: by a chip other than “Other”, or in words. */
const hasReason = (form, field) =>
  field.value.trim() !== '' || form.querySelector('.chip > :checked:not([value=other])') !== null

/** Presses a button of the item with the focus; if its reason is missing, leads to the reasons and waits for a digit or Enter. */
const decide = (key) => {
  const item = currentItem()
  const button = item?.querySelector(`[data-key=${key}]`)
  if (!button) return unfold(item)
  const wasFolded = unfold(item) && key !== 'c'
  const reason = button.dataset.needs && button.form.elements[button.dataset.needs]
  if (!reason || hasReason(button.form, reason)) return wasFolded || button.click()
  button.form.dataset.wish = key
  // Enter sends a one-line field; in a textarea it starts a new line.
  if (reason.type === 'textarea') addSendHint(reason, button)
  ;(button.form.querySelector('.chip > input') ?? reason).focus()
}

/** Chooses the reason of a digit, after the key of the decision that needs it, and sends that. “Other” leads to its words. */
const choose = (digit) => {
  const form = currentItem()?.querySelector('.verdict[data-wish]')
  const chip = form?.querySelectorAll('.chip > input')[digit - 1]
  if (!chip) return
  chip.checked = true
  if (chip.value === 'other') form.elements.reason.focus()
  else decide(form.dataset.wish)
}

bindKeys({
  ...Object.fromEntries(['a', 'r', 's', 'h', 'c'].map((key) => [key, () => decide(key)])),
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [digit, () => choose(digit)])),
  o: () => {
    const details = currentItem()?.querySelector('details')
    if (details) details.open = !details.open
  },
  x: () => currentItem()?.querySelector('.tick')?.click(),
  u: () => document.querySelector('.queue > .notice [data-key=u]')?.click(),
})

addEventListener('keydown', (event) => {
  const form = event.target.closest?.('.verdict')
  if (!form || event.isComposing) return
  if (event.key === 'Escape') focusItem(form.closest('.case'))
  if (event.key !== 'Enter' || !form.dataset.wish || !/^(text|radio)/.test(event.target.type)) return
  if (event.target.type === 'textarea' && !event.ctrlKey && !event.metaKey) return
  event.preventDefault()
  decide(form.dataset.wish)
})

// The address after a decision names the next item; if somebody else has decided it by then, the first item takes the focus.
if (/^#[kq]/.test(location.hash) || document.querySelector('.queue > .notice')) {
  const named = document.querySelector('.case :target')
  unfold(named?.closest('.case'))
  if (named) named.focus()
  else focusItem(visibleItems()[0])
}
