// Copies a permalink or a returned text with one press, where the browser lets a page write to the clipboard.

const SHOW_COPIED_MS = 3000

const setUpTextButton = (button) => {
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value)
    button.textContent = 'Copied'
  })
}

const setUpLinks = () => {
  const status = document.body.appendChild(document.createElement('p'))
  status.className = 'vh'
  status.role = 'status'
  for (const label of document.querySelectorAll('a.share span')) label.textContent = 'Copy link'
  addEventListener('click', async (event) => {
    const link = event.target.closest?.('a.share')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const label = link.querySelector('span') ?? link
    try {
      await navigator.clipboard.writeText(link.href)
    } catch {
      location.href = link.href
      return
    }
    status.textContent = label.textContent = 'Copied'
    setTimeout(() => {
      label.textContent = 'Copy link'
      status.textContent = ''
    }, SHOW_COPIED_MS)
  })
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copies]')) setUpTextButton(button)
  setUpLinks()
}
