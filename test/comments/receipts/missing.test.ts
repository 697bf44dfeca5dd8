// The page of a receipt that does not exist: it says what a receipt is, and not whether there ever was one.
import { expect, test } from 'vitest'
import { openSite } from '../../support/site.ts'
import { wordsOn } from '../page.ts'

test.each([
  ['/comments/receipts', 'the private page of a guest’s comment'],
  ['/desk/receipts', 'the private page of an article that a guest has sent in'],
])('at %s every unknown address gets the same page, without the address in it', async (path, what) => {
  const site = await openSite()
  const pages = await Promise.all(
    ['x', 'a'.repeat(43), 'Zm9vYmFyYmF6'].map(async (token) => {
      const { statusCode, body } = await site.get(`${path}/${token}`)
      expect(statusCode).toBe(404)
      expect(wordsOn(body)).toContain('No receipt at this address')
      expect(wordsOn(body)).toContain(what)
      expect(/name="q" type="search" value="([^"]*)"/.exec(body)?.[1]).toBe('')
      return wordsOn(body)
    }),
  )
  expect(new Set(pages).size).toBe(1)
})
