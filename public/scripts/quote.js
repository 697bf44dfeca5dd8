// Quotes the selected text of a comment in the reply to it. It travels to the form in the session storage.

const STORAGE_KEY = 'quote'

/** Text selected within one comment, and that comment; null for any other selection. */
let selection = null

const readSelection = () => {
  const { anchorNode, focusNode, isCollapsed } = getSelection()
  const body = isCollapsed ? null : anchorNode.parentElement?.closest('.comment-body')
  selection = body?.contains(focusNode)
    ? { comment: body.closest('.comment'), text: String(getSelection()).trim() }
    : null
}

const storeQuotation = (link) => {
  if (!selection?.text || link.closest('.comment') !== selection.comment) return
  // Relative, as the page has it: other scripts know the link by that.
  link.setAttribute('href', link.getAttribute('href').replace('&quote=1', ''))
  sessionStorage.setItem(STORAGE_KEY, JSON.stringify([new URLSearchParams(link.search).get('parent'), selection.text]))
}

const insertQuotation = (parent) => {
  const [storedParent, text] = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]')
  if (!text || storedParent !== parent) return
  sessionStorage.removeItem(STORAGE_KEY)
  const area = document.querySelector('#post textarea')
  const lines = text.split('\n').map((line) => `> ${line}`.trim())
  area.value = `${lines.join('\n')}\n\n${area.value}`
  area.focus()
  area.setSelectionRange(area.value.length, area.value.length)
}

// The press of the pointer clears the selection before the click; so does the press that opens a fold with the link Quote.
addEventListener('pointerdown', ({ target }) => target.closest?.('.under') || readSelection(), true)
addEventListener('click', (event) => {
  const link = event.target.closest?.('.cm-acts a[href^="/comments/new"]')
  if (!link) return
  // No pointer was pressed: the click comes from the keyboard.
  if (event.detail === 0) readSelection()
  storeQuotation(link)
})

const insertStored = () => {
  const parent = document.querySelector('#post [name=parent]')?.value
  if (parent) insertQuotation(parent)
}

// form-in-place.js opens the form without a new page.
addEventListener('formopened', insertStored)
insertStored()
// on-use.js loads this file when a text is selected.
readSelection()
