// What is true of feeds: how their addresses are read, and which replies are told to whom. Pure functions.

/** The two ways in which every feed is written, by the ending of its address. */
export const formats = ['xml', 'json'] as const
export type Format = (typeof formats)[number]

/** `harbour.xml` → the feed's name and the way it is written; null for any other ending. */
export function feedNamed(file: string): { name: string; format: Format } | null {
  const [, name, ending] = /^(.+)\.([a-z]+)$/s.exec(file) ?? []
  const format = formats.find((one) => one === ending)
  return name === undefined || format === undefined ? null : { name, format }
}

/** Whether a reply is told to the one whom it answers: the words of others are. What they have muted is for mutes/ to say. */
export const isTold = (reply: { account_id: number | null }, reader: { id: number }): boolean =>
  reply.account_id !== reader.id
