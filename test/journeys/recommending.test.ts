// A member recommends a comment and takes it back, with scripts where it stands, without them by way of the page.
import { expect } from 'vitest'
import { journeyWays } from '../support/journeys.ts'

for (const { scripts, journey, half } of journeyWays()) {
  journey(
    `a comment is recommended, stands first in that order for everybody, and is taken back, ${scripts}`,
    async () => {
      const site = await half.site()
      const story = await site.addressOf('The Constance may keep her whistle')
      const member = await half.reader(site, {}, await site.account('Kind Word'))
      const { page } = member
      await member.go(story)
      const last = page.locator('.thread > ol > .cm > .comment').last()
      const id = (await last.getAttribute('id'))!
      const comment = page.locator(`#${id}`)
      const press = async (name: string): Promise<void> => {
        const button = comment.getByRole('button', { name, exact: true })
        if (scripts === 'without scripts') await member.press(button)
        else await button.press('Enter')
      }
      await press('Recommend')
      await comment.locator('[aria-pressed=true]').waitFor()
      if (scripts === 'without scripts') expect(member.at()).toBe(`${story}#${id}`)
      else expect(member.at()).toBe(story)

      const stranger = await half.reader(site, {})
      await stranger.go(story)
      await stranger.press(
        stranger.page.getByRole('navigation', { name: 'Order of comments' }).getByRole('link', { name: 'Recommended' }),
      )
      expect(await stranger.page.locator('.thread .comment').first().getAttribute('id')).toBe(id)
      expect(await stranger.page.locator(`#${id}`).innerText()).toContain('Recommended by 1')
      // A style hides the button from strangers.
      if (scripts === 'with scripts')
        expect(await stranger.page.getByRole('button', { name: /^Recommend/ }).count()).toBe(0)

      await press('Recommend (1)')
      await comment.locator('[aria-pressed=false]').waitFor()
      await stranger.go(`${story}?view=threaded`)
      expect(await stranger.page.locator(`#${id}`).innerText()).not.toContain('Recommended by')
      await stranger.end()
      await member.end()
    },
  )
}
