// Remembers folded comments: for members on the server, else in this browser. With a failure a fold lasts as long as the page.
const KEY = 'folds'
const MAX_FOLDS = 300

const isMember = document.querySelector('.thread[data-folds]') !== null

/** Pairs of a comment's number and whether it is folded, the last change last. */
const read = () => {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {
    return new Map()
  }
}

const remember = (id, folded) => {
  const folds = read()
  folds.delete(id)
  folds.set(id, folded)
  try {
    localStorage.setItem(KEY, JSON.stringify([...folds].slice(-MAX_FOLDS)))
  } catch {
    // A browser that stores nothing.
  }
}

const send = (id, folded) =>
  fetch('/comments/folds', {
    method: 'POST',
    keepalive: true,
    body: new URLSearchParams({ comment: id, state: folded ? 'folded' : 'opened' }),
  }).catch(() => undefined)

if (!isMember)
  for (const [id, folded] of read()) {
    const fold = document.getElementById(`f${id}`)
    if (fold) fold.checked = folded
  }

addEventListener('change', ({ target }) => {
  if (!target.matches('.thread .fold')) return
  const id = target.id.slice(1)
  if (isMember) send(id, target.checked)
  else remember(id, target.checked)
})
