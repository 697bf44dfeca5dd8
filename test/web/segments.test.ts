// Pieces of pages: joined they are one gzip member, and what is kept of them holds until one of its topics changes.
import { crc32, gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crcShift, joinCrc } from '../../src/web/crc.ts'
import { createPartCache } from '../../src/web/part-cache.ts'
import { createSegmentMemo } from '../../src/web/segment-memo.ts'
import { gzipOf, htmlOf, ownSegment, type Segment, sharedSegment, smallSegment } from '../../src/web/segments.ts'
import { createVersions } from '../../src/web/versions.ts'

describe('The CRC of joined texts', () => {
  test('is the CRC of the whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) => {
        expect(joinCrc(crc32(a), crc32(b), crcShift(b.length))).toBe(crc32(Buffer.concat([a, b])))
      }),
    )
  })

  test('holds for texts longer than sixteen bits can count', () => {
    const [a, b] = [Buffer.from('the slipway'), Buffer.alloc(70_001, 'grey')]
    expect(joinCrc(crc32(a), crc32(b), crcShift(b.length))).toBe(crc32(Buffer.concat([a, b])))
  })
})

describe('Joined pieces', () => {
  const kinds: ((text: string) => Segment | Promise<Segment>)[] = [sharedSegment, smallSegment, ownSegment]

  test('are one gzip member with the text of all, whatever their order, kind and length', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ minLength: 1, maxLength: 5 }).map((word) => word.repeat(900)),
      fc.constant('Grüße — “gull” 🐦'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, fc.nat(2)), { maxLength: 12 }), async (pieces) => {
        const segments = await Promise.all(pieces.map(([one, kind]) => kinds[kind]!(one)))
        const whole = pieces.map(([one]) => one).join('')
        expect(gunzipSync(gzipOf(segments)).toString()).toBe(whole)
        expect(htmlOf(segments).toString()).toBe(whole)
      }),
    )
  })

  test('say the same from the second time on, when a text that comes again is compressed', () => {
    const memo = createSegmentMemo()
    const text = 'The slipway is grey. '.repeat(20)
    const [first, second, third] = [memo(text), memo(text), memo(text)]
    expect(second.deflated.length).toBeLessThan(first.deflated.length)
    expect(third).toBe(second)
    for (const one of [first, second]) expect(gunzipSync(gzipOf([one])).toString()).toBe(text)
  })

  test('of texts that were not used for longest are forgotten first', () => {
    const memo = createSegmentMemo(100)
    const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]
    const kept = memo(a)
    memo(b)
    const again = memo(a)
    memo(c)
    expect(memo(a).html).toBe(again.html)
    expect(kept.html).not.toBe(again.html)
  })
})

describe('What is kept of a page', () => {
  const open = (capacity = 1000) => {
    const versions = createVersions()
    const parts = createPartCache({ mark: versions.now, areUnchanged: versions.areUnchanged }, capacity)
    let made = 0
    const ask = (key: string, over: { topics?: string[]; expires?: number; bytes?: number } = {}, now = 0) =>
      parts.once(key, now, async () => ({
        value: ++made,
        bytes: 10,
        expires: Infinity,
        topics: ['article:1'],
        ...over,
      }))
    return { versions, parts, ask }
  }

  test('holds until one of its topics changes', async () => {
    const { versions, ask } = open()
    expect([await ask('a'), await ask('a')]).toEqual([1, 1])
    versions.raise(['article:2'])
    expect(await ask('a')).toBe(1)
    versions.raise(['article:1'])
    expect(await ask('a')).toBe(2)
  })

  test('holds until its time is over', async () => {
    const { ask } = open()
    await ask('a', { expires: 5 })
    expect([await ask('a', {}, 4), await ask('a', {}, 5)]).toEqual([1, 2])
  })

  test('is not kept if a topic has changed while it was made', async () => {
    const { versions, parts, ask } = open()
    const making = parts.once('a', 0, async () => {
      versions.raise(['article:1'])
      return { value: 0, bytes: 1, expires: Infinity, topics: ['article:1'] }
    })
    expect(await making).toBe(0)
    expect(await ask('a')).toBe(1)
  })

  test('is made once for simultaneous requests, but again for one after a change', async () => {
    const { versions, ask } = open()
    const before = [ask('a'), ask('a')]
    versions.raise(['article:1'])
    const after = ask('a')
    expect(await Promise.all([...before, after])).toEqual([1, 1, 2])
  })

  test('takes no more room than the cache has: what was not used for longest goes first', async () => {
    const { parts, ask } = open(25)
    await ask('a')
    await ask('b')
    await ask('a')
    await ask('c')
    expect(parts.size()).toEqual({ parts: 2, bytes: 20 })
    expect([parts.get('a', 0), parts.get('b', 0)]).toEqual([1, undefined])
  })

  test('is nothing while the cache is off', async () => {
    const { parts, ask } = open()
    parts.isOn = false
    expect([await ask('a'), await ask('a')]).toEqual([1, 2])
    expect(parts.size().parts).toBe(0)
  })
})
