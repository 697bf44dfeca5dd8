// Keeps the number of ticked boxes in the buttons of a sweep up to date.

for (const form of document.querySelectorAll('form:has(.ticked)')) {
  const count = () => {
    const ticked = form.querySelectorAll('.sweep input:checked').length
    for (const place of form.querySelectorAll('.ticked')) place.textContent = ticked === 0 ? '' : ` (${ticked})`
  }
  form.addEventListener('change', count)
  // The Back button shows the boxes as they were left.
  addEventListener('pageshow', count)
}
