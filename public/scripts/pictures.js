// Uploads a picture as soon as it is chosen, pasted or dropped, and inserts its markup where the cursor is.

const box = document.querySelector('[data-pictures]')
const form = box.closest('form')
const area = form.querySelector('textarea')
const fileField = box.querySelector('[type=file]')
const altField = box.querySelector('[name=alt]')
const status = document.createElement('p')
status.className = 'hint'
status.role = 'status'
fileField.parentElement.append(status)
box.querySelector('.hint').append(' You can also paste or drop a picture into the text.')

const WARNING_ICON =
  '<svg class="ico" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2L14.5 13.5h-13zM8 6.5v3.5M8 12h.01"/></svg> '

const showStatus = (text) => {
  status.className = 'hint'
  status.textContent = text
}

const showFault = (text) => {
  status.className = 'err'
  status.innerHTML = WARNING_ICON
  status.append(text)
}

let composing = false
area.addEventListener('compositionstart', () => {
  composing = true
})
area.addEventListener('compositionend', () => {
  composing = false
})

/** Whether another field has the focus. */
const isInOtherField = () => {
  const active = document.activeElement
  return active !== area && active !== altField && active.matches('input:not([type=file]), textarea, select')
}

/**
 * Inserts the markup on a line of its own, so that the browser's undo takes it back. Selects its empty description, to be
 * typed next. If the writer has gone on typing, it goes below their line and the cursor stays.
 * @param before text of the area when the upload began
 */
const insertMarkup = (markup, before) => {
  const { value, selectionStart, selectionEnd } = area
  const elsewhere = isInOtherField()
  const hasGoneOn = elsewhere || value !== before
  const lineEnd = value.indexOf('\n', selectionEnd)
  const at = !hasGoneOn ? selectionEnd : lineEnd === -1 ? value.length : lineEnd
  const lineBreak = at > 0 && value[at - 1] !== '\n' ? '\n' : ''
  const text = lineBreak + markup + (value[at] === '\n' || at === value.length ? '' : '\n')
  if (!elsewhere) area.focus()
  area.setSelectionRange(at, at)
  if (elsewhere || !document.execCommand('insertText', false, text)) area.setRangeText(text, at, at, 'end')
  const [, start, description] = /^(.* alt=["'])(.*)["']><\/\w+>$/.exec(markup)
  const from = at + lineBreak.length + start.length
  if (hasGoneOn) area.setSelectionRange(selectionStart, selectionEnd)
  else area.setSelectionRange(from, from + description.length)
  area.dispatchEvent(new Event('input', { bubbles: true }))
  showStatus(
    description === ''
      ? 'The picture is in your text. Describe it between the quotation marks after alt=.'
      : 'The picture is in your text.',
  )
}

/** Quotes a description with the quotation mark that it does not contain, as the server does. */
const quoteAttribute = (text) =>
  !text.includes('"') ? `"${text}"` : !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '”')}"`

/** Returns the markup of the stored picture. @throws Error with a sentence for the reader */
const upload = async (file) => {
  const body = new FormData()
  body.append('file', file, file.name || 'picture')
  let answer
  try {
    answer = await fetch('/media', { method: 'POST', headers: { accept: 'application/json' }, body })
  } catch {
    throw new Error('No connection, so the picture was not uploaded. Choose it again.')
  }
  const data = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(data.detail || 'The picture was not uploaded. Choose it again in a moment.')
  return data.markup
}

/** Waits until the description is typed and the input method has finished its word. */
const writerPauses = async () => {
  if (document.activeElement === altField) {
    showStatus('The picture is uploaded. Describe it to put it into your text.')
    await new Promise((done) => altField.addEventListener('blur', done, { once: true }))
  }
  if (composing)
    await new Promise((done) => area.addEventListener('compositionend', () => setTimeout(done), { once: true }))
}

const addPicture = async (file) => {
  const before = area.value
  showStatus(`Uploading ${file.name || 'the picture'}…`)
  const markup = await upload(file)
  await writerPauses()
  const description = altField.value.replace(/\s+/g, ' ').trim()
  altField.value = ''
  insertMarkup(
    description === '' ? markup : markup.replace('alt=""', () => `alt=${quoteAttribute(description)}`),
    before,
  )
}

let pending = 0
let last = Promise.resolve()

/** Uploads one file after the other, so that the pictures keep their order. */
const addPictures = (files) => {
  for (const file of files) {
    pending += 1
    box.ariaBusy = 'true'
    last = last
      .then(() => addPicture(file))
      .catch((error) => showFault(error.message))
      .then(() => {
        pending -= 1
        if (pending === 0) box.ariaBusy = null
      })
  }
}

fileField.addEventListener('change', () => {
  const files = [...fileField.files]
  // Otherwise the form would send the file again.
  fileField.value = ''
  addPictures(files)
})
area.addEventListener('paste', (event) => {
  const { files, types } = event.clipboardData
  const images = [...files].filter(({ type }) => type.startsWith('image/'))
  // A copied table or paragraph comes with a picture of itself, so text goes first.
  if (images.length === 0 || types.includes('text/plain')) return
  event.preventDefault()
  addPictures(images)
})
// The browser would open a file that is dropped beside the text, and leave the page.
const isFileDrag = (event) => event.dataTransfer?.types.includes('Files') && event.target !== fileField
addEventListener('dragover', (event) => isFileDrag(event) && event.preventDefault())
addEventListener('drop', (event) => {
  if (!isFileDrag(event)) return
  event.preventDefault()
  if (form.contains(event.target)) addPictures(event.dataTransfer.files)
})
// In the capture phase, before submit-once.js and autosave.js count the press as sent.
form.addEventListener(
  'submit',
  (event) => {
    if (pending === 0) return
    event.preventDefault()
    event.stopImmediatePropagation()
    altField.blur()
    showFault('The picture is still uploading. Press again once it is in your text.')
  },
  true,
)
