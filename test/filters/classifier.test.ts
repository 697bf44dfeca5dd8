// The classifier: learns from decisions, forgets what is undone, says how well it does, and holds only when it is switched on.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { write } from '../../src/db/write.ts'
import {
  type Counts,
  classifierWords,
  crossValidate,
  type Lesson,
  MIN_DECISIONS,
  noCounts,
  score,
  weight,
} from '../../src/filters/classifier.ts'
import { classify } from '../../src/filters/classifier-actions.ts'
import { generationInForce } from '../../src/filters/classifier-queries.ts'
import { dropLesson, insertLesson } from '../../src/filters/lesson-queries.ts'
import { runTraining } from '../../src/moderation/classifier/training-actions.ts'
import { DAY } from '../../src/time.ts'
import { shown, wordsOn } from '../comments/page.ts'
import { browserOf } from '../support/jar.ts'
import { aThread, openSite } from '../support/site.ts'

const GOOD = [
  'The harbour wall was wet and the gulls were loud.',
  'I walked to the mill and back before breakfast.',
  'Nobody has painted the slipway since spring.',
  'The council ought to mend the steps by the ferry.',
  'My neighbour says the tide was higher in March.',
]
const BAD = [
  'Cheap pills shipped to your door tonight.',
  'Win big at our casino, bonus for every visitor.',
  'Fast loans without questions, click for bonus.',
  'Best replica watches, cheap and shipped free.',
  'Earn money from home, click tonight for bonus.',
]
const good = (i: number): string =>
  `${GOOD[i % GOOD.length]} Note ${'abcdefghij'[Math.floor(i / 5) % 10]}${'klmnopqrst'[i % 10]}.`
const bad = (i: number): string =>
  `${BAD[i % BAD.length]} Offer ${'abcdefghij'[Math.floor(i / 5) % 10]}${'klmnopqrst'[i % 10]}.`

