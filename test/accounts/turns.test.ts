// Turns of requests that cost a password check: what else has arrived is done between two of them.
import { expect, test } from 'vitest'
import { createTurns } from '../../src/accounts/turns.ts'
import { yieldToOthers } from '../../src/slices.ts'

test('sign-ins that arrive together are begun one in each turn of the event loop, in their order', async () => {
  const takeTurn = createTurns()
  const order: string[] = []
  const signIn = async (name: string): Promise<void> => {
    await takeTurn()
    order.push(name)
  }
  const pages = async (): Promise<void> => {
    for (let n = 0; n < 3; n++) {
      await yieldToOthers()
      order.push('page')
    }
  }
  await Promise.all([pages(), signIn('first'), signIn('second'), signIn('third')])
  expect(order).toEqual(['page', 'first', 'page', 'second', 'page', 'third'])
})
