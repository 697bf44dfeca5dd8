// The two servers of the benchmark, one a process: Broadside, and a bare Fastify route that sends the same bytes and headers.
import { fastify } from 'fastify'
import { readFileSync } from 'node:fs'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { migrate } from '../src/db/migrate.ts'
import { openStore } from '../src/db/open.ts'
import { loadArticles } from '../src/importers/load.ts'
import { openDeps } from '../src/open-deps.ts'
import { measuredArticle } from './article.ts'

type Ask = { ask: 'cpu' }

async function broadside(): Promise<{ port: number; path: string }> {
  const config = readConfig()
  const store = openStore(config.databaseFile)
  await migrate(store)
  const deps = await openDeps(config, { store })
  await loadArticles(deps, 'bench', [measuredArticle(deps.clock())], { dryRun: false, actor: 'bench' })
  const app = await buildApp(deps)
  await app.listen({ host: '127.0.0.1', port: config.port })
  return { port: config.port, path: '/articles/1-the-article-that-is-measured' }
}

async function bare(bodyFile: string, headersFile: string, path: string): Promise<{ port: number; path: string }> {
  const body = readFileSync(bodyFile)
  const headers = JSON.parse(readFileSync(headersFile, 'utf8')) as Record<string, string>
  const app = fastify()
  app.get(path, (_request, reply) => {
    reply.headers(headers).send(body)
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: (app.server.address() as { port: number }).port, path }
}

const [kind, ...rest] = process.argv.slice(2)
const started = kind === 'broadside' ? await broadside() : await bare(rest[0]!, rest[1]!, rest[2]!)
process.on('message', (message: Ask) => {
  if (message.ask === 'cpu') process.send!({ cpu: process.cpuUsage() })
})
process.on('disconnect', () => process.exit(0))
process.send!({ started })
