// Broadside with one route more, for a press of Post that does what posting does up to its write: session, form, article, thread, sanctions, limits, filters, rendering, checks. Then it redirects.

import { buildApp } from '../../src/app.ts'
import { currentArticleId } from '../../src/comments/drafts/actions.ts'
import { commentForm } from '../../src/comments/posting/form.ts'
import { checkForm } from '../../src/comments/posting/form-checks.ts'
import { enforceWriterLimits } from '../../src/comments/posting/limit-checks.ts'
import { threadToPostIn } from '../../src/comments/posting/thread-queries.ts'
import { threadOf } from '../../src/comments/thread/state-checks.ts'
import { readConfig } from '../../src/config.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openStore } from '../../src/db/open.ts'
import { missing } from '../../src/errors.ts'
import { readForm } from '../../src/faults.ts'
import { openDeps } from '../../src/open-deps.ts'
import { accountOf, may } from '../../src/permissions.ts'
import { postingBlock, senderOf } from '../../src/sanctions/checks.ts'
import { urls } from '../../src/urls.ts'
import { writerOf } from '../../src/web/guests.ts'

const config = readConfig()
const store = openStore(config.databaseFile)
await migrate(store)
const deps = await openDeps(config, { store })
const app = await buildApp(deps)

app.post('/bench/presses', { config: { access: 'anyone' } }, async (request, reply) => {
  const { typed: form } = readForm(commentForm, request.body)
  const id = await currentArticleId(deps.db, form)
  const writer = writerOf(deps, request, reply)
  const viewer = accountOf(writer)
  const article = id === null ? undefined : await threadToPostIn(deps.db, id, viewer?.id ?? null)
  if (!article) throw missing()
  const thread = threadOf(deps, article)
  const refused =
    may.comment(viewer, thread, deps.settings()) ?? (await postingBlock(deps, deps.db, senderOf(viewer, request.ip)))
  if (refused !== null) throw missing()
  await enforceWriterLimits(deps, deps.db, writer, article.id, thread.slow, request.ip)
  const { faults, html } = await checkForm(deps, writer, article.id, form)
  if (Object.keys(faults).length > 0 || html === '') throw missing()
  return reply.redirect(urls.comment(1), 303)
})

await app.listen({ host: config.host, port: config.port })
console.log('ready')
