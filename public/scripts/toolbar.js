// The formatting buttons of a form put their markup around the selected text, without a request.
import { changePicture, outsideTags, pictureAt } from './tags.js'

/** Markup that cannot be inside a picture's caption; the name is the first group. */
const BLOCK = /^<(ul|blockquote|squish|foto|photo)\b/
const ADDRESS = /^(?:https?:\/\/|mailto:|\/)[^\s"<>]+$/

/** Returns the selection without the white space and the parts of tags at its ends. */
const trimmedSelection = ({ value, selectionStart, selectionEnd }) => {
  let { from, to } = outsideTags(value, selectionStart, selectionEnd)
  while (from < to && /\s/.test(value[to - 1])) to--
  while (from < to && /\s/.test(value[from])) from++
  return { from, to, selected: value.slice(from, to) }
}

/** Returns the text to insert, and the part of it that is selected afterwards, because it is to be typed next. */
const markUp = (selected, open, close) => {
  // Links and pictures: a selected address becomes the value of the attribute.
  const [, tag, blank, rest] = /^(.*?(?:href|src)=")([^"]*)(".*)$/.exec(open) ?? []
  if (tag !== undefined && ADDRESS.test(selected)) {
    const start = tag + selected + rest
    const alt = start.indexOf(' alt="')
    const at = alt === -1 ? start.length : alt + ' alt="'.length
    return { text: start + close, start: at, end: at }
  }
  const inner = open.endsWith('<li>') ? selected.split(/\s*\n\s*/).join('</li>\n<li>') : selected
  const text = open + inner + close
  if (tag !== undefined) return { text, start: tag.length, end: tag.length + blank.length }
  return { text, start: open.length, end: open.length + inner.length }
}

/** Replaces a part of the text, and selects a part of the new one. */
const replaceText = (area, { from, to, text }, start, end) => {
  area.focus()
  area.setSelectionRange(from, to)
  // execCommand is the only way to edit that the browser's undo takes back.
  if (!document.execCommand('insertText', false, text)) area.setRangeText(text, from, to, 'end')
  area.setSelectionRange(start, end)
  area.dispatchEvent(new Event('input', { bubbles: true }))
}

const wrapSelection = (area, open, close) => {
  const { from, to, selected } = trimmedSelection(area)
  const { text, start, end } = markUp(selected, open, close)
  replaceText(area, { from, to, text }, from + start, from + end)
}

/** Foto and Photo within a picture set its size; other blocks go behind it. */
const press = (area, open, close) => {
  const { value, selectionStart, selectionEnd } = area
  const [, block] = BLOCK.exec(open) ?? []
  const picture = block === undefined ? undefined : pictureAt(value, selectionStart)
  if (picture !== undefined && selectionEnd < picture.after) {
    if (block.endsWith('oto')) {
      const change = changePicture(value, picture, { name: block })
      return replaceText(area, change, change.caret, change.caret)
    }
    area.setSelectionRange(picture.after, picture.after)
  }
  wrapSelection(area, open, close)
}

const form = document.querySelector('form.post')
form.querySelector('.tools').addEventListener('click', (event) => {
  const button = event.target.closest('[data-open]')
  if (!button) return
  event.preventDefault()
  press(form.querySelector('.ed textarea'), button.dataset.open, button.dataset.close)
})
