// Saves a field's text a few seconds after it has changed, and when the page is left. Used by scripts that keep texts.

const SAVE_AFTER_MS = 3000
/** Browsers limit a request that outlives its page to 64 kilobytes. */
const MAX_KEEPALIVE_BYTES = 60000

/** Sends fields to an address, even if the page is left meanwhile. @returns what the answer holds */
export const send = async (address, fields) => {
  const body = new URLSearchParams(fields)
  const keepalive = String(body).length < MAX_KEEPALIVE_BYTES
  const answer = await fetch(address, { method: 'POST', keepalive, body })
  if (!answer.ok) throw new Error(`Answered ${answer.status}`)
  return answer.json()
}

export const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(11)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * @param field the text field
 * @param post sends a text, and resolves once the server has it
 * @param initial the text that needs no saving
 */
export const saverOf = (field, post, initial = field.defaultValue) => {
  // A text that a script has put in and nobody has edited is not saved.
  let edited = false
  let sent = initial
  let saved = initial
  let timer = 0

  const save = () => {
    clearTimeout(timer)
    timer = 0
    if (!edited || field.value === sent) return
    const text = field.value
    sent = text
    post(text)
      .then(() => {
        saved = text
      })
      .catch(() => {
        sent = initial
      })
  }
  field.addEventListener('input', () => {
    edited = true
    timer ||= setTimeout(save, SAVE_AFTER_MS)
  })
  addEventListener('visibilitychange', () => document.hidden && save())
  addEventListener('pagehide', save)
  return {
    /** Puts a text in that was typed earlier, and saves it. */
    giveBack: (text) => {
      field.value = text
      edited = true
      save()
    },
    /** Saves nothing more of the present text: its form sends it. */
    settle: () => {
      clearTimeout(timer)
      timer = 0
      sent = field.value
      saved = field.value
    },
    save,
    isUnsaved: () => edited && field.value !== saved,
  }
}
