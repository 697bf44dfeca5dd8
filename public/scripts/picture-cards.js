// Shows the pictures of a text below it, each with its description, its size and its removal, and sends new ones.
import { changePicture, outsideTag, picturesOf } from './tags.js'

const box = document.querySelector('[data-pictures]')
const form = box.closest('form')
const area = form.querySelector('.ed textarea')
const tools = form.querySelector('.tools')
const WARNING_ICON =
  '<svg class="ico" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2L14.5 13.5h-13zM8 6.5v3.5M8 12h.01"/></svg> '
const ASK = 'Describe the picture for people who can’t see it.'

const element = (name, values = {}, ...children) => {
  const made = Object.assign(document.createElement(name), values)
  made.append(...children)
  return made
}
const show = (line, text, isFault = false) => {
  line.className = isFault ? 'err' : 'hint'
  line.innerHTML = isFault ? WARNING_ICON : ''
  line.append(text)
}

// In the page from the first: a line that appears under a pointer makes the press below it miss.
const list = box.nextElementSibling
const status = list.nextElementSibling
// The fields are for readers without scripts. What the server said of them is said below the text.
const refusal = box.querySelector('#file-h.err')
if (refusal) {
  show(status, refusal.textContent.trim(), true)
  refusal.id = ''
  status.id = 'file-h'
}

/** Replaces a part of the text. The cursor stays where it was; within that part it goes to the end of the description. */
const replaceText = ({ from, to, text, caret }) => {
  const { selectionStart, selectionEnd } = area
  const moved = (at) => (at <= from ? at : at < to ? caret : at + text.length - (to - from))
  if (document.activeElement === area) {
    area.setSelectionRange(from, to)
    // With the focus in the text, the browser's undo takes it back.
    if (!document.execCommand('insertText', false, text)) area.setRangeText(text, from, to, 'end')
  } else area.setRangeText(text, from, to, 'end')
  area.setSelectionRange(moved(selectionStart), moved(selectionEnd))
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

/** The site's own pictures in the text, each of which has a card. */
const ownPictures = () => picturesOf(area.value).filter(({ src }) => src.startsWith('/media/'))

/** The cards in the order of the text; behind them those whose pictures are being sent. */
let cards = []
let count = 0

/** A card for a picture of the text, or for a file that is being sent. @param thumb an image or a canvas */
const makeCard = (thumb, size) => {
  const id = `picture-${++count}`
  const alt = element('input', {
    className: 'input',
    id,
    maxLength: box.querySelector('[name=alt]').maxLength,
    dir: 'auto',
  })
  const hint = element('p', { className: 'hint', id: `${id}-h` }, 'For people who can’t see it.')
  alt.setAttribute('aria-describedby', hint.id)
  alt.autocomplete = 'off'
  const sizes = [
    ['foto', 'small'],
    ['photo', 'full width'],
  ].map(([value, text]) => {
    const radio = element('input', { type: 'radio', name: `${id}-size`, value, checked: value === size })
    // Of no form, so that it is not sent.
    radio.setAttribute('form', '')
    return element('label', { className: 'chip' }, radio, text)
  })
  const remove = element('button', { type: 'button', className: 'btn small danger push' }, 'Remove')
  const chips = element(
    'fieldset',
    { className: 'chips' },
    element('legend', { className: 'vh' }, 'Size of the picture'),
    ...sizes,
  )
  const label = element('label', { htmlFor: id }, 'Describe the picture')
  const field = element('div', { className: 'field' }, label, alt, hint)
  const card = { src: null, alt, hint, thumb, size: () => sizes.find(({ control }) => control.checked).control.value }
  card.element = element('div', { className: 'pic' }, thumb, field, element('div', { className: 'row' }, chips, remove))
  card.setSize = (name) => {
    for (const { control } of sizes) control.checked = control.value === name
  }
  const change = (values) => {
    const picture = pictureOf(card)
    if (picture) replaceText(changePicture(area.value, picture, values))
  }
  alt.addEventListener('input', () => {
    alt.ariaInvalid = null
    show(hint, 'For people who can’t see it.')
    change({ alt: descriptionOf(card) })
  })
  // It would press the first button of the form.
  alt.addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault())
  chips.addEventListener('change', () => change({ name: card.size() }))
  remove.addEventListener('click', () => removeCard(card))
  return card
}

