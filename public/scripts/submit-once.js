// Ignores a second press of a button that posts a comment or sends an article, or of any button of the queue or the desk.

const RELEASE_AFTER_MS = 8000
/** Buttons of a comment's or an article's form that do not return it. */
const SENDING = ['post', 'submit', 'publish']

for (const form of document.querySelectorAll('form.post, .queue form, .desk form[method=post]')) {
  const isCommentForm = form.matches('.post')
  /** Lets the button work again; the server recognises a repeated press anyway. */
  const release = () => {
    delete form.dataset.sent
    if (isCommentForm) form.querySelector('[aria-busy]')?.removeAttribute('aria-busy')
  }
  form.addEventListener('submit', (event) => {
    if (isCommentForm && !SENDING.includes(event.submitter?.value)) return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'yes'
    if (isCommentForm) event.submitter.setAttribute('aria-busy', 'true')
    setTimeout(release, RELEASE_AFTER_MS)
  })
  // The Back button shows the form as it was left.
  addEventListener('pageshow', release)
}
