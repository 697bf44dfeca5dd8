// /media: pictures of the site, named by their content, so that a browser keeps them for ever.
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { resolve } from 'node:path'
import type { Deps } from '../deps.ts'
import { missing } from '../errors.ts'
import { mediaFolder, mediaName } from './names.ts'
import { makeFolder } from '../db/folder.ts'

export function mediaRoutes(app: FastifyInstance, deps: Deps): void {
  const folder = resolve(mediaFolder(deps.config.dataDir))
  makeFolder(folder)
  app.register(fastifyStatic, {
    root: folder, serve: false, cacheControl: true, immutable: true, maxAge: '365d', dotfiles: 'deny',
    // Feeds carry pictures to readers on other sites.
    setHeaders: (found) => void found.header('cross-origin-resource-policy', 'cross-origin'),
  })
  app.get<{ Params: { name: string } }>('/media/:name', { config: { access: 'anyone' } }, async (request, reply) => {
    const { name } = request.params
    if (!mediaName.test(name)) throw missing()
    return reply.header('content-security-policy', "default-src 'none'; sandbox").sendFile(name)
  })
}
