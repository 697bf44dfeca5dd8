// Saves the draft of a comment while it is typed, and when the page is left.
import { leaveText, UNSAVED } from './on-use.js'
import { randomKey, saverOf, send } from './saver.js'

const form = document.querySelector('form.post')
const area = form.querySelector('textarea')
const fieldOf = (name) => form.elements[name]?.value ?? ''

// Pages that are cached for everybody carry no key. Without one, two tabs would write to one draft.
if (!form.elements.key) {
  const key = document.createElement('input')
  key.type = 'hidden'
  key.name = 'key'
  key.value = randomKey()
  form.prepend(key)
}

const saver = saverOf(area, async (body) => {
  const names = ['article', 'parent', 'nic', 'email', 'website', 'key', 'draft']
  const fields = Object.fromEntries(names.map((name) => [name, fieldOf(name)]))
  const { others } = await send('/comments/drafts', { action: 'save', ...fields, body })
  document.getElementById('other-drafts').hidden = others === 0
})

addEventListener('pagehide', () => saver.isUnsaved() && leaveText(form, area.value))

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
  saver.giveBack(left.body)
}

// Every button sends the text itself. Saving after that could bring back a draft that was just deleted.
form.addEventListener('submit', saver.settle)
// form-in-place.js fills the form for another comment.
form.addEventListener('formleft', saver.save)
form.addEventListener('formentered', saver.settle)
takeText()
