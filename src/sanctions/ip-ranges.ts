// Network addresses as texts that sort: ranges of them, what a moderator types, and what moderators are shown. Pure.
import { isIP } from 'node:net'

/** Both ends included; 32 hexadecimal digits each, an IPv4 address as it stands in IPv6. */
export type Range = { from: string; to: string }

/** How IPv4 addresses begin in IPv6. */
const MAPPED = '00000000000000000000ffff'

const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0')

const ofIpv4 = (text: string): string =>
  text
    .split('.')
    .map((part) => hex(Number(part), 2))
    .join('')

/** @returns null for anything that is not an address */
export function sortable(address: string): string | null {
  const text = address.trim().replace(/%.*$/, '')
  const kind = isIP(text)
  if (kind === 0) return null
  if (kind === 4) return MAPPED + ofIpv4(text)
  const whole = text.replace(/(?<=:)\d+(?:\.\d+){3}$/, (four) => ofIpv4(four).replace(/^.{4}/, '$&:'))
  const [left = '', right] = whole.split('::')
  const groups = (side: string): string[] =>
    side === '' ? [] : side.split(':').map((group) => group.toLowerCase().padStart(4, '0'))
  const [before, after] = [groups(left), groups(right ?? '')]
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0000'), ...after].join('')
}

const isV4 = (text: string): boolean => text.startsWith(MAPPED)

/** The network of so many bits of IPv6 that an address is in. */
function network(address: string, bits: number): Range {
  const mask = (1n << BigInt(128 - bits)) - 1n
  const at = BigInt(`0x${address}`)
  return { from: (at & ~mask).toString(16).padStart(32, '0'), to: (at | mask).toString(16).padStart(32, '0') }
}

/** Whoever has an address has its neighbours too: /24 of IPv4, /48 of IPv6. */
export const neighborRange = (address: string): Range => network(address, isV4(address) ? 96 + 24 : 48)

/** The narrowest networks that may not be banned whole any more: half a country is behind them. */
const WIDEST = { v4: 12, v6: 24 } as const

/** What a moderator types: an address, or a network as `192.0.2.0/24`. */
export function typedRange(typed: string): Range | { fault: string } {
  const [text = '', bits] = typed.trim().split('/')
  const address = sortable(text)
  const most = address !== null && isV4(address) ? 32 : 128
  if (address === null || (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)))
    return { fault: 'An address looks like 192.0.2.7 or 2001:db8::7, a range of them like 192.0.2.0/24.' }
  if (bits === undefined) return { from: address, to: address }
  const widest = most === 32 ? WIDEST.v4 : WIDEST.v6
  if (Number(bits) < widest)
    return { fault: `That would shut out half a country. The widest range is /${widest} here.` }
  return network(address, most === 32 ? 96 + Number(bits) : Number(bits))
}

const groupsOf = (address: string): string =>
  (address.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, '')).join(':')

const written = (address: string): string =>
  isV4(address)
    ? (address.slice(24).match(/../g) ?? []).map((two) => parseInt(two, 16)).join('.')
    : groupsOf(address).replace(/(?:^|:)0(?::0)+(?::|$)/, '::')

const bitsOf = ({ from, to }: Range): number =>
  128 - (BigInt(`0x${from}`) ^ BigInt(`0x${to}`)).toString(2).replace(/^0$/, '').length

/** A range as moderators see it: never narrower than what an address's neighbours have in common. */
export function masked(range: Range): string {
  const least = isV4(range.from) ? 96 + 24 : 48
  const bits = bitsOf(range)
  const shown = bits > least ? network(range.from, least) : range
  const text = `${written(shown.from)}/${Math.min(bits, least) - (isV4(range.from) ? 96 : 0)}`
  return bits > least ? `part of ${text}` : text
}

/** An address as moderators see it. */
export const maskedAddress = (address: string): string => masked(neighborRange(address))
