// Which scripts of public/scripts/ each page loads, decided by its view model.
import type { ReasonChips } from '../reasons.ts'
import type { Views } from './views.ts'

/** A script that pages name; its file is public/scripts/<name>.js. */
export type Script =
  | 'acts'
  | 'autosave-article'
  | 'copy'
  | 'desk-keys'
  | 'count-ticked'
  | 'focus-errors'
  | 'folds'
  | 'keep-texts'
  | 'keys'
  | 'live'
  | 'menus'
  | 'on-use'
  | 'passwords'
  | 'passkeys'
  | 'pictures'
  | 'queue-keys'
  | 'read-notices'
  | 'reason-keys'
  | 'saver'
  | 'submit-once'
  | 'tags'
  | 'thread-keys'
  | 'toolbar'

const when = (used: boolean, ...scripts: Script[]): Script[] => (used ? scripts : [])

const focusErrors = (page: { summary: unknown }): Script[] => when(page.summary !== null, 'focus-errors')

/** A page with a form whose texts are saved while they are typed. */
const keeps = (used = true): Script[] => when(used, 'saver', 'keep-texts')

/** The keys of the reasons, on a page that offers some. */
const reasonKeys = (page: { chrome: { keysOff: boolean } }, ...chips: (ReasonChips | null)[]): Script[] =>
  when(!page.chrome.keysOff && chips.some((set) => set !== null && set.choices.length > 0), 'reason-keys')

const appeal = (view: Views['moderation/appeals/comment']['appeal'] | null): Script[] => [
  ...keeps((view?.form ?? null) !== null),
  ...when((view?.form?.fault ?? '') !== '', 'focus-errors'),
]

/** What serves the form is loaded when it is used. */
const commentForm = (form: Views['comments/posting/new']['form']): Script[] =>
  form === null ? [] : ['on-use', ...focusErrors(form)]

/** The form of an article, which is saved as a draft or field by field. */
const articleForm = (form: Views['desk/submissions/submit']['form']): Script[] => [
  'tags',
  'toolbar',
  ...when(form.saves !== '', 'saver', 'autosave-article'),
  ...keeps(form.keep !== ''),
  'submit-once',
  ...when(form.picture !== null, 'pictures'),
  ...focusErrors(form),
]

type Commented = Pick<Views['comments/thread/branch'], 'chrome' | 'comments'>

const comments = ({ comments: list }: Commented): Script[] =>
  when(
    list.some(({ pointer }) => pointer === null),
    'on-use',
    'copy',
    'acts',
    'folds',
  )

/** Scripts for comments that arrive later. */
const arrivals = ({ thread }: Views['articles/article']): Script[] => when(thread.live !== '', 'acts', 'live', 'folds')

