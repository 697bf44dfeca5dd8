// /comments/folds: a member folds or opens a comment. Only scripts send it; without them a fold lasts as long as the page.
import type { FastifyInstance } from 'fastify'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { missing, notAButton } from '../../errors.ts'
import { readForm, rowId } from '../../faults.ts'
import { visibleComment } from '../thread/queries.ts'
import { foldForm } from './form.ts'
import { setFold } from './queries.ts'

export function foldRoutes(app: FastifyInstance, deps: Deps): void {
  app.post('/comments/folds', { config: { access: 'member' } }, async (request, reply) => {
    const { value } = readForm(foldForm, request.body)
    if (value === null) throw notAButton()
    const id = rowId(value.comment)
    if (id === null || (await visibleComment(deps.db, id)) === undefined) throw missing()
    const now = deps.clock()
    await write(deps, (db) => setFold(db, request.viewer!.id, id, value.state, now))
    return reply.code(204).send()
  })
}
