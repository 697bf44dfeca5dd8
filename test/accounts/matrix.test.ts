// The permission matrix: every action by every role, as a golden file.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roleOfSession } from '../../src/accounts/sessions/rules.ts'
import { ladder, may, type Role, type Standing, type Verdict, type Viewer } from '../../src/permissions.ts'

type Subject = { viewer: Viewer | null; standing: Standing }

const viewer = (role: Role): Viewer => ({ id: 1, nic: 'Ada', role, commentCount: 0, trusted: false })
const clear: Standing = { banned: false, silenced: false, warned: false }

const subjects: Record<string, Subject> = {
  // A reader and a guest are the same to the permissions; what a guest wrote is known by the receipt.
  'anon, guest': { viewer: null, standing: clear },
  'banned guest': { viewer: null, standing: { ...clear, banned: true } },
  trusted: { viewer: { ...viewer('member'), trusted: true }, standing: clear },
  ...Object.fromEntries(ladder.map((role) => [role, { viewer: viewer(role), standing: clear }])),
  // Where staff need a second factor, and the session has only the password.
  'admin, no factor': {
    viewer: viewer(roleOfSession({ role: 'admin', second_factor_at: null }, true)),
    standing: clear,
  },
  warned: { viewer: viewer('member'), standing: { ...clear, warned: true } },
  silenced: { viewer: viewer('member'), standing: { ...clear, silenced: true } },
  banned: { viewer: viewer('member'), standing: { ...clear, banned: true } },
}

const own = { account_id: 1 }
const others = { account_id: 2 }
const guests = { account_id: null }
const about = (role: Role) => ({ id: 2, role })
const myself = (who: Viewer | null) => ({ id: 1, role: who?.role ?? ('member' as const) })
const mostly = { guests: 'firstHeld' } as const

/** By the function of `may` that answers it. `post` marks acts that put something up. */
type Ask = { what: string; by: keyof typeof may; ask: (who: Viewer | null) => Verdict; reads?: true; posts?: true }

const judging = (['sanction', 'warn', 'silence', 'holdMember', 'ban', 'pardon', 'note', 'readNotes'] as const).flatMap(
  (by): Ask[] => [
    ...ladder.map((role): Ask => ({ what: `${by}: ${role}`, by, ask: (who) => may[by](who, about(role)) })),
    { what: `${by}: themselves`, by, ask: (who) => may[by](who, myself(who)) },
  ],
)