/** @param each comments of either kind, posted by guests and waiting */
async function open(each: number) {
  const site = await openSite()
  const comments = Array.from({ length: 2 * each }, (_, i) => ({
    ...aThread(`c${i}`, [null])[0]!,
    text: i % 2 === 0 ? good(i / 2) : bad((i - 1) / 2),
  }))
  const id = await site.article({ comments })
  const rows = await site.deps.db.selectFrom('comments').select(['id', 'source']).orderBy('id').execute()
  // As they come in where every comment of a guest waits.
  await write(site.deps, async (db) => {
    await db.updateTable('comments').set({ state: 'held' }).execute()
    await db
      .insertInto('holds')
      .values(
        rows.map((row) => ({
          comment_id: row.id,
          rule: 'guest',
          matched_text: '',
          account_id: null,
          reason: '',
          log_entry_id: null,
          created_at: site.deps.clock(),
        })),
      )
      .execute()
  })
  const mo = await site.member('Mo', 'moderator')
  const decide = (i: number) =>
    site.post(
      `/moderation/${i % 2 === 0 ? 'approvals' : 'removals'}`,
      { comment: String(rows[i]!.id), reason: 'Decided' },
      mo,
    )
  const decideAll = async (from = 0, to = rows.length) => {
    for (let i = from; i < to; i++) {
      expect((await decide(i)).statusCode).toBe(303)
      site.advance(1000)
    }
  }
  const learnt = async () => ({
    words: await site.deps.db
      .selectFrom('classifier_words')
      .select(['word', 'good', 'weak', 'bad'])
      .where('generation', '=', generationInForce)
      .orderBy('word')
      .execute(),
    lessons: await site.deps.db
      .selectFrom('classifier_examples')
      .select(['comment_id', 'label', 'words'])
      .where('generation', '=', generationInForce)
      .orderBy('comment_id')
      .execute(),
  })
  const undo = async () =>
    site.post(
      '/moderation/undos',
      {
        batch: String(
          (await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id,
        ),
      },
      mo,
    )
  const page = async (url = '/moderation/classifier') => (await site.get(url, mo)).body
  return { site, id, mo, rows, decide, decideAll, learnt, undo, page }
}

describe('A text', () => {
  test('is its words, folded, each once, with what else is known of it', () => {
    expect(
      classifierWords({
        plain: 'Cheap CHEAP chéap pills, 赌场玩',
        hosts: ['a.example', 'a.example'],
        guest: true,
        newcomer: true,
      }),
    ).toEqual(['links:few', 'writer:guest', 'host:a.example', 'cheap', 'pills', '赌场', '场玩'])
    expect(classifierWords({ plain: 'x'.repeat(50), hosts: [], guest: false, newcomer: false })).toEqual([
      'links:none',
      'writer:member',
    ])
  })

  test('has at most two hundred', () => {
    expect(
      classifierWords({
        plain: Array.from(
          { length: 999 },
          (_, i) => `w${String.fromCharCode(97 + (i % 26))}${String.fromCharCode(97 + Math.floor(i / 26))}`,
        ).join(' '),
        hosts: [],
        guest: false,
        newcomer: false,
      }),
    ).toHaveLength(200)
  })

  test('that says nothing known is neither, and a word weighs the more the more one-sided and the more often it was seen', () => {
    const total: Counts = { good: 50, weak: 0, bad: 50 }
    expect(score(['never', 'seen'], () => undefined, total)).toBe(50)
    expect(weight({ good: 0, weak: 0, bad: 9 }, total)).toBeGreaterThan(weight({ good: 0, weak: 0, bad: 1 }, total))
    expect(weight({ good: 0, weak: 0, bad: 9 }, total)).toBeGreaterThan(weight({ good: 3, weak: 0, bad: 9 }, total))
    expect(weight({ good: 9, weak: 0, bad: 0 }, total)).toBeLessThan(0)
    expect(weight({ good: 0, weak: 8, bad: 0 }, total)).toBeGreaterThan(weight({ good: 8, weak: 0, bad: 0 }, total))
    expect(score(['x'], () => ({ good: 0, weak: 0, bad: 50 }), total)).toBeGreaterThan(90)
  })
})

describe('Foretelling past decisions', () => {
  const outcome = (lessons: Lesson[]) => {
    const steps = crossValidate(lessons)
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
    }
  }
  const lesson = (label: Lesson['label'], ...words: string[]): Lesson => ({ label, words })

  test('trains on the earlier and judges the later: what changes its look is missed at first', () => {
    const steady = Array.from({ length: 100 }, (_, i) =>
      i % 2 === 0 ? lesson('good', 'tide') : lesson('bad', 'pills'),
    )
    expect(outcome(steady)).toContainEqual({ threshold: 80, caught: 40, missed: 0, falseAlarms: 0, passed: 40 })
    const turned = steady.map((one, i) => (i >= 80 && one.label === 'bad' ? lesson('bad', 'loans') : one))
    expect(outcome(turned)).toContainEqual({ threshold: 80, caught: 30, missed: 10, falseAlarms: 0, passed: 40 })
  })

  test('says nothing where there is one kind alone, and does not judge what nobody decided', () => {
    expect(outcome([])).toBeNull()
    expect(outcome(Array.from({ length: 50 }, () => lesson('good', 'tide')))).toBeNull()
    const mixed = Array.from({ length: 100 }, (_, i) =>
      i % 4 === 0 ? lesson('weak', 'tide') : i % 2 === 0 ? lesson('good', 'tide') : lesson('bad', 'pills'),
    )
    const [first] = outcome(mixed)!
    expect(first!.caught + first!.missed + first!.falseAlarms + first!.passed).toBe(60)
  })
})

