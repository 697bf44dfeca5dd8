// What a script adds and no page needs: the toolbar around the selection, keys, a second press that does nothing.
'use strict'
{
  /** Puts the markup of a toolbar button around what is selected, where the browser's own undo can take it back. */
  const wrap = (area, open, close) => {
    const { selectionStart: from, selectionEnd: to, value } = area
    const chosen = value.slice(from, to)
    area.focus()
    area.setSelectionRange(from, to)
    const text = open + chosen + close
    if (!document.execCommand('insertText', false, text)) area.setRangeText(text, from, to, 'end')
    const at = from + open.length
    area.setSelectionRange(at, at + chosen.length)
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }

  for (const form of document.querySelectorAll('form.post')) {
    const area = form.querySelector('textarea')
    form.querySelector('.tools')?.addEventListener('click', (event) => {
      const button = event.target.closest('button[data-open]')
      if (!button || !area) return
      event.preventDefault()
      wrap(area, button.dataset.open, button.dataset.close)
    })
    /** After going back, or when the answer did not come, the button works again; the server knows a repeated press. */
    const ready = () => {
      delete form.dataset.sent
      form.querySelector('[aria-busy]')?.removeAttribute('aria-busy')
    }
    form.addEventListener('submit', (event) => {
      if (event.submitter?.value !== 'post') return
      if (form.dataset.sent) {
        event.preventDefault()
        return
      }
      form.dataset.sent = 'yes'
      event.submitter.setAttribute('aria-busy', 'true')
      setTimeout(ready, 8000)
    })
    addEventListener('pageshow', ready)
  }

  const comments = () => [...document.querySelectorAll('.thread .comment[id]')].filter((one) => one.checkVisibility())
  const here = () => document.activeElement?.closest('.comment[id]') ?? document.querySelector('.comment:target')
  const go = (comment) => {
    const link = comment?.querySelector('.cm-head > a')
    link?.focus({ preventScroll: true })
    comment?.scrollIntoView({ block: 'start' })
  }
  const step = (by) => {
    const all = comments()
    const at = all.indexOf(here())
    go(at === -1 ? all[by > 0 ? 0 : all.length - 1] : all[at + by])
  }
  const follow = (link) => link && (location.href = link.href)

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    p: () => go(document.getElementById(here()?.querySelector('.cm-re a')?.hash.slice(1) ?? '')),
    r: () => follow(here()?.querySelector('.cm-acts a[href^="/comments/new"]')),
    c: () => here()?.closest('.cm')?.querySelector(':scope > .fold')?.click(),
    v: () => {
      const links = [...document.querySelectorAll('.views a')]
      follow(links[(links.findIndex((link) => link.getAttribute('aria-current')) + 1) % links.length])
    },
    '?': () => document.getElementById('keys')?.togglePopover(),
  }
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.target.closest?.('input:not([type=checkbox]), textarea, select')) return
    if (!document.querySelector('.thread')) return
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
}
