// The database that measurements are taken on is one that the code itself could have written.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { addressesIn } from '../../bench/addresses.ts'
import { fill } from '../../bench/filled/fill.ts'
import { plannedComments, plannedDays, plannedLongThreads, plannedThread } from '../../bench/filled/plan.ts'
import { chance, wordOf } from '../../bench/prose.ts'
import { buildApp } from '../../src/app.ts'
import { pathOf } from '../../src/comments/thread/path.ts'
import { readConfig } from '../../src/config.ts'
import { chainVerifier, type LogEntry } from '../../src/db/log-chain.ts'
import { demoArticles } from '../../src/demo/actions.ts'
import { render } from '../../src/markup/render.ts'
import { wordCount } from '../../src/markup/text.ts'
import { openDeps } from '../../src/open-deps.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY, dayOf } from '../../src/time.ts'
import { NOON } from '../support/site.ts'

type Article = {
  id: number
  day: string
  published_at: number
  body_source: string
  body_html: string
  word_count: number
  comment_count: number
  last_number: number
  last_comment_id: number | null
  last_comment_at: number | null
  last_comment_nic: string | null
}
type Comment = {
  id: number
  article_id: number
  parent_id: number | null
  root_id: number | null
  number: number
  depth: number
  path: Buffer
  subtree_count: number
  account_id: number | null
  nic: string
  name_kind: string
  source: string
  html: string
  state: string
  created_at: number
  day: string
}

const size = { articles: 500, comments: 2600 }
let folder: string
let raw: Database.Database
let articles: Article[]
let comments: Comment[]

const rows = <T>(sql: string): T[] => raw.prepare(sql).all() as T[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-test-'))
  await fill(join(folder, 'filled'), size, NOON)
  raw = new Database(join(folder, 'filled', 'broadside.sqlite'), { readonly: true })
  articles = rows('select * from articles order by id')
  comments = rows('select * from comments order by id')
})

