// Loads form-in-place.js when a reader answers a comment or presses a button of the comment form.

/** Buttons whose answer is another page. */
const LEAVING = ['post', 'sign-in', 'register', 'discard']

const load = () => import('./form-in-place.js')

let isOpening = false

addEventListener('click', async (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const link = event.target.closest?.('.cm-acts a[href^="/comments/new"]')
  if (!link) return
  event.preventDefault()
  if (isOpening) return
  isOpening = true
  try {
    await (await load()).openUnder(link)
  } catch {
    location.href = link.href
  }
  isOpening = false
})

/** Whether the next press is sent by the browser. */
let isLeftToBrowser = false

addEventListener('submit', async (event) => {
  const { target, submitter, defaultPrevented } = event
  if (defaultPrevented || !submitter || !target.matches('form.post[action="/comments"]')) return
  if (isLeftToBrowser || LEAVING.includes(submitter.value)) {
    isLeftToBrowser = false
    return
  }
  event.preventDefault()
  if (target.ariaBusy) return
  target.ariaBusy = 'true'
  try {
    await (await load()).answerInPlace(submitter)
  } catch {
    isLeftToBrowser = true
    target.requestSubmit(submitter)
  }
  target.ariaBusy = null
})
