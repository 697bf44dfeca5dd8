// Password fields: a button that shows what was typed, a note about Caps Lock, and how strong a new password is.

/** Milliseconds without a key after which the server is asked. The list of common passwords is too large to send to readers. */
const PAUSE_MS = 600
const MIN_BYTES = 8

const noteAfter = (field) => {
  const note = document.createElement('p')
  note.className = 'hint'
  note.role = 'status'
  field.closest('.field').append(note)
  return note
}

const addShowButton = (field) => {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'btn'
  button.textContent = 'Show password'
  button.ariaPressed = 'false'
  const row = document.createElement('div')
  row.className = 'row'
  field.replaceWith(row)
  row.append(field, button)
  const show = (isShown) => {
    field.type = isShown ? 'text' : 'password'
    button.ariaPressed = String(isShown)
  }
  button.addEventListener('click', () => show(field.type === 'password'))
  // Browsers offer to save a password only from a field of its type.
  field.form.addEventListener('submit', () => show(false))
}

const watchCapsLock = (field) => {
  const note = noteAfter(field)
  for (const kind of ['keydown', 'keyup'])
    field.addEventListener(kind, (event) => {
      note.textContent = event.getModifierState?.('CapsLock') ? 'Caps Lock is on.' : ''
    })
}

/** Asks how strong a password is. An answer that comes after another key is dropped. */
const rateWhileTyping = (field) => {
  const note = noteAfter(field)
  let waiting
  let asked = 0
  const ask = async () => {
    const mine = ++asked
    const { nic, email } = field.form.elements
    const answer = await fetch('/accounts/password/ratings', {
      method: 'POST',
      body: new URLSearchParams({ password: field.value, nic: nic?.value ?? '', email: email?.value ?? '' }),
    }).catch(() => null)
    const { sentence } = answer?.ok ? await answer.json() : { sentence: '' }
    if (mine === asked) note.textContent = sentence
  }
  field.addEventListener('input', () => {
    clearTimeout(waiting)
    asked++
    note.textContent = ''
    if (new TextEncoder().encode(field.value).length >= MIN_BYTES) waiting = setTimeout(ask, PAUSE_MS)
  })
}

for (const field of document.querySelectorAll('[data-shows]')) {
  addShowButton(field)
  watchCapsLock(field)
  if ('rates' in field.dataset) rateWhileTyping(field)
}
