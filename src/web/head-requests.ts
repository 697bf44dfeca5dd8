// HEAD is answered by the route of GET.
import type { FastifyInstance } from 'fastify'

/**
 * Makes every route of GET one of HEAD too. Fastify would register a second route with its own hooks, which takes as long
 * again at every start. Node sends no body to HEAD. Called before any route is made.
 */
export function answerHead(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.method === 'GET') route.method = ['GET', 'HEAD']
  })
}
