// The data that is measured: the demo edition, an article of 339 comments, others beside it, and the people who read them.

import { publishedArticle } from '../../src/articles/queries.ts'
import { readConfig } from '../../src/config.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/open.ts'
import { loadDemo } from '../../src/demo/actions.ts'
import type { OpenDeps } from '../../src/deps.ts'
import { loadArticles } from '../../src/importers/actions.ts'
import { openDeps } from '../../src/open-deps.ts'
import { urls } from '../../src/urls.ts'
import { COMMENTS, measuredArticle } from '../article.ts'
import { addPeople, markAllRead, markRead, muteEachOther, type Person } from './people.ts'

/** Members who wrote the newest comments: each has one comment of their own, mutes another, and sees the rest as new. */
const WRITERS = 22
/** What is new to each of them. */
export const NEW = WRITERS - 2
const READERS = 50
const MODERATORS = 5
/** Clients that post, each into an article of its own. */
export const POSTERS = 32

type Place = { id: number; path: string }

export type Site = {
  folder: string
  /** The article of 339 comments, to which nobody posts. */
  article: Place
  /** The same again, to which others post while it is read. */
  crowded: Place
  /** Articles of 30 comments. */
  elsewhere: Place[]
  /** Their marks say that nothing is new. */
  readers: Person[]
  /** Twenty comments are new to them, scattered over the thread. */
  returning: Person[]
  moderators: Person[]
  posters: Person[]
}

/** Opens a folder for changes, and closes it again. */
export async function inFolder<T>(folder: string, work: (deps: OpenDeps) => Promise<T>): Promise<T> {
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' })
  const store = openStore(config.databaseFile)
  await migrate(store)
  const deps = await openDeps(config, { store })
  try {
    return await work(deps)
  } finally {
    await store.close()
  }
}

/** Fills a folder. */
export const makeSite = (folder: string): Promise<Site> =>
  inFolder(folder, async (deps) => {
    await loadDemo(deps)
    const returning = await addPeople(deps, 'Bench writer', WRITERS)
    const readers = await addPeople(deps, 'Bench reader', READERS)
    const moderators = await addPeople(deps, 'Bench moderator', MODERATORS, 'moderator')
    const posters = await addPeople(deps, 'Bench poster', POSTERS)
    const now = deps.clock()
    const crowded = measuredArticle(now, { key: 'crowded', headline: 'The article that is crowded' })
    const writers = returning.map(({ nic }) => nic)
    const others = posters.map((_, i) =>
      measuredArticle(now, { key: `other${i}`, headline: `Another ${i + 1}`, section: 'Hills', comments: 30 }),
    )
    await loadArticles(deps, 'bench', [...others, crowded, measuredArticle(now, { writers })], {
      dryRun: false,
      actor: 'bench',
    })
    const place = async (headline: string): Promise<Place> => {
      for (let id = 1; ; id++) {
        const article = await publishedArticle(deps.db, id)
        if (article?.headline === headline) return { id, path: urls.article(article) }
        if (id > 10_000) throw new Error(`There is no article “${headline}”.`)
      }
    }
    const article = await place('The article that is measured')
    const elsewhere: Place[] = []
    for (const { headline } of others) elsewhere.push(await place(headline))
    await markAllRead(deps, [...readers, ...moderators])
    await markRead(deps, returning, article.id, COMMENTS - WRITERS)
    await muteEachOther(deps, returning)
    const site = { folder, article, elsewhere, readers, returning, moderators, posters }
    return { ...site, crowded: await place(crowded.headline) }
  })
