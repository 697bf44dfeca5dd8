// The rate limiter alone: what it counts together, and what it forgets.
import { expect, test } from 'vitest'
import { countedNetworks } from '../../src/ip-ranges.ts'
import { createLimiter } from '../../src/web/limiter.ts'

const limit = { max: 3, window: 1000 }

function scene(max?: number) {
  let now = 0
  const limiter = createLimiter(() => now, max)
  return {
    limiter,
    advance: (by: number) => {
      now += by
    },
    allowed: (ip: string) => limiter.count('search', ip, limit).allowed,
  }
}

const ipv4 = (n: number): string => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`

test.each([
  ['192.0.2.1', ['00000000000000000000ffffc0000201']],
  ['::ffff:192.0.2.1', ['00000000000000000000ffffc0000201']],
  ['2001:db8:1:2:3:4:5:6', ['20010db800010002', '20010db80001']],
  ['fe80::1%eth0', ['fe80000000000000', 'fe8000000000']],
  ['unknown', ['unknown']],
])('%s is counted as %j', (ip, keys) => {
  expect(countedNetworks(ip).map(({ key }) => key)).toEqual(keys)
})

test('a window begins with its first request and ends after its length', () => {
  const { limiter, advance } = scene()
  const count = () => limiter.count('search', '192.0.2.1', limit)
  expect(count()).toEqual({ allowed: true, left: 2, seconds: 1 })
  advance(600)
  expect([count().left, count().left, count().allowed]).toEqual([1, 0, false])
  advance(399)
  expect(count().allowed).toBe(false)
  advance(1)
  expect(count().allowed).toBe(true)
})

test('names are counted separately', () => {
  const { limiter } = scene()
  for (let n = 0; n < 4; n++) limiter.count('search', '192.0.2.1', limit)
  expect(limiter.count('login', '192.0.2.1', limit).allowed).toBe(true)
})

test('a /48 has ten times the limit of a /64, and a neighbour over the limit does not use it up', () => {
  const { allowed } = scene()
  const subscriber = (n: number): string => `2001:db8:0:${n.toString(16)}::1`
  for (let n = 0; n < 100; n++) allowed(subscriber(0))
  const neighbours = Array.from({ length: 40 }, (_, n) => allowed(subscriber(n + 1)))
  expect(neighbours.filter(Boolean)).toHaveLength(27)
  expect(allowed('2001:db8:1::1')).toBe(true)
})

test('memory is bounded, and those over their limit are not forgotten', () => {
  const { limiter, allowed } = scene(100)
  for (let n = 0; n < 4; n++) allowed('192.0.2.1')
  for (let n = 0; n < 5000; n++) allowed(ipv4(n))
  expect(limiter.size()).toBeLessThanOrEqual(100)
  expect(allowed('192.0.2.1')).toBe(false)
})

test('networks without room for a counter share one, until a window ends', () => {
  const { limiter, allowed, advance } = scene(100)
  for (let n = 0; n < 100; n++) for (let times = 0; times < 3; times++) allowed(ipv4(n))
  const strangers = Array.from({ length: 40 }, (_, n) => allowed(ipv4(1000 + n)))
  expect(strangers.filter(Boolean)).toHaveLength(30)
  expect(limiter.size()).toBe(101)
  for (let n = 0; n < 100; n++) expect(allowed(ipv4(n))).toBe(false)
  advance(1000)
  expect(allowed(ipv4(1000))).toBe(true)
})

test('expired counters make room before any other', () => {
  const { limiter, allowed, advance } = scene(1000)
  for (let n = 0; n < 900; n++) allowed(ipv4(n))
  advance(1000)
  for (let n = 0; n < 400; n++) allowed(ipv4(5000 + n))
  expect(limiter.size()).toBeLessThanOrEqual(500)
})
