// Loads: as many requests as a server answers, one after the other on each connection, or so many a second at planned times.

import { type Answer, openConnection } from './connection.ts'

export type Load = {
  port: number
  connections: number
  /** The request of a number, counted from 0. */
  request: (i: number) => string
  /** Why an answer is not the expected one, or null. */
  fault: (answer: Answer, i: number) => string | null
}

export type Loaded = { requests: number; seconds: number; bytes: number }

/** Loads for some time, and waits for the last answers, so that no work is left uncounted. */
export async function loadFor(seconds: number, { port, connections, request, fault }: Load): Promise<Loaded> {
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(port)))
  const began = performance.now()
  const end = began + seconds * 1000
  let [sent, bytes] = [0, 0]
  try {
    await Promise.all(
      open.map(async ({ send }) => {
        while (performance.now() < end) {
          const i = sent++
          const answer = await send(request(i))
          bytes += answer.bytes
          const wrong = fault(answer, i)
          if (wrong !== null) throw new Error(wrong)
        }
      }),
    )
    return { requests: sent, seconds: (performance.now() - began) / 1000, bytes }
  } finally {
    for (const { close } of open) close()
  }
}

/**
 * Sends requests at planned times, whether or not the ones before are answered.
 * @returns milliseconds from each planned time to the last byte of its answer
 */
export async function loadAtPace(
  perSecond: number,
  seconds: number,
  { port, connections, request, fault }: Load,
): Promise<number[]> {
  const idle = await Promise.all(Array.from({ length: connections }, () => openConnection(port)))
  const all = [...idle]
  const taken: number[] = []
  const running: Promise<void>[] = []
  const began = performance.now()
  const one = async (i: number): Promise<void> => {
    const planned = began + (i * 1000) / perSecond
    let connection = idle.pop()
    if (connection === undefined) {
      connection = await openConnection(port)
      all.push(connection)
    }
    const answer = await connection.send(request(i))
    taken.push(performance.now() - planned)
    idle.push(connection)
    const wrong = fault(answer, i)
    if (wrong !== null) throw new Error(wrong)
  }
  try {
    for (let i = 0; i < perSecond * seconds; i++) {
      const wait = began + (i * 1000) / perSecond - performance.now()
      if (wait > 0) await new Promise((resolve) => void setTimeout(resolve, wait))
      running.push(one(i))
      running.at(-1)!.catch(() => undefined)
    }
    await Promise.all(running)
    return taken
  } finally {
    for (const { close } of all) close()
  }
}
