// A site with a thread of 10,000 comments: a small archive as `bench/fill.ts` makes it, with people to read and moderate it.

import { join } from 'node:path'
import { fillArticleLinks } from '../../src/articles/link-actions.ts'
import { bringUp } from '../../src/cli/bring-up.ts'
import type { OpenDeps } from '../../src/deps.ts'
import { fillIndex } from '../../src/search/actions.ts'
import { systemClock } from '../../src/time.ts'
import { addressesIn, busiestMember, largestBranch, pagesOfOther } from '../addresses.ts'
import { fill } from '../filled/fill.ts'
import { longThreads } from '../filled/plan.ts'
import { wordOf } from '../prose.ts'
import { addPeople, markRead, muteWords, type Person } from './people.ts'
import { inFolder } from './site.ts'

/** Articles and comments, long threads included. */
const SIZE = { articles: 2000, comments: 18_600 }
const MUTED_WORDS = 20
/** The rank from which words are muted: each is in some of the comments. */
const MUTED_FROM = 2000

export type LargeSite = {
  folder: string
  addresses: Map<string, string[]>
  /** The address of the thread of 10,000, its article's id, and the comment of it with the most replies. */
  thread: { path: string; id: number; branch: number; comments: number }
  /** Pages of another thread, of 1,300 comments. */
  otherPages: string[]
  /** The nic of the member with the most comments. */
  busiest: string
  /** Never opened the thread. */
  newcomers: Person[]
  /** Opened it before its comments came, so that all are new, and mute twenty words. */
  returning: Person[]
  /** Admins, who may moderate anybody. */
  moderators: Person[]
}

/** Does what a server of today does once with rows of earlier versions, so that no row measures it. */
async function settle(deps: OpenDeps): Promise<void> {
  await bringUp(deps.store)
  const all = { rows: 500, pause: 0, isStopped: () => false }
  await fillIndex(deps, all)
  await fillArticleLinks(deps, all)
}

export async function makeLargeSite(folder: string): Promise<LargeSite> {
  await fill(folder, SIZE, systemClock())
  const file = join(folder, 'broadside.sqlite')
  const addresses = addressesIn(file)
  const path = addresses.get('a page of a thread of 10,000')![0]!.replace(/\?.*/, '')
  const id = Number(/\/articles\/(\d+)/.exec(path)![1])
  return inFolder(folder, async (deps) => {
    const newcomers = await addPeople(deps, 'Bench newcomer', 10)
    const returning = await addPeople(deps, 'Bench returning', 10)
    const moderators = await addPeople(deps, 'Bench moderator', 3, 'admin')
    await markRead(deps, returning, id, 0)
    const words = Array.from({ length: MUTED_WORDS }, (_, i) => wordOf(MUTED_FROM + i))
    await muteWords(deps, returning, words)
    await settle(deps)
    const otherPages = pagesOfOther(file, id)
    const thread = { path, id, branch: largestBranch(file, id), comments: longThreads[0].comments }
    return { folder, addresses, thread, otherPages, busiest: busiestMember(file), newcomers, returning, moderators }
  })
}
