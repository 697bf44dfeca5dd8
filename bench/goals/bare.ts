// A process with nothing but Fastify: one route that sends the bytes of a file, with the headers of another.

import { readFileSync } from 'node:fs'
import { fastify } from 'fastify'

const [port, folder] = process.argv.slice(2)
const { path, headers } = JSON.parse(readFileSync(`${folder}/answer.json`, 'utf8')) as {
  path: string
  headers: Record<string, string>
}
const body = readFileSync(`${folder}/body`)
const app = fastify()
app.get(path, (_request, reply) => {
  reply.headers(headers).send(body)
})
await app.listen({ host: '127.0.0.1', port: Number(port) })
console.log('ready')
