// /marks: read marks, how to turn them on or off, and what is new.
import type { FastifyInstance } from 'fastify'
import { write } from '../../db/write.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { readForm } from '../../faults.ts'
import { inside, urls } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { readerOf, rememberHere } from '../../web/reader.ts'
import { marksForm } from '../form.ts'
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
      title: 'New comments',
      description: 'How this site highlights what is new since your last visit.',
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
    const { value } = readForm(marksForm, request.body)
    if (value === null)
      throw new AppError(
        'invalid',
        'Nothing was changed. You can turn highlighting on or off, or delete your read marks.',
      )
    const { action, next } = value
    const { viewer } = request
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
