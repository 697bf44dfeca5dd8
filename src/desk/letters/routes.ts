// /desk: letters, the texts that came too late for their threads.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import { beforeCursor, readForm } from '../../faults.ts'
import { inside, urls, withQuery } from '../../urls.ts'
import { chromeFor, unlisted } from '../../web/chrome.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { withDeskTabs } from '../queue/tab-reading.ts'
import { markLetterRead } from './actions.ts'
import { letterReadForm } from './form.ts'
import { LETTERS_PER_PAGE, lettersPage } from './pages.ts'
import { letters, unreadLetters } from './queries.ts'

const editors = { config: { access: 'editor' } } as const

export function letterRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<{ Querystring: { before?: unknown } }>('/desk/letters', editors, async (request, reply) => {
    const before = beforeCursor(request.query)
    const page = lettersPage(
      await letters(deps.db, before, LETTERS_PER_PAGE + 1),
      await unreadLetters(deps.db),
      before,
      deps.clock(),
      datesOf(deps, request),
    )
    return sendPage(app, request, reply, 'desk/letters/letters', {
      chrome: await withDeskTabs(
        deps,
        unlisted(await chromeFor(deps, request, urls.letters, urls.desk())),
        urls.letters,
      ),
      title: 'Letters',
      description: page.intro,
      ...page,
    })
  })

  app.post('/desk/letters/reads', editors, async (request, reply) => {
    const { value } = readForm(letterReadForm, request.body)
    if (value?.letter == null) throw missing()
    await markLetterRead(deps, request.viewer!, value.letter)
    return reply.redirect(
      value.next === ''
        ? `${urls.letters}?before=${value.letter + 1}#letter-${value.letter}`
        : withQuery(inside(value.next, urls.letters), 'done=letter'),
      303,
    )
  })
}
