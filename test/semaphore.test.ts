// The bounded semaphore: how many run, who waits in which order, and who is refused.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSemaphore } from '../src/semaphore.ts'

/** A piece of work that ends when the test says so. */
function pieceOfWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  return { begun: false, promise, resolve, reject }
}

function start(semaphore: ReturnType<typeof createSemaphore>, pieces: ReturnType<typeof pieceOfWork>[]) {
  return pieces.map((piece) =>
    semaphore
      .run(() => {
        piece.begun = true
        return piece.promise
      })
      .catch((error: unknown) => error),
  )
}

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))
const begun = (pieces: { begun: boolean }[]) => pieces.map((piece) => piece.begun)

test('as many run as the limit allows, the rest wait in the order in which they came', async () => {
  const pieces = [pieceOfWork(), pieceOfWork(), pieceOfWork(), pieceOfWork()]
  const answers = start(createSemaphore(2), pieces)
  await turn()
  expect(begun(pieces)).toEqual([true, true, false, false])
  pieces[1]!.resolve('second')
  await turn()
  expect(begun(pieces)).toEqual([true, true, true, false])
  for (const piece of pieces) piece.resolve('done')
  expect(await Promise.all(answers)).toEqual(['done', 'second', 'done', 'done'])
})

test('whoever finds the queue full is refused as "unavailable", and those who wait are not', async () => {
  const pieces = [pieceOfWork(), pieceOfWork(), pieceOfWork()]
  const answers = start(createSemaphore(1, 1, 'Too many at once.'), pieces)
  expect(await answers[2]).toMatchObject({ kind: 'unavailable', retryAfter: 5, message: 'Too many at once.' })
  for (const piece of pieces) piece.resolve('done')
  expect(await Promise.all(answers.slice(0, 2))).toEqual(['done', 'done'])
  expect(begun(pieces)).toEqual([true, true, false])
})

test('work that fails gives its permit back', async () => {
  const semaphore = createSemaphore(1)
  await expect(semaphore.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await expect(
    semaphore.run(() => {
      throw new Error('broken at once')
    }),
  ).rejects.toThrow('broken at once')
  expect(await semaphore.run(async () => 'done')).toBe('done')
})

test('a permit that is released twice counts once', async () => {
  const semaphore = createSemaphore(1, 0)
  const release = await semaphore.acquire()
  release()
  release()
  const second = await semaphore.acquire()
  await expect(semaphore.acquire()).rejects.toMatchObject({ kind: 'unavailable' })
  second()
})

test('never more run than the limit, and everything that was let in ends, whatever the order of releases', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 4, max: 20 }), { maxLength: 20 }),
      async (limit, order) => {
        const semaphore = createSemaphore(limit)
        let [running, most] = [0, 0]
        await Promise.all(
          order.map((turns) =>
            semaphore.run(async () => {
              running += 1
              most = Math.max(most, running)
              for (let n = 0; n < turns; n++) await Promise.resolve()
              running -= 1
            }),
          ),
        )
        expect(running).toBe(0)
        expect(most).toBeLessThanOrEqual(limit)
        expect(most).toBe(Math.min(limit, order.length))
      },
    ),
  )
})
