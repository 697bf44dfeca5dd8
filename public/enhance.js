// What a script adds and no page needs: the toolbar around the selection, keys, a second press that does nothing.
'use strict'
{
  /** Puts the markup of a toolbar button around what is selected, where the browser's own undo can take it back; what is still to be typed is selected then. */
  const wrap = (area, open, close) => {
    let { selectionStart: from, selectionEnd: to } = area
    const { value } = area
    while (from < to && /\s/.test(value[to - 1])) to--
    while (from < to && /\s/.test(value[from])) from++
    let chosen = value.slice(from, to)
    let start = open.length
    let end = start + chosen.length
    // A link or a picture: a selected address goes where addresses stand, else the address is what comes next.
    const [, tag, blank, rest] = /^(.*?(?:href|src)=")([^"]*)(".*)$/.exec(open) ?? []
    if (tag !== undefined) {
      const address = /^(?:https?:\/\/|mailto:|\/)[^\s"<>]+$/.test(chosen) ? chosen : ''
      if (address) {
        open = tag + address + rest
        chosen = ''
        start = end = open.endsWith('alt="">') ? open.length - 2 : open.length
      } else {
        start = tag.length
        end = start + blank.length
      }
    }
    if (open.endsWith('<li>')) {
      chosen = chosen.split(/\s*\n\s*/).join('</li>\n<li>')
      end = start + chosen.length
    }
    area.focus()
    area.setSelectionRange(from, to)
    const text = open + chosen + close
    if (!document.execCommand('insertText', false, text)) area.setRangeText(text, from, to, 'end')
    area.setSelectionRange(from + start, from + end)
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

  /** A link that is there to be handed on is copied by one press, where the browser lets a page copy; in a tab of its own it still opens. */
  const shares = navigator.clipboard ? document.querySelectorAll('a.share') : []
  if (shares.length > 0) {
    const said = document.body.appendChild(document.createElement('p'))
    said.className = 'vh'
    said.role = 'status'
    for (const link of shares) link.querySelector('span').textContent = 'Copy link'
    addEventListener('click', async (event) => {
      const link = event.target.closest?.('a.share')
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      event.preventDefault()
      const word = link.querySelector('span')
      try {
        await navigator.clipboard.writeText(link.href)
      } catch {
        location.href = link.href
        return
      }
      said.textContent = word.textContent = 'Copied'
      setTimeout(() => {
        word.textContent = 'Copy link'
        said.textContent = ''
      }, 3000)
    })
  }

  /** What j and k go through: the comments of a thread, else the stories or hits of a list; each with the link that takes the focus. */
  const inThread = document.querySelector('.thread') !== null
  const [stops, linkOf] = inThread ? ['.thread .comment[id]', '.cm-head > a'] : ['main :is(.lead, .story, .result, .heads tr:has(.hed))', '.hed a']
  const all = () => [...document.querySelectorAll(stops)].filter((one) => one.checkVisibility())
  const here = () => document.activeElement?.closest(stops) ?? (inThread ? document.querySelector('.comment:target') : null)
  const go = (stop) => {
    stop?.querySelector(linkOf)?.focus({ preventScroll: true })
    stop?.scrollIntoView({ block: inThread ? 'start' : 'nearest' })
  }
  const step = (by, among = all()) => {
    const at = among.indexOf(here())
    go(at === -1 ? among[by > 0 ? 0 : among.length - 1] : among[at + by])
  }
  const follow = (link) => link && (location.href = link.href)

  /** The next new comment after the one that has the focus; after the page's last one, wherever its link leads. */
  const nextNew = () => {
    const fresh = all().filter((one) => one.closest('.cm').matches('.is-new'))
    const from = here()
    const next = fresh.find((one) => !from || (from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)
    if (next) go(next)
    else follow(fresh.at(-1)?.querySelector('.jump'))
  }

  const anywhere = {
    j: () => step(1),
    k: () => step(-1),
    '/': () => {
      const field = document.querySelector('main input[type=search]')
      if (field) field.focus()
      else if (document.querySelector('.secnav a[href="/search"]')) location.href = '/search#q'
    },
    '?': () => document.getElementById('keys')?.togglePopover(),
  }
  const threadKeys = {
    n: nextNew,
    p: () => go(document.getElementById(here()?.querySelector('.cm-re a')?.hash.slice(1) ?? '')),
    r: () => follow(here()?.querySelector('.cm-acts a[href^="/comments/new"]')),
    c: () => here()?.closest('.cm')?.querySelector(':scope > .fold')?.click(),
    v: () => {
      const links = [...document.querySelectorAll('.views a')]
      follow(links[(links.findIndex((link) => link.getAttribute('aria-current')) + 1) % links.length])
    },
  }
  const keys = inThread ? { ...anywhere, ...threadKeys } : anywhere
  addEventListener('keydown', (event) => {
    if (document.documentElement.dataset.keys === 'off' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.target.closest?.('input:not([type=checkbox]), textarea, select')) return
    const act = Object.hasOwn(keys, event.key) && keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
}
