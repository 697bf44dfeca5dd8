// How long a server answers nobody, seen from outside: a second connection asks for a cached page every millisecond.

import { openConnection } from './connection.ts'
import { hasProc, waitedForCore } from './process-figures.ts'
import { getRequest } from './requests.ts'
import type { Running } from './servers.ts'

/** A page that no act drops from the cache. */
const CACHED = '/comments/markup'
const EVERY_MS = 1

/** Milliseconds that a process was kept from a core: other work of the machine, which is no hold of the loop. */
const keptWaiting = (pid: number): number => (hasProc ? waitedForCore(pid) : 0)

/**
 * The longest answer of the cached page while some work runs, in milliseconds, without the time in which the machine gave the
 * server or the bench no core.
 */
export async function holdDuring(server: Running, work: () => Promise<unknown>): Promise<number> {
  const connection = await openConnection(server.port)
  const request = getRequest(server.port, { path: CACHED })
  let running = true
  let longest = 0
  const probe = async (): Promise<void> => {
    while (running) {
      const [began, there, here] = [performance.now(), keptWaiting(server.pid), keptWaiting(process.pid)]
      const { status } = await connection.send(request)
      if (status !== 200) throw new Error(`${CACHED} is answered with ${status}`)
      const kept = Math.max(keptWaiting(server.pid) - there, keptWaiting(process.pid) - here)
      const took = performance.now() - began
      longest = Math.max(longest, took - kept)
      if (took < EVERY_MS) await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }
  const probing = probe()
  try {
    await work()
  } finally {
    running = false
    await probing
    connection.close()
  }
  return longest
}
