// What holds against whom, as pure rules: addresses that sort, bans that hold, ends by the clock, and what spam shares.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { traitsOf, traitText } from '../../src/filters/traits.ts'
import { masked, maskedAddress, neighborRange, sortable, typedRange } from '../../src/ip-ranges.ts'
import { sharedWith } from '../../src/moderation/sweeps/rules.ts'
import {
  type Ban,
  type BanCandidate,
  banInForce,
  formatBan,
  isInForce,
  longestSanction,
  parseUntil,
} from '../../src/sanctions/rules.ts'
import { DAY } from '../../src/time.ts'
import { NOON } from '../support/site.ts'

const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))

describe('An address as a text', () => {
  test.each([
    ['192.0.2.1', '00000000000000000000ffffc0000201'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['::1', '00000000000000000000000000000001'],
    ['::', '0'.repeat(32)],
    ['2001:DB8::7', '20010db8000000000000000000000007'],
    ['fe80::1%eth0', 'fe800000000000000000000000000001'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['1::8', '00010000000000000000000000000008'],
    ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'],
    ['::192.0.2.1', '000000000000000000000000c0000201'],
    ['::FFFF:c000:201', '00000000000000000000ffffc0000201'],
    ['::ffff:192.0.2.1%eth0', '00000000000000000000ffffc0000201'],
    ['fe80::1%br-lan.7', 'fe800000000000000000000000000001'],
    [' 192.0.2.1 ', '00000000000000000000ffffc0000201'],
    ['0.0.0.0', '00000000000000000000ffff00000000'],
    ['255.255.255.255', '00000000000000000000ffffffffffff'],
    ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
    ['::2:3:4:5:6:7:8', '00000002000300040005000600070008'],
  ])('%s is %s', (typed, text) => expect(sortable(typed)).toBe(text))

  test.each([
    ...['', 'x', '%', '%eth0', '1', '1.2.3', '1.2.3.', '1.2.3.256', '1.2.3.4.5', '192.0.2.1/24', '192.0.2.1:80'],
    ...['01.2.3.4', '0x7f.0.0.1', '2130706433', '127.1', '::ffff:01.2.3.4', '::ffff:1.2.3', '1.2.3.4::'],
    ...[
      ':',
      ':::',
      '1::2::3',
      '12345::',
      'g::',
      '[::1]',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7:1.2.3.4',
    ],
  ])('“%s” is none', (typed) => expect(sortable(typed)).toBeNull())

  test('of four numbers is the same as its IPv6 counterpart’s, and none where that is none', () => {
    const part = fc.oneof(fc.nat(300).map(String), fc.constantFrom('', '00', '007', '256', '1e1', '+1', ' 1'))
    fc.assert(
      fc.property(fc.array(part, { minLength: 3, maxLength: 5 }), (parts) => {
        const dotted = parts.join('.')
        if (dotted.trim() === dotted) expect(sortable(dotted)).toBe(sortable(`::ffff:${dotted}`))
      }),
    )
  })

  test('sorts as the numbers do, and lies between the ends of every range that it is in', () => {
    fc.assert(
      fc.property(octets, octets, (a, b) => {
        const number = (parts: readonly number[]): number => parts.reduce((sum, part) => sum * 256 + part, 0)
        expect(Math.sign(number(a) - number(b))).toBe(
          [sortable(a.join('.'))!, sortable(b.join('.'))!].reduce(
            (x, y) => (x < y ? -1 : x > y ? 1 : 0) as never,
          ) as unknown as number,
        )
      }),
    )
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 12, max: 32 }), (address, bits) => {
        const range = typedRange(`${address}/${bits}`)
        if ('fault' in range) throw new Error(range.fault)
        expect(range.from <= sortable(address)! && sortable(address)! <= range.to).toBe(true)
        expect(BigInt(`0x${range.to}`) - BigInt(`0x${range.from}`)).toBe((1n << BigInt(32 - bits)) - 1n)
      }),
    )
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const text = sortable(address)
        expect(text).toMatch(/^[0-9a-f]{32}$/)
        const { from, to } = neighborRange(text!)
        expect(from <= text! && text! <= to).toBe(true)
      }),
    )
  })

  test('is written as the URL standard reads it', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const groups = new URL(`http://[${address}]`).hostname.slice(1, -1)
        expect(sortable(groups)).toBe(sortable(address))
        const [left = '', right = ''] = groups.split('::')
        const filled = (side: string): string => side.replace(/[0-9a-f]+/g, (group) => group.padStart(4, '0'))
        const digits = [left, right].map((side) => filled(side).replaceAll(':', ''))
        expect(sortable(address)).toBe(
          groups.includes('::') ? digits[0] + '0'.repeat(32 - digits.join('').length) + digits[1] : digits[0],
        )
      }),
    )
  })

  test.each<[string, string, string]>([
    ['192.0.2.77/24', '00000000000000000000ffffc0000200', '00000000000000000000ffffc00002ff'],
    ['192.0.2.77/32', '00000000000000000000ffffc000024d', '00000000000000000000ffffc000024d'],
    ['10.255.0.1/12', '00000000000000000000ffff0af00000', '00000000000000000000ffff0affffff'],
    ['::ffff:192.0.2.77/24', '00000000000000000000ffffc0000200', '00000000000000000000ffffc00002ff'],
    ['2001:db8::7/128', '20010db8000000000000000000000007', '20010db8000000000000000000000007'],
    ['2001:db8:ffff::/33', '20010db8800000000000000000000000', '20010db8ffffffffffffffffffffffff'],
    ['fe80::1%eth0/64', 'fe800000000000000000000000000000', 'fe80000000000000ffffffffffffffff'],
  ])('the range %s runs from %s to %s', (typed, from, to) => expect(typedRange(typed)).toEqual({ from, to }))

  test.each([
    ...['', '/', '/24', 'x/24', '192.0.2.0/', '192.0.2.0/33', '192.0.2.0/-1', '192.0.2.0/2e1', '192.0.2.0/ 24'],
    ...['192.0.2/24', '2001:db8::/129', '::ffff:192.0.2.0/120', '192.0.2.0-192.0.2.9'],
  ])('“%s” is no range', (typed) =>
    expect(typedRange(typed)).toHaveProperty('fault', expect.stringMatching(/^An address looks/)),
  )

  test.each([
    ['10.0.0.0/11', 'That range is too wide: the widest is /12 here.'],
    ['2001::/23', 'That range is too wide: the widest is /24 here.'],
  ])('%s is too wide', (typed, fault) => expect(typedRange(typed)).toEqual({ fault }))

  test('is shown to moderators by its network alone', () => {
    expect(maskedAddress(sortable('192.0.2.77')!)).toBe('192.0.2.0/24')
    expect(maskedAddress(sortable('2001:db8:5:1::9')!)).toBe('2001:db8:5::/48')
    for (const [typed, shown] of [
      ['192.0.2.77', 'part of 192.0.2.0/24'],
      ['192.0.2.64/26', 'part of 192.0.2.0/24'],
      ['192.0.2.0/24', '192.0.2.0/24'],
      ['192.0.0.0/16', '192.0.0.0/16'],
      ['2001:db8::/32', '2001:db8::/32'],
      ['2001:db8::1', 'part of 2001:db8::/48'],
      ['::ffff:192.0.2.77', 'part of 192.0.2.0/24'],
      ['1:0:3:4:5:6:7:8', 'part of 1:0:3::/48'],
      ['::1', 'part of ::/48'],
    ] as const) {
      const range = typedRange(typed)
      expect('fault' in range ? range.fault : masked(range)).toBe(shown)
    }
  })
})

