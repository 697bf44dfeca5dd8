// /moderation/undos: undoes an action as a whole.
import type { FastifyInstance } from 'fastify'
import { settleTagMerges } from '../../articles/tag-actions.ts'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { readForm } from '../../faults.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { undoBatch } from './actions.ts'
import { undoForm } from './form.ts'

const conflict = (sentence: string): AppError =>
  new AppError('conflict', sentence, null, [{ href: urls.log, text: 'Moderation log' }])

export function undoRoutes(app: FastifyInstance, deps: Deps): void {
  app.post('/moderation/undos', { config: { access: 'editor' } }, async (request, reply) => {
    const { value, faults } = readForm(undoForm, request.body)
    if (value === null) throw new AppError('invalid', `${faults.reason} Nothing was undone.`)
    if (value.batch === null) throw missing()
    const outcome = await undoBatch(deps, request.viewer, value.batch, value.reason)
    if (outcome.kind === 'already') throw conflict('Nothing to undo: this action was already undone, or doesn’t exist.')
    if (outcome.kind === 'changed')
      throw conflict('Nothing was undone: everything that this action changed has been changed since.')
    await settleTagMerges(deps)
    const done = `done=${outcome.value.skipped === 0 ? 'undone' : 'partly'}`
    const next = inside(value.next, withQuery(urls.log, done))
    // The other pages show no message.
    return reply.redirect(
      /^\/(?:desk|admin\/[a-z/]+|comments\/\d+|moderation(?:\/answers|\/classifier)?)(?:$|[?#])/.test(next)
        ? withQuery(next, `${done}&batch=${outcome.batch}`)
        : next,
      303,
    )
  })
}
