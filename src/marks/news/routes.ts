// /marks: what a reader's marks are, the switch for them, and the end of them.
import type { FastifyInstance } from 'fastify'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readFields } from '../../faults.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { readerOf, rememberHere } from '../../web/reader.ts'
import { type MarksPage, marksDoneMessages } from '../pages.ts'
import { forgetMarks, setMarking } from '../queries.ts'
import { readNews } from './reading.ts'

const anyone = { config: { access: 'anyone' } } as const

export function marksRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { done?: unknown } }>('/marks', anyone, async (request, reply) => {
    const { viewer, marks } = await readerOf(deps, request, reply)
    const page: MarksPage = {
      member: viewer !== null,
      on: marks !== null,
      message: marksDoneMessages.get(String(request.query.done)) ?? '',
    }
    return sendPage(app, request, reply, 'marks/marks', {
      chrome: unlisted(await chromeFor(deps, request, urls.marks)),
      title: 'What is new to you',
      description: 'How this site marks what is new since your last visit.',
      ...page,
    })
  })

  app.get('/marks/news', anyone, async (request, reply) => {
    const page = await readNews(deps, await readerOf(deps, request, reply))
    if (page === null) return reply.redirect(urls.marks, 303)
    return sendPage(app, request, reply, 'marks/news', {
      chrome: unlisted(await chromeFor(deps, request, urls.news)),
      title: 'What’s new',
      description: 'New comments in threads you have opened, and new stories.',
      ...page,
    })
  })

  app.post('/marks', anyone, async (request, reply) => {
    const { action, next } = readFields(request.body, ['action', 'next'])
    const { viewer } = request
    if (action !== 'on' && action !== 'off' && action !== 'forget')
      throw new AppError('invalid', 'Marking is switched on or off, or begins anew. Nothing was changed.')
    if (viewer === null) rememberHere(deps, reply, action !== 'off')
    else {
      await deps.flushMarks()
      await write(deps, async (db) => {
        if (action !== 'on') await forgetMarks(db, viewer.id)
        if (action !== 'forget') await setMarking(db, viewer.id, action === 'on', deps.clock())
      })
    }
    return reply.redirect(
      action === 'on' && next !== ''
        ? inside(next, urls.marks)
        : `${urls.marks}?done=${action === 'forget' ? 'forgotten' : action}`,
      303,
    )
  })
}
