// What a script adds to a form's field for a picture: from a file, a paste or a drop it is sent at once, and written into the text where the cursor stands.
for (const box of document.querySelectorAll('[data-pictures]')) {
  const form = box.closest('form')
  const area = form.querySelector('textarea')
  const field = box.querySelector('[type=file]')
  const words = box.querySelector('[name=alt]')
  const said = document.createElement('p')
  said.className = 'hint'
  said.role = 'status'
  field.parentElement.append(said)
  const say = (text, fault = false) => {
    said.className = fault ? 'err' : 'hint'
    said.innerHTML = fault
      ? '<svg class="ico" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2L14.5 13.5h-13zM8 6.5v3.5M8 12h.01"/></svg> '
      : ''
    said.append(text)
  }
  box.querySelector('.hint').append(' Or paste one into the text, or drop it there.')

  let composing = false
  area.addEventListener('compositionstart', () => (composing = true))
  area.addEventListener('compositionend', () => (composing = false))

  /**
   * Puts the markup on a line of its own, where the browser's own undo can take it back. Whoever has gone on typing keeps
   * their place, and it goes behind the line they are in; else the description is what comes next.
   */
  const insert = (markup, before) => {
    const { value, selectionStart, selectionEnd } = area
    const here = document.activeElement
    const elsewhere = here !== area && here !== words && here.matches('input:not([type=file]), textarea, select')
    const goesOn = elsewhere || value !== before
    const lineEnd = value.indexOf('\n', selectionEnd)
    const at = !goesOn ? selectionEnd : lineEnd === -1 ? value.length : lineEnd
    const open = at > 0 && value[at - 1] !== '\n' ? '\n' : ''
    const text = open + markup + (value[at] === '\n' || at === value.length ? '' : '\n')
    if (!elsewhere) area.focus()
    area.setSelectionRange(at, at)
    if (elsewhere || !document.execCommand('insertText', false, text)) area.setRangeText(text, at, at, 'end')
    const [, start, described] = /^(.* alt=["'])(.*)["']><\/\w+>$/.exec(markup)
    const from = at + open.length + start.length
    if (goesOn) area.setSelectionRange(selectionStart, selectionEnd)
    else area.setSelectionRange(from, from + described.length)
    area.dispatchEvent(new Event('input', { bubbles: true }))
    say(
      described === ''
        ? 'The picture is in your text. Say between the quotation marks after alt= what it shows.'
        : 'The picture is in your text.',
    )
  }

  /** A description may hold either kind of quotation mark, as on the server. */
  const quoted = (text) =>
    !text.includes('"') ? `"${text}"` : !text.includes("'") ? `'${text}'` : `"${text.replaceAll('"', '”')}"`

  const send = async (file) => {
    const before = area.value
    const body = new FormData()
    body.append('file', file, file.name || 'picture')
    say(`Sending ${file.name || 'the picture'}…`)
    let answer
    try {
      answer = await fetch('/media', { method: 'POST', headers: { accept: 'application/json' }, body })
    } catch {
      throw new Error('The picture could not be sent: there is no line to this site at the moment. Choose it again.')
    }
    const told = await answer.json().catch(() => ({}))
    if (!answer.ok) throw new Error(told.detail || 'The picture was not taken. Choose it again in a moment.')
    if (document.activeElement === words) {
      say('The picture is here. It goes into your text once you have said what it shows.')
      await new Promise((done) => words.addEventListener('blur', done, { once: true }))
    }
    if (composing)
      await new Promise((done) => area.addEventListener('compositionend', () => setTimeout(done), { once: true }))
    const described = words.value.replace(/\s+/g, ' ').trim()
    words.value = ''
    insert(described === '' ? told.markup : told.markup.replace('alt=""', () => `alt=${quoted(described)}`), before)
  }

  let waiting = 0
  let last = Promise.resolve()
  /** One after the other, so that they stand in the text in their order. */
  const take = (files) => {
    for (const file of files) {
      waiting += 1
      box.ariaBusy = 'true'
      last = last
        .then(() => send(file))
        .catch((error) => say(error.message, true))
        .then(() => {
          waiting -= 1
          if (waiting === 0) box.ariaBusy = null
        })
    }
  }

  field.addEventListener('change', () => {
    const files = [...field.files]
    // It must not go along once more with the form itself.
    field.value = ''
    take(files)
  })
  area.addEventListener('paste', (event) => {
    const { files, types } = event.clipboardData
    const pictures = [...files].filter(({ type }) => type.startsWith('image/'))
    // Where there are words as well, as from a table or a page of text, the words are meant.
    if (pictures.length === 0 || types.includes('text/plain')) return
    event.preventDefault()
    take(pictures)
  })
  // A file that is dropped beside the text must not be opened in its place.
  const dragged = (event) => event.dataTransfer?.types.includes('Files') && event.target !== field
  addEventListener('dragover', (event) => dragged(event) && event.preventDefault())
  addEventListener('drop', (event) => {
    if (!dragged(event)) return
    event.preventDefault()
    if (form.contains(event.target)) take(event.dataTransfer.files)
  })
  // Before anything else hears of it: the button stays as it is.
  form.addEventListener(
    'submit',
    (event) => {
      if (waiting === 0) return
      event.preventDefault()
      event.stopImmediatePropagation()
      words.blur()
      say('The picture is still on its way. Press again once it is in your text.', true)
    },
    true,
  )
}
