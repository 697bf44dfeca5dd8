// Offers to correct the passage of the article that is selected, beside the selection. Loaded by on-use.js at the first one.

/** Characters of a passage, as in the form. */
const MAX_PASSAGE = 1000
const GAP = 6

const form = document.querySelector('a.correct')
const link = document.createElement('a')
link.className = 'btn small correct-here'
link.textContent = 'Send a correction'
// A press would end the selection before it is a click.
link.addEventListener('pointerdown', (event) => event.preventDefault())

const isInArticle = (node) =>
  (node instanceof Element ? node : node?.parentElement)?.closest('.article-body, .art-head') != null

const selectedPassage = () => {
  const selection = getSelection()
  const passage = selection.toString().trim()
  return selection.isCollapsed ||
    passage === '' ||
    [...passage].length > MAX_PASSAGE ||
    !isInArticle(selection.anchorNode) ||
    !isInArticle(selection.focusNode)
    ? null
    : { passage, box: selection.getRangeAt(0).getBoundingClientRect() }
}

const offer = () => {
  const selected = selectedPassage()
  if (selected === null) {
    link.remove()
    return
  }
  const address = new URL(form.href)
  address.searchParams.set('passage', selected.passage)
  link.href = address.href
  document.getElementById('main').append(link)
  const { box } = selected
  const left = Math.min(
    Math.max(GAP, box.right - link.offsetWidth),
    document.documentElement.clientWidth - link.offsetWidth - GAP,
  )
  link.style.insetInlineStart = `${left + scrollX}px`
  link.style.insetBlockStart = `${box.bottom + scrollY + GAP}px`
}

document.addEventListener('selectionchange', offer)
offer()
