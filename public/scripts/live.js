// Counts comments that arrive in an open thread. Nothing moves until the reader presses the counter.
import { focusItem } from './keys.js'

const COUNT_EVERY_MS = 3000
const RECONNECT_AFTER_MS = 60000

const talk = document.querySelector('.talk')
const button = document.createElement('button')
button.type = 'button'
button.className = 'btn'
const bar = document.createElement('p')
bar.className = 'arrivals'
bar.role = 'status'
talk.querySelector('.talk-main').insertBefore(bar, talk.querySelector('form.post'))

/** Ids of the comments that the server has announced. */
const announced = new Set()

const missingIds = () =>
  [...announced].filter((id) => !document.getElementById(`c${id}`)?.closest('.cm, .moved')?.matches('.cm:not(.held)'))

const countOf = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`

/** Most readers never need this code, so it is loaded when the first comment arrives. */
const loadInsertion = () => import('./insert-comments.js')

let countTimer = 0

const showCount = () => {
  countTimer = 0
  const n = missingIds().length
  const text = countOf(n, 'new comment')
  if (n === 0) button.remove()
  else if (button.textContent !== text || !button.isConnected) {
    button.textContent = text
    bar.replaceChildren(button)
    // A press tries again.
    loadInsertion().catch(() => {})
  }
}

/** Shows the count at once, then at most every few seconds: a screen reader speaks every change. */
const showCountThrottled = () => {
  if (countTimer) return
  showCount()
  countTimer = setTimeout(showCount, COUNT_EVERY_MS)
}

let source = null
let reconnectAfter = RECONNECT_AFTER_MS

const connect = () => {
  source?.close()
  source = null
  // Browsers open few connections to one host, so a hidden page holds none.
  if (document.hidden || !talk.dataset.live) return
  source = new EventSource(talk.dataset.live)
  source.addEventListener('comments', ({ data }) => {
    const { whole, live, gone } = JSON.parse(data)
    if (whole) announced.clear()
    for (const id of live) announced.add(id)
    for (const id of gone) announced.delete(id)
    showCountThrottled()
  })
  source.addEventListener('closed', () => {
    source.close()
    talk.dataset.live = ''
  })
  source.addEventListener('error', () => {
    if (source?.readyState !== EventSource.CLOSED) return
    setTimeout(connect, reconnectAfter * (1 + Math.random()))
    reconnectAfter *= 2
  })
}

/** Links to comments that this page does not show: they are on another page, or filtered out. */
const linkElsewhere = (ids, more) => {
  const link = document.createElement('a')
  link.className = 'btn'
  link.href = `/comments/${ids[0]}`
  link.textContent = `${countOf(ids.length, `${more}new comment`)} elsewhere in this thread`
  bar.replaceChildren(link)
}

const showArrivals = async () => {
  const answer = await fetch(location.href, { cache: 'no-cache' })
  if (!answer.ok) throw new Error(answer.statusText)
  const { insertComments, unfold } = await loadInsertion()
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const added = insertComments(page, announced)
  const elsewhere = missingIds()
  button.remove()
  announced.clear()
  talk.dataset.live = page.querySelector('.talk')?.dataset.live ?? ''
  connect()
  if (elsewhere.length > 0) linkElsewhere(elsewhere, added.length > 0 ? 'more ' : '')
  if (added.length > 0) {
    unfold(added[0])
    focusItem(added[0].querySelector('.comment'))
  } else bar.querySelector('a')?.focus()
}

button.addEventListener('click', async () => {
  if (button.ariaBusy) return
  button.ariaBusy = 'true'
  try {
    await showArrivals()
  } catch {
    button.textContent = 'Could not load new comments. Try again'
  }
  button.ariaBusy = null
})
document.addEventListener('visibilitychange', connect)
connect()
