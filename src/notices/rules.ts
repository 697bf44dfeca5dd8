// The kinds of notices, and the filters of the inbox. Pure.

/** Word in the address of a filtered inbox → kind of notice. */
export const noticeKinds = { replies: 'reply', mentions: 'mention', decisions: 'decision', follows: 'follow' } as const

export type NoticeFilter = keyof typeof noticeKinds

export type NoticeKind = (typeof noticeKinds)[NoticeFilter]

export const isNoticeFilter = (text: string): text is NoticeFilter => Object.hasOwn(noticeKinds, text)