/** Pages that use more than the menus and the keys; a view that is missing here uses nothing else. */
const table: { [K in keyof Views]?: (page: Views[K]) => Script[] } = {
  'editions/subscriptions': ({ guest }) => when((guest?.fault ?? '') !== '', 'focus-errors'),
  'admin/page': (page) => ['tags', 'toolbar', ...keeps(), ...focusErrors(page)],
  'admin/place': focusErrors,
  'admin/sections': focusErrors,
  'admin/settings': focusErrors,
  'admin/tag': focusErrors,
  // A browser lets a page write to the clipboard during a press, not after it: copy.js is there from the first.
  'articles/article': (page) => [
    'on-use',
    'copy',
    ...when(!page.thread.empty || page.thread.live !== '', 'thread-keys'),
    ...arrivals(page),
    ...comments({ chrome: page.chrome, comments: page.thread.comments }),
    ...commentForm(page.form),
  ],
  'comments/thread/branch': (page) => ['thread-keys', ...comments(page)],
  'comments/posting/new': (page) => [
    ...when((page.returned?.draft ?? null) !== null, 'copy'),
    ...commentForm(page.form),
  ],
  'desk/mine/edit': ({ form }) => articleForm(form),
  'desk/submissions/submit': ({ form }) => articleForm(form),
  'comments/edits/edit': (page) =>
    when(
      !page.late,
      'tags',
      'toolbar',
      ...keeps(),
      'submit-once',
      'pictures',
      ...when(page.fault !== '', 'focus-errors'),
    ),
  'comments/receipts/receipt': (page) => [
    ...when(
      page.edit !== null,
      'tags',
      'toolbar',
      ...keeps(),
      ...when((page.edit?.fault ?? '') !== '', 'focus-errors'),
    ),
    ...appeal(page.appeal),
  ],
  'articles/correction': ({ form }) => [
    ...keeps(form !== null),
    ...when((form?.summary ?? null) !== null, 'focus-errors'),
  ],
  'desk/corrections/open': ({ items }) => keeps(items.length > 0),
  'desk/editing/editing': (page) => [
    'tags',
    'toolbar',
    ...keeps(),
    'submit-once',
    'pictures',
    ...when(page.form.summary !== null || page.conflict !== null, 'focus-errors'),
  ],
  'moderation/appeals/comment': (page) => appeal(page.appeal),
  'moderation/appeals/ban': (page) => appeal(page.appeal),
  'accounts/profile/profile': focusErrors,
  'accounts/register': (page) => ['passwords', ...when(page.summary.length > 0, 'focus-errors')],
  'accounts/login': () => ['passwords', 'passkeys'],
  'accounts/passwords/forgotten': focusErrors,
  'accounts/passwords/password': (page) => [...when(page.hasPassword, 'passwords'), ...focusErrors(page)],
  'accounts/passwords/reset': (page) => [...when(page.nic !== '', 'passwords'), ...focusErrors(page)],
  'accounts/settings': focusErrors,
  'accounts/deletion/deletion': focusErrors,
  'accounts/email/email': focusErrors,
  'accounts/identity/confirm': ({ check }) => when(check.needed, 'passkeys'),
  'accounts/passkeys/passkeys': ({ confirm }) => when(confirm === '', 'passkeys'),
  'accounts/second-factor/sign-in': ({ passkey }) => when(passkey !== null, 'passkeys'),
  'accounts/second-factor/totp': focusErrors,
  'media/media': (page) => when(page.picture.fault !== '', 'focus-errors'),
  'inbox/inbox': (page) =>
    when(
      page.notices.some(({ comments }) => comments.some(({ notice }) => notice !== null)),
      'read-notices',
    ),
  'saves/save': () => keeps(),
  'moderation/filters/filter': (page) => [
    ...keeps(page.form !== null || page.ending !== null),
    ...(page.form === null ? [] : focusErrors(page.form)),
  ],
  'moderation/decisions/decision': (page) => [
    ...keeps(page.already === ''),
    ...when(page.already === '', ...reasonKeys(page, page.chips)),
  ],
  'moderation/decisions/edit': () => keeps(),
  'moderation/moves/move': (page) => when(page.done === null, ...keeps(), ...reasonKeys(page, page.chips)),
  'moderation/duty/duty': () => keeps(),
  'comments/reports/new': (page) => [...keeps(page.sent === ''), ...focusErrors(page)],
  'admin/people/applications': (page) => [
    ...keeps(page.items.length > 0),
    ...when(page.items.length > 0, 'submit-once'),
    ...when(page.items.length > 0, 'queue-keys'),
  ],
  'moderation/reports/reports': ({ reports }) => [
    ...keeps(reports.some(({ refusal }) => refusal === '')),
    ...when(
      reports.some(({ refusal }) => refusal === ''),
      'submit-once',
    ),
    ...when(reports.length > 0, 'queue-keys'),
  ],
  'moderation/site-holds/site-hold': (page) => [
    ...keeps(),
    ...reasonKeys(page, page.hold.chips, page.release?.chips ?? null),
    ...focusErrors(page),
  ],
  'moderation/threads/settings': (page) => [
    ...keeps(page.forms.length > 0),
    ...reasonKeys(page, ...page.forms.map(({ chips }) => chips)),
  ],
  'moderation/threads/older': (page) => [...keeps(), ...reasonKeys(page, page.chips)],
  'moderation/sweeps/sweep': ({ chrome, groups, chips }) => [
    ...keeps(),
    ...reasonKeys({ chrome }, chips),
    ...when(groups.length > 0, 'count-ticked'),
  ],
  'moderation/people/sanction': (page) => [...keeps(), ...reasonKeys(page, page.chips)],
  'moderation/people/record': (page) => keeps(page.notesAction !== ''),
  'moderation/classifier/classifier': () => keeps(),
  'desk/queue/desk': ({ items, flash }) => [
    ...keeps(items.some(({ open }) => open !== null)),
    ...when(items.some(({ open }) => open !== null) || (flash !== null && flash.batch !== ''), 'submit-once'),
    ...when(items.length > 0 || (flash !== null && flash.batch !== ''), 'desk-keys'),
  ],
  'desk/decisions/decision': ({ chrome, form }) => [
    ...keeps(form !== null && (form.reason !== null || form.note !== null)),
    ...when(!chrome.keysOff && (form?.chips ?? null) !== null, 'reason-keys'),
  ],
  'moderation/queue/queue': ({ blocks, appeals, undo }) => [
    ...keeps(
      blocks.some(({ items }) => items.some(({ form }) => (form?.chips ?? null) !== null)) ||
        (appeals?.items ?? []).some(({ grant, deny }) => grant !== '' || deny !== ''),
    ),
    'submit-once',
    ...when(blocks.length > 0 || (appeals?.items.length ?? 0) > 0 || undo !== '', 'queue-keys'),
  ],
  'moderation/appeals/answers': ({ list, answered, undo }) => {
    const cases = answered === null ? list.items : []
    const isOpen = cases.some(({ grant, deny }) => grant !== '' || deny !== '')
    return [
      ...keeps(isOpen),
      ...when(undo !== '' || isOpen, 'submit-once'),
      ...when(undo !== '' || cases.length > 0, 'queue-keys'),
    ]
  },
}

/** Names the scripts that a page uses, each once. */
export function scriptsOf<K extends keyof Views>(view: K, page: Views[K]): Script[] {
  const own: ((page: Views[K]) => Script[]) | undefined = table[view]
  return [...new Set<Script>(['menus', ...when(!page.chrome.keysOff, 'keys'), ...(own?.(page) ?? [])])].filter(
    (script) => script !== 'thread-keys' || !page.chrome.keysOff,
  )
}