const descriptionOf = ({ alt }) => alt.value.replace(/\s+/g, ' ').trim()

const pictureOf = (card) => (card.src === null ? undefined : ownPictures()[cards.indexOf(card)])

/** Takes a picture out of the text with its line, or ends its sending. */
const removeCard = (card) => {
  const picture = pictureOf(card)
  if (picture) {
    const { value } = area
    const isAlone = (picture.start === 0 || value[picture.start - 1] === '\n') && value[picture.after] === '\n'
    replaceText({ from: picture.start, to: picture.after + (isAlone ? 1 : 0), text: '', caret: picture.start })
  } else card.cancel?.()
  show(status, 'The picture was removed.')
  area.focus()
}

/** Gives every own picture of the text its card. A card whose field has the focus stays where it is. */
const showCards = () => {
  const free = cards.filter(({ src }) => src !== null)
  const kept = ownPictures().map((picture) => {
    const at = free.findIndex(({ src }) => src === picture.src)
    const card = at === -1 ? makeCard(element('img', { src: picture.src, alt: '' }), 'photo') : free.splice(at, 1)[0]
    card.src = picture.src
    card.setSize(picture.name.toLowerCase())
    if (document.activeElement !== card.alt) card.alt.value = picture.alt
    return card
  })
  cards = [...kept, ...cards.filter(({ src }) => src === null)]
  for (const { element: gone } of free) gone.remove()
  if (cards.some((card, i) => list.children[i] !== card.element)) {
    const focused = document.activeElement
    list.append(...cards.map((card) => card.element))
    focused.focus()
  }
}

/** Asks for a description at its field. */
const ask = ({ alt, hint }) => {
  alt.ariaInvalid = 'true'
  show(hint, ASK, true)
  alt.focus()
}

/**
 * The change of the text that adds a picture: in a tag that was left without an address, else on a line of its own, never
 * inside another tag. If the writer has gone on typing, it goes below their line.
 */
const additionOf = (src, name, alt, hasGoneOn) => {
  const { value, selectionEnd } = area
  const empty = picturesOf(value).findLast((picture) => picture.src === '' && (alt === '' || picture.alt === ''))
  if (empty) return changePicture(value, empty, { src, alt: alt || empty.alt })
  const lineEnd = value.indexOf('\n', selectionEnd)
  const at = outsideTag(value, !hasGoneOn ? selectionEnd : lineEnd === -1 ? value.length : lineEnd)
  const before = at > 0 && value[at - 1] !== '\n' ? '\n' : ''
  const after = value[at] === '\n' || at === value.length ? '' : '\n'
  const { open, close } = tools.querySelector(`[data-size=${name}]`).dataset
  const { text } = changePicture(open + close, picturesOf(open + close)[0], { src, alt })
  const end = at + before.length + text.length
  return { from: at, to: at, text: before + text + after, caret: end }
}

/** Sends a file. @returns its address @throws Error with a sentence for the reader */
const send = (file, card, progress) =>
  new Promise((resolve, reject) => {
    const body = new FormData()
    body.append('file', file, file.name || 'picture')
    const request = new XMLHttpRequest()
    request.open('POST', '/media')
    request.setRequestHeader('accept', 'application/json')
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      progress.value = loaded / total
    })
    request.addEventListener('load', () => {
      let data = {}
      try {
        data = JSON.parse(request.responseText)
      } catch {
        // An answer of a proxy.
      }
      if (request.status === 201) resolve(data.src)
      else reject(new Error(data.detail || 'The picture was not sent. Choose it again in a moment.'))
    })
    request.addEventListener('error', () =>
      reject(new Error('No connection, so the picture was not sent. Choose it again.')),
    )
    request.addEventListener('abort', () => resolve(null))
    card.cancel = () => request.abort()
    request.send(body)
  })

