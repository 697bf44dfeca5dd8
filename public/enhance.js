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

  /**
   * What is being written is kept by the site every few seconds, and when the page is left: a browser that breaks loses
   * next to nothing. It is the same draft that a press of any button keeps.
   */
  const keepWhileWritten = (form, area) => {
    // What a script has put there, and nobody has written on, is no draft.
    let touched = false
    let kept = area.defaultValue
    let timer = 0
    const keep = () => {
      clearTimeout(timer)
      timer = 0
      if (!touched || area.value === kept || form.dataset.sent) return
      kept = area.value
      const said = new URLSearchParams(new FormData(form))
      const fields = ['article', 'parent', 'nic', 'email', 'website', 'body'].map((name) => [
        name,
        said.get(name) ?? '',
      ])
      const body = new URLSearchParams([['action', 'save'], ...fields])
      // What outlives its page may have 64 kilobytes.
      fetch('/comments/drafts', { method: 'POST', keepalive: String(body).length < 60000, body })
        .then((answer) => answer.ok || Promise.reject(answer.status))
        .catch(() => {
          kept = area.defaultValue
        })
    }
    area.addEventListener('input', () => {
      touched = true
      timer ||= setTimeout(keep, 3000)
    })
    addEventListener('visibilitychange', () => document.hidden && keep())
    addEventListener('pagehide', keep)
    // A press of any button brings the text along; throwing it away is not to be undone by this page.
    form.addEventListener('submit', () => {
      clearTimeout(timer)
      kept = area.value
    })
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
    if (form.getAttribute('action') === '/comments') keepWhileWritten(form, area)
  }

  /** What is given back can be copied by one press, where the browser lets a page copy. */
  for (const button of navigator.clipboard ? document.querySelectorAll('[data-copies]') : []) {
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value)
      button.textContent = 'Copied'
    })
  }

  /** What sends pictures is fetched only where a form takes them. */
  const pictures = document.querySelector('[data-pictures]')?.dataset.pictures
  if (pictures) import(pictures)

  /** What is to be put right is read first. */
  document.getElementById('errs')?.focus()

  /** A notice whose link is followed has been read; without scripts the thread's own page says so. */
  addEventListener('click', (event) => {
    const id = event.target.closest?.('a[data-notice]')?.dataset.notice
    if (id) navigator.sendBeacon('/inbox/reads', new URLSearchParams({ notice: id }))
  })
  /** What is selected in a comment goes along to the form that answers it, as a quotation of its own. */
  let chosen = null
  const choose = () => {
    const { anchorNode, focusNode, isCollapsed } = getSelection()
    const body = isCollapsed ? null : anchorNode.parentElement?.closest('.comment-body')
    chosen = body?.contains(focusNode)
      ? { comment: body.closest('.comment'), text: String(getSelection()).trim() }
      : null
  }
  const quote = (link) => {
    if (!chosen?.text || link.closest('.comment') !== chosen.comment) return
    link.search = link.search.replace('&quote=1', '')
    sessionStorage.setItem('quote', JSON.stringify([new URLSearchParams(link.search).get('parent'), chosen.text]))
  }
  // By the time of the click the press has taken the selection away.
  addEventListener('pointerdown', choose, true)
  addEventListener('click', (event) => {
    const link = event.target.closest?.('.cm-acts a[href^="/comments/new"]')
    if (!link) return
    if (event.detail === 0) choose()
    quote(link)
  })
  const answer = document.querySelector('#post [name=parent]')
  const [parent, said] = answer?.value ? JSON.parse(sessionStorage.getItem('quote') ?? '[]') : []
  if (said && parent === answer.value) {
    sessionStorage.removeItem('quote')
    const area = document.querySelector('#post textarea')
    area.value =
      said
        .split('\n')
        .map((line) => `> ${line}`.trim())
        .join('\n') +
      '\n\n' +
      area.value
    area.focus()
    area.setSelectionRange(area.value.length, area.value.length)
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

  /** A recommendation is given, or taken back, where it stands; where that fails, the form goes its own way. */
  addEventListener('submit', async (event) => {
    const { target: form, submitter } = event
    // Asked as an attribute: a button called action would answer for the property.
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

  /** What j and k go through: the comments of a thread, the cases of the queue, else the stories or hits of a list; each with what takes the focus. */
  const inThread = document.querySelector('.thread, .talk[data-live]') !== null
  const inQueue = document.querySelector('.queue') !== null
  const [stops, linkOf] = inThread
    ? ['.thread .comment[id]', '.cm-head > a']
    : inQueue
      ? ['.queue .case', 'h3']
      : ['main :is(.lead, .story, .result, .heads tr:has(.hed))', '.hed a']
  const all = () => [...document.querySelectorAll(stops)].filter((one) => one.checkVisibility())
  const here = () =>
    document.activeElement?.closest(stops) ?? (inThread ? document.querySelector('.comment:target') : null)
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
    const next = fresh.find(
      (one) => !from || (from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
    )
    if (next) go(next)
    else follow(fresh.at(-1)?.querySelector('.jump'))
  }

  /**
   * What arrives in an open thread is counted beside it, and a press puts it where it belongs: nothing moves before that.
   * The comments themselves come with the page's own address, made for this reader and in this order.
   */
  const followThread = (talk) => {
    const bar = document.createElement('p')
    bar.className = 'arrivals'
    bar.role = 'status'
    talk.querySelector('.talk-main').insertBefore(bar, talk.querySelector('form.post'))
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'btn'
    const fresh = new Set()
    const known = (id) => {
      const li = document.getElementById(id)?.closest('.cm, .moved')
      return li?.matches('.cm') ? li : undefined
    }
    const idOf = (li) => li?.querySelector(':scope > .comment')?.id
    const arrived = () => [...fresh].filter((id) => !known(`c${id}`))
    const many = (n, what) => `${n} ${what}${n === 1 ? '' : 's'}`

    let saying = 0
    const say = () => {
      saying = 0
      const n = arrived().length
      const words = many(n, 'new comment')
      if (n === 0) button.remove()
      else if (button.textContent !== words || !button.isConnected) {
        button.textContent = words
        bar.replaceChildren(button)
      }
    }
    /** At once, and then every few seconds at most: whoever hears the page is not to hear of nothing else. */
    const saySoon = () => {
      if (saying) return
      say()
      saying = setTimeout(say, 3000)
    }

    let source = null
    let wait = 60000
    const open = () => {
      source?.close()
      source = null
      // A browser keeps few lines to one host: a page that nobody looks at takes none.
      if (document.hidden || !talk.dataset.live) return
      source = new EventSource(talk.dataset.live)
      source.addEventListener('comments', ({ data }) => {
        const { whole, live, gone } = JSON.parse(data)
        if (whole) fresh.clear()
        for (const id of live) fresh.add(id)
        for (const id of gone) fresh.delete(id)
        saySoon()
      })
      source.addEventListener('closed', () => {
        source.close()
        talk.dataset.live = ''
      })
      source.addEventListener('error', () => {
        if (source?.readyState !== EventSource.CLOSED) return
        setTimeout(open, wait * (1 + Math.random()))
        wait *= 2
      })
    }

    /** Puts one comment where it stands on the new page: below the same parent, after the same neighbour. */
    const place = (li) => {
      const copy = document.importNode(li, true)
      copy.querySelector(':scope > .replies')?.remove()
      if (document.getElementById('new')) copy.querySelector('#new')?.removeAttribute('id')
      const parent = li.parentElement.closest('.cm')
      const home = parent ? known(idOf(parent)) : document.querySelector('.thread')
      let list = home?.querySelector(':scope > ol')
      if (home && !list) {
        list = document.importNode(li.parentElement, false)
        home.append(list)
      }
      if (!list) return null
      // What a line pointed at that it had been moved away has come back.
      document.getElementById(idOf(copy))?.closest('.moved')?.remove()
      let before = li.previousElementSibling
      while (before && known(idOf(before))?.parentElement !== list) before = before.previousElementSibling
      if (before) known(idOf(before)).after(copy)
      else list.prepend(copy)
      return copy
    }

    /** Where both pages have such a part and it differs, the new one's is taken. */
    const renew = (mine, theirs) => {
      if (mine && theirs && mine.outerHTML !== theirs.outerHTML) mine.replaceWith(document.importNode(theirs, true))
    }

    const insert = (page) => {
      const told = new Set([...fresh].map((id) => `c${id}`))
      if (!document.querySelector('.thread') && page.querySelector('.thread')) {
        document
          .querySelector('.talk-main .empty')
          ?.replaceWith(document.importNode(page.querySelector('.thread'), false))
        document.querySelector('.thread').append(document.importNode(page.querySelector('.thread > ol'), false))
      }
      const put = []
      for (const li of page.querySelectorAll('.thread .cm')) {
        const mine = known(idOf(li))
        if (mine) {
          for (const part of [':scope > .comment > .cm-acts', ':scope > .comment > .cm-head > .cm-folded'])
            renew(mine.querySelector(part), li.querySelector(part))
          mine.querySelector('.fold').ariaLabel = li.querySelector('.fold').ariaLabel
          continue
        }
        if (li.matches('.gone') && !li.querySelector('.cm:not(.gone)')) continue
        const copy = place(li)
        if (!copy) continue
        if (told.has(idOf(copy)) && !copy.matches('.gone')) {
          put.push(copy)
          copy.classList.add('is-new')
          if (!copy.querySelector('.cm-head .new'))
            copy.querySelector('.cm-head > a').insertAdjacentHTML('afterend', ' <span class="new">new</span>')
        }
      }
      for (const part of ['#comments', '.facts a[href="#comments"]', '.talk-head > .sub', '.talk-head > .volley'])
        renew(document.querySelector(part), page.querySelector(part))
      return put
    }

    /** What stands on another page of the thread, or is left out by the way it is read, is led to. */
    const lead = (left, more) => {
      const link = document.createElement('a')
      link.className = 'btn'
      link.href = `/comments/${left[0]}`
      link.textContent = `${many(left.length, `${more}new comment`)} elsewhere in this thread`
      bar.replaceChildren(link)
    }

    button.addEventListener('click', async () => {
      if (button.ariaBusy) return
      button.ariaBusy = 'true'
      try {
        const answer = await fetch(location.href, { cache: 'no-cache' })
        if (!answer.ok) throw new Error(answer.statusText)
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
        const put = insert(page)
        const left = arrived()
        button.remove()
        fresh.clear()
        talk.dataset.live = page.querySelector('.talk')?.dataset.live ?? ''
        open()
        if (left.length > 0) lead(left, put.length > 0 ? 'more ' : '')
        for (let li = put[0]; li; li = li.parentElement.closest('.cm'))
          li.querySelector(':scope > .fold').checked = false
        if (put.length > 0) go(put[0].querySelector('.comment'))
        else bar.querySelector('a')?.focus()
      } catch {
        button.textContent = 'They could not be fetched. Try again'
      }
      button.ariaBusy = null
    })
    document.addEventListener('visibilitychange', open)
    open()
    return () => bar.querySelector('button, a')?.click()
  }
  const talk = document.querySelector('.talk[data-live]')
  const showArrived = talk && self.EventSource ? followThread(talk) : () => {}

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
    l: showArrived,
    p: () => go(document.getElementById(here()?.querySelector('.cm-re a')?.hash.slice(1) ?? '')),
    r: () => {
      const link = here()?.querySelector('.cm-acts a[href^="/comments/new"]')
      if (!link) return
      choose()
      quote(link)
      follow(link)
    },
    c: () => here()?.closest('.cm')?.querySelector(':scope > .fold')?.click(),
    v: () => {
      const links = [...document.querySelectorAll('.views a')]
      follow(links[(links.findIndex((link) => link.getAttribute('aria-current')) + 1) % links.length])
    },
  }
  /** Presses the button of the case that has the focus; what needs a reason asks for it first, and Enter goes on. */
  const decide = (key) => {
    const button = here()?.querySelector(`[data-key=${key}]`)
    const reason = button?.dataset.needs && button.form.elements[button.dataset.needs]
    if (!reason || reason.value.trim()) return button?.click()
    button.form.dataset.wish = key
    // A line sends with Enter; in a field of several lines that is a line more, so the hint says what sends.
    const hint = reason.type === 'textarea' && document.getElementById(reason.getAttribute('aria-describedby'))
    if (hint) {
      hint.querySelector('.wish')?.remove()
      const says = document.createElement('span')
      says.className = 'wish'
      says.textContent = ` Ctrl+Enter or ⌘+Enter: “${button.firstChild.textContent.trim()}”.`
      hint.append(says)
    }
    reason.focus()
  }
  const queueKeys = {
    ...Object.fromEntries(['a', 'r', 's', 'h', 'c'].map((key) => [key, () => decide(key)])),
    u: () => document.querySelector('.queue > .notice [data-key=u]')?.click(),
  }
  if (inQueue) {
    // After a press the next case has the focus: the address names it, and where it has gone meanwhile the first one does.
    if (/^#k/.test(location.hash) || document.querySelector('.queue > .notice'))
      go(document.querySelector('.case:has(:target)') ?? all()[0])
    for (const form of document.querySelectorAll('.queue form')) {
      form.addEventListener('submit', (event) => {
        if (form.dataset.sent) event.preventDefault()
        form.dataset.sent = 'yes'
        setTimeout(() => delete form.dataset.sent, 8000)
      })
      addEventListener('pageshow', () => delete form.dataset.sent)
    }
    addEventListener('keydown', (event) => {
      const form = event.target.closest?.('.verdict')
      if (!form || !/^text/.test(event.target.type) || event.isComposing) return
      if (event.key === 'Escape') go(form.closest('.case'))
      if (
        event.key === 'Enter' &&
        form.dataset.wish &&
        (event.target.type === 'text' || event.ctrlKey || event.metaKey)
      ) {
        event.preventDefault()
        decide(form.dataset.wish)
      }
    })
  }
  const keys = inThread ? { ...anywhere, ...threadKeys } : inQueue ? { ...anywhere, ...queueKeys } : anywhere
  addEventListener('keydown', (event) => {
    if (
      document.documentElement.dataset.keys === 'off' ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.isComposing
    )
      return
    if (event.target.closest?.('input:not([type=checkbox]), textarea, select')) return
    const act = Object.hasOwn(keys, event.key) && keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
}
