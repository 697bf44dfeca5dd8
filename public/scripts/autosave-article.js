// Saves the draft of an article while it is typed, and when the page is left.
import { saverOf, send } from './saver.js'

/** Where a page leaves a text that may not have been saved yet, for the next page of this tab. */
const UNSAVED = 'broadside-unsaved-article'
const NAMES = ['url', 'headline', 'lede', 'body', 'section', 'tags', 'nic', 'reason']

const form = document.querySelector('form.post')
const address = form.dataset.saves
const kind = form.getAttribute('action').endsWith('links') ? 'link' : 'own'
const fieldOf = (name) => form.elements[name]?.value ?? ''
const textOf = () => JSON.stringify(NAMES.map(fieldOf))

/** All fields of the form as one. */
const fields = {
  get value() {
    return textOf()
  },
  set value(text) {
    for (const [at, value] of JSON.parse(text).entries()) {
      const field = form.elements[NAMES[at]]
      if (field) field.value = value
    }
  },
  addEventListener: (type, listener) => form.addEventListener(type, listener),
}

const showOther = (other) => {
  const line = document.getElementById('other-drafts')
  line.hidden = other === null
  if (other === null) return
  const link = line.querySelector('a')
  link.href = other.href
  link.textContent = other.text
}

const saver = saverOf(
  fields,
  async (text) => {
    const typed = Object.fromEntries(JSON.parse(text).map((value, at) => [NAMES[at], value]))
    const { other } = await send(address, {
      action: 'save',
      kind,
      key: fieldOf('key'),
      draft: fieldOf('draft'),
      ...typed,
    })
    showOther(other)
  },
  textOf(),
)

// The last saving of a page can reach the server after the next page was made: the text goes there in the tab itself.
addEventListener('pagehide', () => {
  if (!saver.isUnsaved()) return
  const at = performance.timeOrigin + performance.now()
  const left = { page: location.pathname, writer: form.dataset.writer, text: textOf(), at }
  try {
    sessionStorage.setItem(UNSAVED, JSON.stringify(left))
  } catch {
    // A browser that keeps nothing has the saved draft.
  }
})

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
  if (left.page !== location.pathname || left.text === textOf()) return
  saver.giveBack(left.text)
}

// Every button sends the text itself.
form.addEventListener('submit', saver.settle)
takeText()