const until = fc.option(fc.integer({ min: NOON - DAY, max: NOON + DAY }), { nil: null })
const endedAt = fc.option(fc.constant(NOON - 1), { nil: null })
const range = fc
  .tuple(fc.ipV4(), fc.integer({ min: 12, max: 32 }))
  .map(([address, bits]) => typedRange(`${address}/${bits}`) as { from: string; to: string })
const none = { person_id: null, email: null, address_from: null, address_to: null }
const ban: fc.Arbitrary<Ban> = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: 1, max: 3 }).map((person_id) => ({ ...none, person_id })),
      fc.constantFrom('a@x.example', 'b@x.example').map((email) => ({ ...none, email })),
      range.map(({ from, to }) => ({ ...none, address_from: from, address_to: to })),
    ),
    until,
    endedAt,
  )
  .map(([target, until_at, ended_at]) => ({ ...target, until_at, ended_at, reason: 'R' }))
const asker: fc.Arbitrary<BanCandidate> = fc.record({
  account: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  email: fc.option(fc.constantFrom('a@x.example', 'b@x.example'), { nil: null }),
  address: fc.option(
    fc.ipV4().map((address) => sortable(address)!),
    { nil: null },
  ),
})

describe('A ban', () => {
  test('more never lets anybody in whom fewer kept out, in whatever order they stand', () => {
    fc.assert(
      fc.property(fc.array(ban, { maxLength: 6 }), fc.array(ban, { maxLength: 6 }), asker, (some, more, who) => {
        if (banInForce(some, who, NOON) !== null) expect(banInForce([...more, ...some], who, NOON)).not.toBeNull()
      }),
    )
  })

  test('holds from its making to its end by the clock, the last moment outside, or until somebody ends it', () => {
    expect([NOON - 1, NOON, NOON + 1].map((now) => isInForce({ until_at: NOON, ended_at: null }, now))).toEqual([
      true,
      false,
      false,
    ])
    expect(isInForce({ until_at: null, ended_at: null }, NOON)).toBe(true)
    expect(isInForce({ until_at: null, ended_at: NOON - 1 }, NOON)).toBe(false)
  })

  test('of an address holds for guests and for nobody who has an account', () => {
    const address = sortable('192.0.2.7')!
    const on: Ban = { ...none, address_from: address, address_to: address, until_at: null, ended_at: null, reason: 'R' }
    expect(banInForce([on], { account: null, email: null, address }, NOON)).toBe(on)
    expect(banInForce([on], { account: 1, email: null, address }, NOON)).toBeNull()
    expect(banInForce([on], { account: null, email: null, address: sortable('192.0.2.8') }, NOON)).toBeNull()
  })

  test('of several the one is told that lasts longest', () => {
    const of = (until_at: number | null) => ({ reason: String(until_at), until_at, ended_at: null })
    expect(longestSanction([of(NOON + 1), of(null), of(NOON + 2)], NOON)?.reason).toBe('null')
    expect(longestSanction([of(NOON + 1), of(NOON + 2), of(NOON - 1)], NOON)?.reason).toBe(String(NOON + 2))
    expect(longestSanction([of(NOON)], NOON)).toBeNull()
  })

  test('is told with its reason and its end, and where to say what one thinks of it', () => {
    const told: Ban = { ...none, person_id: 1, until_at: null, ended_at: null, reason: 'Spam' }
    expect(formatBan(told, null, 'UTC')).toBe('This account is banned for ever. Reason: Spam.')
    expect(formatBan({ ...told, until_at: NOON }, 'a@x.example', 'UTC')).toBe(
      'This account is banned until 12 March 2030, 14:25. Reason: Spam. If you think this is wrong, write to a@x.example.',
    )
  })
})

