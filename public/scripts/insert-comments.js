// Inserts comments that have arrived where the page as it is now has them. Loaded by live.js.
import { setUpRows } from './acts.js'

const commentId = (item) => item?.querySelector(':scope > .comment')?.id

/** Returns the list item of a comment on this page; undefined for one that is not here or was moved away. */
const itemOf = (id) => {
  const item = document.getElementById(id)?.closest('.cm, .moved')
  return item?.matches('.cm') ? item : undefined
}

/** Returns the list that a comment of the new page belongs to, created where its parent had no replies. */
const listFor = (item) => {
  const parent = item.parentElement.closest('.cm')
  const home = parent ? itemOf(commentId(parent)) : document.querySelector('.thread')
  const list = home?.querySelector(':scope > ol')
  if (!home || list) return list
  const created = document.importNode(item.parentElement, false)
  home.append(created)
  return created
}

/** Copies a comment of the new page below the same parent, after the same neighbour; null if its parent is not here. */
const placeCopy = (item) => {
  const copy = document.importNode(item, true)
  copy.querySelector(':scope > .replies')?.remove()
  if (document.getElementById('new')) copy.querySelector('#new')?.removeAttribute('id')
  const list = listFor(item)
  if (!list) return null
  // The comment has come back, so the pointer to its other place goes.
  document.getElementById(commentId(copy))?.closest('.moved')?.remove()
  let before = item.previousElementSibling
  while (before && itemOf(commentId(before))?.parentElement !== list) before = before.previousElementSibling
  if (before) itemOf(commentId(before)).after(copy)
  else list.prepend(copy)
  setUpRows(copy.querySelectorAll('.cm-acts'))
  return copy
}

/** Replaces an element by that of the new page, if both exist and differ. */
const replaceChanged = (mine, theirs) => {
  if (mine && theirs && mine.outerHTML !== theirs.outerHTML) mine.replaceWith(document.importNode(theirs, true))
}

/** Replaces a line of actions whose words have changed, unless somebody is at work in it. */
const updateRow = (mine, theirs) => {
  const words = (row) => row.textContent.replace('Copy link', 'Link')
  if (words(mine) === words(theirs) || mine.querySelector('[open]') || mine.contains(document.activeElement)) return
  const row = document.importNode(theirs, true)
  mine.replaceWith(row)
  setUpRows([row])
}

const updateComment = (mine, theirs) => {
  const row = ':scope > .comment > .cm-acts'
  updateRow(mine.querySelector(row), theirs.querySelector(row))
  const folded = ':scope > .comment > .cm-head > .cm-folded'
  replaceChanged(mine.querySelector(folded), theirs.querySelector(folded))
  mine.querySelector('.fold').ariaLabel = theirs.querySelector('.fold').ariaLabel
}

const markNew = (copy) => {
  copy.classList.add('is-new')
  if (!copy.querySelector('.cm-head .new'))
    copy.querySelector('.cm-head > a').insertAdjacentHTML('afterend', ' <span class="new">new</span>')
}

/** Adds the list of comments to a thread that had none. */
const createThread = (page) => {
  const thread = page.querySelector('.thread')
  if (!thread || document.querySelector('.thread')) return
  document.querySelector('.talk-main .empty')?.replaceWith(document.importNode(thread, false))
  document.querySelector('.thread').append(document.importNode(thread.querySelector(':scope > ol'), false))
}

/** Takes what is new from a fresh copy of the page. Returns the announced comments that were inserted. */
export const insertComments = (page, announced) => {
  const expected = new Set([...announced].map((id) => `c${id}`))
  createThread(page)
  const added = []
  for (const item of page.querySelectorAll('.thread .cm')) {
    const mine = itemOf(commentId(item))
    // The reader's own comment was waiting, and is published now.
    if (mine?.matches('.held') && !item.matches('.held')) mine.remove()
    else if (mine) {
      updateComment(mine, item)
      continue
    }
    if (item.matches('.gone') && !item.querySelector('.cm:not(.gone)')) continue
    const copy = placeCopy(item)
    if (!copy || copy.matches('.gone') || !expected.has(commentId(copy))) continue
    markNew(copy)
    added.push(copy)
  }
  for (const part of ['#comments', '.facts a[href="#comments"]', '.talk-head > .sub', '.talk-head > .sparkline'])
    replaceChanged(document.querySelector(part), page.querySelector(part))
  return added
}

/** Unfolds a comment and its parents. */
export const unfold = (item) => {
  for (let one = item; one; one = one.parentElement.closest('.cm')) one.querySelector(':scope > .fold').checked = false
}
