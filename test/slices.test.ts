// Work in slices: what waits together goes on a few at a time, and the event loop turns between.
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSharedPause, waitForSlice, yieldToOthers } from '../src/slices.ts'

test('of pieces that arrive together only as many are done in a turn as a slice has time for', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  const pause = createSharedPause()
  const done: string[] = []
  const turn = (): void => {
    done.push('|')
    if (done.length < 20) setImmediate(turn)
  }
  setImmediate(turn)
  const piece = async (n: number): Promise<void> => {
    await yieldToOthers()
    await waitForSlice(pause)
    done.push(String(n))
    vi.advanceTimersByTime(2)
  }
  await Promise.all([0, 1, 2, 3, 4, 5].map(piece))
  const turns = done
    .join('')
    .split('|')
    .filter((pieces) => pieces !== '')
  expect(turns.join('')).toBe('012345')
  expect(Math.max(...turns.map((pieces) => pieces.length))).toBe(2)
})