describe('Classifier', () => {
  test('learns from approvals and removals in their transaction, and an undo makes it forget to the last word', async () => {
    const { decide, learnt, undo } = await open(2)
    await decide(0)
    const before = await learnt()
    expect(before.lessons).toMatchObject([{ comment_id: 1, label: 'good' }])
    await decide(1)
    const after = await learnt()
    expect(after.lessons).toMatchObject([{ label: 'good' }, { comment_id: 2, label: 'bad' }])
    expect(after.words).toContainEqual({ word: 'pills', good: 0, weak: 0, bad: 1 })
    expect(after.words).toContainEqual({ word: 'writer:guest', good: 1, weak: 0, bad: 1 })
    await undo()
    expect(await learnt()).toEqual(before)
    await undo()
    expect(await learnt()).toEqual(after)
  })

  test('learns that a removal was wrong when it is undone after an approval', async () => {
    const { site, decide, learnt, mo, undo } = await open(1)
    await decide(0)
    await site.post('/moderation/removals', { comment: '1', reason: 'Second thoughts' }, mo)
    expect((await learnt()).lessons).toMatchObject([{ label: 'bad' }])
    await undo()
    expect((await learnt()).lessons).toMatchObject([{ label: 'good' }])
  })

  test('learns from what is marked as spam, and that it was wrong when it is restored', async () => {
    const { site, learnt, mo } = await open(1)
    await site.post('/moderation/spam', { comment: '1', reason: 'Advertising' }, mo)
    expect((await learnt()).lessons).toMatchObject([{ comment_id: 1, label: 'bad' }])
    await site.post('/moderation/restorations', { comment: '1', reason: 'It was none' }, mo)
    expect((await learnt()).lessons).toMatchObject([{ comment_id: 1, label: 'good' }])
  })

  test('training and untraining in any order leaves the counts as before', async () => {
    const { site, rows } = await open(3)
    const words = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'links:none'), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('good' as const, 'weak' as const, 'bad' as const), words), {
          minLength: 1,
          maxLength: rows.length,
        }),
        fc.nat(),
        async (lessons, turn) => {
          const counts = () => site.deps.db.selectFrom('classifier_words').selectAll().orderBy('word').execute()
          const before = await counts()
          await write(site.deps, async (db) => {
            for (const [i, [label, said]] of lessons.entries())
              await insertLesson(db, 1, { comment_id: rows[i]!.id, label, words: said, created_at: 1 })
          })
          await write(site.deps, async (db) => {
            for (let i = 0; i < lessons.length; i++) {
              const at = (i + turn) % lessons.length
              await dropLesson(db, 1, rows[at]!.id, lessons[at]![0], lessons[at]![1])
            }
          })
          expect(await counts()).toEqual(before)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('says in the queue what a comment looks like once it has learnt enough, and on its page what it knows', async () => {
    const { decideAll, page, rows } = await open(MIN_DECISIONS + 2)
    await decideAll(0, 2 * MIN_DECISIONS - 1)
    expect(wordsOn(await page('/moderation'))).not.toContain('of 100')
    expect(wordsOn(await page())).toContain('No scores yet: it needs 20 decisions of each kind.')
    await decideAll(2 * MIN_DECISIONS - 1, 2 * MIN_DECISIONS)
    const queue = wordsOn(await page('/moderation'))
    expect(queue).toMatch(/Looks like what is approved: \d of 100/)
    expect(queue).toMatch(/Looks like spam: 9\d of 100/)
    expect(rows).toHaveLength(44)
    const told = wordsOn(await page())
    expect(told).toContain('Trained on 40 decisions (20 approved, 20 removed).')
    expect(told).toContain('Threshold Removed, caught')
    expect(told).toMatch(/90 1\d [0-9] 0 16/)
    expect(told).toMatch(/Words of removed comments .*bonus 12 0 \d/)
    expect(told).toMatch(/Words of approved comments .*the 0 20 -\d/)
  })

  test('holds nothing until it is switched on with a threshold, and that is logged and undone like any act', async () => {
    const { site, id, decideAll, page, mo, undo } = await open(MIN_DECISIONS)
    await site.set('guests', 'open')
    await decideAll()
    const bo = await site.member('Bo')
    const post = async (body: string) =>
      String((await site.post('/comments', { article: String(id), body }, bo)).headers.location)
    const spam = 'Click tonight for cheap pills and a casino bonus, offer'
    const stateOf = async (location: string) =>
      (
        await site.deps.db
          .selectFrom('comments')
          .select('state')
          .where('id', '=', Number(/\d+$/.exec(location)![0]))
          .executeTakeFirstOrThrow()
      ).state
    expect(await stateOf(await post(`${spam} one.`))).toBe('live')
    for (const [form, says] of [
      [{ threshold: '49', reason: 'x' }, 'Enter a number from 50 to 99.'],
      [{ threshold: '90', reason: '' }, 'Enter a reason'],
    ] as const) {
      const answer = await site.post('/moderation/classifier/switches', { action: 'on', ...form }, mo)
      expect(answer.statusCode).toBe(422)
      expect(wordsOn(answer.body)).toContain(says)
    }
    await site.post('/moderation/classifier/switches', { action: 'on', threshold: '90', reason: 'A wave of it' }, mo)
    expect(await stateOf(await post(`${spam} two.`))).toBe('held')
    expect(await stateOf(await post('The tide was loud by the mill wall, and the gulls were wet.'))).toBe('live')
    expect(
      await site.deps.db.selectFrom('holds').select(['rule', 'matched_text']).where('ended_at', 'is', null).execute(),
    ).toEqual([{ rule: 'classifier', matched_text: expect.stringMatching(/^\d+ of 100$/) }])
    expect(wordsOn(await page('/moderation'))).toContain('Looks like spam has waited')
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain(
      'turned on the classifier From 90 of 100. A wave of it',
    )
    expect(wordsOn(await page())).toContain('It holds comments with a score of 90 or more')
    await undo()
    expect(await post(`${spam} three.`)).not.toContain('edits')
    expect(shown((await site.get(`/articles/${id}-the-slipway-is-repainted`)).body).length).toBeGreaterThan(2)
  })

  test('holds from a lower score where a guest’s form has signs of a robot, and the moderator sees why', async () => {
    const { site, id, decideAll, page, mo } = await open(MIN_DECISIONS)
    await site.set('guests', 'open')
    await decideAll()
    const body = 'Cheap bonus at the mill.'
    const text = { plain: body, hosts: [], guest: true, liveComments: 0 }
    const { score: found } = (await classify(site.deps.db, text))!
    expect(found).toBeGreaterThan(50)
    const threshold = String(found + 10)
    await site.post('/moderation/classifier/switches', { action: 'on', threshold, reason: 'A wave of it' }, mo)
    const post = (nic: string, subject: string) =>
      browserOf(site).post('/comments', { article: String(id), nic, subject, body })
    await post('Ann', '')
    expect(await site.deps.db.selectFrom('holds').select('id').where('ended_at', 'is', null).execute()).toEqual([])
    await post('Ben', 'Offer')
    expect(
      await site.deps.db.selectFrom('holds').select(['rule', 'form_signs']).where('ended_at', 'is', null).execute(),
    ).toEqual([{ rule: 'classifier', form_signs: 'trap' }])
    expect(wordsOn(await page('/moderation'))).toContain(
      `Caught: ${found} of 100, held from a lower score because of how the form was sent Form: a hidden field was filled in`,
    )
  })

  test('learns everything anew to the same counts, and takes what stood a week for a little good', async () => {
    const { site, decideAll, learnt, mo, page } = await open(5)
    await decideAll()
    const before = await learnt()
    await site.post('/moderation/classifier/lessons', {}, mo)
    expect(await runTraining(site.deps)).toBe(10)
    expect(await learnt()).toEqual(before)
    const old = await site.article({ comments: aThread('old', [null, null, null], site.deps.clock() - 8 * DAY) })
    await site.article({ comments: aThread('new', [null], site.deps.clock() - 6 * DAY) })
    await site.post('/moderation/classifier/lessons', {}, mo)
    expect(await runTraining(site.deps)).toBe(13)
    expect((await learnt()).lessons.filter((lesson) => lesson.label === 'weak')).toHaveLength(3)
    expect(wordsOn(await page())).toContain(
      '3 more comments, published for a week without a decision, count for a quarter each.',
    )
    const { id } = await site.deps.db
      .selectFrom('comments')
      .select('id')
      .where('article_id', '=', old)
      .orderBy('id')
      .executeTakeFirstOrThrow()
    await site.post('/moderation/removals', { comment: String(id), reason: 'Late' }, mo)
    expect((await learnt()).lessons.find((lesson) => lesson.comment_id === id)).toMatchObject({ label: 'bad' })
    expect((await learnt()).words.every((row) => row.good + row.weak + row.bad > 0)).toBe(true)
    expect(noCounts).toEqual({ good: 0, weak: 0, bad: 0 })
  })

  test('is trained beside the one in force, which gives its scores until the new one replaces it in one act', async () => {
    const { site, decideAll, decide, learnt, mo, page, rows } = await open(5)
    await decideAll(0, 8)
    const before = await learnt()
    const answer = await site.post('/moderation/classifier/lessons', {}, mo)
    expect(answer.headers.location).toBe('/moderation/classifier?done=requested')
    expect(wordsOn(await page())).toContain('Mo requested a retraining')
    expect((await site.post('/moderation/classifier/lessons', {}, mo)).headers.location).toContain('done=already')
    expect(await learnt()).toEqual(before)
    let steps = 0
    expect(await runTraining(site.deps, () => ++steps > 2)).toBeNull()
    expect(await learnt()).toEqual(before)
    // A decision made during the training is learnt by both.
    await decide(8)
    const during = await learnt()
    expect(during.lessons).toHaveLength(9)
    expect(await runTraining(site.deps)).toBe(9)
    expect(await learnt()).toEqual(during)
    expect(wordsOn(await page())).toContain('Last retrained by Mo')
    expect(await runTraining(site.deps)).toBeNull()
    await decide(9)
    expect((await learnt()).lessons).toHaveLength(rows.length)
  })

  test('retraining is logged, and its undo brings back the one before, with what was decided since', async () => {
    const { site, decideAll, decide, learnt, mo, undo } = await open(5)
    await decideAll(0, 8)
    const retrain = async () => {
      await site.post('/moderation/classifier/lessons', {}, mo)
      await runTraining(site.deps)
    }
    const lost = { word: 'unique', good: 3, weak: 0, bad: 0 }
    await write(site.deps, (db) =>
      db
        .insertInto('classifier_words')
        .values({ generation: 1, ...lost })
        .execute(),
    )
    await retrain()
    expect((await learnt()).words).not.toContainEqual(lost)
    expect(wordsOn((await site.get('/moderation/log')).body)).toContain(
      'retrained the classifier Trained on 8 decisions (4 approved, 4 removed).',
    )
    const newest = async () =>
      String((await site.deps.db.selectFrom('batches').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id)
    const batch = await newest()
    await decide(8)
    expect((await site.post('/moderation/undos', { batch }, mo)).statusCode).toBe(303)
    expect((await learnt()).words).toContainEqual(lost)
    expect((await learnt()).lessons).toHaveLength(9)
    // The undo of the undo.
    await undo()
    expect((await learnt()).words).not.toContainEqual(lost)
    expect((await learnt()).lessons).toHaveLength(9)
    const again = await newest()
    await retrain()
    // Only the one before the newest is kept. The first retraining cannot be undone any more, in force again or not.
    for (const step of ['retrained', 'undone']) {
      const now = await learnt()
      const answer = await site.post('/moderation/undos', { batch: again }, mo)
      expect([step, answer.statusCode]).toEqual([step, 409])
      expect(await learnt()).toEqual(now)
      expect(now.lessons).toHaveLength(9)
      if (step === 'retrained') expect((await undo()).statusCode).toBe(303)
    }
    expect(
      await site.deps.db.selectFrom('classifier_words').select('word').where('generation', '=', 1).execute(),
    ).toEqual([])
  })
})
