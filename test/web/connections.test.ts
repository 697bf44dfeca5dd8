// Slow clients, and networks with many connections: they lose theirs, and others keep theirs.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { connectionLimits } from '../../src/load-limits.ts'
import { capConnections, cutSlowBodies } from '../../src/web/connections.ts'
import { openSite } from '../support/site.ts'

/** A server that answers once a request has arrived whole. */
async function listen(prepare: (server: Server) => void): Promise<Server> {
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null)
    response.end(`${body?.length} bytes`)
  })
  prepare(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return server
}

async function open(server: Server): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket.setEncoding('utf8').on('error', () => undefined)
}

/** A connection that is cut may be reset, which is no fault here. */
const closed = (socket: Socket): Promise<string> => new Promise((done) => socket.once('close', () => done('closed')))

const head = (length: number) => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`

test('a body that arrives a byte at a time is cut, and one that arrives whole is answered', async () => {
  const server = await listen((one) => cutSlowBodies(one, { window: 100, bytes: 2000 }))
  const [slow, whole] = [await open(server), await open(server)]
  slow.write(head(100_000))
  const drip = setInterval(() => slow.write('x'), 20)
  const cut = closed(slow).then(() => clearInterval(drip))
  whole.write(`${head(3)}abc`)
  expect(String(await once(whole, 'data'))).toContain('3 bytes')
  await cut
  // A connection that is kept open between two requests is not slow.
  whole.write(`${head(2)}ab`)
  expect(String(await once(whole, 'data'))).toContain('2 bytes')
})

test('a network has so many connections at once; one more is closed, and a place that is free again is taken', async () => {
  const server = await listen((one) => capConnections(one, 3))
  const kept = [await open(server), await open(server), await open(server)]
  await closed(await open(server))
  kept[1]!.write(`${head(3)}abc`)
  expect(String(await once(kept[1]!, 'data'))).toContain('3 bytes')
  kept[0]!.destroy()
  await expect
    .poll(async () => {
      const next = await open(server)
      next.write(`${head(2)}ab`)
      return Promise.race([once(next, 'data').then(String, () => 'reset'), closed(next)])
    })
    .toContain('2 bytes')
})

test('the server gives a head ten seconds, looks for late ones every two, and caps connections only without a proxy', async () => {
  const listeners = async (env: Record<string, string>) => {
    const app = await buildApp((await openSite(env)).deps)
    onTestFinished(() => app.close())
    return app.server
  }
  const server = await listeners({ RATE_LIMITS: 'on' })
  const behind = await listeners({ RATE_LIMITS: 'on', TRUST_PROXY: 'loopback' })
  expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, connectionLimits.request])
  expect(connectionLimits.check).toBe(2000)
  expect(server.listenerCount('connection') - behind.listenerCount('connection')).toBe(1)
})
