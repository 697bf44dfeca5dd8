// One connection of a load: plain requests over a socket that stays open, each answer counted to its last byte.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** An answer: its status, the bytes of its body, and its headers as they were sent. */
export type Answer = { status: number; bytes: number; head: string }

export type Connection = {
  /** Sends a request and resolves with its answer. One at a time. */
  send: (request: string) => Promise<Answer>
  close: () => void
}

const READ_BYTES = 256 * 1024
const END_OF_HEAD = '\r\n\r\n'
/** What an answer of unknown length ends with. */
const LAST_CHUNK = '\r\n0\r\n\r\n'

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void }

/** An answer that is being read. @property left bytes to come; null for chunks, which end with an empty one */
type Reading = { answer: Answer; left: number | null; tail: string }

/** Reads into one buffer, so that the load costs as little as possible. */
export async function openConnection(port: number): Promise<Connection> {
  let waiting: Waiting | null = null
  let reading: Reading | null = null
  let head = ''

  const finish = (): void => {
    const { answer } = reading!
    const { resolve } = waiting!
    reading = null
    waiting = null
    resolve(answer)
  }
  const take = (read: Reading, text: string | null, bytes: number): void => {
    read.answer.bytes += bytes
    if (read.left !== null) {
      read.left -= bytes
      if (read.left <= 0) finish()
      return
    }
    read.tail = (read.tail + text!.slice(-LAST_CHUNK.length)).slice(-LAST_CHUNK.length)
    if (read.tail.endsWith(LAST_CHUNK) || text === '0\r\n\r\n') finish()
  }
  const read = (size: number, buffer: Buffer): void => {
    if (reading !== null) {
      take(reading, reading.left === null ? buffer.toString('latin1', 0, size) : null, size)
      return
    }
    // The head of a large page comes with the beginning of its body, which is not needed as text.
    const before = head.length
    const text = buffer.toString('latin1', 0, Math.min(size, 8192))
    const end = (head + text).indexOf(END_OF_HEAD)
    if (end === -1) {
      head += text
      return
    }
    const whole = (head + text).slice(0, end)
    head = ''
    const status = Number(whole.slice(9, 12))
    const length = /^content-length: *(\d+)/im.exec(whole)?.[1]
    const left = length === undefined && /^transfer-encoding: *chunked/im.test(whole) ? null : Number(length ?? 0)
    reading = { answer: { status, bytes: 0, head: whole }, left, tail: '' }
    const body = end + END_OF_HEAD.length - before
    take(reading, left === null ? buffer.toString('latin1', body, size) : null, size - body)
  }

  const socket: Socket = connect({
    port,
    host: '127.0.0.1',
    onread: {
      buffer: Buffer.allocUnsafe(READ_BYTES),
      callback: (size, bytes) => {
        read(size, bytes as Buffer)
        return true
      },
    },
  })
  await once(socket, 'connect')
  socket.setNoDelay(true)
  const fail = (why: string): void => waiting?.reject(new Error(why))
  socket.on('error', (error) => fail(error.message)).on('close', () => fail('The server has closed a connection.'))
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request, 'latin1')
      }),
    close: () => {
      waiting = null
      socket.destroy()
    },
  }
}
