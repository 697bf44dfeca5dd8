// What the pages of the walk show: a judged member, appeals, bans, a comment with a history, texts that wait.
import { byAccount } from '../../src/comments/authorship-checks.ts'
import { editComment } from '../../src/comments/edits/actions.ts'
import { postComment } from '../../src/comments/posting/actions.ts'
import { recommend } from '../../src/comments/recommendations/actions.ts'
import { write } from '../../src/db/write.ts'
import { typedRange } from '../../src/ip-ranges.ts'
import { appealBan, appealComment } from '../../src/moderation/appeals/actions.ts'
import { holdComment, markSpam, removeComment } from '../../src/moderation/decisions/actions.ts'
import { blankVersion } from '../../src/moderation/decisions/feature-actions.ts'
import { recordRemoval } from '../../src/moderation/decisions/removal-actions.ts'
import * as people from '../../src/moderation/people/actions.ts'
import { banTarget } from '../../src/moderation/people/ban-actions.ts'
import type { Viewer } from '../../src/permissions.ts'
import { createAppealLink } from '../../src/sanctions/appeal-link-actions.ts'
import { DAY } from '../../src/time.ts'
import { urls } from '../../src/urls.ts'
import { scriptless } from '../support/journeys.ts'
import type { Account, Served } from '../support/served.ts'
import { idOf } from './walk.ts'

/** An open thread of the demo edition. */
const STALL = 'Market to try a stall for things that are nearly finished'

const articleIdOf = async (site: Served, headline: string): Promise<string> =>
  /\d+/.exec(await site.addressOf(headline))![0]

const accountOf = (site: Served, nic: string) =>
  site.deps.db.selectFrom('accounts').select(['id', 'nic', 'role']).where('nic', '=', nic).executeTakeFirstOrThrow()

/** Posts a comment by an account. @returns its id */
async function say(site: Served, viewer: Viewer, body: string, parent = ''): Promise<number> {
  const outcome = await postComment(site.deps, viewer, {
    article: await articleIdOf(site, STALL),
    parent,
    nic: '',
    email: '',
    website: '',
    body,
    key: '',
    action: '',
    tool: '',
  })
  if (outcome.kind !== 'posted') throw new Error('The comment was not posted.')
  return outcome.id
}

/** A moderator or writer as the actions take them. */
const viewerOf = async (site: Served, nic: string) => ({
  ...(await accountOf(site, nic)),
  commentCount: 0,
  trusted: false,
})

/** A member of whom there is a note with an earlier version, who was silenced and pardoned, and is warned; and a ban of mail and of network addresses. */
export async function judged(site: Served, by: string): Promise<Account> {
  const { deps } = site
  const member = await site.account('Loud Tern')
  const [moderator, person] = [await viewerOf(site, by), await accountOf(site, member.nic)]
  await people.saveNote(deps, moderator, person, 'Shouts at gulls.', null)
  await people.saveNote(deps, moderator, person, 'Shouts at gulls, mostly.', 1)
  await people.silenceMember(deps, moderator, person, null, 'Shouting')
  await people.pardonMember(deps, moderator, person, 'The gulls have gone')
  await people.warnMember(deps, moderator, person, 'Shouting again')
  const network = typedRange('192.0.2.0/24')
  if ('from' in network) await banTarget(deps, moderator, { address: network }, null, 'A raid', null)
  await banTarget(deps, moderator, { email: 'ropes@example.org' }, deps.clock() + DAY, 'Sells ropes', null)
  return member
}

/** Comments of a moderator that another has held and removed, one of each appealed against, one not; the removed one's id, which is not. */
export async function appeals(site: Served, nic: string): Promise<number> {
  const { deps } = site
  await site.account('Windlass', 'moderator')
  await site.account('Sour Plum')
  const [viewer, writer, other] = [
    await viewerOf(site, nic),
    await viewerOf(site, 'Sour Plum'),
    await viewerOf(site, 'Windlass'),
  ]
  const [held, spam, mine] = [
    await say(site, writer, 'The stall smells of plums.'),
    await say(site, writer, 'Plums, by the crate.'),
    await say(site, viewer, 'Sour plums indeed.'),
  ]
  await holdComment(deps, viewer, held, 'Is this about a person?')
  await markSpam(deps, other, spam, 'Advertising')
  await removeComment(deps, other, mine, 'Personal remark')
  for (const id of [held, spam])
    await appealComment(deps, byAccount(writer), id, 'It is about plums.\nEverybody knows that they smell.')
  return mine
}

/** Somebody who is banned and has appealed: the address at which they read of it. */
export async function bannedWithAppeal(site: Served, by: string): Promise<string> {
  const { deps } = site
  await site.account('Squall')
  const person = await accountOf(site, 'Squall')
  await banTarget(deps, await viewerOf(site, by), { person }, null, 'Threats', null)
  await appealBan(deps, person.id, 'It was somebody else, who knew my password.')
  return urls.banAppeal(await write(deps, (db) => createAppealLink(deps, db, { account: person.id }, deps.clock())))
}

/** A comment that was changed twice, its first version blanked, with a run of removed answers; all by one account. */
export async function changedComment(site: Served, nic: string): Promise<number> {
  const { deps } = site
  const viewer = await viewerOf(site, nic)
  const id = await say(site, viewer, 'The stall stands on a Monday.')
  for (const answer of ['One.', 'Two.', 'Three.']) {
    const row = await deps.db
      .selectFrom('comments')
      .selectAll()
      .where('id', '=', await say(site, viewer, answer, String(id)))
      .executeTakeFirstOrThrow()
    await write(deps, (db) => recordRemoval(db, viewer, { ...row, wasLive: true }, 'It says nothing.', deps.clock()))
  }
  for (const day of ['Tuesday', 'Wednesday'])
    await editComment(
      deps,
      { claim: byAccount(viewer), sender: { account: viewer.id } },
      id,
      `The stall stands on a ${day}, ${'and so on '.repeat(20)}${'x'.repeat(200)}.`,
    )
  await blankVersion(deps, viewer, { id, article_id: Number(await articleIdOf(site, STALL)) }, 1, 'A name')
  await recommend(deps, await viewerOf(site, 'Halyard Jo'), id, 'give')
  return id
}

/** A guest's first comment, which waits for a moderator, and a letter to the editors of a closed thread. */
export async function waitingTexts(site: Served, story: string, closed: string): Promise<void> {
  const guest = await scriptless.reader(site)
  const { page } = guest
  await guest.go(story)
  await page.getByLabel('Your name', { exact: true }).fill('Passer-by')
  await page.getByLabel('Your comment', { exact: true }).fill(`A word from the road, ${'x'.repeat(300)}.`)
  await guest.press(page.locator('#post').getByRole('button', { name: 'Post comment', exact: true }))
  await guest.post('/comments', { article: idOf(closed), nic: 'Passer-by', body: `Too late, ${'x'.repeat(200)}.` })
  await guest.go(`/comments/new?article=${idOf(closed)}`)
  await guest.press(page.getByRole('button', { name: 'Send it to the editors' }))
  await guest.end()
}
