// /theme: light, dark or the device's own, kept in a cookie and nowhere else.
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { names, themes } from '../web/cookies.ts'
import { readFields } from '../web/forms.ts'
import { inside } from '../web/urls.ts'

export function themeRoutes(app: FastifyInstance, deps: Deps): void {
  app.post('/theme', { config: { access: 'anyone' } }, async (request, reply) => {
    const { theme, next } = readFields(request.body, ['theme', 'next'])
    if (!(themes as readonly string[]).includes(theme)) throw new AppError('invalid', 'The colours are auto, light or dark.')
    const options = { path: '/', sameSite: 'lax', maxAge: 365 * 86_400, secure: deps.config.baseUrl.startsWith('https:') } as const
    return reply.setCookie(names.theme, theme, options).redirect(inside(next, '/'), 303)
  })
}
