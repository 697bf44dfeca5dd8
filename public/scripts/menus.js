// Closes the folds of the header: with Escape, and when the focus or a click goes elsewhere.

const openFold = () => document.querySelector('.top details[open]')

addEventListener('keydown', (event) => {
  const fold = openFold()
  if (event.key !== 'Escape' || !fold) return
  fold.open = false
  fold.querySelector('summary').focus()
})

for (const kind of ['click', 'focusin'])
  addEventListener(kind, ({ target }) => {
    const fold = openFold()
    if (fold && !fold.contains(target)) fold.open = false
  })
