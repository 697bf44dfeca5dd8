// What is true of feeds: how their addresses are read, and which replies are told to whom. Pure functions.

/** The two ways in which every feed is written, by the ending of its address. */
export const feedFormats = ['xml', 'json'] as const
export type FeedFormat = (typeof feedFormats)[number]

/** `harbour.xml` → the feed's name and the way it is written; null for any other ending. */
export function parseFeedName(file: string): { name: string; format: FeedFormat } | null {
  const [, name, ending] = /^(.+)\.([a-z]+)$/s.exec(file) ?? []
  const format = feedFormats.find((one) => one === ending)
  return name === undefined || format === undefined ? null : { name, format }
}

/** Whether a reply is told to the one whom it answers: the words of others are. What they have muted is for mutes/ to say. */
export const isByAnother = (reply: { account_id: number | null }, reader: { id: number }): boolean =>
  reply.account_id !== reader.id
