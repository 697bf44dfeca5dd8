// Recommends a comment, or undoes that, without leaving the page. If the request fails, the form is sent as usual.
addEventListener('submit', async (event) => {
  const { target: form, submitter } = event
  // form.action would be the button of that name.
  const address = form.getAttribute('action')
  if (!form.matches('.cm-acts form') || !address.endsWith('/recommendations') || form.dataset.fails) return
  event.preventDefault()
  if (submitter.ariaBusy) return
  submitter.ariaBusy = 'true'
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ action: submitter.value }),
    })
    if (!answer.ok) throw new Error(answer.statusText)
    const { words, button } = await answer.json()
    form.parentElement.querySelector('.rec').textContent = words
    submitter.value = button.wish
    submitter.firstChild.textContent = button.text
    submitter.ariaBusy = null
  } catch {
    submitter.ariaBusy = null
    form.dataset.fails = 'yes'
    form.requestSubmit(submitter)
  }
})
