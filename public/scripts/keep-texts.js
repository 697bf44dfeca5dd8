// Saves what is typed into the forms of a page, and gives it back when the page is opened again.
import { randomKey, saverOf, send } from './saver.js'

const ADDRESS = '/comments/drafts/texts'
/** Buttons that send a form and get it back. */
const RETURNS = 'button[value="preview"], button[name="tool"]'

/** A form that came back with a fault has the text that was typed. Nothing has saved that yet. */
const isReturned = performance.getEntriesByType('navigation')[0]?.responseStatus >= 400

/** Fields of one line that hold no text. */
const NO_TEXTS = ['days', 'into']

const savers = new Map()

/** Adds a sentence and a button to a field that has got its text back. */
const announce = (field, saver) => {
  const line = document.createElement('p')
  const button = document.createElement('button')
  line.className = 'hint'
  line.setAttribute('role', 'status')
  line.append('You had typed this and not sent it. ', button)
  button.type = 'button'
  button.className = 'as-link'
  button.textContent = 'Discard it'
  button.addEventListener('click', () => {
    saver.giveBack(field.defaultValue)
    line.remove()
    field.focus()
  })
  field.after(line)
}

const forms = [...document.querySelectorAll('form[data-keep]')]

for (const form of forms) {
  const key = randomKey()
  const page = form.dataset.keep
  const hidden = document.createElement('input')
  hidden.type = 'hidden'
  hidden.name = 'unsent'
  hidden.value = key
  form.prepend(hidden)
  for (const field of form.querySelectorAll('textarea, input.input:not([type])')) {
    if (NO_TEXTS.includes(field.name)) continue
    // The text that the page came with is nothing to keep.
    const given = isReturned ? '' : field.defaultValue
    const post = async (text) => {
      const body = text === given ? '' : text
      const { draft } = await send(ADDRESS, { action: 'save', page, field: field.name, key, draft: saver.draft, body })
      saver.draft = draft
    }
    const saver = { ...saverOf(field, post, given), draft: '' }
    savers.set(`${page} ${field.name}`, { field, saver })
    form.addEventListener('submit', (event) => (event.submitter?.matches(RETURNS) ? saver.save() : saver.settle()))
    if (isReturned) saver.giveBack(field.value)
  }
}

const giveBack = (texts) => {
  for (const { page, field: name, body, draft } of texts) {
    const { field, saver } = savers.get(`${page} ${name}`) ?? {}
    // What has been typed since is newer.
    if (!field || field.value !== field.defaultValue || field.value === body) continue
    saver.draft = draft
    saver.giveBack(body)
    announce(field, saver)
  }
}

// Without an answer the forms are as the page came.
if (!isReturned)
  fetch(`${ADDRESS}?${new URLSearchParams(forms.map((form) => ['page', form.dataset.keep]))}`)
    .then((answer) => (answer.ok ? answer.json() : []))
    .then(giveBack, () => {})
