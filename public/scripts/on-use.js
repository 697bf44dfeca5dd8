// Loads scripts when what they serve is first used. A press that comes before its scripts is held, and repeated once they are there.

const FORM = 'form.post[action="/comments"]'
const REPLY_LINK = '.cm-acts a[href^="/comments/new"]'
/** Where a page leaves a text that may not have been saved yet, for the next page of this tab. */
export const UNSAVED = 'broadside-unsaved-text'
/** Where quote.js leaves a quotation for the form. */
const QUOTATION = 'quote'

/** The form as the page came with it; null where form-in-place.js makes one. */
const form = document.querySelector(FORM)
const area = form?.querySelector('textarea')
const pictures = form?.querySelector('[data-pictures]')
let isTyped = false

const quoting = { load: () => import('./quote.js') }
const correcting = { load: () => import('./correct.js') }
const commenting = {
  near: FORM,
  press: `${FORM} .tools :is(a, button)`,
  sends: FORM,
  load: async () => {
    await Promise.all([
      import('./autosave.js'),
      import('./reply.js'),
      import('./saver.js'),
      import('./submit-once.js'),
      import('./tags.js'),
      import('./toolbar.js'),
      ...(document.querySelector(`${FORM} [data-pictures]`)
        ? [import('./pictures.js'), import('./picture-cards.js')]
        : []),
    ])
    if (isTyped || (area && document.activeElement === area && area.value !== area.defaultValue))
      area.dispatchEvent(new Event('input', { bubbles: true }))
  },
}

/** What is used: `near` is where a pointer or the focus announces it, `press` what is pressed, `sends` what sends a form. */
const uses = [
  commenting,
  {
    near: REPLY_LINK,
    press: REPLY_LINK,
    load: () => Promise.all([import('./quote.js'), import('./reply.js'), import('./form-in-place.js')]),
  },
  {
    near: '.signed .cm-acts [aria-pressed]',
    sends: '.signed .cm-acts [aria-pressed]',
    load: () => import('./recommend.js'),
  },
  quoting,
  correcting,
]

/** Loads the scripts of a use, once. After a failure the next use tries again. */
const load = (use) => {
  use.loading ??= use.load().then(
    () => {
      use.isLoaded = true
    },
    (error) => {
      use.loading = null
      throw error
    },
  )
  return use.loading
}

/** The scripts of the comment form, for a form that another script opens. */
export const loadFormScripts = () => load(commenting)

const prepare = (use) => load(use).catch(() => {})

for (const kind of ['pointerover', 'pointerdown', 'focusin', 'dragover'])
  addEventListener(kind, ({ target }) => {
    for (const use of uses) if (use.near && !use.isLoaded && target.closest?.(use.near)) prepare(use)
  })

const held = new Set()
/** Whether a press is a repeated one. */
let isRepeated = false

/** Holds a press until its scripts are there. Without them the browser does what it does without scripts. */
const hold = async (event, use, pressed, repeat) => {
  if (!use || use.isLoaded || isRepeated) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (held.has(pressed)) return
  held.add(pressed)
  await prepare(use)
  held.delete(pressed)
  isRepeated = true
  repeat()
  isRepeated = false
}

addEventListener(
  'click',
  (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    for (const use of uses) {
      const pressed = use.press && event.target.closest?.(use.press)
      // With the detail: quote.js tells a pointer from a key by that.
      const again = () =>
        pressed.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: event.detail }))
      if (pressed) hold(event, use, pressed, again)
    }
  },
  true,
)

addEventListener(
  'submit',
  (event) => {
    const { target, submitter } = event
    const use = uses.find(({ sends }) => sends && (target.matches(sends) || submitter?.matches(sends)))
    // One form serves the buttons of all comments.
    hold(event, use, use === commenting ? target : submitter, () => {
      isTyped = false
      target.requestSubmit(submitter)
    })
  },
  true,
)

/** A copy of what is pasted or dropped: the browser empties its own after the event. */
const filesOf = (from) => {
  const copy = new DataTransfer()
  for (const file of from.files) copy.items.add(file)
  return copy
}

const holdFiles = (event, name) => {
  const given = event[name]
  if (!pictures || !given?.files.length || given.types.includes('text/plain')) return
  const { target } = event
  const again = new event.constructor(event.type, { bubbles: true, cancelable: true, [name]: filesOf(given) })
  hold(event, commenting, again, () => target.dispatchEvent(again))
}

if (pictures) {
  // The fields are for readers without scripts.
  pictures.hidden = true
  area.addEventListener('paste', (event) => holdFiles(event, 'clipboardData'), true)
  // The browser would open a file that is dropped, and leave the page.
  addEventListener('dragover', (event) => event.dataTransfer?.types.includes('Files') && event.preventDefault())
  addEventListener('drop', (event) => holdFiles(event, 'dataTransfer'), true)
}

// The press of the pointer would end the selection that quote.js takes along.
addEventListener('mousedown', (event) => {
  if (!quoting.isLoaded && event.target.closest?.('.cm-acts') && !getSelection().isCollapsed) event.preventDefault()
})

document.addEventListener('selectionchange', () => {
  const { anchorNode, isCollapsed } = getSelection()
  const place = isCollapsed ? null : anchorNode.parentElement
  if (place?.closest('.comment-body')) prepare(quoting)
  else if (place?.closest('.article-body, .art-head') && document.querySelector('a.correct')) prepare(correcting)
})

const left = (name) => {
  try {
    return sessionStorage.getItem(name) !== null
  } catch {
    return false
  }
}

if (left(QUOTATION)) prepare(quoting)

/** Leaves the text of a form for the next page of this tab: its last saving can reach the server after that page was made. */
export const leaveText = (of, body) => {
  const { article, parent } = of.elements
  const { writer } = of.dataset
  const at = performance.timeOrigin + performance.now()
  try {
    sessionStorage.setItem(UNSAVED, JSON.stringify({ article: article.value, parent: parent.value, writer, body, at }))
  } catch {
    // A browser that keeps nothing has the saved draft.
  }
}

if (form) {
  area.addEventListener('input', () => {
    isTyped = true
  })
  addEventListener('pagehide', () => isTyped && !commenting.isLoaded && leaveText(form, area.value))
  if (
    left(UNSAVED) ||
    form.contains(document.activeElement) ||
    pictures?.querySelector('.err') ||
    area.value.includes('/media/')
  )
    prepare(commenting)
}
