// The kinds of notices. Pure.

/** The kinds of notices, by the word in the address that asks for them alone. */
export const noticeKinds = { replies: 'reply', mentions: 'mention', decisions: 'decision', follows: 'follow' } as const

export type NoticeFilter = keyof typeof noticeKinds

export type NoticeKind = (typeof noticeKinds)[NoticeFilter]

export const isNoticeFilter = (text: string): text is NoticeFilter => Object.hasOwn(noticeKinds, text)
