// The public log: every action with its reason, in a hash chain that anyone can verify.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendToLog, chainVerifier, entryHash, GENESIS, type LogEntry } from '../../../src/db/log-chain.ts'
import { write } from '../../../src/db/write.ts'
import { linkOn, wordsOn } from '../../comments/page.ts'
import { openSite, type Site } from '../../support/site.ts'

/** The documented hash: SHA-256 over a JSON array without spaces. */
const documented = (line: LogEntry): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        line.previous_hash,
        line.id,
        line.created_at,
        line.actor,
        line.act,
        line.subject,
        line.subject_id,
        line.article_id,
        line.reason,
      ]),
      'utf8',
    )
    .digest('hex')

async function siteWithEntries(n: number): Promise<{ site: Site; lines: () => Promise<LogEntry[]> }> {
  const site = await openSite()
  const article = await site.article()
  await write(site.deps, async (db) => {
    for (let i = 0; i < n; i++)
      await appendToLog(db, {
        at: site.deps.clock() + i,
        actorId: null,
        actor: `Mo “${i}”`,
        act: i % 2 === 0 ? 'close' : 'reopen',
        subject: 'article',
        subjectId: article,
        articleId: article,
        reason: `Reason ${i}: "x" </b> 𠮷\n`,
      })
  })
  return {
    site,
    lines: async () =>
      (await site.get('/moderation/log.jsonl')).body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as LogEntry),
  }
}

/** The first fault that the verifier finds. */
function verified(lines: readonly LogEntry[]): string | null {
  const chain = chainVerifier()
  for (const line of lines) {
    const fault = chain.next(line)
    if (fault !== null) return `${fault.id}: ${fault.fault}`
  }
  return null
}

describe('The log as JSON Lines', () => {
  test('verifies line by line with the documented hash', async () => {
    const { site, lines } = await siteWithEntries(1203)
    const all = await lines()
    expect(all).toHaveLength(1203)
    let head = '0'.repeat(64)
    for (const [i, line] of all.entries()) {
      expect(line.id).toBe(i + 1)
      expect(line.previous_hash).toBe(head)
      expect(documented(line)).toBe(line.hash)
      head = line.hash
    }
    expect(verified(all)).toBeNull()
    const answer = await site.get('/moderation/log.jsonl')
    expect(answer.headers['content-type']).toBe('application/jsonl; charset=utf-8')
    expect(Object.keys(all[0]!)).toEqual([
      'id',
      'created_at',
      'actor',
      'act',
      'subject',
      'subject_id',
      'article_id',
      'reason',
      'previous_hash',
      'hash',
    ])
  })

  test('is empty before the first action', async () => {
    const site = await openSite()
    expect((await site.get('/moderation/log.jsonl')).body).toBe('')
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain('No moderator has had to do anything yet.')
  })
})

