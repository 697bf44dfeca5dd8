// /moderation/moves: moves a comment with all its replies to another article.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { publishedArticle } from '../../articles/queries.ts'
import { placedComment, wholeBranch } from '../../comments/branches/queries.ts'
import { countedComment } from '../../comments/queries.ts'
import { touchReadMark } from '../../comments/thread/news-reading.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { queryValue, rowId } from '../../faults.ts'
import { parsePlace } from '../../places.ts'
import { readReasonedForm } from '../../reasons.ts'
import { urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { moveBranch, NO_SUCH_ARTICLE } from './actions.ts'
import { type MoveForm, moveForm } from './form.ts'
import {
  ARTICLES_SEARCHED,
  filterByHeadline,
  MAX_CHOICES,
  type MoveFaults,
  movedAlreadySentence,
  movePage,
} from './pages.ts'
import { lastMover, moveOfBatch, newestArticles } from './queries.ts'

const moderators = { config: { access: 'moderator' } } as const

type Site = { app: FastifyInstance; deps: Deps }

async function send(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  id: number,
  form: Partial<MoveForm>,
  faults: MoveFaults,
  batch: number | null,
  words: string,
): Promise<FastifyReply> {
  const { app, deps } = site
  const wrong = Object.keys(faults).length > 0
  if (wrong && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults })
  const [comment, placed] = [await countedComment(deps.db, id), await placedComment(deps.db, id)]
  const article = comment && (await publishedArticle(deps.db, comment.article_id))
  if (!comment || !placed || !article) throw missing()
  const branch = await wholeBranch(deps.db, placed)
  const done = batch === null ? undefined : await moveOfBatch(deps.db, batch)
  const choices =
    words === ''
      ? await newestArticles(deps.db, MAX_CHOICES + 1)
      : filterByHeadline(await newestArticles(deps.db, ARTICLES_SEARCHED), words)
  const page = movePage(
    {
      comment: { ...comment, role: null },
      article,
      states: branch.map(({ state }) => state),
      choices,
      words,
      reasons: deps.settings().commentReasons,
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

/** The article of a form: typed as a number or address, or chosen from the list. Otherwise the fault, and words to search for. */
async function target(site: Site, form: MoveForm): Promise<{ id: number } | { fault: string; words: string }> {
  const { deps } = site
  const chosen = rowId(form.choice)
  const named = parsePlace(form.into, deps.config.baseUrl)
  const found = named?.noun === 'comment' ? (await countedComment(deps.db, named.id))?.article_id : named?.id
  if (named !== null && found === undefined) return { fault: NO_SUCH_ARTICLE, words: '' }
  if (found !== undefined)
    return chosen !== null && chosen !== found
      ? { fault: 'You typed one article and chose another below. Leave one of them out.', words: '' }
      : { id: found }
  if (chosen !== null) return { id: chosen }
  return form.into.trim() === ''
    ? { fault: 'Which article? Give its address or number, or choose it below.', words: '' }
    : {
        fault:
          'That is not the address or number of an article here. If you typed words of a headline, choose the article below.',
        words: form.into,
      }
}

/** Says who else has moved a comment, and where it is now. */
async function movedSentence(site: Site, request: FastifyRequest, id: number): Promise<string> {
  const { deps } = site
  const placed = await placedComment(deps.db, id)
  const article = placed && (await publishedArticle(deps.db, placed.article_id))
  if (!placed || !article) throw missing()
  const by = await lastMover(deps.db, placed)
  return movedAlreadySentence(
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

export function moveRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get<{ Querystring: { comment?: unknown; batch?: unknown } }>(
    '/moderation/moves',
    moderators,
    async (request, reply) => {
      const id = rowId(queryValue(request.query.comment))
      if (id === null) throw missing('Choose a comment first: follow “Move” beside it.')
      return send(site, request, reply, id, {}, {}, rowId(queryValue(request.query.batch)), '')
    },
  )

  app.post('/moderation/moves', moderators, async (request, reply) => {
    const { typed: form, value, faults } = readReasonedForm(moveForm, request.body, deps.settings().commentReasons)
    const id = rowId(form.comment)
    const before = id === null ? undefined : await countedComment(deps.db, id)
    if (id === null || before === undefined) throw missing()
    if (form.action === 'find') return send(site, request, reply, id, form, {}, null, form.into)
    const into = await target(site, form)
    if ('fault' in into || value === null) {
      const wrong = { ...('fault' in into ? { into: into.fault } : {}), ...faults }
      return send(site, request, reply, id, form, wrong, null, 'fault' in into ? into.words : '')
    }
    const outcome = await moveBranch(deps, request.viewer, id, into.id, value.reason, value.from)
    if (outcome.kind === 'invalid') return send(site, request, reply, id, form, { into: outcome.fault }, null, '')
    if (outcome.kind === 'elsewhere')
      throw new AppError('conflict', await movedSentence(site, request, id), null, [
        { href: urls.move(id), text: 'See it there' },
      ])
    await touchReadMark(deps, request, reply, before.article_id)
    return reply.redirect(`${urls.move(id)}&batch=${outcome.batch}`, 303)
  })
}