let composing = false
area.addEventListener('compositionstart', () => {
  composing = true
})
area.addEventListener('compositionend', () => {
  composing = false
})
/** Waits until the input method has finished its word. */
const wordIsWhole = async () => {
  if (composing)
    await new Promise((done) => area.addEventListener('compositionend', () => setTimeout(done), { once: true }))
}

/** Draws a file that only the browser has. A file that is no picture stays blank. */
const drawThumb = async (file, canvas) => {
  const image = await createImageBitmap(file).catch(() => null)
  if (image === null) return
  canvas.width = 176
  canvas.height = 176
  const scale = 176 / Math.min(image.width, image.height)
  const [width, height] = [image.width * scale, image.height * scale]
  canvas.getContext('2d').drawImage(image, (176 - width) / 2, (176 - height) / 2, width, height)
}

const sendPicture = async (file, card, progress, before) => {
  const src = await send(file, card, progress)
  progress.remove()
  if (src === null) return dropCard(card)
  await wordIsWhole()
  const hasGoneOn = area.value !== before
  const addition = additionOf(src, card.size(), descriptionOf(card), hasGoneOn)
  const thumb = element('img', { src, alt: '' })
  card.thumb.replaceWith(thumb)
  card.thumb = thumb
  card.src = src
  // It takes its place among the cards: the picture of the text finds the card by its address.
  const elsewhere = document.activeElement
  if (elsewhere === document.body) area.focus()
  replaceText(addition)
  // The next picture goes behind this one.
  if (!hasGoneOn) area.setSelectionRange(addition.caret, addition.caret)
  show(status, card.alt.value === '' ? 'The picture is in your text. Describe it.' : 'The picture is in your text.')
}

const dropCard = (card) => {
  cards = cards.filter((one) => one !== card)
  card.element.remove()
}

let pending = 0
let last = Promise.resolve()

/**
 * Sends one file after the other, so that the pictures keep their order.
 * @param before text of the area when they were chosen
 * @returns the cards
 */
export const addPictures = (files, size, before) =>
  [...files].map((file) => {
    const canvas = element('canvas')
    const card = makeCard(canvas, size)
    const progress = element('progress', { max: 1, value: 0, ariaLabel: `Sending ${file.name || 'the picture'}` })
    card.element.append(progress)
    cards.push(card)
    list.append(card.element)
    drawThumb(file, canvas)
    show(status, `Sending ${file.name || 'the picture'}…`)
    pending += 1
    let isCancelled = false
    card.cancel = () => {
      isCancelled = true
      dropCard(card)
    }
    last = last
      .then(() => !isCancelled && sendPicture(file, card, progress, before))
      .catch((error) => {
        dropCard(card)
        show(status, error.message, true)
      })
      .then(() => {
        pending -= 1
      })
    return card
  })

area.addEventListener('input', showCards)
// form-in-place.js has put another text in.
form.addEventListener('formfilled', showCards)
showCards()

/** Whether a press makes the text public; the buttons that only return the form check no field. */
const isFinal = (button) => !button?.formNoValidate && button?.value !== 'preview'

// In the capture phase, before submit-once.js and autosave.js count the press as sent.
form.addEventListener(
  'submit',
  (event) => {
    const undescribed = cards.find((card) => descriptionOf(card) === '')
    if (pending === 0 && (undescribed === undefined || !isFinal(event.submitter))) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (pending > 0) show(status, 'The picture is still being sent. Press again once it is in your text.', true)
    else ask(undescribed)
  },
  true,
)

// The server has asked for a description: the fault leads to its field.
const wanted = box.querySelector('#alt-h.err') && cards.findLast((card) => descriptionOf(card) === '')
if (wanted) {
  for (const link of form.querySelectorAll('[href="#alt"]')) link.hash = wanted.alt.id
  wanted.alt.ariaInvalid = 'true'
  show(wanted.hint, ASK, true)
}