const asks: Ask[] = [
  ...(['anyone', ...ladder] as const).map(
    (access): Ask => ({
      what: `enter: a page for ${access}`,
      by: 'enter',
      reads: true,
      ask: (who) => may.enter(who, access),
    }),
  ),
  ...(['open', 'firstHeld', 'allHeld', 'membersOnly'] as const).map(
    (policy): Ask => ({
      what: `comment: guests ${policy}`,
      by: 'comment',
      posts: true,
      ask: (who) => may.comment(who, { closed: false }, { guests: policy }),
    }),
  ),
  ...(['firstHeld', 'membersOnly'] as const).map(
    (policy): Ask => ({
      what: `correct: guests ${policy}`,
      by: 'correct',
      posts: true,
      ask: (viewer) => may.correct(viewer, { guests: policy }),
    }),
  ),
  ...(['guests', 'members', 'trusted', 'editors'] as const).map(
    (who): Ask => ({
      what: `submit: open to ${who}`,
      by: 'submit',
      posts: true,
      ask: (viewer) => may.submit(viewer, { submitters: who }),
    }),
  ),
  ...([true, false] as const).map(
    (trustedPublish): Ask => ({
      what: `publishDirectly: trusted members ${trustedPublish ? 'may' : 'may not'}`,
      by: 'publishDirectly',
      posts: true,
      ask: (viewer) => may.publishDirectly(viewer, { trustedPublish }),
    }),
  ),
  { what: 'edit: an article', by: 'edit', ask: (viewer) => may.edit(viewer) },
  { what: 'trust: another', by: 'trust', ask: (viewer) => may.trust(viewer, { id: 2 }) },
  { what: 'trust: themselves', by: 'trust', ask: (viewer) => may.trust(viewer, { id: 1 }) },
  ...(['members', 'staff'] as const).map(
    (who): Ask => ({
      what: `comment: a thread for ${who}`,
      by: 'comment',
      posts: true,
      ask: (viewer) => may.comment(viewer, { closed: false, who }, mostly),
    }),
  ),
  {
    what: 'comment: closed thread',
    by: 'comment',
    posts: true,
    ask: (who) => may.comment(who, { closed: true }, mostly),
  },
  ...(
    [
      ['own', own],
      ['another’s', others],
      ['a guest’s', guests],
    ] as const
  ).flatMap(([whose, comment]): Ask[] => [
    { what: `change: ${whose}`, by: 'change', ask: (who) => may.change(who, comment) },
    {
      what: `recommend: ${whose}`,
      by: 'recommend',
      ask: (who) => may.recommend(who, comment, { recommendations: true }),
    },
    {
      what: `readRecommenders: ${whose}`,
      by: 'readRecommenders',
      reads: true,
      ask: (who) => may.readRecommenders(who, comment, { recommendations: true }),
    },
    { what: `flag: ${whose}`, by: 'flag', ask: (who) => may.flag(who, comment) },
    { what: `approve: ${whose}`, by: 'approve', ask: (who) => may.approve(who, comment) },
    { what: `claim: ${whose}`, by: 'claim', ask: (who) => may.claim(who, comment) },
    { what: `restore: ${whose}`, by: 'restore', ask: (who) => may.restore(who, comment) },
    ...[true, false].map(
      (grants): Ask => ({
        what: `answer: ${whose}, ${grants ? 'granting' : 'refusing'} it`,
        by: 'answer',
        ask: (who) => may.answer(who, { ...comment, decided_by: 3, others: true }, grants),
      }),
    ),
    { what: `dismiss: a flag on ${whose}`, by: 'approve', ask: (who) => may.approve(who, comment) },
  ]),
  ...[true, false].map(
    (grants): Ask => ({
      what: `answer: what they decided, ${grants ? 'granting' : 'refusing'} it`,
      by: 'answer',
      ask: (who) => may.answer(who, { account_id: 2, decided_by: 1, others: true }, grants),
    }),
  ),
  {
    what: 'answer: the same, with no other moderator',
    by: 'answer',
    ask: (who) => may.answer(who, { account_id: 2, decided_by: 1, others: false }, false),
  },
  {
    what: 'recommend: switched off',
    by: 'recommend',
    ask: (who) => may.recommend(who, others, { recommendations: false }),
  },
  {
    what: 'readRecommenders: switched off',
    by: 'readRecommenders',
    reads: true,
    ask: (who) => may.readRecommenders(who, own, { recommendations: false }),
  },
  ...(
    [
      'close',
      'reopen',
      'feature',
      'blank',
      'deletePicture',
      'remove',
      'hold',
      'move',
      'manage',
      'sweep',
      'filter',
      'administer',
      'watch',
      'admit',
    ] as const
  ).map((by): Ask => ({ what: by, by, ask: (who) => may[by](who) })),
  { what: 'identify: behind a picked nic', by: 'identify', reads: true, ask: (who) => may.identify(who) },
  { what: 'undo', by: 'undo', ask: (who) => may.undo(who) },
  { what: 'undo: what was done about them', by: 'undo', ask: (who) => may.undo(who, { ids: [1], ranks: [] }) },
  ...ladder.map(
    (role): Ask => ({
      what: `undo: what was done about somebody, ${role}`,
      by: 'undo',
      ask: (who) => may.undo(who, { ids: [2], ranks: [role] }),
    }),
  ),
  ...judging,
  { what: 'ban: a mail address or network', by: 'ban', ask: (who) => may.ban(who, null) },
  { what: 'send: any form', by: 'send', ask: () => null },
  { what: 'post: anything', by: 'post', posts: true, ask: () => null },
]

/** As the site asks: sanctions first, then the role. */
const verdict = ({ viewer, standing }: Subject, { ask, reads, posts }: Ask): Verdict =>
  (reads ? null : posts ? may.post(standing) : may.send(standing)) ?? ask(viewer)

test('the permission matrix: who may do what, and the refusal where they may not', async () => {
  const names = Object.keys(subjects)
  const width = Math.max(...asks.map(({ what }) => what.length)) + 2
  const line = (first: string, cells: readonly string[]): string =>
    `${first.padEnd(width)}${cells.map((cell) => cell.padEnd(20)).join('')}`.trimEnd()
  const rows = asks.map((ask) =>
    line(
      ask.what,
      names.map((name) => verdict(subjects[name]!, ask) ?? 'yes'),
    ),
  )
  await expect(`${[line('', names), ...rows].join('\n')}\n`).toMatchFileSnapshot('../golden/permissions.txt')
})

test('every function of the permissions stands in the matrix', () => {
  expect(Object.keys(may).filter((name) => !asks.some(({ by }) => by === name))).toEqual([])
})

test('a ban, a silence and a warning never add a permission, whatever the role', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...asks),
      fc.constantFrom(...ladder),
      fc.record({ banned: fc.boolean(), silenced: fc.boolean(), warned: fc.boolean() }),
      fc.constantFrom('banned', 'silenced', 'warned'),
      (ask, role, standing, also) => {
        const who = viewer(role)
        if (verdict({ viewer: who, standing: { ...standing, [also]: true } }, ask) === null)
          expect(verdict({ viewer: who, standing }, ask)).toBeNull()
      },
    ),
  )
})
