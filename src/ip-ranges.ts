// Network addresses as text that sorts: ranges, what a moderator types, and what moderators are shown. Pure.
import ipaddr from 'ipaddr.js'

/** Both ends included; 32 hexadecimal digits each. An IPv4 address is stored as its IPv4-mapped IPv6 address. */
export type Range = { from: string; to: string }

/** The first 12 bytes of an IPv4-mapped IPv6 address. */
const MAPPED = '00000000000000000000ffff'

const isMappedIpv4 = (address: string): boolean => address.startsWith(MAPPED)

const parseSortable = (address: string): ipaddr.IPv6 => new ipaddr.IPv6([...Buffer.from(address, 'hex')])

const formatSortable = (address: ipaddr.IPv6): string => Buffer.from(address.toByteArray()).toString('hex')

/** Reads dotted decimal IPv4 or IPv6; a zone (`%eth0`) is dropped. Octal and shortened IPv4 are refused: systems disagree on them. */
function parseAddress(text: string): ipaddr.IPv6 | null {
  const address = text.trim().replace(/%.*$/, '')
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).toIPv4MappedAddress()
  const [dotted] = /[^:]*\.[^:]*$/.exec(address) ?? []
  if (dotted !== undefined && !ipaddr.IPv4.isValidFourPartDecimal(dotted)) return null
  // ipaddr.js reads `::192.0.2.1` as if it were `::ffff:192.0.2.1`; `0::192.0.2.1` it reads as written.
  const written = address.replace(/^::(?=[^:]*\.)/, '0::')
  return ipaddr.IPv6.isValid(written) ? ipaddr.IPv6.parse(written) : null
}

/** Four numbers without leading zeros, which most addresses are: as `parseAddress` reads them, but ten times as fast. */
const DOTTED = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/

function sortableDotted(text: string): string | null {
  const bytes = DOTTED.exec(text)?.slice(1).map(Number)
  if (bytes === undefined || bytes.some((byte) => byte > 255)) return null
  return MAPPED + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Formats an address so that texts sort as the numbers do. @returns null for anything that is not an address */
export function sortable(text: string): string | null {
  const dotted = sortableDotted(text)
  if (dotted !== null) return dotted
  const address = parseAddress(text)
  return address && formatSortable(address)
}

/** Whether an address is one of the public internet: not of this machine, its network, or a special use. */
export function isPublicAddress(text: string): boolean {
  const address = parseAddress(text)
  if (address === null) return false
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().range() === 'unicast'
  // Addresses are assigned from 2000::/3 alone.
  return address.range() === 'unicast' && address.match(ipaddr.IPv6.parseCIDR('2000::/3'))
}

/** The network that contains an address. @param bits the length of its prefix in IPv6 */
function network(address: string, bits: number): Range {
  const cidr = `${parseSortable(address)}/${bits}`
  return {
    from: formatSortable(ipaddr.IPv6.networkAddressFromCIDR(cidr)),
    to: formatSortable(ipaddr.IPv6.broadcastAddressFromCIDR(cidr)),
  }
}

/** Prefix lengths in IPv6 of the network that one household or company usually has: /24 of IPv4, /48 of IPv6. */
const neighborBits = (address: string): number => (isMappedIpv4(address) ? 96 + 24 : 48)

/** The network around an address that probably belongs to the same person. */
export const neighborRange = (address: string): Range => network(address, neighborBits(address))

/** The network of one subscriber: an address of IPv4, a /64 of IPv6. */
export const subscriberRange = (address: string): Range => network(address, isMappedIpv4(address) ? 128 : 64)

/** Prefix lengths of the widest networks that can be banned. */
const MIN_PREFIX_LENGTH = { v4: 12, v6: 24 } as const

/** Parses what a moderator typed: an address, or a network such as `192.0.2.0/24`. */
export function typedRange(typed: string): Range | { fault: string } {
  const [text = '', bits] = typed.trim().split('/')
  const address = sortable(text)
  const maxBits = address !== null && isMappedIpv4(address) ? 32 : 128
  if (address === null || (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > maxBits)))
    return { fault: 'An address looks like 192.0.2.7 or 2001:db8::7, a range of them like 192.0.2.0/24.' }
  if (bits === undefined) return { from: address, to: address }
  const widest = maxBits === 32 ? MIN_PREFIX_LENGTH.v4 : MIN_PREFIX_LENGTH.v6
  if (Number(bits) < widest) return { fault: `That range is too wide: the widest is /${widest} here.` }
  return network(address, maxBits === 32 ? 96 + Number(bits) : Number(bits))
}

const printed = (address: string): string =>
  isMappedIpv4(address) ? parseSortable(address).toIPv4Address().toString() : parseSortable(address).toRFC5952String()

/** The length of the prefix that both ends of a range share. */
const sharedBits = ({ from, to }: Range): number =>
  128 - (BigInt(`0x${from}`) ^ BigInt(`0x${to}`)).toString(2).replace(/^0$/, '').length

/** Formats a range for moderators, at the precision of `neighborRange` at most: a whole address is never shown. */
export function masked(range: Range): string {
  const maxBits = neighborBits(range.from)
  const bits = sharedBits(range)
  const { from } = bits > maxBits ? network(range.from, maxBits) : range
  const text = `${printed(from)}/${Math.min(bits, maxBits) - (isMappedIpv4(range.from) ? 96 : 0)}`
  return bits > maxBits ? `part of ${text}` : text
}

/** Formats an address for moderators. */
export const maskedAddress = (address: string): string => masked(neighborRange(address))

/** A network that requests are counted for, and how many times the limit of one subscriber it may have. */
export type CountedNetwork = { key: string; times: number }

/** Hexadecimal digits of an IPv6 address that one subscriber has (/64), and of the site that usually contains it (/48). */
const SUBSCRIBER_DIGITS = 64 / 4
const SITE_DIGITS = 48 / 4
const SITE_TIMES = 10

/** The networks that rate limits count an address for, the narrowest first: one address of IPv4; a /64 and its /48 of IPv6. */
export function countedNetworks(ip: string): readonly CountedNetwork[] {
  const address = sortable(ip)
  if (address === null || isMappedIpv4(address)) return [{ key: address ?? ip, times: 1 }]
  return [
    { key: address.slice(0, SUBSCRIBER_DIGITS), times: 1 },
    { key: address.slice(0, SITE_DIGITS), times: SITE_TIMES },
  ]
}
