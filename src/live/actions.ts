// Connects the live streams to threads, sessions and the clock.
import { isSessionOver } from '../accounts/sessions/rules.ts'
import { newestLive } from '../comments/thread/queries.ts'
import { articleThreadState } from '../comments/thread/rules.ts'
import type { Deps } from '../deps.ts'
import { streamLimits } from '../load-limits.ts'
import { commentHtmlByIds } from '../marks/queries.ts'
import { topic } from '../topics.ts'
import { createLive, type Live } from './hub.ts'
import * as queries from './queries.ts'
import type { LiveSources } from './rooms.ts'
import { TRACKED_COMMENTS } from './rules.ts'

type LiveDeps = Pick<Deps, 'config' | 'db' | 'settings' | 'clock' | 'random' | 'log'>

/** Reads an open thread with its newest live comments. */
async function readOpenThread(deps: LiveDeps, articleId: number): ReturnType<LiveSources['readThread']> {
  const facts = await queries.threadFacts(deps.db, articleId)
  if (facts === undefined) return 'missing'
  const thread = articleThreadState(facts, deps.settings(), deps.clock())
  return thread.closed
    ? 'closed'
    : { comments: await newestLive(deps.db, articleId, TRACKED_COMMENTS), closesAt: thread.closesAt }
}

/** The streams of a site; without rate limits there is no limit by address either. */
export const openLive = (deps: LiveDeps): Live =>
  createLive({
    readThread: (articleId) => readOpenThread(deps, articleId),
    texts: (ids) => commentHtmlByIds(deps.db, ids),
    sessions: async (hashes) => {
      const now = deps.clock()
      const sessions = await queries.sessionsByHash(deps.db, hashes)
      return new Set(sessions.filter((session) => !isSessionOver(session, now)).map(({ token_hash }) => token_hash))
    },
    topic: topic.article,
    now: deps.clock,
    below: deps.random.below,
    warn: (error) => deps.log.warn({ err: error }, 'live threads not read'),
    max: { network: deps.config.rateLimits ? streamLimits.network : Infinity, all: streamLimits.all },
  })
