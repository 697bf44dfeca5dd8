// Keeps slow clients, and networks with many connections, from taking all of them.
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { countedNetworks } from '../ip-ranges.ts'

type BodyLimits = { window: number; bytes: number }

/** Cuts a connection over which too few bytes of a body have arrived within a window of milliseconds. */
export function cutSlowBodies(server: Server, { window, bytes }: BodyLimits): void {
  server.on('request', (request: IncomingMessage) => {
    const { headers, socket } = request
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
    let before = socket.bytesRead
    const timer = setInterval(() => {
      if (request.complete) clearInterval(timer)
      else if (socket.bytesRead - before < bytes) socket.destroy()
      before = socket.bytesRead
    }, window).unref()
    request.once('close', () => clearInterval(timer))
  })
}

/** Refuses connections of a network that has as many as it may. @param max of one subscriber; see `countedNetworks` */
export function capConnections(server: Server, max: number): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const networks = countedNetworks(socket.remoteAddress ?? '')
    if (networks.some(({ key, times }) => (open.get(key) ?? 0) >= max * times)) {
      socket.destroy()
      return
    }
    for (const { key } of networks) open.set(key, (open.get(key) ?? 0) + 1)
    socket.once('close', () => {
      for (const { key } of networks) {
        const left = open.get(key)! - 1
        if (left === 0) open.delete(key)
        else open.set(key, left)
      }
    })
  })
}
