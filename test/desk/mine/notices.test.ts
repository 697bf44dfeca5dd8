// What the writer of a submission hears of it, in the inbox and by e-mail: each decision with its words, its time and its link.
import { expect, test } from 'vitest'
import { jobs } from '../../../src/jobs/jobs.ts'
import { HOUR } from '../../../src/time.ts'
import { inbox, mailed, postOffice, sendAll } from '../../inbox/threads.ts'
import { preparedSite } from '../../support/site.ts'
import { submission } from '../news.ts'

const openFilled = preparedSite((site) => site.article({ section: 'Harbour' }))

const HEADLINE = 'Library to lend telescopes'
const ARTICLE = '/articles/2-library-to-lend-telescopes'
const OWN = '/desk/submissions/2'

async function open() {
  const site = await openFilled()
  const [ed, ada] = [await site.member('Ed', 'editor'), await site.member('Ada')]
  await mailed(site, ada, 'now')
  await submission(site, { by: ada })
  const office = postOffice()
  const decide = (noun: string, form: Record<string, string> = {}) =>
    site.post(`/desk/${noun}`, { article: '2', ...form }, ed)
  /** The newest notice as the inbox lists it, and the newest e-mail. */
  const heard = async () => {
    await sendAll(site, office)
    const [first] = await inbox(site, ada)
    const { subject, text } = office.sent.at(-1)!
    return { notice: first, subject, text }
  }
  return { site, ed, ada, decide, heard, office }
}

test.each([
  ['acceptances', {}, 'Your article was published', ARTICLE, 'Read your article on the site'],
  [
    'returns',
    { reason: 'Where does one\nbook?' },
    'Your article was sent back to you',
    OWN,
    'To you: Where does one\nbook?',
  ],
  [
    'rejections',
    { reason: 'Not news', note: 'We had it.' },
    'Your article was rejected',
    OWN,
    'Not news\n\nTo you: We had it.',
  ],
  ['schedulings', { at: '2030-03-14T07:00' }, 'Your article is scheduled', OWN, 'It appears on 14 March 2030, 07:00.'],
  ['merges', { into: '1', reason: 'The same news' }, 'Your article was merged into another', OWN, 'The same news'],
])(
  '%s: sentence, words and link are right in the inbox and in the e-mail',
  async (noun, form, sentence, href, words) => {
    const { site, ada, decide, heard } = await open()
    await decide(noun, form)
    const { notice, subject, text } = await heard()
    expect(notice).toMatch(/^\* Your article was .* by Ed\. /)
    expect(notice?.endsWith(` ${href}`)).toBe(true)
    expect(subject).toBe(`${sentence}: ${HEADLINE}`)
    expect(text).toContain(words)
    expect(text).toContain(`${site.deps.config.baseUrl}${href}`)
    const page = (await site.get('/inbox', ada)).body
    expect(page).toContain(`>${HEADLINE}</a></h3>`)
    expect((await site.get(href, ada)).statusCode).toBe(200)
  },
)

test('the time of a scheduled article is told in the reader’s zone', async () => {
  const { site, ada, decide, heard } = await open()
  await site.post('/accounts/settings', { theme: 'dark', size: 'large', dates: 'long', zone: 'Asia/Tokyo' }, ada)
  await decide('schedulings', { at: '2030-03-14T07:00' })
  expect((await heard()).text).toContain('It appears on 14 March 2030, 16:00.')
})

test('what the clock publishes is told then, once, with a link to the article', async () => {
  const { site, ada, decide, heard, office } = await open()
  await decide('schedulings', { at: '2030-03-12T15:00' })
  await heard()
  site.advance(HOUR)
  const job = jobs.find(({ name }) => name === 'publish what is due')!
  await job.work({ deps: site.deps, post: null as never, stopped: () => false })
  const { notice, subject, text } = await heard()
  expect(notice).toBe(`* Your article was published by Ed. As scheduled ${ARTICLE}`)
  expect(subject).toBe(`Your article was published: ${HEADLINE}`)
  expect(text).toContain('As scheduled')
  expect(office.sent).toHaveLength(2)
  // The earlier notice is folded, and leads to the article as well now.
  expect(await inbox(site, ada)).toEqual([
    `* Your article was published by Ed. As scheduled ${ARTICLE}`,
    '* Your article was scheduled by Ed. superseded',
  ])
  expect((await site.get('/inbox', ada)).body.split('<main')[1]!.split('<summary')[1]).toContain(`<a href="${ARTICLE}"`)
})

test('of a published article, moving, unpublishing and the undo of a decision are told too', async () => {
  const { site, ed, decide, heard } = await open()
  await decide('acceptances')
  await decide('moves', { at: '2030-03-10' })
  expect(await heard()).toMatchObject({
    notice: `* Your article was moved to another edition by Ed. From Tuesday, 12 March 2030 to Sunday, 10 March 2030 ${ARTICLE}`,
    subject: `Your article was moved to another edition: ${HEADLINE}`,
  })
  await decide('unpublishings', { reason: 'Another library' })
  const gone = await heard()
  expect(gone).toMatchObject({
    notice: `* Your article was unpublished by Ed. Reason: Another library ${OWN}`,
    subject: `Your article was unpublished: ${HEADLINE}`,
  })
  expect(gone.text).toContain('Another library')
  await site.post('/moderation/undos', { batch: '3' }, ed)
  expect(await heard()).toMatchObject({
    notice: `* A decision about your article was undone by Ed. unpublished an article, Ed. ${ARTICLE}`,
    subject: `A decision about your article was undone: ${HEADLINE}`,
  })
})

test('nobody gets a notice of what they decide about their own article, and a guest gets none', async () => {
  const { site, ed } = await open()
  const own = await submission(site, { by: ed, headline: 'Own' })
  const guests = await submission(site, { headline: 'A guest’s' })
  for (const id of [own, guests]) await site.post('/desk/acceptances', { article: String(id) }, ed)
  expect(await site.deps.db.selectFrom('notices').select('id').execute()).toEqual([])
})
