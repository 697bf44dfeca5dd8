// /moderation/undos: an act undone as a whole.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { readFields, rowId } from '../../faults.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { undoBatch } from './undo-actions.ts'

export function undoRoutes(app: FastifyInstance, deps: Deps): void {
  app.post('/moderation/undos', { config: { access: 'moderator' } }, async (request, reply) => {
    const form = readFields(request.body, ['batch', 'reason', 'next'])
    const id = rowId(form.batch)
    if (id === null) throw missing()
    const outcome = await undoBatch(deps, request.viewer, id, form.reason.trim())
    if (outcome.kind === 'already')
      throw new AppError(
        'conflict',
        'There is nothing to undo: somebody has undone it already, or it never was.',
        null,
        [{ href: urls.log, text: 'The log' }],
      )
    if (outcome.kind === 'changed')
      throw new AppError(
        'conflict',
        'All of it has been changed since, so there was nothing to take back, and nothing was done.',
        null,
        [{ href: urls.log, text: 'The log' }],
      )
    const done = `done=${outcome.value.left === 0 ? 'undone' : 'partly'}`
    const next = inside(form.next, withQuery(urls.log, done))
    // The queue and the appeals say what became of it; other pages show it.
    return reply.redirect(
      /^\/moderation(?:\/answers)?(?:$|[?#])/.test(next) ? withQuery(next, `${done}&batch=${outcome.batch}`) : next,
      303,
    )
  })
}
