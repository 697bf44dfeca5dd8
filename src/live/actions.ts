// Puts the streams together with what they look at: threads, sessions, the clock.
import { newestLive } from '../comments/thread/queries.ts'
import { threadOf } from '../comments/thread/state-checks.ts'
import type { Deps } from '../deps.ts'
import { commentHtmlByIds } from '../marks/queries.ts'
import { streams } from '../settings.ts'
import { topic } from '../web/cache.ts'
import { createLive, type Live, type LiveSources } from './hub.ts'
import * as queries from './queries.ts'
import { TRACKED_COMMENTS } from './rules.ts'

type LiveDeps = Pick<Deps, 'config' | 'db' | 'settings' | 'clock' | 'random' | 'log'>

/** A thread as its readers are told of it: open, with its newest live comments. */
async function readOpenThread(deps: LiveDeps, articleId: number): ReturnType<LiveSources['standing']> {
  const facts = await queries.threadFacts(deps.db, articleId)
  if (facts === undefined || facts.published_at === null) return 'missing'
  const thread = threadOf(deps, { ...facts, published_at: facts.published_at, closed_by: null })
  return thread.closed
    ? 'closed'
    : { comments: await newestLive(deps.db, articleId, TRACKED_COMMENTS), closesAt: thread.closesAt }
}

/** The streams of a site; where pace limits are off, so is the one by address. */
export const openLive = (deps: LiveDeps): Live =>
  createLive({
    standing: (articleId) => readOpenThread(deps, articleId),
    texts: (ids) => commentHtmlByIds(deps.db, ids),
    sessions: (hashes) => queries.validSessions(deps.db, hashes, deps.clock()),
    topic: topic.article,
    now: deps.clock,
    below: deps.random.below,
    warn: (error) => deps.log.warn({ err: error }, 'live threads not looked at'),
    most: { address: deps.config.rateLimits ? streams.address : Infinity, all: streams.all },
  })
