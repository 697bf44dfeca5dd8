// The items of the queue that editors decide: submitted stories, and letters. Pure.
import { bylineOf } from '../../comments/thread/byline-pages.ts'

import type { waitingLetters } from '../../desk/letters/queries.ts'
import type { waitingStories } from '../../desk/queue/queries.ts'
import { moment, waitDuration } from '../../format.ts'
import { urls } from '../../urls.ts'
import type { QueueContext, QueueItem } from './item-pages.ts'
import { memberLine, plainLine, submitterLine } from './writer-pages.ts'

/** The fields of a submission that only comments fill. */
const noComment = { above: null, html: null, claim: null, by: null, token: '' } as const

export const submissionItem = (
  row: Awaited<ReturnType<typeof waitingStories>>[number],
  { members, now, dates }: QueueContext,
): QueueItem => {
  const record = row.account_id === null ? undefined : members.get(row.account_id)
  const by = row.account_nic ?? row.nic
  return {
    ...noComment,
    key: `a${row.id}`,
    tag: { text: 'Story', style: ' blue' },
    waited: waitDuration(now - row.created_at),
    section: row.section,
    time: moment(row.created_at, now, dates),
    about: { href: '', text: row.headline },
    text: '',
    words: row.lede,
    lede: row.lede,
    why: [
      { before: 'By ', strong: by, after: row.source_host === null ? '.' : `. From ${row.source_host}.` },
      ...(record === undefined ? [] : [submitterLine(record, dates)]),
      plainLine('An editor decides.'),
    ],
    form: null,
    links: [],
    of: `the story by ${by}`,
  }
}

export const letterItem = (
  row: Awaited<ReturnType<typeof waitingLetters>>[number],
  { members, now, dates }: QueueContext,
): QueueItem => {
  const record = row.account_id === null ? undefined : members.get(row.account_id)
  const of = `the letter by ${row.nic === '' ? 'an unnamed sender' : row.nic}`
  return {
    ...noComment,
    key: `l${row.id}`,
    tag: { text: 'Letter', style: ' blue' },
    waited: waitDuration(now - row.created_at),
    section: '',
    time: moment(row.created_at, now, dates),
    about: { href: urls.article({ id: row.article_id, slug: row.slug }), text: row.headline },
    text: row.body,
    words: row.body,
    lede: '',
    by: bylineOf({
      nic: row.nic === '' ? 'Unnamed sender' : row.nic,
      name_kind: row.account_nic === null ? 'guest' : 'member',
      role: null,
    }),
    why: [
      record === undefined
        ? plainLine(row.email === '' ? 'A guest. No e-mail given.' : `A guest. E-mail: ${row.email}`)
        : memberLine(record, dates),
    ],
    form: {
      action: '/desk/letters/reads',
      fields: [{ name: 'letter', value: String(row.id) }],
      chips: null,
      buttons: [
        { text: 'Mark as read', of: `: ${of}`, style: '', action: '/desk/letters/reads', key: 'a', needs: false },
      ],
    },
    links: [{ href: urls.letters, text: 'All letters' }],
    of,
  }
}