afterAll(() => {
  raw.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('A filled database', () => {
  test('has exactly the articles and comments asked for, up to the demo edition and nothing ahead', () => {
    expect([articles.length, comments.length]).toEqual([size.articles, size.comments])
    expect(
      Math.max(...articles.map((one) => one.published_at), ...comments.map((one) => one.created_at)),
    ).toBeLessThanOrEqual(NOON)
    expect(new Set(comments.map((one) => one.state))).toEqual(new Set(['live', 'removed', 'withdrawn', 'held', 'spam']))
  })

  test('has the tables and indexes of a migrated one', () => {
    const migrated = new Database(inject('image'), { readonly: true })
    // The index of the search makes a table for every year that it has entries of.
    const schema = `select name, sql from sqlite_master where sql is not null and name not like 'search_index_%' order by name`
    expect(rows(schema)).toEqual(migrated.prepare(schema).all())
    migrated.close()
    expect(raw.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
    expect(raw.pragma('foreign_key_check')).toEqual([])
  })

  test('can be searched: every published article and live comment is in the index', () => {
    expect(rows('select noun, count(*) as n from search_entries group by noun order by noun')).toEqual([
      { noun: 'article', n: articles.length },
      { noun: 'comment', n: comments.filter((one) => one.state === 'live').length },
    ])
    expect(rows('select * from search_backlog')).toEqual([])
  })

  test('counts what a fresh count counts', () => {
    const live = comments.filter((one) => one.state === 'live')
    for (const article of articles) {
      const last = live
        .filter((one) => one.article_id === article.id)
        .sort((a, b) => a.created_at - b.created_at || a.id - b.id)
      expect(article).toMatchObject({
        day: dayOf(article.published_at, 'UTC'),
        comment_count: last.length,
        last_number: comments.filter((one) => one.article_id === article.id).length,
        last_comment_id: last.at(-1)?.id ?? null,
        last_comment_at: last.at(-1)?.created_at ?? null,
        last_comment_nic: last.at(-1)?.nic ?? null,
      })
    }
    for (const { id, comment_count } of rows<{ id: number; comment_count: number }>('select * from accounts'))
      expect(comment_count).toBe(live.filter((one) => one.account_id === id).length)
    const days = new Set([...articles, ...live].map((one) => one.day))
    expect(rows('select * from day_totals order by day')).toEqual(
      [...days].sort().map((day) => ({
        day,
        articles: articles.filter((one) => one.day === day).length,
        comments: live.filter((one) => one.day === day).length,
      })),
    )
  })

  test('has every comment at its place: numbers without gaps, paths, roots, and answers after what they answer', () => {
    const byId = new Map(comments.map((one) => [one.id, one]))
    const numbers = new Map<number, number>()
    for (const one of comments) {
      const parent = one.parent_id === null ? null : byId.get(one.parent_id)!
      const number = (numbers.get(one.article_id) ?? 0) + 1
      numbers.set(one.article_id, number)
      expect([one.number, one.day, one.depth, one.path]).toEqual([
        number,
        dayOf(one.created_at, 'UTC'),
        (parent?.depth ?? 0) + 1,
        pathOf(parent, number),
      ])
      expect([one.root_id, one.article_id]).toEqual([
        parent === null ? null : (parent.root_id ?? parent.id),
        parent?.article_id ?? one.article_id,
      ])
      expect(one.created_at).toBeGreaterThan(parent?.created_at ?? 0)
      expect(one.subtree_count).toBe(
        parent === null ? comments.filter((other) => other.id === one.id || other.root_id === one.id).length : 1,
      )
    }
  })

  test('keeps the rules of names, removals and the log', () => {
    const names = new Map<string, string>()
    for (const one of comments.filter(({ account_id }) => account_id !== null)) {
      const key = `${one.article_id} ${one.account_id}`
      expect(one.nic).toBe(names.get(key) ?? one.nic)
      names.set(key, one.nic)
    }
    const picked = new Set(
      comments
        .filter((one) => one.name_kind === 'picked')
        .map((one) => `${one.article_id} ${one.account_id} ${skeleton(one.nic)}`),
    )
    expect(
      new Set(
        rows<{ key: string }>(
          `select article_id || ' ' || account_id || ' ' || nic_skeleton as key from picked_names`,
        ).map(({ key }) => key),
      ),
    ).toEqual(picked)
    expect(
      rows<{ id: number }>('select comment_id as id from removals where ended_at is null order by 1').map(
        ({ id }) => id,
      ),
    ).toEqual(comments.filter((one) => one.state === 'removed').map(({ id }) => id))
    const chain = chainVerifier()
    for (const entry of rows<LogEntry>('select * from log_entries order by id')) expect(chain.next(entry)).toBeNull()
    expect(chain.length()).toBeGreaterThan(5)
  })

  test('has the HTML that the renderer makes', () => {
    const sample = comments.filter((one, i) => i % 7 === 0 && one.created_at < NOON - 8 * DAY)
    for (const { source, html } of sample)
      expect(html).toBe(render(source, { format: 'markup', place: 'comment' }).html)
    for (const one of articles.filter((_, i) => i % 11 === 0))
      expect([one.body_html, one.word_count]).toEqual([
        render(one.body_source, { format: 'markup', place: 'article' }).html,
        wordCount(one.body_html),
      ])
  })

  test('has pages of the kinds that are measured, and they open', async () => {
    const deps = await openDeps(
      readConfig({ DATA_DIR: join(folder, 'filled'), LOG_LEVEL: 'silent', RATE_LIMITS: 'off' }),
      { clock: () => NOON },
    )
    const app = await buildApp(deps)
    try {
      const kinds = [...addressesIn(join(folder, 'filled', 'broadside.sqlite'))].filter(([, paths]) => paths.length > 0)
      expect(kinds.length).toBeGreaterThan(30)
      for (const [name, [path]] of kinds)
        expect([200, 302], `${name}: ${path}`).toContain(
          (await app.inject({ url: path!, headers: { host: 'localhost:3000' } })).statusCode,
        )
    } finally {
      await app.close()
      await deps.store.close()
    }
  })

  test('ends with the demo edition, and is not filled twice', async () => {
    expect(articles.at(-1)!.day).toBe('2030-03-11')
    expect(rows<{ n: number }>(`select count(*) as n from articles where day > '2030-03-04'`)[0]!.n).toBe(
      demoArticles(NOON, 'UTC').length,
    )
    await expect(fill(join(folder, 'filled'), size, NOON)).rejects.toThrow('is there already')
  })
})

describe('The plan of a full database', () => {
  const plan = { articles: 30_000, comments: 120_000 }
  const next = chance(1)
  const days = plannedDays(plan, '2030-03-05', next)
  const counts = [...plannedComments(plan, plannedLongThreads(plan, days), next)]

  test('has busy and quiet days, and adds up', () => {
    expect(days.reduce((sum, { articles: n }) => sum + n, 0)).toBe(plan.articles)
    const on = (weekday: number): number =>
      days
        .filter(({ day }) => new Date(`${day}T00:00:00Z`).getUTCDay() === weekday)
        .reduce((sum, one, _, all) => sum + one.articles / all.length, 0)
    expect(on(6)).toBeLessThan(on(2) * 0.75)
  })

  test('has one or two comments for most, hundreds for some, thousands for two', () => {
    const sorted = [...counts].sort((a, b) => a - b)
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(plan.comments)
    expect(sorted[plan.articles / 2]).toBeGreaterThanOrEqual(1)
    expect(sorted[plan.articles / 2]).toBeLessThanOrEqual(2)
    expect(sorted.at(-3)).toBeGreaterThan(150)
    expect(sorted.slice(-2)).toEqual([1300, 10_000])
  })

  test('goes twenty levels deep in a long thread, which splits at its top-level comments', () => {
    const { parents, subtrees } = plannedThread(10_000, 0, 30 * DAY, chance(2))
    const depths: number[] = []
    for (const parent of parents) depths.push(parent === -1 ? 1 : depths[parent]! + 1)
    expect(Math.max(...depths)).toBeGreaterThan(20)
    expect(Math.max(...subtrees)).toBeLessThan(500)
  })

  test('writes with words of which each rank has its own', () => {
    expect(new Set(Array.from({ length: 60_000 }, (_, rank) => wordOf(rank))).size).toBe(60_000)
  })
})
