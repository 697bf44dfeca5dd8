// Saves a draft with every press of an article's form, before the request can be refused.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isWithinDraftLimit, requestWriters } from '../../comments/drafts/hooks.ts'
import type { Deps } from '../../deps.ts'
import type { ArticleKind } from '../submissions/form.ts'
import { type SavedArticle, saveArticleDraft } from './actions.ts'
import type { DraftForm } from './rules.ts'

const fieldNames = ['url', 'headline', 'lede', 'body', 'section', 'tags', 'nic', 'reason', 'key', 'draft'] as const

/** Reads the draft's fields from any form body, before the form is checked. A field that is not text counts as empty. */
function readDraftFields(body: unknown, kind: ArticleKind): DraftForm {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (name: string): string =>
    typeof given[name] === 'string' ? given[name].replaceAll('\0', '').replace(/\r\n?/g, '\n') : ''
  return { ...(Object.fromEntries(fieldNames.map((name) => [name, text(name)])) as Omit<DraftForm, 'kind'>), kind }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The draft that this press of an article's form was saved as. */
    savedArticle: SavedArticle | null
  }
}

/** Above a rate limit of its own it saves nothing and refuses nothing. @param kindOf the kind of article that a route sends in */
export function autosaveArticles(
  app: FastifyInstance,
  deps: Deps,
  kindOf: (request: FastifyRequest) => ArticleKind | null,
): void {
  app.decorateRequest('savedArticle', null)
  app.addHook('preHandler', async (request: FastifyRequest, reply: FastifyReply) => {
    const kind = request.method === 'POST' ? kindOf(request) : null
    if (kind === null || !isWithinDraftLimit(deps, request)) return
    const form = readDraftFields(request.body, kind)
    try {
      request.savedArticle = await saveArticleDraft(deps, requestWriters(deps, request, reply), form, request.ip)
    } catch (error) {
      // If the database cannot be written to, sending itself fails and returns the text.
      deps.log.warn({ err: error }, 'draft of an article not saved')
    }
  })
}
