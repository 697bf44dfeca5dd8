// Staff are called by e-mail and webhook when something waits longer than promised.
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { jobs } from '../../src/jobs/jobs.ts'
import { callStaff } from '../../src/moderation/calls/actions.ts'
import { postToWebhook } from '../../src/moderation/calls/webhook-actions.ts'
import { HOUR, MINUTE } from '../../src/time.ts'
import { aThread, openSite } from '../support/site.ts'

const news = {
  url: 'https://www.example.org/library/telescopes',
  headline: 'Telescopes to lend',
  lede: 'Six instruments, bookable by the night.',
  body: 'The town library will lend six small telescopes.',
  section: 'harbour',
  tags: '',
}

type Received = { body: string; headers: IncomingHttpHeaders; url: string }

/** A server on this machine that takes the webhook. @param answer its status, which a test can change */
async function receiver(answer: { status: number; headers?: Record<string, string> } = { status: 204 }) {
  const received: Received[] = []
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => {
      body += part
    })
    request.on('end', () => {
      received.push({ body, headers: request.headers, url: request.url ?? '' })
      response.writeHead(answer.status, answer.headers)
      response.end()
    })
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { received, answer, port, address: `http://127.0.0.1:${port}/hooks/secret` }
}

async function open(env: Record<string, string> = {}) {
  const site = await openSite(env)
  await site.set('guests', 'allHeld')
  const id = await site.article({ comments: aThread('t', [null]) })
  const mo = await site.member('Mo', 'moderator')
  const { db } = site.deps
  return {
    site,
    id,
    mo,
    /** A guest’s comment, which waits for a moderator. */
    say: async (body: string): Promise<number> => {
      await site.post('/comments', { article: String(id), nic: `Reader ${body.length}`, body })
      return (await db.selectFrom('comments').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
    },
    mails: () =>
      db
        .selectFrom('outbox')
        .select(['recipient', 'subject', 'text'])
        .where('kind', '=', 'call')
        .orderBy('id')
        .execute(),
    calls: () => db.selectFrom('calls').selectAll().orderBy('id').execute(),
    /** Runs the job after a time. */
    runAfter: async (time: number): Promise<void> => {
      site.advance(time)
      await callStaff(site.deps)
    },
  }
}

describe('An e-mail', () => {
  test('calls once for what waits longer than promised, with numbers and the queue, and without texts', async () => {
    const { site, say, runAfter, mails } = await open()
    await site.set('callAddresses', ['mo@gauge.example', 'meg@gauge.example'])
    await say('A secret text.')
    await runAfter(90 * MINUTE)
    await say('A second text.')
    await runAfter(29 * MINUTE)
    expect(await mails()).toEqual([])
    await runAfter(MINUTE)
    const [first, second, ...more] = await mails()
    expect([first?.recipient, second?.recipient, more]).toEqual(['mo@gauge.example', 'meg@gauge.example', []])
    expect(first?.subject).toBe('1 item waits for a moderator on Broadside')
    expect(first?.text).toContain('Longer than promised: 1 held comment. The oldest has waited 2 h.')
    expect(first?.text).toContain('http://localhost:3000/moderation')
    expect(first?.text).not.toContain('secret')
    for (let hours = 0; hours < 20; hours++) await runAfter(MINUTE)
    expect((await mails()).length).toBe(2)
  })

  test('comes again for what becomes overdue later, an hour after the last at the earliest, and then not again', async () => {
    const { site, say, runAfter, mails } = await open()
    await site.set('callAddresses', ['mo@gauge.example'])
    await say('First.')
    await runAfter(20 * MINUTE)
    await say('Second.')
    await runAfter(100 * MINUTE)
    await runAfter(59 * MINUTE)
    expect((await mails()).length).toBe(1)
    await runAfter(MINUTE)
    const [, again] = await mails()
    expect(again?.text).toContain('Longer than promised: 2 held comments. The oldest has waited 3 h.')
    for (let day = 0; day < 5; day++) await runAfter(24 * HOUR)
    expect((await mails()).length).toBe(2)
  })

  test('counts flags, appeals, confirmed reports and submissions, and none of what was answered in time', async () => {
    const { site, id, mo, say, runAfter, mails } = await open()
    await site.set('callAddresses', ['mo@gauge.example'])
    await site.set('deskMinutes', 15)
    const ada = await site.member('Ada')
    const approved = await say('Approved in time.')
    await site.post('/moderation/approvals', { comment: String(approved) }, mo)
    await site.post('/comments/1/flags', { reason: 'Advertising' }, ada)
    await site.post('/comments', { article: String(id), nic: '', body: 'Words of Ada.' }, ada)
    await site.post('/moderation/removals', { comment: String(approved + 1), reason: 'Rude' }, mo)
    await site.post(`/comments/${approved + 1}/appeals`, { body: 'It was not rude.' }, ada)
    for (const email of ['one@example.org', 'two@example.org'])
      await site.post('/comments/1/reports', { reason: 'This is libel.', email })
    await site.post('/desk/links', { ...news, action: 'submit' }, ada)
    const letters = await site.deps.db
      .selectFrom('outbox')
      .select('text')
      .where('kind', '=', 'confirm-report')
      .execute()
    await site.post(/(\/comments\/reports\/\S+)/.exec(letters[0]!.text)![1]!, { action: 'confirm' })
    await runAfter(16 * MINUTE)
    expect((await mails())[0]?.text).toContain('Longer than promised: 1 submission. The oldest has waited 16 min.')
    await runAfter(2 * HOUR)
    expect((await mails())[1]?.text.replaceAll('\n', ' ')).toContain(
      'Longer than promised: 1 flagged comment, 1 appeal, 1 report, 1 submission. The oldest has waited 2 h.',
    )
    expect((await mails()).length).toBe(2)
  })

  test('does not come outside watch hours, whose nights are not counted', async () => {
    const { site, say, runAfter, mails } = await open()
    await site.set('callAddresses', ['mo@gauge.example'])
    await site.set('watchHours', ['Mon-Sun 08:00-15:25'])
    await say('An hour before the end of the day.')
    // 14:25 + 1 h: nobody is on duty any longer.
    for (let hour = 0; hour < 16; hour++) await runAfter(HOUR)
    expect(await mails()).toEqual([])
    // 08:59 and 09:00 of the next day: an hour of each day is two.
    await runAfter(2 * HOUR + 34 * MINUTE)
    expect(await mails()).toEqual([])
    await runAfter(MINUTE)
    expect((await mails()).length).toBe(1)
  })

  test('does not come at the very end of the watch, but when the next one begins', async () => {
    const { site, say, runAfter, mails } = await open()
    await site.set('callAddresses', ['mo@gauge.example'])
    await site.set('watchHours', ['Mon-Sun 08:00-16:25'])
    await say('Two hours before the end of the day.')
    for (let hour = 0; hour < 17; hour++) await runAfter(HOUR)
    expect(await mails()).toEqual([])
    await runAfter(35 * MINUTE)
    expect((await mails()).length).toBe(1)
  })

  test('is not written while nobody is to be called', async () => {
    const { say, runAfter, mails, calls } = await open()
    await say('Waits.')
    await runAfter(5 * HOUR)
    expect([await mails(), await calls()]).toEqual([[], []])
  })
})

describe('A webhook', () => {
  test('gets what waits as JSON, once', async () => {
    const { site, say, runAfter, calls } = await open({ WEBHOOK_PRIVATE: 'on' })
    const hook = await receiver()
    await site.set('callWebhook', hook.address)
    await say('A secret text.')
    await runAfter(2 * HOUR)
    for (let minute = 0; minute < 10; minute++) await runAfter(MINUTE)
    expect(hook.received.length).toBe(1)
    const [{ body, headers, url } = { body: '', headers: {}, url: '' }] = hook.received
    expect([url, headers['content-type']]).toEqual(['/hooks/secret', 'application/json'])
    const text =
      'Broadside: Longer than promised: 1 held comment. The oldest has waited 2 h. http://localhost:3000/moderation'
    expect(JSON.parse(body)).toEqual({
      text,
      content: text,
      site: 'Broadside',
      waiting: { held: 1, flagged: 0, appeals: 0, reports: 0, submissions: 0 },
      oldest: '2030-03-12T14:25:00.000Z',
      queue: 'http://localhost:3000/moderation',
    })
    expect(await calls()).toMatchObject([{ webhook: 'sent', attempts: 1 }])
  })

  test('that fails is tried five times, a little later each time, and given up', async () => {
    const { site, say, runAfter, calls } = await open({ WEBHOOK_PRIVATE: 'on' })
    const hook = await receiver({ status: 503 })
    await site.set('callWebhook', hook.address)
    await say('Waits.')
    await runAfter(2 * HOUR)
    const times = [hook.received.length]
    for (const minutes of [1, 4, 1, 15, 60]) {
      await runAfter(minutes * MINUTE)
      times.push(hook.received.length)
    }
    expect(times).toEqual([1, 2, 2, 3, 4, 5])
    for (let day = 0; day < 3; day++) await runAfter(24 * HOUR)
    expect(hook.received.length).toBe(5)
    expect(await calls()).toMatchObject([{ webhook: 'failed', attempts: 5, last_error: 'The answer was 503.' }])
  })

  test('is not tried again for what was answered in between', async () => {
    const { site, say, runAfter, calls, mo } = await open({ WEBHOOK_PRIVATE: 'on' })
    const hook = await receiver({ status: 500 })
    await site.set('callWebhook', hook.address)
    const comment = await say('Waits.')
    await runAfter(2 * HOUR)
    await site.post(`/moderation/approvals`, { comment: String(comment), reason: '' }, mo)
    await runAfter(5 * MINUTE)
    expect(hook.received.length).toBe(1)
    expect(await calls()).toMatchObject([{ webhook: 'dropped' }])
  })

  test('on this machine is not opened unless the environment allows it', async () => {
    const { site, say, runAfter, calls } = await open()
    const hook = await receiver()
    await site.set('callWebhook', hook.address)
    await say('Waits.')
    await runAfter(2 * HOUR)
    expect(hook.received).toEqual([])
    expect(await calls()).toMatchObject([
      { webhook: 'waiting', last_error: 'The address is not public, and WEBHOOK_PRIVATE is off.' },
    ])
  })

  test.each([
    '127.1',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '10.0.0.7',
    '169.254.169.254',
    '0.0.0.0',
    '[fd00::1]',
    '100.64.0.1',
  ])('never goes to %s', async (host) => {
    const { port, received } = await receiver()
    await expect(postToWebhook(`http://${host}:${port}/`, '{}', false)).rejects.toThrow('The address is not public')
    expect(received).toEqual([])
  })

  test('goes to the address that was checked, and its host is looked up once', async () => {
    const { port, received } = await receiver()
    const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '192.0.2.1', family: 4 }]]
    let lookUps = 0
    await postToWebhook(`http://chat.gauge.example:${port}/in`, '{}', true, async () => answers[lookUps++]!)
    expect([lookUps, received[0]?.headers.host]).toEqual([1, `chat.gauge.example:${port}`])
    const mixed = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    await expect(postToWebhook(`http://chat.gauge.example:${port}/in`, '{}', false, mixed)).rejects.toThrow(
      'not public',
    )
    const open = async () => [{ address: '93.184.216.34', family: 4 }]
    await expect(postToWebhook('http://chat.gauge.example/in', '{}', true, open)).rejects.toThrow('not be encrypted')
  })

  test('that is redirected, or that nobody takes, has failed', async () => {
    const other = await receiver()
    const hook = await receiver({ status: 307, headers: { location: other.address } })
    await expect(postToWebhook(hook.address, '{}', true)).rejects.toThrow('The answer was 307.')
    expect(other.received).toEqual([])
    const nobody = async () => {
      throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' })
    }
    await expect(postToWebhook('https://gauge.example/', '{}', false, nobody)).rejects.toThrow(
      'The host was not found (ENOTFOUND).',
    )
  })
})

test('the job runs every minute', async () => {
  expect(jobs.find(({ name }) => name === 'call staff')?.every).toBe(MINUTE)
})
