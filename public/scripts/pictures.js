// Uploads a picture as soon as it is chosen, pasted or dropped, and inserts its markup where the cursor is.
import { changePicture, outsideTag, picturesOf } from './tags.js'

const box = document.querySelector('[data-pictures]')
const form = box.closest('form')
const area = form.querySelector('.ed textarea')
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

/** Replaces a part of the text. The cursor stays where it was; within that part it goes to the end of the description. */
const replaceText = ({ from, to, text, caret }) => {
  const { selectionStart, selectionEnd } = area
  const moved = (at) => (at <= from ? at : at < to ? caret : at + text.length - (to - from))
  area.setSelectionRange(from, to)
  // With the focus in the text, the browser's undo takes it back.
  if (document.activeElement !== area || !document.execCommand('insertText', false, text))
    area.setRangeText(text, from, to, 'end')
  area.setSelectionRange(moved(selectionStart), moved(selectionEnd))
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

/**
 * The change of the text that adds a picture: in a tag that a button has left without an address, else on a line of its own,
 * never inside another tag. If the writer has gone on typing, it goes below their line.
 */
const additionOf = (src, alt, hasGoneOn) => {
  const { value, selectionEnd } = area
  const empty = picturesOf(value).findLast((picture) => picture.src === '' && (alt === '' || picture.alt === ''))
  if (empty) return changePicture(value, empty, { src, alt: alt || empty.alt })
  const lineEnd = value.indexOf('\n', selectionEnd)
  const at = outsideTag(value, !hasGoneOn ? selectionEnd : lineEnd === -1 ? value.length : lineEnd)
  const before = at > 0 && value[at - 1] !== '\n' ? '\n' : ''
  const after = value[at] === '\n' || at === value.length ? '' : '\n'
  const button = form.querySelector('.tools [value=photo]')
  const tag = button.dataset.open + button.dataset.close
  const { text, caret } = changePicture(tag, picturesOf(tag)[0], { src, alt })
  return { from: at, to: at, text: before + text + after, caret: at + before.length + caret }
}

/**
 * Adds an uploaded picture to the text. The cursor goes to its description, to be typed next, or stays if the writer has
 * gone on.
 * @param before text of the area when the upload began
 */
const insertPicture = (src, alt, before) => {
  const elsewhere = isInOtherField()
  const hasGoneOn = elsewhere || area.value !== before
  const addition = additionOf(src, alt, hasGoneOn)
  if (!elsewhere) area.focus()
  replaceText(addition)
  if (!hasGoneOn) area.setSelectionRange(addition.caret, addition.caret)
  lastSource = src
  showStatus(
    undescribedPicture()?.src === src
      ? 'The picture is in your text. Describe it in the next field, or between the quotation marks after alt=.'
      : 'The picture is in your text.',
  )
}

/** Address of the picture that was added last. */
let lastSource = null

/** The picture that a description belongs to: the one added last, else the last uploaded one without a description. */
const undescribedPicture = () => {
  const pictures = picturesOf(area.value).filter(({ alt }) => alt === '')
  const isUploaded = ({ src }) => src.startsWith('/')
  return pictures.findLast(({ src }) => src === lastSource) ?? pictures.findLast(isUploaded) ?? pictures.at(-1)
}

const takeDescription = () => {
  const description = altField.value.replace(/\s+/g, ' ').trim()
  altField.value = ''
  return description
}

/** Moves the description into its picture. While a picture is uploading it is that one's; without any it stays. */
const describePicture = () => {
  const picture = undescribedPicture()
  if (pending > 0 || picture === undefined || altField.value.trim() === '') return
  replaceText(changePicture(area.value, picture, { alt: takeDescription() }))
  showStatus('The description is in your text.')
}

/** Returns the address of the stored picture. @throws Error with a sentence for the reader */
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
  return data.src
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
  const src = await upload(file)
  await writerPauses()
  insertPicture(src, takeDescription(), before)
}

let pending = 0
let last = Promise.resolve()

/** Uploads one file after the other, so that the pictures keep their order. */
const addPictures = (files) => {
  // What stands in the field by now describes an earlier picture, if one lacks it.
  describePicture()
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

altField.addEventListener('change', describePicture)
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
    if (pending === 0) return describePicture()
    event.preventDefault()
    event.stopImmediatePropagation()
    altField.blur()
    showFault('The picture is still uploading. Press again once it is in your text.')
  },
  true,
)
