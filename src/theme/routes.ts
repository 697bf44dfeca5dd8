// /theme: how this browser reads: light, dark or the device's own, and how threads are laid out. Kept in cookies and nowhere else.
import type { FastifyInstance } from 'fastify'
import { askedView, viewFields, viewText } from '../comments/view.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { names, themes } from '../web/cookies.ts'
import { readFields } from '../web/forms.ts'
import { inside } from '../web/urls.ts'

export function themeRoutes(app: FastifyInstance, deps: Deps): void {
  app.post('/theme', { config: { access: 'anyone' } }, async (request, reply) => {
    const { theme, next, ...asked } = readFields(request.body, ['theme', 'next', ...viewFields])
    const view = askedView(asked)
    if (!(themes as readonly string[]).includes(theme) && (theme !== '' || view === null)) throw new AppError('invalid', 'The colours are auto, light or dark.')
    const options = { path: '/', sameSite: 'lax', maxAge: 365 * 86_400, secure: deps.config.baseUrl.startsWith('https:') } as const
    if (theme !== '') reply.setCookie(names.theme, theme, options)
    if (view !== null) reply.setCookie(names.view, viewText(view), options)
    return reply.redirect(inside(next, '/'), 303)
  })
}
