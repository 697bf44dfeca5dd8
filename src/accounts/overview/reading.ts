// Gathers what the page "Your account" says.
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { dateOf } from '../../format.ts'
import { DRAFT_RETENTION_MS } from '../../settings.ts'
import type { AccountFacts } from '../../web/account-rows.ts'
import { looksOf } from '../../web/looks.ts'
import { datesOf } from '../../web/reader.ts'
import { mailRecipient } from '../email/queries.ts'
import { websiteText } from '../profile/website.ts'
import { accountFacts } from './queries.ts'

export async function readAccount(deps: Deps, request: FastifyRequest): Promise<AccountFacts> {
  const { id } = request.viewer!
  const now = deps.clock()
  const row = await accountFacts(deps.db, id, now, now - DRAFT_RETENTION_MS)
  const mail = await mailRecipient(deps.db, id)
  return {
    ...row,
    website: row.website ? websiteText(row.website) : '',
    hasAbout: Boolean(row.about),
    hasPicture: row.picture !== null,
    reservedNics: row.reserved_nics,
    theme: looksOf(request).theme,
    timeZone: request.preferences?.timeZone ?? deps.settings().timeZone,
    email: mail?.email ?? '',
    hasPassword: mail?.password_hash != null,
    hasApp: row.apps > 0,
    deletedOn: row.due_at === null ? '' : dateOf(row.due_at, datesOf(deps, request)),
    isConfirmed: mail?.confirmed_at != null,
    mailFrequency: mail?.frequency ?? 'daily',
  }
}
