// buildApp: every plugin and every feature, one line each. The table of contents.
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import { type FastifyInstance, fastify, LogController } from 'fastify'
import { rejectLeaving } from './accounts/deletion/hooks.ts'
import { deletionRoutes } from './accounts/deletion/routes.ts'
import { emailRoutes } from './accounts/email/routes.ts'
import { exportRoutes } from './accounts/exports/routes.ts'
import { identityRoutes } from './accounts/identity/routes.ts'
import { invitationRoutes } from './accounts/invitations/routes.ts'
import { nameRoutes } from './accounts/name/routes.ts'
import { nicRoutes } from './accounts/nics/routes.ts'
import { accountOverviewRoutes } from './accounts/overview/routes.ts'
import { passkeyRoutes } from './accounts/passkeys/routes.ts'
import { passwordRoutes } from './accounts/passwords/routes.ts'
import { profileRoutes } from './accounts/profile/routes.ts'
import { registrationRoutes } from './accounts/registration/routes.ts'
import { accountRoutes } from './accounts/routes.ts'
import { factorRemovalRoutes } from './accounts/second-factor/removal-routes.ts'
import { secondFactorRoutes } from './accounts/second-factor/routes.ts'
import { secondFactorSignInRoutes } from './accounts/second-factor/sign-in-routes.ts'
import { readSessions } from './accounts/sessions/hooks.ts'
import { sessionRoutes } from './accounts/sessions/routes.ts'
import { settingsRoutes } from './accounts/settings-routes.ts'
import { tokenRoutes } from './accounts/tokens/routes.ts'
import { applicationQueueRoutes } from './admin/people/application-routes.ts'
import { invitationTreeRoutes } from './admin/people/invitation-routes.ts'
import { adminPeopleRoutes } from './admin/people/routes.ts'
import { adminSectionRoutes } from './admin/sections/routes.ts'
import { adminSettingRoutes } from './admin/settings/routes.ts'
import { adminTagRoutes } from './admin/tags/routes.ts'
import { siteTextRoutes } from './admin/texts/routes.ts'
import { correctionRoutes } from './articles/corrections/routes.ts'
import { articleEditingRoutes } from './articles/editing/routes.ts'
import { articleHistoryRoutes } from './articles/history/routes.ts'
import { articleRoutes } from './articles/page/routes.ts'
import { draftRoutes } from './comments/drafts/routes.ts'
import { deleteSentTexts } from './comments/drafts/unsent-hooks.ts'
import { unsentRoutes } from './comments/drafts/unsent-routes.ts'
import { commentHistoryRoutes } from './comments/edits/history-routes.ts'
import { commentEditRoutes } from './comments/edits/routes.ts'
import { flagRoutes } from './comments/flags/routes.ts'
import { foldRoutes } from './comments/folds/routes.ts'
import { postingRoutes } from './comments/posting/routes.ts'
import { confirmationRoutes } from './comments/receipts/confirmation-routes.ts'
import { signEarlierKeys } from './comments/receipts/hooks.ts'
import { receiptRoutes } from './comments/receipts/routes.ts'
import { recommendationRoutes } from './comments/recommendations/routes.ts'
import { reportRoutes } from './comments/reports/routes.ts'
import { commentRoutes } from './comments/routes.ts'
import type { Deps } from './deps.ts'
import { deskCorrectionRoutes } from './desk/corrections/routes.ts'
import { deskDecisionRoutes } from './desk/decisions/routes.ts'
import { articleDraftRoutes } from './desk/drafts/routes.ts'
import { frontRoutes } from './desk/front/routes.ts'
import { letterRoutes } from './desk/letters/routes.ts'
import { amendRoutes } from './desk/mine/edit-routes.ts'
import { mineRoutes } from './desk/mine/routes.ts'
import { deskRoutes } from './desk/queue/routes.ts'
import { publishScheduled } from './desk/schedule/hooks.ts'
import { articleMarkupRoutes } from './desk/submissions/markup-routes.ts'
import { submissionRoutes } from './desk/submissions/routes.ts'
import { trustRoutes } from './desk/trusts/routes.ts'
import { listRoutes } from './editions/list-routes.ts'
import { editionRoutes } from './editions/routes.ts'
import { editionMailRoutes } from './editions/subscriptions/routes.ts'
import { feedRoutes } from './feeds/routes.ts'
import { mailLinkRoutes } from './inbox/link-routes.ts'
import { inboxRoutes } from './inbox/routes.ts'
import { liveRoutes } from './live/routes.ts'
import { connectionLimits } from './load-limits.ts'
import { marksRoutes } from './marks/news/routes.ts'
import { mediaRoutes } from './media/routes.ts'
import { banAppealRoutes } from './moderation/appeals/ban-routes.ts'
import { commentAppealRoutes } from './moderation/appeals/comment-routes.ts'
import { appealRoutes } from './moderation/appeals/routes.ts'
import { classifierRoutes } from './moderation/classifier/routes.ts'
import { featureRoutes } from './moderation/decisions/feature-routes.ts'
import { decisionRoutes } from './moderation/decisions/routes.ts'
import { dutyRoutes } from './moderation/duty/routes.ts'
import { filterRoutes } from './moderation/filters/routes.ts'
import { logRoutes } from './moderation/log/routes.ts'
import { moveRoutes } from './moderation/moves/routes.ts'
import { recordRoutes } from './moderation/people/record-routes.ts'
import { sanctionRoutes } from './moderation/people/routes.ts'
import { pictureDeletionRoutes } from './moderation/pictures/routes.ts'
import { profileRemovalRoutes } from './moderation/profiles/routes.ts'
import { purgeRoutes } from './moderation/purges/routes.ts'
import { queueRoutes } from './moderation/queue/routes.ts'
import { readerReportRoutes } from './moderation/reports/routes.ts'
import { siteHoldRoutes } from './moderation/site-holds/routes.ts'
import { sweepRoutes } from './moderation/sweeps/routes.ts'
import { closureRoutes } from './moderation/threads/closure-routes.ts'
import { threadRoutes } from './moderation/threads/routes.ts'
import { undoRoutes } from './moderation/undos/routes.ts'
import { muteRoutes } from './mutes/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { rejectBanned } from './sanctions/hooks.ts'
import { saveRoutes } from './saves/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { limits } from './settings.ts'
import { sitemapRoutes } from './sitemaps/routes.ts'
import { themeRoutes } from './theme/routes.ts'
import { assetRoutes } from './web/assets.ts'
import { createAnsweringServer, serveFromCache } from './web/cached-answers.ts'
import { capConnections, cutSlowBodies } from './web/connections.ts'
import { handleErrors } from './web/errors.ts'
import { parseEncoded } from './web/form-encoding.ts'
import { guardRequests, readableUrl, requireAccess } from './web/guard.ts'
import { answerHead } from './web/head-requests.ts'
import { healthRoutes } from './web/health.ts'
import { shedLoad } from './web/load.ts'
import { manifestRoutes } from './web/manifest.ts'
import { budgetPages } from './web/page-budget.ts'
import { limitRates } from './web/rate-limits.ts'
import { registerViews } from './web/render.ts'
import { addSecurityHeaders } from './web/security.ts'

