// Takes the pictures that are chosen, pasted or dropped. What shows and sends them is loaded when the form is used.
import { pictureAt } from './tags.js'

const box = document.querySelector('[data-pictures]')
const form = box.closest('form')
const area = form.querySelector('.ed textarea')
const fileField = box.querySelector('[type=file]')
const tools = form.querySelector('.tools')

// The fields are for readers without scripts; Foto and Photo open their chooser.
box.hidden = true
fileField.multiple = true

const load = () => import('./picture-cards.js')
const add = async (files, size) => {
  const before = area.value
  return (await load()).addPictures(files, size, before)
}
const loadForPictures = () => area.value.includes('/media/') && load()

form.addEventListener('focusin', load, { once: true })
area.addEventListener('input', loadForPictures)
if (box.querySelector('.err') || form.contains(document.activeElement)) load()
else loadForPictures()

let chosenSize = 'photo'
const takeFiles = async () => {
  const files = [...fileField.files]
  // Otherwise the form would send the file again.
  fileField.value = ''
  const size = chosenSize
  chosenSize = 'photo'
  const [card] = await add(files, size)
  // The description is what is typed next.
  card?.alt.focus()
}
fileField.addEventListener('change', takeFiles)
// Chosen before this script was there.
if (fileField.files.length > 0) takeFiles()

/**
 * Whether Foto and Photo only change the text: in a picture they set its size, and a selected address becomes a picture.
 * Selected words become the caption of the picture that is chosen next.
 */
const isForText = (selected) =>
  pictureAt(area.value, area.selectionStart)?.src || /^(?:https?:\/)?\/\S+$/.test(selected)

for (const link of tools.querySelectorAll('[data-size]')) {
  link.role = 'button'
  link.addEventListener('keydown', (event) => {
    if (event.key !== ' ') return
    event.preventDefault()
    link.click()
  })
  link.addEventListener('click', (event) => {
    const selected = area.value.slice(area.selectionStart, area.selectionEnd).trim()
    if (isForText(selected)) return
    event.preventDefault()
    if (selected === '') event.stopPropagation()
    chosenSize = link.dataset.size
    fileField.click()
  })
}

area.addEventListener('paste', (event) => {
  const { files, types } = event.clipboardData
  const images = [...files].filter(({ type }) => type.startsWith('image/'))
  // A copied table or paragraph comes with a picture of itself, so text goes first.
  if (images.length === 0 || types.includes('text/plain')) return
  event.preventDefault()
  add(images, 'photo')
})
// The browser would open a file that is dropped beside the text, and leave the page.
const isFileDrag = (event) => event.dataTransfer?.types.includes('Files')
addEventListener('dragover', (event) => isFileDrag(event) && event.preventDefault())
addEventListener('drop', (event) => {
  if (!isFileDrag(event)) return
  event.preventDefault()
  if (form.contains(event.target)) add([...event.dataTransfer.files], 'photo')
})
