// A correction from reader to credit: the passage is marked, an editor accepts it, and the page of corrections names its sender.
import { expect } from 'vitest'
import { journeyWays } from '../support/journeys.ts'

const STORY = 'The Constance may keep her whistle'

for (const { scripts, journey, half } of journeyWays()) {
  journey(`a reader corrects a passage, an editor accepts it, and the reader is credited, ${scripts}`, async () => {
    const site = await half.site()
    const story = await site.addressOf(STORY)
    const member = await half.reader(site, {}, await site.account('Ada Prentice'))
    await member.go(story)
    const paragraph = member.page.locator('.article-body p').first()
    const passage = (await paragraph.innerText()).split('. ')[0]!
    if (scripts === 'without scripts') {
      await member.press(member.page.getByRole('link', { name: 'Send a correction' }))
      await member.page.getByLabel('The passage').fill(passage)
    } else {
      await member.ask!(`(() => {
        const text = document.createTreeWalker(document.querySelector('.article-body p'), NodeFilter.SHOW_TEXT).nextNode()
        getSelection().setBaseAndExtent(text, 0, text, Math.min(text.length, 20))
      })()`)
      await member.press(member.page.locator('.correct-here'))
      expect(await member.page.getByLabel('The passage').inputValue()).not.toBe('')
      await member.page.getByLabel('The passage').fill(passage)
    }
    await member.page.getByLabel('What it should say').fill('The corrected words')
    await member.press(member.page.getByRole('button', { name: 'Send correction' }))
    await member.page.getByText('The editors have your correction.').waitFor()

    const editor = await half.reader(site, {}, await site.account('Edwin Proof', 'editor'))
    await editor.go('/desk/corrections')
    await editor.press(editor.page.getByRole('link', { name: /^Accept/ }))
    expect(await editor.page.getByLabel('Text').inputValue()).toContain('The corrected words')
    await editor.press(editor.page.getByRole('button', { name: 'Accept and publish' }))
    await editor.page.getByText('Accepted: the article is corrected.').waitFor()

    await member.go('/inbox')
    await member.page.locator('.result', { hasText: 'Your correction was accepted by Edwin Proof.' }).waitFor()
    await member.go('/corrections')
    const result = member.page.locator('.result').first()
    expect(await result.innerText()).toContain('Ada Prentice')
    expect(await result.locator('ins').innerText()).toContain('corrected words')
    await member.press(result.getByRole('link', { name: 'Change' }))
    expect(member.at()).toContain('/history?from=1&to=2')
    await member.end()
    await editor.end()
  })
}
