// Saves the draft of a comment every few seconds while it is typed, and when the page is left.

const SAVE_AFTER_MS = 3000
/** Browsers limit a request that outlives its page to 64 kilobytes. */
const MAX_KEEPALIVE_BYTES = 60000

const form = document.querySelector('form.post')
const area = form.querySelector('textarea')

// A text that a script has put in and nobody has edited is not a draft.
let edited = false
let saved = area.defaultValue
let timer = 0

const save = () => {
  clearTimeout(timer)
  timer = 0
  if (!edited || area.value === saved || form.dataset.sent) return
  saved = area.value
  const data = new FormData(form)
  const body = new URLSearchParams({ action: 'save' })
  for (const name of ['article', 'parent', 'nic', 'email', 'website', 'body']) body.append(name, data.get(name) ?? '')
  fetch('/comments/drafts', { method: 'POST', keepalive: String(body).length < MAX_KEEPALIVE_BYTES, body })
    .then((answer) => answer.ok || Promise.reject(answer.status))
    .catch(() => {
      saved = area.defaultValue
    })
}

area.addEventListener('input', () => {
  edited = true
  timer ||= setTimeout(save, SAVE_AFTER_MS)
})
addEventListener('visibilitychange', () => document.hidden && save())
addEventListener('pagehide', save)
// Every button sends the text itself. Saving after that could bring back a draft that was just deleted.
form.addEventListener('submit', () => {
  clearTimeout(timer)
  saved = area.value
})
