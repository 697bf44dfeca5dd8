// The kinds of notices. Pure.

/** The kinds of notices, by the word in the address that asks for them alone. */
export const kindsAsked = { replies: 'reply', mentions: 'mention', decisions: 'decision', follows: 'follow' } as const

export type Asked = keyof typeof kindsAsked

export type Kind = (typeof kindsAsked)[Asked]

export const isAsked = (text: string): text is Asked => Object.hasOwn(kindsAsked, text)
