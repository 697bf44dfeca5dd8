// The line of actions under each comment as a toolbar: one tab stop, arrow keys between its tools, and folds that Escape closes.

const ROW = '.cm-acts'
const CHIP_KEY = /^[1-9]$/

/** The links, buttons and folds of a line that its reader has. What is within an open fold is no tool. */
const toolsOf = (row) =>
  [...row.querySelectorAll(':scope > :is(a, button), :scope > details > summary')].filter(
    (tool) => getComputedStyle(tool).display !== 'none',
  )

const makeTabStop = (tools, tool) => {
  for (const one of tools) one.tabIndex = one === tool ? 0 : -1
}

const setUpRow = (row, tools) => {
  const comment = row.closest('.comment')
  if (tools.length > 1) {
    row.role = 'toolbar'
    row.ariaLabel = `Actions: ${comment.ariaLabel}`
    makeTabStop(tools, tools[0])
  }
  const link = row.querySelector('.share')
  if (link && navigator.clipboard) link.textContent = 'Copy link'
  // The permalink is in the fold More, too, and the keys j and k lead to it.
  if (document.documentElement.dataset.keys !== 'off') comment.querySelector('.cm-head > a:has(time)').tabIndex = -1
}

/** Styles are read for all rows before anything is written, or the browser computes those of the page again for each. */
export const setUpRows = (rows) => {
  const read = [...rows].map((row) => [row, toolsOf(row)])
  for (const [row, tools] of read) setUpRow(row, tools)
}

/** The tool that an arrow key leads to, in the direction of the text, around the ends of the line. */
const neighbour = (tools, tool, key, row) => {
  if (key === 'Home') return tools[0]
  if (key === 'End') return tools.at(-1)
  const forwards = getComputedStyle(row).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  return tools[(tools.indexOf(tool) + (key === forwards ? 1 : -1) + tools.length) % tools.length]
}

const closeFold = (fold) => {
  fold.open = false
  fold.querySelector('summary').focus()
}

const chooseChip = (fold, key) => {
  const chip = fold.querySelectorAll('.keys input[type=radio]')[key - 1]
  chip?.click()
  chip?.focus()
}

addEventListener('keydown', (event) => {
  const { target, key } = event
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const row = target.closest?.(ROW)
  const fold =
    row?.querySelector('[open]') ?? (target === document.body ? document.querySelector(`${ROW} [open]`) : null)
  if (key === 'Escape' && fold) closeFold(fold)
  else if (CHIP_KEY.test(key) && fold?.contains(target)) {
    if (document.documentElement.dataset.keys !== 'off') chooseChip(fold, Number(key))
  } else if (row?.role === 'toolbar' && /^(Arrow(Left|Right)|Home|End)$/.test(key)) {
    const tools = toolsOf(row)
    if (!tools.includes(target)) return
    event.preventDefault()
    neighbour(tools, target, key, row).focus()
  }
})

addEventListener('focusin', ({ target }) => {
  const row = target.closest?.(ROW)
  if (row?.role !== 'toolbar') return
  const tools = toolsOf(row)
  if (tools.includes(target)) makeTabStop(tools, target)
})

// Opening a fold closes another, perhaps above it: the line stays where it was pressed.
addEventListener('click', ({ target }) => {
  const summary = target.closest?.(`${ROW} summary`)
  if (!summary) return
  const before = summary.getBoundingClientRect().top
  summary.parentElement.addEventListener(
    'toggle',
    () => scrollBy({ top: summary.getBoundingClientRect().top - before, behavior: 'instant' }),
    { once: true },
  )
})

setUpRows(document.querySelectorAll(ROW))