describe('Tampering is detected:', () => {
  const entry = fc.record({
    created_at: fc.nat(),
    actor: fc.string(),
    act: fc.constantFrom('close', 'reopen'),
    subject: fc.constant('article'),
    subject_id: fc.nat(),
    article_id: fc.option(fc.nat(), { nil: null }),
    reason: fc.string({ unit: 'binary' }),
  })
  const chain = fc.array(entry, { minLength: 3, maxLength: 12 }).map((said) => {
    const lines: LogEntry[] = []
    for (const [i, one] of said.entries()) {
      const line = { id: i + 1, ...one, previous_hash: lines.at(-1)?.hash ?? GENESIS }
      lines.push({ ...line, hash: entryHash(line) })
    }
    return lines
  })

  test('an unchanged chain verifies', () => {
    fc.assert(
      fc.property(chain, (lines) => {
        expect(verified(lines)).toBeNull()
      }),
    )
  })

  test('a changed word, time, name or number', () => {
    const changes = fc.constantFrom<(line: LogEntry) => LogEntry>(
      (line) => ({ ...line, reason: `${line.reason}.` }),
      (line) => ({ ...line, actor: `${line.actor}x` }),
      (line) => ({ ...line, created_at: line.created_at + 1 }),
      (line) => ({ ...line, act: line.act === 'close' ? 'reopen' : 'close' }),
      (line) => ({ ...line, article_id: (line.article_id ?? 0) + 1 }),
      (line) => ({ ...line, subject_id: line.subject_id + 1 }),
    )
    fc.assert(
      fc.property(chain, fc.nat(), changes, (lines, at, change) => {
        const place = at % lines.length
        expect(verified(lines.map((line, i) => (i === place ? change(line) : line)))).toBe(
          `${place + 1}: its content was changed after it was written`,
        )
      }),
    )
  })

  test('a changed word with its hash recomputed, unless it is the last entry', () => {
    fc.assert(
      fc.property(chain, fc.nat(), (lines, at) => {
        const place = at % (lines.length - 1)
        const forged = lines.map((line, i) =>
          i === place
            ? { ...line, reason: `${line.reason}!`, hash: entryHash({ ...line, reason: `${line.reason}!` }) }
            : line,
        )
        expect(verified(forged)).toBe(`${place + 2}: it does not follow the entry before it`)
      }),
    )
  })

  test('an entry taken out of the middle, or from the beginning', () => {
    fc.assert(
      fc.property(chain, fc.nat(), (lines, at) => {
        const place = at % (lines.length - 1)
        expect(verified(lines.filter((_, i) => i !== place))).toBe(`${place + 2}: entry ${place + 1} is missing`)
        const closedUp = lines.filter((_, i) => i !== place).map((line, i) => ({ ...line, id: i + 1 }))
        expect(verified(closedUp)).not.toBeNull()
      }),
    )
  })

  test('two entries that changed places', () => {
    fc.assert(
      fc.property(chain, fc.nat(), (lines, at) => {
        const place = at % (lines.length - 1)
        const swapped = [...lines]
        ;[swapped[place], swapped[place + 1]] = [
          { ...lines[place + 1]!, id: place + 1 },
          { ...lines[place]!, id: place + 2 },
        ]
        expect(verified(swapped)).not.toBeNull()
      }),
    )
  })
})

describe('The page of the log', () => {
  test('shows who did what, where and why, newest first, fifty on a page, paged by key', async () => {
    const { site } = await siteWithEntries(120)
    const first = await site.get('/moderation/log')
    expect(first.body.match(/<tr id="entry-/g)).toHaveLength(50)
    expect(wordsOn(first.body)).toContain('120 entries')
    expect(/<tr id="entry-(\d+)"/.exec(first.body)![1]).toBe('120')
    expect(wordsOn(first.body)).toContain(
      'Mo “119” reopened the thread on The slipway is repainted Reason 119: "x" </b> 𠮷',
    )
    const second = await site.get(linkOn(first.body, 'Older')!)
    expect(first.body).toContain('<a rel="next" href="/moderation/log?before=71">')
    expect(/<tr id="entry-(\d+)"/.exec(second.body)![1]).toBe('70')
    const third = await site.get(linkOn(second.body, 'Older')!)
    expect(third.body.match(/<tr id="entry-/g)).toHaveLength(20)
    expect([linkOn(third.body, 'Older'), linkOn(third.body, 'Newest')]).toEqual([null, '/moderation/log'])
  })

  test('starts a page with the entry that a thread links to', async () => {
    const { site } = await siteWithEntries(120)
    expect(/<tr id="entry-(\d+)"/.exec((await site.get('/moderation/log?before=34')).body)![1]).toBe('33')
    expect((await site.get('/moderation/log?before=121')).statusCode).toBe(200)
  })

  test.each(['0', '-1', 'x', '01', '', '122', '1&before=2'])('has no page before %j: 404', async (before) => {
    const { site } = await siteWithEntries(120)
    expect((await site.get(`/moderation/log?before=${before}`)).statusCode).toBe(404)
  })
})
