// Which scripts of public/scripts/ each page loads, decided by its view model.
import type { Views } from './views.ts'

/** A script that pages name; its file is public/scripts/<name>.js. */
export type Script =
  | 'autosave'
  | 'copy'
  | 'focus-errors'
  | 'keys'
  | 'live'
  | 'pictures'
  | 'queue-keys'
  | 'quote'
  | 'read-notices'
  | 'recommend'
  | 'submit-once'
  | 'thread-keys'
  | 'toolbar'

const when = (used: boolean, ...scripts: Script[]): Script[] => (used ? scripts : [])

const focusErrors = (page: { summary: unknown }): Script[] => when(page.summary !== null, 'focus-errors')

const appeal = (view: Views['moderation/appeals/comment']['appeal'] | null): Script[] =>
  when((view?.form?.fault ?? '') !== '', 'focus-errors')

const commentForm = (form: Views['comments/posting/new']['form']): Script[] =>
  form === null
    ? []
    : [
        'toolbar',
        'autosave',
        'submit-once',
        ...when(form.picture !== null, 'pictures'),
        ...when(form.parent !== '', 'quote'),
        ...focusErrors(form),
      ]

const comments = (list: Views['comments/thread/branch']['comments']): Script[] => [
  ...when(
    list.some(({ pointer, heading }) => pointer === null && heading === ''),
    'copy',
  ),
  ...when(
    list.some(({ reply }) => reply !== ''),
    'quote',
  ),
  ...when(
    list.some(({ recommend }) => recommend !== null),
    'recommend',
  ),
]

/** Scripts for comments that arrive later: live, quote and, for members, recommend. */
const arrivals = ({ chrome, thread }: Views['articles/article']): Script[] =>
  when(thread.live !== '', 'live', 'quote', ...when(chrome.viewer !== null && thread.options.recommending, 'recommend'))

/** Pages that use more than the keys; a view that is missing here uses nothing else. */
const table: { [K in keyof Views]?: (page: Views[K]) => Script[] } = {
  'articles/article': (page) => [
    'copy',
    ...when(!page.thread.empty || page.thread.live !== '', 'thread-keys'),
    ...arrivals(page),
    ...comments(page.thread.comments),
    ...commentForm(page.form),
  ],
  'comments/thread/branch': (page) => ['thread-keys', ...comments(page.comments)],
  'comments/posting/new': (page) => [
    ...when((page.returned?.draft ?? null) !== null, 'copy'),
    ...commentForm(page.form),
  ],
  'comments/edits/edit': (page) =>
    when(!page.late, 'toolbar', 'submit-once', 'pictures', ...when(page.fault !== '', 'focus-errors')),
  'comments/receipts/receipt': (page) => [
    ...when(page.edit !== null, 'toolbar', ...when((page.edit?.fault ?? '') !== '', 'focus-errors')),
    ...appeal(page.appeal),
  ],
  'moderation/appeals/comment': (page) => appeal(page.appeal),
  'moderation/appeals/ban': (page) => appeal(page.appeal),
  'accounts/register': (page) => when(page.summary.length > 0, 'focus-errors'),
  'accounts/settings': focusErrors,
  'accounts/email/email': focusErrors,
  'media/media': (page) => when(page.picture.fault !== '', 'focus-errors'),
  'inbox/inbox': (page) =>
    when(
      page.notices.some(({ unread }) => unread),
      'read-notices',
    ),
  'moderation/filters/filter': (page) => (page.form === null ? [] : focusErrors(page.form)),
  'moderation/queue/queue': ({ blocks, appeals, undo }) => [
    'submit-once',
    ...when(blocks.length > 0 || (appeals?.items.length ?? 0) > 0 || undo !== '', 'queue-keys'),
  ],
  'moderation/appeals/answers': ({ list, answered, undo }) => {
    const cases = answered === null ? list.items : []
    return [
      ...when(undo !== '' || cases.some(({ grant, deny }) => grant !== '' || deny !== ''), 'submit-once'),
      ...when(undo !== '' || cases.length > 0, 'queue-keys'),
    ]
  },
}

/** Names the scripts that a page uses, each once. */
export function scriptsOf<K extends keyof Views>(view: K, page: Views[K]): Script[] {
  const own: ((page: Views[K]) => Script[]) | undefined = table[view]
  return [...new Set([...when(!page.chrome.keysOff, 'keys'), ...(own?.(page) ?? [])])].filter(
    (script) => script !== 'thread-keys' || !page.chrome.keysOff,
  )
}
