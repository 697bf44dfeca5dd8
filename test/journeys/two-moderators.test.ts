// Two moderators on one item: the second learns of the first's claim and decision; by keys, and on a telephone without scripts.
import { expect } from 'vitest'
import { write } from '../../src/db/write.ts'
import { insertAppeal } from '../../src/moderation/appeals/queries.ts'
import { browserHalf, inBrowser, OVERFLOW } from '../support/browser.ts'
import { journeyWays, type Visitor } from '../support/journeys.ts'
import type { Served } from '../support/served.ts'

const half = browserHalf()

const STORY = 'Market to try a stall for things that are nearly finished'

/** Guests whose first comments wait, the oldest first. @returns the ids of their comments */
async function waiting(site: Served, texts: readonly string[]): Promise<number[]> {
  const article = /\d+/.exec(await site.addressOf(STORY))![0]
  const ids: number[] = []
  for (const [i, body] of texts.entries()) {
    const answer = await site.post('/comments', { article, nic: `Walker ${'abcdef'[i]}`, body })
    expect(answer.statusCode).toBe(303)
    ids.push(
      (await site.deps.db.selectFrom('comments').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow())
        .id,
    )
  }
  return ids
}

const stateOf = async (site: Served, id: number): Promise<string> =>
  (await site.deps.db.selectFrom('comments').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

/** An item of the queue, unfolded. */
async function caseWith(reader: Visitor, text: string) {
  const item = reader.page.locator('.case', { hasText: text })
  if (!(await item.locator('.inside').isVisible())) await item.locator('summary').click()
  return item
}

for (const { scripts, journey, half } of journeyWays()) {
  journey(
    `two moderators open one item: the claim of the first is seen, and the second learns of the decision instead of repeating it, ${scripts}`,
    async () => {
      const site = await half.site()
      const [first, second] = await waiting(site, ['The first words that wait.', 'The second words that wait.'])
      const fair = await half.reader(site, {}, await site.account('Fair Lead', 'moderator'))
      const other = await half.reader(site, {}, await site.account('Other Hand', 'moderator'))
      await fair.go('/moderation')
      await other.go('/moderation')
      await fair.press((await caseWith(fair, 'The first words')).getByRole('button', { name: /^I’m reviewing it/ }))
      expect(fair.at()).toBe(`/moderation?done=claimed#k${first}`)
      expect(await (await caseWith(fair, 'The first words')).innerText()).toContain(
        'You have been reviewing it since 17:05.',
      )

      // The second has the page from before: a press says who is faster.
      await other.press((await caseWith(other, 'The first words')).getByRole('button', { name: /^I’m reviewing it/ }))
      expect(await other.page.getByRole('status').innerText()).toContain('Somebody else is reviewing it.')
      expect(await (await caseWith(other, 'The first words')).innerText()).toContain(
        'Fair Lead has been reviewing it since 17:05.',
      )

      await fair.press((await caseWith(fair, 'The first words')).getByRole('button', { name: /^Approve/ }))
      expect(fair.at()).toBe(`/moderation?done=approved&batch=1#k${second}`)
      expect(await fair.page.locator(`#k${second}:focus`).count()).toBe(1)
      await (await caseWith(other, 'The first words')).getByLabel('Reason').fill('Advertising')
      await other.press((await caseWith(other, 'The first words')).getByRole('button', { name: /^Remove/ }))
      expect(await other.page.getByRole('status').innerText()).toContain(
        'Fair Lead approved a comment, 17:05. Nothing was changed.',
      )
      expect(await stateOf(site, first!)).toBe('live')

      await other.press((await caseWith(other, 'The second words')).getByRole('button', { name: /^I’m reviewing it/ }))
      await fair.go('/moderation')
      await (await caseWith(fair, 'The second words')).getByLabel('Reason').fill('Off topic')
      await fair.press((await caseWith(fair, 'The second words')).getByRole('button', { name: /^Remove/ }))
      expect(await fair.page.getByRole('status').innerText()).toContain(
        'Removed the comment by Walker b. Other Hand was reviewing it.',
      )
      expect(await stateOf(site, second!)).toBe('removed')
      await fair.press(fair.page.getByRole('button', { name: 'Undo' }))
      expect(await stateOf(site, second!)).toBe('held')
      expect(fair.at()).toContain(`#k${second}`)
      await fair.end()
      await other.end()
    },
  )
}

inBrowser(
  'the queue is worked through by keys: next, claim, approve, remove with its reason, undo, and all are silent in the field',
  async () => {
    const site = await half.site()
    const ids = await waiting(site, ['One that waits.', 'Two that wait.', 'Three that wait.'])
    const reader = await half.reader(site, {}, await site.account('Fair Lead', 'moderator'))
    const { page } = reader
    /** The item with the focus. */
    const here = (): Promise<string> =>
      reader.ask('document.activeElement.closest(".case").querySelector(".inside").id')
    const turning = async (key: string): Promise<void> => {
      const loaded = page.waitForEvent('load')
      await Promise.all([loaded, page.keyboard.press(key)])
    }
    await reader.go('/moderation')
    await page.keyboard.press('?')
    expect(await page.locator('#keys').innerText()).toContain('Approve, or dismiss the flag')
    expect(await page.locator('#keys').innerText()).not.toContain('Next new comment')
    await page.keyboard.press('Escape')
    // Without a case in focus nothing is decided.
    await page.keyboard.press('a')
    for (const id of ids) {
      await page.keyboard.press('j')
      expect(await here()).toBe(`k${id}`)
    }
    await page.keyboard.press('k')
    expect(await here()).toBe(`k${ids[1]}`)
    expect(await reader.ask('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')

    await turning('c')
    expect(await here()).toBe(`k${ids[1]}`)
    expect(await (await caseWith(reader, 'Two that wait')).innerText()).toContain('You have been reviewing it')
    await turning('a')
    expect(await stateOf(site, ids[1]!)).toBe('live')
    expect(await here()).toBe(`k${ids[2]}`)

    // r and a digit remove for that reason.
    await page.keyboard.press('1')
    expect(await stateOf(site, ids[2]!)).toBe('held')
    await page.keyboard.press('r')
    expect(await reader.ask('document.activeElement.type')).toBe('radio')
    await turning('2')
    expect(await stateOf(site, ids[2]!)).toBe('removed')
    expect(
      (await site.deps.db.selectFrom('removals').select('reason').orderBy('id', 'desc').executeTakeFirstOrThrow())
        .reason,
    ).toBe('Personal attack')
    expect(await page.getByRole('status').innerText()).toContain('Removed the comment by Walker c. Undo')
    await turning('u')
    expect(await here()).toBe(`k${ids[2]}`)

    // “Other” leads to its words, which Enter sends.
    await page.keyboard.press('r')
    await page.keyboard.press('6')
    expect(await reader.ask('document.activeElement.id')).toBe(`k${ids[2]}-reason`)
    await page.keyboard.type('aushc? no')
    await turning('Enter')
    expect(await stateOf(site, ids[2]!)).toBe('removed')
    expect(
      (await site.deps.db.selectFrom('removals').select('reason').orderBy('id', 'desc').executeTakeFirstOrThrow())
        .reason,
    ).toBe('aushc? no')
    expect(await here()).toBe(`k${ids[0]}`)
    await turning('u')
    expect(await stateOf(site, ids[2]!)).toBe('held')
    expect(await here()).toBe(`k${ids[2]}`)

    // Enter in a reason that was not asked for by a key decides nothing.
    await (await caseWith(reader, 'Three that wait')).getByLabel('Reason').fill('Rude')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect(await here()).toBe(`k${ids[2]}`)
    expect(await stateOf(site, ids[2]!)).toBe('held')
    await turning('s')
    expect(await stateOf(site, ids[2]!)).toBe('spam')
    await turning('a')
    expect(await page.locator('main').innerText()).toContain('Go and read the paper.')
    await turning('u')
    expect(await stateOf(site, ids[0]!)).toBe('held')
    await reader.end()
  },
)

inBrowser(
  'appeals are answered by keys on their own page, too: the answer first, and Ctrl+Enter sends what the key wished',
  async () => {
    const site = await half.site()
    const { deps } = site
    const ids = await waiting(site, ['One that waits.', 'Two that wait.', 'Three that wait.'])
    for (const comment_id of ids) {
      const { id } = await deps.db
        .selectFrom('holds')
        .select('id')
        .where('comment_id', '=', comment_id)
        .executeTakeFirstOrThrow()
      await write(deps, (tx) =>
        insertAppeal(tx, {
          comment_id,
          account_id: null,
          guest: null,
          body: 'It is a word for a boat.',
          created_at: deps.clock(),
          noun: 'holds',
          noun_id: id,
        }),
      )
    }
    const reader = await half.reader(site, {}, await site.account('Fair Lead', 'moderator'))
    const { page } = reader
    /** The item with the focus. */
    const here = (): Promise<string> =>
      reader.ask('document.activeElement.closest(".case").querySelector(".inside").id')
    const turning = async (key: string): Promise<void> => {
      const loaded = page.waitForEvent('load')
      await Promise.all([loaded, page.keyboard.press(key)])
    }
    const hint = (id: number) => page.locator(`#w${id}-h`).innerText()
    await reader.go('/moderation/answers')
    await page.keyboard.press('?')
    expect(await page.locator('#keys').innerText()).toMatch(
      /Grant or deny an appeal: write the answer, then press Ctrl or ⌘ with Enter/,
    )
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    expect(await here()).toBe('q1')
    expect(await hint(1)).not.toContain('Enter')
    await page.keyboard.press('a')
    expect(await reader.ask('document.activeElement.id')).toBe('w1')
    expect(await hint(1)).toContain('Ctrl+Enter or ⌘+Enter: “Grant: approve the comment”.')
    await page.keyboard.press('Escape')
    expect(await here()).toBe('q1')
    await page.keyboard.press('r')
    expect(await hint(1)).not.toContain('Grant')
    await page.keyboard.type('It is one line,')
    await page.keyboard.press('Enter')
    await page.keyboard.type('and another.')
    await turning('Control+Enter')
    expect(reader.at()).toMatch(/^\/moderation\/answers\?done=refused&batch=1$/)
    expect(await deps.db.selectFrom('appeals').select(['answer', 'end_reason']).where('id', '=', 1).execute()).toEqual([
      { answer: 'It is one line,\nand another.', end_reason: 'refused' },
    ])
    expect(await here()).toBe('q2')
    await turning('u')
    expect(await here()).toBe('q1')

    // Without a key before it, nothing is sent.
    await page.keyboard.press('o')
    await page.locator('#w1').focus()
    await page.keyboard.type('Hardly.')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Escape')
    expect(await here()).toBe('q1')
    await page.keyboard.press('j')
    await page.keyboard.press('a')
    await page.keyboard.type('Right.')
    await turning('Meta+Enter')
    expect(await stateOf(site, ids[1]!)).toBe('live')
    expect(await stateOf(site, ids[0]!)).toBe('held')
    await reader.end()
  },
)

inBrowser(
  'on a telephone without scripts every press is as large as a thumb, and Tab and Enter alone go through the queue',
  async () => {
    const site = await half.site()
    const ids = await waiting(site, [`One that waits, ${'x'.repeat(200)}.`, 'Two that wait.'])
    const reader = await half.reader(
      site,
      { javaScriptEnabled: false, viewport: { width: 360, height: 740 } },
      await site.account('Fair Lead', 'moderator'),
    )
    const { page } = reader
    await reader.go('/moderation')
    const small = (): Promise<string[]> =>
      reader.ask(
        '[...document.querySelectorAll(".queue :is(button, .input)")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44).map((one) => one.textContent)',
      )
    expect(await small()).toEqual([])
    expect(await reader.ask(OVERFLOW)).toBe(0)
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press('Tab')
        if (name.test(await reader.ask<string>('document.activeElement.textContent'))) return
      }
      throw new Error(`Tab does not come to ${name}.`)
    }
    const enter = async (): Promise<void> => {
      const loaded = page.waitForEvent('load')
      await Promise.all([loaded, page.keyboard.press('Enter')])
    }
    // Without scripts, too, an item is one line, and Enter unfolds it.
    expect(await page.getByRole('button', { name: /^Approve the/ }).count()).toBe(0)
    await tabTo(/Walker a/)
    await page.keyboard.press('Enter')
    await tabTo(/^Approve the/)
    await enter()
    expect(await stateOf(site, ids[0]!)).toBe('live')
    expect(reader.at()).toBe(`/moderation?done=approved&batch=1#k${ids[1]}`)
    expect(await small()).toEqual([])
    expect(await reader.ask(OVERFLOW)).toBe(0)
    // What was done stays in sight though the page goes on further down, and does not cover the case.
    const [notice, focused] = await reader.ask<[{ top: number; bottom: number }, { top: number }]>(
      '[document.querySelector(".queue > .notice"), document.activeElement.closest(".case")].map((one) => one.getBoundingClientRect().toJSON())',
    )
    expect(notice.top).toBeGreaterThanOrEqual(0)
    expect(notice.bottom).toBeLessThanOrEqual(focused.top)
    await tabTo(/^Remove/)
    await enter()
    expect(await page.locator('.err').innerText()).toContain('Choose a reason')
    await page.getByLabel('Reason').fill('Off topic')
    await reader.press(page.getByRole('button', { name: 'Remove comment' }))
    expect(await stateOf(site, ids[1]!)).toBe('removed')
    await reader.press(page.getByRole('button', { name: 'Undo' }))
    expect(await stateOf(site, ids[1]!)).toBe('held')
    await reader.end([422])
  },
)