test.each<[string, string, unknown]>([
  ['day', '', { until: NOON + DAY }],
  ['ever', '', { until: null }],
  ['2030-03-14', '', { until: Date.UTC(2030, 2, 15) }],
  ['week', '2030-03-12', { until: Date.UTC(2030, 2, 13) }],
  ['', '', { fault: 'Choose until when.' }],
  ['day', '2030-03-11', { fault: 'Choose a day that is not over yet.' }],
  ['2030-02-30', '', { fault: 'Choose how long, or write a day as 2030-03-31.' }],
  ['2040-03-12', '', { until: Date.UTC(2040, 2, 13) }],
  ['2040-03-13', '', { fault: 'That is more than 10 years ahead. Choose “for ever” instead.' }],
  ['week', '9999-12-31', { fault: 'That is more than 10 years ahead. Choose “for ever” instead.' }],
  ['constructor', '', { fault: 'Choose how long, or write a day as 2030-03-31.' }],
])('an end of “%s” and “%s” is read', (typed, date, read) =>
  expect(parseUntil({ until: typed, date }, NOON, 'UTC')).toEqual(read),
)

describe('What comments share with one that is spam', () => {
  const html =
    '<p>Buy these excellent <a href="https://www.ropes.example/a?b=1&amp;c=2">ropes</a> at once, before they are all gone!</p>'
  test.each<[string, string[]]>([
    ['<p>BUY these—excellent <b>ropes</b> AT ONCE before they are all gone</p>', ['same text']],
    ['<a href="http://ropes.example/z">z</a>', ['links to ropes.example']],
    ['<a href="https://ropes.example.org/">z</a><a href="/people/Bo">Bo</a>', []],
    ['<p>x</p>', []],
  ])('%j: %j', (other, shared) => {
    const traits = traitsOf(other)
    expect(
      traitsOf(html)
        .filter((trait) => traits.includes(trait))
        .map(traitText),
    ).toEqual(shared)
  })

  test('nothing where there is neither a long text nor a link', () => {
    for (const other of ['<p>x</p>', '<a href="https://">x</a><a href="mailto:a@x.example">y</a>', ''])
      expect(traitsOf(other)).toEqual([])
  })

  const spam = { account_id: 1, address: sortable('192.0.2.7') }
  test.each<[Partial<typeof spam> | { account_id: null }, string[], string | null]>([
    [{ account_id: 1 }, ['same account'], null],
    [{ account_id: 2 }, [], null],
    [{ address: sortable('192.0.2.7') }, [], 'same address'],
    [{ address: sortable('192.0.2.200') }, [], 'same network'],
    [{ address: sortable('192.0.3.7') }, [], null],
  ])('%j: %j, and %j', (over, strong, address) =>
    expect(sharedWith(spam, { account_id: null, address: null, ...over }, false, [])).toEqual({ strong, address }),
  )
})
