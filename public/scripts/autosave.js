// Saves the draft of a comment every few seconds while it is typed, and when the page is left.

const SAVE_AFTER_MS = 3000
/** Browsers limit a request that outlives its page to 64 kilobytes. */
const MAX_KEEPALIVE_BYTES = 60000
/** Where a page leaves a text that may not have been saved yet, for the next page of this tab. */
const UNSAVED = 'broadside-unsaved-text'

const form = document.querySelector('form.post')
const area = form.querySelector('textarea')
const fieldOf = (name) => form.elements[name]?.value ?? ''

// A text that a script has put in and nobody has edited is not a draft.
let edited = false
let sent = area.defaultValue
let saved = area.defaultValue
let timer = 0

/** Pages that are cached for everybody carry no key. Without one, two tabs would write to one draft. */
if (!form.elements.key) {
  const key = document.createElement('input')
  key.type = 'hidden'
  key.name = 'key'
  key.value = Array.from(crypto.getRandomValues(new Uint8Array(11)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )
  form.prepend(key)
}

const save = () => {
  clearTimeout(timer)
  timer = 0
  if (!edited || area.value === sent || form.dataset.sent) return
  const text = area.value
  sent = text
  const body = new URLSearchParams({ action: 'save' })
  for (const name of ['article', 'parent', 'nic', 'email', 'website', 'body', 'key', 'draft'])
    body.append(name, fieldOf(name))
  fetch('/comments/drafts', { method: 'POST', keepalive: String(body).length < MAX_KEEPALIVE_BYTES, body })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then(({ others }) => {
      saved = text
      document.getElementById('other-drafts').hidden = others === 0
    })
    .catch(() => {
      sent = area.defaultValue
    })
}

/** The last saving of a page can reach the server after the next page was made: the text goes there in the tab itself. */
const leaveText = () => {
  save()
  if (!edited || area.value === saved || form.dataset.sent) return
  const { writer } = form.dataset
  const at = performance.timeOrigin + performance.now()
  const left = { article: fieldOf('article'), parent: fieldOf('parent'), writer, body: area.value, at }
  try {
    sessionStorage.setItem(UNSAVED, JSON.stringify(left))
  } catch {
    // A browser that keeps nothing has the saved draft.
  }
}

const takeText = () => {
  let left = null
  try {
    left = JSON.parse(sessionStorage.getItem(UNSAVED))
    sessionStorage.removeItem(UNSAVED)
  } catch {
    return
  }
  // This page was asked for before the other one was left. A later page has what the server has.
  if (left === null || performance.timeOrigin > left.at || left.writer !== form.dataset.writer) return
  if (left.article !== fieldOf('article') || left.parent !== fieldOf('parent') || left.body === area.value) return
  area.value = left.body
  edited = true
  save()
}

area.addEventListener('input', () => {
  edited = true
  timer ||= setTimeout(save, SAVE_AFTER_MS)
})
addEventListener('visibilitychange', () => document.hidden && save())
addEventListener('pagehide', leaveText)
// Every button sends the text itself. Saving after that could bring back a draft that was just deleted.
form.addEventListener('submit', () => {
  clearTimeout(timer)
  sent = area.value
  saved = area.value
})
takeText()
