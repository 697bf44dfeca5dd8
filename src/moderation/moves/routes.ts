// /moderation/moves: a comment with everything below it goes to another article.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import { placedComment, wholeBranch } from '../../comments/branches/queries.ts'
import { countedComment } from '../../comments/queries.ts'
import { touchReadMark } from '../../comments/thread/news-reading.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { askedOnce, readFields, rowId } from '../../faults.ts'
import { reasonFault } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf, readerOf } from '../../web/reader.ts'
import { moveBranch, noSuchArticle } from './actions.ts'
import {
  CHOICES,
  LOOKED_THROUGH,
  type MoveFaults,
  type MoveForm,
  movedAlready,
  moveFields,
  movePage,
  namedPlace,
  withWords,
} from './pages.ts'
import { broughtBy, moveOfBatch, newestArticles } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const

export function moveRoutes(app: FastifyInstance, deps: Deps): void {
  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    form: Partial<MoveForm>,
    faults: MoveFaults,
    batch: number | null,
    words: string,
  ): Promise<FastifyReply> {
    const wrong = Object.keys(faults).length > 0
    if (wrong && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
    const [comment, placed] = [await countedComment(deps.db, id), await placedComment(deps.db, id)]
    const article = comment && (await publishedArticle(deps.db, comment.article_id))
    if (!comment || !placed || !article) throw missing()
    const branch = await wholeBranch(deps.db, placed)
    const done = batch === null ? undefined : await moveOfBatch(deps.db, batch)
    const choices =
      words === ''
        ? await newestArticles(deps.db, CHOICES + 1)
        : withWords(await newestArticles(deps.db, LOOKED_THROUGH), words)
    const page = movePage(
      {
        comment: { ...comment, role: null },
        article,
        states: branch.map(({ state }) => state),
        choices,
        words,
        moved: done?.comment_id === id ? { ...done, batch: batch! } : null,
      },
      form,
      faults,
    )
    return sendPage(
      app,
      request,
      reply,
      'moderation/moves/move',
      {
        chrome: unlisted(await chromeFor(deps, request, urls.move(id), urls.queue)),
        title: page.heading,
        description: article.headline,
        ...page,
      },
      wrong ? 422 : 200,
    )
  }

  /** The article that a form names, by its number, its address, the address of a comment in it, or as the one that was chosen; or what is wrong with that. */
  async function target(form: MoveForm): Promise<{ id: number } | { fault: string; words: string }> {
    const chosen = rowId(form.choice)
    const named = namedPlace(form.into, deps.config.baseUrl)
    const found = named?.noun === 'comment' ? (await countedComment(deps.db, named.id))?.article_id : named?.id
    if (named !== null && found === undefined) return { fault: noSuchArticle, words: '' }
    if (found !== undefined)
      return chosen !== null && chosen !== found
        ? { fault: 'That is one article, and another one is chosen below. Leave one of them out.', words: '' }
        : { id: found }
    if (chosen !== null) return { id: chosen }
    return form.into.trim() === ''
      ? { fault: 'Which article? Give its address or number, or choose it below.', words: '' }
      : {
          fault:
            'That is no address or number of an article here. If it is a word of a headline, choose the article below.',
          words: form.into,
        }
  }

  /** Who has moved a comment meanwhile, and where it stands now. */
  async function whereNow(request: FastifyRequest, id: number): Promise<string> {
    const placed = await placedComment(deps.db, id)
    const article = placed && (await publishedArticle(deps.db, placed.article_id))
    if (!placed || !article) throw missing()
    const by = await broughtBy(deps.db, placed)
    return movedAlready(
      by === undefined
        ? null
        : {
            mine: by.account_id !== null && by.account_id === request.viewer?.id,
            nic: by.nic,
            back: by.ended_at !== null,
            at: by.at,
          },
      article.headline,
      datesOf(deps, request),
    )
  }

  app.get<{ Querystring: { comment?: unknown; batch?: unknown } }>(
    '/moderation/moves',
    moderators,
    async (request, reply) => {
      const id = rowId(askedOnce(request.query.comment))
      if (id === null) throw missing('A move begins with a comment: follow “Move” beside one.')
      return send(request, reply, id, {}, {}, rowId(askedOnce(request.query.batch)), '')
    },
  )

  app.post('/moderation/moves', moderators, async (request, reply) => {
    const form = readFields(request.body, moveFields)
    const id = rowId(form.comment)
    const before = id === null ? undefined : await countedComment(deps.db, id)
    if (id === null || before === undefined) throw missing()
    if (form.action === 'find') return send(request, reply, id, form, {}, null, form.into)
    const into = await target(form)
    const reason = reasonFault(form.reason.trim())
    const faults: MoveFaults = {
      ...('fault' in into ? { into: into.fault } : {}),
      ...(reason === null ? {} : { reason }),
    }
    if ('fault' in into || reason !== null)
      return send(request, reply, id, form, faults, null, 'fault' in into ? into.words : '')
    const outcome = await moveBranch(deps, request.viewer, id, into.id, form.reason.trim(), rowId(form.from))
    if (outcome.kind === 'invalid') return send(request, reply, id, form, { into: outcome.fault }, null, '')
    if (outcome.kind === 'elsewhere')
      throw new AppError('conflict', await whereNow(request, id), null, [
        { href: urls.move(id), text: 'Where it stands now' },
      ])
    await touchReadMark(deps, await readerOf(deps, request, reply), before.article_id)
    return reply.redirect(`${urls.move(id)}&batch=${outcome.batch}`, 303)
  })
}
