// Opens the comment form under the comment that is answered, and shows what its buttons return without leaving the page. Loaded by on-use.js and reply.js.
import { loadFormScripts } from './on-use.js'

const REPLY_LINK = '.cm-acts a[href^="/comments/new"]'
/** Parts that stay when the form gets other contents, because scripts listen to them. */
const LASTING = ['.ed', '[data-pictures]', '.pics', '.pics + [role=status]']

let form = document.querySelector('form.post')
const level = form?.querySelector('#post-h')?.localName ?? 'h2'
/** Takes the place of the page's own form while that form is under a comment. */
const home = document.createElement('p')
home.className = 'ui'
home.innerHTML = '<a href="#post">Write a comment</a>'

/** Contents and text of the form by comment, as they were left. Those of the page's own form are under the empty string. */
const kept = new Map()
/** The link that opened the form. */
let opener = null

const areaOf = () => form.querySelector('.ed textarea')
const hostOf = () => form?.closest('.comment') ?? null

const load = async (address, options) => {
  const answer = await fetch(address, options)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.querySelector('form.post')
  if (!fresh) throw new Error(`Answered ${answer.status} without a form`)
  const area = fresh.querySelector('textarea')
  const focuses = area.autofocus
  // The browser complains about it where something has the focus already.
  area.removeAttribute('autofocus')
  return { page, fresh, focuses }
}

/** Gives the heading the level that it has on this page. */
const setHeading = (fresh) => {
  const heading = document.createElement(level)
  heading.id = 'post-h'
  heading.textContent = fresh.querySelector('#post-h').textContent
  fresh.querySelector('#post-h').replaceWith(heading)
}

/** Gives the form other contents and another text. @returns its contents until now */
const exchange = (fresh, text) => {
  for (const part of LASTING) {
    const [mine, theirs] = [form.querySelector(part), fresh.querySelector(part)]
    if (!mine || !theirs) continue
    mine.replaceWith(mine.cloneNode(false))
    theirs.replaceWith(mine)
  }
  setHeading(fresh)
  const before = new DocumentFragment()
  before.append(...form.childNodes)
  form.append(...fresh.childNodes)
  const area = areaOf()
  if (area.value !== text) area.value = text
  if (form.querySelector('#body-h.err')) area.setAttribute('aria-invalid', 'true')
  else area.removeAttribute('aria-invalid')
  form.dispatchEvent(new Event('formfilled'))
  return before
}

/** Keeps what is in the form, and fills it for another comment. */
const turnTo = (contents, text) => {
  const parent = form.elements.parent.value
  const { value } = areaOf()
  form.dispatchEvent(new Event('formleft', { bubbles: true }))
  kept.set(parent, { contents: exchange(contents, text), value })
}

/** Tells autosave.js of the new text. One that was kept here is saved again: it may not have reached the server. */
const announceText = (isKept) => {
  if (isKept && areaOf().value !== '') areaOf().dispatchEvent(new Event('input', { bubbles: true }))
  else form.dispatchEvent(new Event('formentered', { bubbles: true }))
}

/** Makes the fetched form the form of a page that came without one. */
const adopt = (fresh) => {
  form = document.importNode(fresh, true)
  setHeading(form)
}

const place = (host) => {
  if (form.isConnected && !hostOf()) form.replaceWith(home)
  form.classList.add('here')
  host.append(form)
  form.querySelector('.row > a.ui').textContent = 'Cancel'
}

/** Opens the form under the comment of a link, with the quotation if the link asks for one. */
export const openUnder = async (link) => {
  const host = link.closest('.comment')
  const query = new URL(link.href).searchParams
  if (hostOf() !== host) {
    const parent = query.get('parent')
    // On a page without a form of its own the one that was closed last is still as it was.
    const known = form?.elements.parent.value === parent ? { contents: null } : kept.get(parent)
    // They listen to the form, and look for it when they load.
    if (form) await loadFormScripts()
    const { contents, value } = known ?? (await load(link.href).then(({ fresh }) => ({ contents: fresh })))
    const isFirst = form === null
    if (isFirst) adopt(contents)
    else if (contents) turnTo(contents, value ?? contents.querySelector('textarea').value)
    place(host)
    if (isFirst) await loadFormScripts()
    announceText(known !== undefined)
    form.dispatchEvent(new Event('formopened', { bubbles: true }))
    // A form that was left and is opened again by Quote gets the quotation into its text.
    if (known && query.has('quote')) form.querySelector('[value=quote]').click()
  } else if (query.has('quote')) form.querySelector('[value=quote]').click()
  else form.dispatchEvent(new Event('formopened', { bubbles: true }))
  opener = link
  areaOf().focus({ preventScroll: true })
  areaOf().scrollIntoView({ block: 'nearest' })
}

/** Puts the form back where the page had it. What was typed is kept for the next press of Reply. */
const close = () => {
  const host = hostOf()
  const own = kept.get('')
  form.classList.remove('here')
  if (own) {
    turnTo(own.contents, own.value)
    home.replaceWith(form)
    announceText(true)
  } else {
    form.dispatchEvent(new Event('formleft', { bubbles: true }))
    form.remove()
  }
  return host
}

const cancel = () => {
  const host = close()
  const link = opener?.isConnected ? opener : host.querySelector(REPLY_LINK)
  link.focus()
}

const showAnswer = ({ page, fresh, focuses }, submitter, sent) => {
  const preview = page.querySelector('.above .preview')
  const notice = page.querySelector('main .stack > .notice')
  const { value } = fresh.querySelector('textarea')
  if (notice) fresh.querySelector('#post-h').after(notice)
  if (preview) fresh.querySelector('.row > [value=post]').parentElement.before(preview)
  const { value: now } = areaOf()
  exchange(fresh, now === sent ? value : now)
  if (hostOf()) form.querySelector('.row > a.ui').textContent = 'Cancel'
  if (preview) preview.tabIndex = -1
  const target =
    form.querySelector('#errs') ??
    preview ??
    (focuses ? areaOf() : form.querySelector(`.row > [value="${submitter.value}"]`)) ??
    areaOf()
  target.focus()
}

/** Sends the form, and shows the one that comes back. @throws if none comes back */
export const answerInPlace = async (submitter) => {
  const fields = new FormData(form, submitter)
  const sent = areaOf().value
  const body = form.enctype === 'multipart/form-data' ? fields : new URLSearchParams(fields)
  // `form.action` is a button of that name.
  showAnswer(await load(form.getAttribute('action'), { method: 'POST', body }), submitter, sent)
}

addEventListener('click', (event) => {
  const link = hostOf() && !event.defaultPrevented ? event.target.closest?.('a[href]') : null
  if (link?.matches('form.post .row > a.ui')) {
    event.preventDefault()
    cancel()
  } else if (link?.getAttribute('href') === '#post') close()
})

addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || !hostOf()) return
  if (form.contains(event.target)) cancel()
})
