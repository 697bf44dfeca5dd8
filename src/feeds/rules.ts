// Rules of feeds: how their names are parsed, and which replies a private feed shows. Pure.

/** Formats of feeds, by the extension of the address. */
const feedFormats = ['xml', 'json'] as const
export type FeedFormat = (typeof feedFormats)[number]

/** Parses `harbour.xml` into name and format; null for any other extension. */
export function parseFeedName(file: string): { name: string; format: FeedFormat } | null {
  const [, name, ending] = /^(.+)\.([a-z]+)$/s.exec(file) ?? []
  const format = feedFormats.find((one) => one === ending)
  return name === undefined || format === undefined ? null : { name, format }
}

/** Whether somebody else wrote a reply. Mutes are applied later. */
export const isByAnother = (reply: { account_id: number | null }, reader: { id: number }): boolean =>
  reply.account_id !== reader.id
