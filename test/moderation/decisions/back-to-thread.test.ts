// After a decision the moderator is back where they came from: at the comment in its thread, or at the queue, with an undo.
import { describe, expect, test } from 'vitest'
import { commentHtml, wordsOn } from '../../comments/page.ts'
import { openSite } from '../../support/site.ts'

async function open() {
  const site = await openSite()
  const article = String(await site.article())
  const mo = await site.member('Mo', 'moderator')
  const ada = await site.member('Ada')
  const say = async (body: string, parent = '') =>
    (await site.post('/comments', { article, nic: '', body, parent }, ada)).headers.location!.slice('/comments/'.length)
  /** The hidden fields of a decision's form. */
  const form = async (noun: string, comment: string) => {
    const { body } = await site.get(`/moderation/${noun}?comment=${comment}`, mo)
    const own = /<form class="form"[^]*?<\/form>/.exec(body)![0]
    const fields = own.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)
    return Object.fromEntries([...fields].map(([, name, value]) => [name!, value!]))
  }
  /** Follows redirects to the page that the moderator sees. */
  const arrive = async (location: string, who = mo): Promise<{ address: string; body: string }> => {
    const [path, anchor = ''] = location.split('#')
    const answer = await site.get(path!, who)
    return answer.statusCode === 302
      ? arrive(answer.headers.location!, who)
      : { address: `${path}#${anchor}`, body: answer.body }
  }
  const decide = async (noun: string, comment: string, over: Record<string, string> = {}) => {
    const answer = await site.post(`/moderation/${noun}`, { ...(await form(noun, comment)), ...over }, mo)
    expect(answer.statusCode).toBe(303)
    return arrive(answer.headers.location!)
  }
  return { site, mo, say, decide, arrive }
}

describe('A moderator who came from the thread', () => {
  test.each([
    ['removals', { chip: 'Off topic' }, 'Removed the comment by Ada', 'own'],
    ['features', { action: 'feature' }, 'Featured the comment by Ada', 'own'],
    ['holds', { chip: 'Off topic' }, 'Held the comment by Ada . It waits in the queue. Undo', 'parent'],
    ['spam', {}, 'Marked the comment by Ada as spam. Undo', 'parent'],
  ])(
    'is back at the comment after %s, or at the one above it, and undoes it there',
    async (noun, over, sentence, place) => {
      const { site, mo, say, decide, arrive } = await open()
      const above = await say('Above.')
      const comment = await say('Words.', above)
      const { address, body } = await decide(noun, comment, over as Record<string, string>)
      expect(address).toMatch(new RegExp(`^/articles/.*done=.*#${place === 'own' ? `c${comment}` : 'done'}$`))
      const at = place === 'own' ? comment : above
      expect(commentHtml(body, Number(at))).toContain('class="notice ok')
      expect(wordsOn(body)).toContain(sentence)
      const undone = await site.post('/moderation/undos', { batch: '1', next: `/comments/${comment}` }, mo)
      const after = await arrive(undone.headers.location!)
      expect(after.address).toMatch(new RegExp(`#c${comment}$`))
      expect(wordsOn(after.body)).toContain('Undone.')
      expect(after.body).toContain(`id="c${comment}"`)
    },
  )

  test('is at the head of the thread when nothing is left of the comment', async () => {
    const { say, decide } = await open()
    const { address, body } = await decide('spam', await say('Words.'))
    expect(address).toMatch(/^\/articles\/.*#done$/)
    expect(wordsOn(body)).toContain('Marked the comment by Ada as spam.')
  })

  test('is told, and readers are not', async () => {
    const { site, say, decide } = await open()
    const { address } = await decide('removals', await say('Words.'), { chip: 'Off topic' })
    const [path] = address.split('#')
    for (const who of [null, await site.member('Bo')])
      expect(wordsOn((await site.get(path!, who)).body)).not.toContain('Removed the comment by')
  })

  test('reads the removed text behind a fold', async () => {
    const { say, decide } = await open()
    const { body } = await decide('removals', await say('Words that were removed.'), { chip: 'Off topic' })
    expect(body).toMatch(
      /<details class="removed"><summary[^>]*>Removed text by <bdi>Ada<\/bdi>[^<]*<\/summary>[^]*?Words that were removed\./,
    )
  })
})
