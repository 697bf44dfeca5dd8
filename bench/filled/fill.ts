// Fills a database day by day since 2004: articles, then the comments of that day in order of time.

import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathOf } from '../../src/comments/thread/path.ts'
import { readConfig } from '../../src/config.ts'
import { makeFolder } from '../../src/db/folder.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/open.ts'
import { demoArticles, loadDemo, newestDemoDay } from '../../src/demo/actions.ts'
import { areas as demoAreas } from '../../src/demo/edition/areas.ts'
import { RENDERER_VERSION } from '../../src/markup/render.ts'
import { openDeps } from '../../src/open-deps.ts'
import { hashOf } from '../../src/random.ts'
import { fillIndex } from '../../src/search/actions.ts'
import { skeleton } from '../../src/skeleton.ts'
import { slugOf } from '../../src/slugs.ts'
import { addDays, DAY, HOUR, momentOf } from '../../src/time.ts'
import { chance } from '../prose.ts'
import { type People, type Signature, townspeople } from './people.ts'
import {
  logNormal,
  plannedComments,
  plannedDays,
  plannedLongThreads,
  plannedThread,
  type Shape,
  type Size,
  zipf,
} from './plan.ts'
import { openRows, type Rows } from './rows.ts'
import { type Texts, texts } from './texts.ts'

/** The newest migration before the triggers; the one after it notes all rows at once. */
const WRITTEN_AS = '0017_search'

/** The days of the demo edition, with which every filled database ends, so that its newest pages are the same. */
const DEMO_DAYS = 7

/** Sections beside those of the demo edition, by area. */
const moreSections: Record<string, string[]> = {
  Town: ['Council', 'Notices'],
  Outdoors: ['Gardens'],
  Elsewhere: ['The mainland'],
}

/** The part of all comments that is not live, by state. */
const states = [
  ['removed', 0.007],
  ['withdrawn', 0.004],
  ['held', 0.003],
  ['spam', 0.003],
] as const

/** Threads of more than five comments that a moderator closed. */
const CLOSED = 0.04
/** Share of members' comments from a cached page, which has no form key. */
const WITHOUT_FORM_KEY = 0.02

type State = (typeof states)[number][0] | 'live'
type Thread = {
  articleId: number
  shape: Shape
  states: State[]
  newestLive: number
  ids: Int32Array
  paths: Buffer[]
  depths: Int32Array
  signatures: Signature[]
  picked: Set<string>
  texts: Texts
  closes: boolean
}

/**
 * @param folder of the new database; it must not hold one yet
 * @param at the moment that counts as now
 * @param tell prints the progress
 */