/** Forms are read with zod, so the compilers of JSON schemas, half of Fastify's modules, are not loaded. */
const refuseSchemas = (): never => {
  throw new Error('A route has a JSON schema.')
}

/** Builds the server, ready to listen or to be injected into by a test. */
export async function buildApp(deps: Deps): Promise<FastifyInstance> {
  const server = createAnsweringServer(deps, {
    requestTimeout: connectionLimits.request,
    keepAliveTimeout: connectionLimits.idle,
    headersTimeout: connectionLimits.head,
    connectionsCheckingInterval: connectionLimits.check,
    // A search of ten kilobytes is three times as long when percent-encoded.
    maxHeaderSize: 64 * 1024,
  })
  const app = fastify({
    serverFactory: server.create,
    bodyLimit: limits.form,
    trustProxy: deps.config.trustProxy,
    return503OnClosing: false,
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas } },
    // Fastify's own lines are logged from warnings on.
    loggerInstance: deps.log.level === 'info' ? deps.log.child({}, { level: 'warn' }) : deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    // Our lines name the request that they are about. A logger for each request takes longer than routing it.
    childLoggerFactory: (logger) => logger,
    rewriteUrl: (request) => readableUrl(request.url ?? '/'),
    routerOptions: { maxParamLength: limits.address, ignoreTrailingSlash: false, querystringParser: parseEncoded },
  }) as unknown as FastifyInstance

  app.addHook('preClose', async () => server.close())
  cutSlowBodies(app.server, connectionLimits.body)
  // All connections of a proxy are its own.
  if (deps.config.rateLimits && deps.config.trustProxy === false) capConnections(app.server, connectionLimits.network)
  requireAccess(app)
  answerHead(app)
  rejectBanned(app, deps)
  rejectLeaving(app, deps)
  publishScheduled(app, deps)
  serveFromCache(app, deps)
  await addSecurityHeaders(app, deps)
  await app.register(cookie)
  // Forms are urlencoded or multipart; no route reads JSON or plain text.
  app.removeContentTypeParser(['application/json', 'text/plain'])
  await app.register(formbody, { parser: parseEncoded })
  limitRates(app, deps)
  await registerViews(app)
  handleErrors(app, deps)
  guardRequests(app, deps)
  readSessions(app, deps)
  signEarlierKeys(app, deps)
  await shedLoad(app, deps)
  budgetPages(app, deps)
  deleteSentTexts(app, deps)

  app.register(async (site) => {
    editionRoutes(site, deps)
    editionMailRoutes(site, deps)
    listRoutes(site, deps)
    articleRoutes(site, deps)
    articleHistoryRoutes(site, deps)
    correctionRoutes(site, deps)
    peopleRoutes(site, deps)
    marksRoutes(site, deps)
    muteRoutes(site, deps)
    saveRoutes(site, deps)
    inboxRoutes(site, deps)
    mailLinkRoutes(site, deps)
    closureRoutes(site, deps)
    featureRoutes(site, deps)
    logRoutes(site, deps)
    purgeRoutes(site, deps)
    queueRoutes(site, deps)
    dutyRoutes(site, deps)
    decisionRoutes(site, deps)
    moveRoutes(site, deps)
    pictureDeletionRoutes(site, deps)
    appealRoutes(site, deps)
    undoRoutes(site, deps)
    threadRoutes(site, deps)
    sanctionRoutes(site, deps)
    recordRoutes(site, deps)
    readerReportRoutes(site, deps)
    siteHoldRoutes(site, deps)
    sweepRoutes(site, deps)
    filterRoutes(site, deps)
    classifierRoutes(site, deps)
    feedRoutes(site, deps)
    sitemapRoutes(site, deps)
    themeRoutes(site, deps)
    foldRoutes(site, deps)
    recommendationRoutes(site, deps)
    reportRoutes(site, deps)
    liveRoutes(site, deps)
    mediaRoutes(site, deps)
    assetRoutes(site, deps)
    manifestRoutes(site, deps)
    healthRoutes(site, deps)
    commentRoutes(site, deps)
    draftRoutes(site, deps)
    unsentRoutes(site, deps)
    commentHistoryRoutes(site, deps)
    receiptRoutes(site, deps)
    confirmationRoutes(site, deps)
    flagRoutes(site, deps)
    commentAppealRoutes(site, deps)
    deskRoutes(site, deps)
    deskDecisionRoutes(site, deps)
    frontRoutes(site, deps)
    letterRoutes(site, deps)
    trustRoutes(site, deps)
    articleDraftRoutes(site, deps)
    articleMarkupRoutes(site, deps)
    mineRoutes(site, deps)
    accountRoutes(site, deps)
    registrationRoutes(site, deps)
    invitationRoutes(site, deps)
    accountOverviewRoutes(site, deps)
    settingsRoutes(site, deps)
    emailRoutes(site, deps)
    identityRoutes(site, deps)
    sessionRoutes(site, deps)
    passwordRoutes(site, deps)
    banAppealRoutes(site, deps)
    nicRoutes(site, deps)
    nameRoutes(site, deps)
    profileRoutes(site, deps)
    tokenRoutes(site, deps)
    profileRemovalRoutes(site, deps)
    exportRoutes(site, deps)
    deletionRoutes(site, deps)
    secondFactorRoutes(site, deps)
    factorRemovalRoutes(site, deps)
    passkeyRoutes(site, deps)
    secondFactorSignInRoutes(site, deps)
    searchRoutes(site, deps)
    adminSettingRoutes(site, deps)
    applicationQueueRoutes(site, deps)
    invitationTreeRoutes(site, deps)
    adminSectionRoutes(site, deps)
    adminTagRoutes(site, deps)
    adminPeopleRoutes(site, deps)
    siteTextRoutes(site, deps)
  })
  // Hooks that read files belong to these routes only.
  app.register(async (site) => postingRoutes(site, deps))
  app.register(async (site) => commentEditRoutes(site, deps))
  app.register(async (site) => submissionRoutes(site, deps))
  app.register(async (site) => articleEditingRoutes(site, deps))
  app.register(async (site) => deskCorrectionRoutes(site, deps))
  app.register(async (site) => amendRoutes(site, deps))
  return app
}
