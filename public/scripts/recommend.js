// Recommends a comment, or undoes that, without leaving the page. If the request fails, the form is sent as usual.
addEventListener('submit', async (event) => {
  const { target: form, submitter } = event
  if (!submitter?.matches('.cm-acts [aria-pressed]') || submitter.dataset.fails) return
  event.preventDefault()
  if (submitter.ariaBusy) return
  submitter.ariaBusy = 'true'
  try {
    const answer = await fetch(submitter.formAction, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ action: submitter.value }),
    })
    if (!answer.ok) throw new Error(answer.statusText)
    const { button } = await answer.json()
    submitter.value = button.wish
    submitter.textContent = button.text
    submitter.ariaPressed = button.pressed
    submitter.ariaBusy = null
  } catch {
    submitter.ariaBusy = null
    submitter.dataset.fails = 'yes'
    form.requestSubmit(submitter)
  }
})
