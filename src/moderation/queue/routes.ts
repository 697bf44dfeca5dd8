// /moderation: what waits for a moderator, and who is looking at it.

import type { FastifyInstance } from 'fastify'
import { writtenComment } from '../../comments/edits/queries.ts'
import { holdById } from '../../comments/holds/queries.ts'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { moment } from '../../format.ts'
import { actSentence } from '../../log-acts.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { APPEALS } from '../appeals/pages.ts'
import { readCases } from '../appeals/reading.ts'
import { firstBatchEntry } from '../batches/queries.ts'
import { claim, release } from './claim-actions.ts'
import { claimById } from './claim-queries.ts'
import { lastSaidOf } from './item-queries.ts'
import { type FlashMessage, queuePage } from './pages.ts'
import { readQueue, talliesFor } from './reading.ts'
import { tabbed, tabOf } from './tab-reading.ts'

const moderators = { config: { access: 'moderator' } } as const

type Asked = { after?: unknown; done?: unknown; batch?: unknown; comment?: unknown; since?: unknown; claim?: unknown }

export function queueRoutes(app: FastifyInstance, deps: Deps): void {
  /**
   * What was done meanwhile about a comment that somebody wanted to decide about: by whom and when, or by its writer.
   * @param since the newest entry of the log that they had seen; 0 where there was none, null where nobody knows
   */
  async function doneMeanwhile(id: number, since: number | null, dates: ReturnType<typeof datesOf>): Promise<string> {
    const comment = await writtenComment(deps.db, id)
    if (comment === undefined) return ''
    if (comment.state === 'withdrawn') return 'Its writer has taken it back meanwhile.'
    const said = await lastSaidOf(deps.db, id)
    const again = comment.state === 'held' ? ' Read it again.' : ''
    // What was seen tells a decision from a change. Else what waits was changed by its writer, unless a moderator wanted it to wait.
    const changed =
      since === null
        ? (comment.edited_at ?? 0) > (said?.created_at ?? 0) || (comment.state === 'held' && said?.act !== 'hold')
        : said === undefined || said.id <= since
    // Swept away, it has gone with others: the log says so of the whole.
    if (changed && comment.state !== 'live' && comment.state !== 'held') return ''
    if (changed) return `Its writer has changed it meanwhile.${again}`
    return said === undefined
      ? ''
      : `${said.actor} ${actSentence(said.act)}, ${moment(said.created_at, deps.clock(), dates).text}.${again}`
  }

  async function didOf(asked: Asked, viewer: number, dates: ReturnType<typeof datesOf>): Promise<FlashMessage> {
    const id = (value: unknown): number | null => rowId(askedOnce(value))
    const [done, batch, about, claimed] = [
      askedOnce(asked.done) ?? '',
      id(asked.batch),
      id(asked.comment),
      id(asked.claim),
    ]
    // None at all is 0, which is no row.
    const since = askedOnce(asked.since) === '0' ? 0 : id(asked.since)
    const entry = batch === null ? undefined : await firstBatchEntry(deps.db, batch)
    const by = claimed === null ? undefined : await claimById(deps.db, claimed)
    return {
      done,
      batch,
      comment: entry?.subject === 'comment' ? entry.subject_id : null,
      claimedBy: by === undefined || by.account_id === viewer ? '' : by.nic,
      meanwhile: done === 'already' && about !== null ? await doneMeanwhile(about, since, dates) : '',
    }
  }

  app.get<{ Querystring: Asked }>('/moderation', moderators, async (request, reply) => {
    const { query } = request
    const viewer = request.viewer!
    const id = query.after === undefined ? null : rowId(askedOnce(query.after))
    const after = id === null ? undefined : await holdById(deps.db, id)
    if (query.after !== undefined && after === undefined) throw missing()
    const dates = datesOf(deps, request)
    const queue = await readQueue(deps, viewer, await talliesFor(deps, request), after ?? null, dates)
    const page = queuePage(queue, viewer.id, id, await didOf(query, viewer.id, dates), deps.clock(), dates)
    const appeals = after === undefined ? await readCases(deps, viewer, null, APPEALS.queue, dates) : null
    const chrome = await tabbed(
      deps,
      request,
      unlisted(await chromeFor(deps, request, urls.queue)),
      tabOf([...page.blocks.map((block) => block.id), ...(appeals?.cases.length ? ['appeals'] : [])]),
    )
    return sendPage(app, request, reply, 'moderation/queue/queue', {
      chrome,
      title: 'Waiting for you',
      description: page.intro,
      ...page,
      appeals,
    })
  })

  app.post('/moderation/claims', moderators, async (request, reply) => {
    const form = readFields(request.body, ['comment', 'action', 'next'])
    const id = rowId(form.comment)
    if (id === null) throw missing()
    if (form.action !== 'claim' && form.action !== 'release') throw notAButton()
    const done = await (form.action === 'release' ? release : claim)(deps, request.viewer, id)
    return reply.redirect(withQuery(inside(form.next, urls.queueItem(String(id))), `done=${done}`), 303)
  })
}