export async function fill(
  folder: string,
  size: Size,
  at: number,
  tell: (said: string) => void = () => {},
): Promise<void> {
  const file = join(folder, 'broadside.sqlite')
  const filling = join(folder, 'filling.sqlite')
  for (const path of [file, filling])
    if (existsSync(path)) throw new Error(`${path} is there already. Take another folder, or remove it first.`)
  makeFolder(folder)
  const store = openStore(filling)
  await migrate(store, WRITTEN_AS)
  await store.close()
  const zone = 'UTC'
  const demo = demoArticles(at, zone)
  const rest = {
    articles: size.articles - demo.length,
    comments: size.comments - demo.reduce((sum, article) => sum + article.comments.length, 0),
  }
  writeDays(openRows(filling), rest, addDays(newestDemoDay(at, zone), -DEMO_DAYS), tell)
  const migrated = openStore(filling)
  for (const name of await migrate(migrated)) tell(`Migrated to ${name}`)
  await migrated.close()
  renameSync(filling, file)
  const deps = await openDeps(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' }), { clock: () => at })
  await loadDemo(deps)
  tell('Loaded the demo edition')
  let next = 0.1
  const progress = (done: number, of: number): void => {
    if (done < of * next) return
    tell(`Indexed ${Math.round(next * 100)} % for the search`)
    next += 0.1
  }
  await fillIndex(deps, { rows: 2000, pause: 0, isStopped: () => false, progress })
  await deps.store.close()
  writeFileSync(join(folder, 'filled.json'), `${JSON.stringify({ at, ...size })}\n`)
}

function writeDays(rows: Rows, size: Size, newest: string, tell: (said: string) => void): void {
  const next = chance(20_040_112)
  const days = plannedDays(size, newest, next)
  const long = plannedLongThreads(size, days)
  const counts = plannedComments(size, long, next)
  const end = momentOf(newest, '00:00', 'UTC') + DAY
  const people = townspeople(size.articles, momentOf(days[0]!.day, '00:00', 'UTC'), end, next)
  const words = texts(next)
  for (const person of people.all)
    rows.account({
      id: person.id,
      nic: person.nic,
      nic_skeleton: person.skeleton,
      role: person.role,
      created_at: person.joined,
    })
  const sections = writeSections(rows)
  const due = new Map<string, [thread: Thread, i: number][]>()
  let stored = 0
  for (const { day, articles } of days) {
    const midnight = momentOf(day, '00:00', 'UTC')
    // The sum of two random numbers: most is published around one o'clock, little at night.
    const times = Float64Array.from({ length: articles }, () =>
      Math.floor(midnight + HOUR + (next() + next()) * 11.4 * HOUR),
    ).sort()
    const first = stored + 1
    for (const published of times) {
      const thread = writeArticle(
        rows,
        people,
        words,
        {
          day,
          published,
          end,
          section: sections[zipf(next, sections.length)]!,
          comments: counts[stored]!,
          seed: long.has(stored) ? counts[stored]! : null,
        },
        next,
      )
      thread.shape.times.forEach((time, i) => {
        const on = addDays(day, Math.floor((time - midnight) / DAY))
        const list = due.get(on)
        if (list) list.push([thread, i])
        else due.set(on, [[thread, i]])
      })
      stored += 1
    }
    if (articles > 0 && next() < 0.6)
      rows.lead({ day, article_id: first + Math.floor(next() * articles), account_id: 5, created_at: midnight + HOUR })
    const comments = (due.get(day) ?? []).sort(
      ([a, i], [b, j]) => a.shape.times[i]! - b.shape.times[j]! || a.articleId - b.articleId || i - j,
    )
    for (const [thread, i] of comments) writeComment(rows, people, thread, i, day, next)
    due.delete(day)
    if (day.endsWith('-01')) rows.pause()
    if (day.endsWith('-01-01')) tell(`Written up to ${day}: ${stored} of ${size.articles} articles`)
  }
  rows.finish()
}

/** @returns ids of the sections, those of the demo edition and some more */
function writeSections(rows: Rows): number[] {
  return demoAreas.flatMap(({ name, sections }, i) => {
    const area = rows.area(name, slugOf(name), i + 1)
    return [...sections, ...(moreSections[name] ?? [])].map((section, n) =>
      rows.section(area, section, slugOf(section), n + 1),
    )
  })
}

type Place = {
  day: string
  published: number
  end: number
  section: number
  comments: number /** Of a long thread, which has chance and words of its own. */
  seed: number | null
}

function writeArticle(
  rows: Rows,
  people: People,
  shared: Texts,
  { day, published, end, section, comments, seed }: Place,
  sharedNext: () => number,
): Thread {
  const next = seed === null ? sharedNext : chance(seed)
  const words = seed === null ? shared : texts(next)
  const story = words.story()
  const shape = plannedThread(comments, published, end, next)
  const state: State[] = Array.from({ length: comments }, () => stateBy(next()))
  const depths = new Int32Array(comments)
  const paths: Buffer[] = []
  shape.parents.forEach((parent, i) => {
    depths[i] = parent === -1 ? 1 : depths[parent]! + 1
    paths.push(pathOf(parent === -1 ? null : { path: paths[parent]!, depth: depths[parent]! }, i + 1))
  })
  const live = state.filter((one) => one === 'live').length
  const poster = next() < 0.9 ? people.member(published) : null
  const articleId = rows.article(
    {
      kind: story.source === null ? 'own' : 'link',
      state: 'published',
      section_id: section,
      headline: story.headline,
      slug: slugOf(story.headline),
      lede: story.lede,
      source_url: story.source?.url ?? null,
      source_host: story.source?.host ?? null,
      source_name: story.source?.name ?? null,
      body_format: 'markup',
      body_source: story.body.source,
      body_html: story.body.html,
      renderer: RENDERER_VERSION,
      word_count: story.words,
      account_id: poster?.id ?? null,
      nic: poster?.nic ?? 'Passer-by',
      picture_id: null,
      created_at: published,
      published_at: published,
      day,
      revised_at: next() < 0.03 ? published + HOUR : null,
      close_after_days: null,
      reopened_at: null,
      view_count: Math.round(logNormal(next, 150, 0.8)) + comments * 25,
      comment_count: live,
      last_number: comments,
    },
    story.tags,
  )
  return {
    articleId,
    shape,
    states: state,
    newestLive: state.lastIndexOf('live'),
    ids: new Int32Array(comments),
    paths,
    depths,
    signatures: [],
    picked: new Set(),
    texts: words,
    closes: comments > 5 && next() < CLOSED,
  }
}

function stateBy(part: number): State {
  let before = 0
  for (const [state, share] of states) {
    before += share
    if (part < before) return state
  }
  return 'live'
}

function writeComment(rows: Rows, people: People, thread: Thread, i: number, day: string, next: () => number): void {
  const { articleId, shape, states } = thread
  const at = shape.times[i]!
  const parent = shape.parents[i]!
  const signed = signatureIn(thread, i, people, at, next)
  const text = thread.texts.comment()
  const member = signed.account
  const content = member === null ? null : hashOf(member.id, articleId, i, '', '')
  let root = i
  while (shape.parents[root] !== -1) root = shape.parents[root]!
  const id = rows.comment({
    article_id: articleId,
    parent_id: parent === -1 ? null : thread.ids[parent]!,
    root_id: parent === -1 ? null : thread.ids[root]!,
    number: i + 1,
    depth: thread.depths[i]!,
    path: thread.paths[i]!,
    subtree_count: shape.subtrees[i]! || 1,
    account_id: member?.id ?? null,
    nic: signed.nic,
    name_kind: signed.name_kind,
    email: null,
    website: signed.name_kind === 'guest' && next() < 0.1 ? 'https://page.example/' : null,
    format: 'markup',
    source: text.source,
    html: text.html,
    renderer: RENDERER_VERSION,
    state: states[i]!,
    created_at: at,
    day,
    edited_at: null,
    idempotency_key: content === null || next() < WITHOUT_FORM_KEY ? null : hashOf(content),
    content_hash: content,
  })
  thread.ids[i] = id
  if (i === thread.newestLive) rows.lastComment(articleId, { id, at, nic: signed.nic })
  if (signed.name_kind === 'picked' && !thread.picked.has(skeleton(signed.nic))) {
    thread.picked.add(skeleton(signed.nic))
    rows.pickedName({
      article_id: articleId,
      account_id: member!.id,
      nic: signed.nic,
      nic_skeleton: skeleton(signed.nic),
      created_at: at,
    })
  }
  if (states[i] === 'removed')
    rows.removal(people.moderator(), { id, articleId }, thread.texts.reason(), at + 10 * 60_000)
  if (thread.closes && i === shape.times.length - 1)
    rows.closure(people.moderator(), articleId, thread.texts.reason(), at + HOUR)
}

/** Chooses a writer: often the one who was answered, else anybody, always under the same name in a thread. */
function signatureIn(thread: Thread, i: number, people: People, at: number, next: () => number): Signature {
  const { parents } = thread.shape
  const answered = parents[i] === -1 ? -1 : parents[parents[i]!]!
  const fresh = people.signature(at)
  const again = answered !== -1 && next() < 0.45 ? thread.signatures[answered] : undefined
  const known =
    again ?? (fresh.account === null ? undefined : thread.signatures.find(({ account }) => account === fresh.account))
  const taken = known === undefined && fresh.name_kind === 'picked' && thread.picked.has(skeleton(fresh.nic))
  const signed: Signature =
    known ?? (taken ? { account: fresh.account, nic: fresh.account!.nic, name_kind: 'member' } : fresh)
  thread.signatures.push(signed)
  return signed
}
