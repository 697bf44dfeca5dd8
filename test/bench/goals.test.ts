// The bench measures what it says: pages are checked whole, and answers are counted to their last byte.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createNetServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { openConnection } from '../../bench/goals/connection.ts'
import { loadAtPace, loadFor } from '../../bench/goals/load.ts'
import { getPage, lengthFault } from '../../bench/goals/pages.ts'
import { getRequest, postRequest } from '../../bench/goals/requests.ts'
import { line, type Row } from '../../bench/goals/row.ts'
import { yieldToOthers } from '../../src/slices.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serverOf(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const html = (body: string): string => `<!doctype html><html><body>${body}</body></html>\n`
const member = '<summary><bdi>Nell</bdi></summary>'
const comment = (id: number, mark = ''): string => `<article class="comment" id="c${id}">${mark}</article>`

describe('a page that is measured', () => {
  const page = (status: number, text: string, gzip = true) =>
    serverOf((_request, response) => {
      response.writeHead(status, gzip ? { 'content-encoding': 'gzip' } : {}).end(gzip ? gzipSync(text) : text)
    })
  const expected = { nic: 'Nell', comments: 2, news: 1 }
  const whole = html(member + comment(1) + comment(2, '<a class="new" href="#c3" id="new">new</a>'))

  test('is unpacked and returned when it is the expected one', async () => {
    expect((await getPage(await page(200, whole), { path: '/' }, expected)).html).toBe(whole)
  })

  test.each<[what: string, status: number, text: string, fault: RegExp]>([
    ['with an error', 503, whole, /answered with 503/],
    ['cut off', 200, whole.slice(0, -10), /no whole page/],
    ['of somebody else', 200, whole.replace('Nell', 'Ada'), /not a page of Nell/],
    ['with too few comments', 200, whole.replace(comment(1), ''), /shows 1 comments instead of 2/],
    [
      'with other comments marked as new',
      200,
      whole.replace('class="new"', ''),
      /marks 0 comments as new instead of 1/,
    ],
  ])('%s ends the measurement', async (_what, status, text, fault) => {
    await expect(getPage(await page(status, text), { path: '/' }, expected)).rejects.toThrow(fault)
  })
})

describe('a load', () => {
  test('counts an answer of known length and one in chunks', async () => {
    const port = await serverOf((request, response) => {
      if (request.url === '/chunks') response.write('x'.repeat(70_000))
      response.end('y')
    })
    const { send, close } = await openConnection(port)
    closing.push(close)
    for (let i = 0; i < 2; i++) {
      expect(await send(getRequest(port, { path: '/known' }))).toMatchObject({ status: 200, bytes: 1 })
      expect((await send(getRequest(port, { path: '/chunks' }))).bytes).toBeGreaterThan(70_001)
    }
  })

  test('reads a head that comes in three parts', async () => {
    const server = createNetServer((socket) => {
      socket.setNoDelay(true).on('data', () => {
        const parts = ['HTTP/1.1 200', ' OK\r\nContent-', 'Length: 5\r\n\r\nhello']
        const next = async (): Promise<void> => {
          for (const part of parts) {
            socket.write(part)
            // In these turns of the loop the other end reads the part.
            for (let turn = 0; turn < 3; turn++) await yieldToOthers()
          }
        }
        void next()
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { send, close } = await openConnection((server.address() as AddressInfo).port)
    closing.push(close, () => void server.close())
    for (let i = 0; i < 20; i++) expect(await send('GET / HTTP/1.1\r\n\r\n')).toMatchObject({ status: 200, bytes: 5 })
  })

  test('ends with the first answer that is not the expected one', async () => {
    let answers = 0
    const port = await serverOf((_request, response) => {
      answers += 1
      response.writeHead(answers > 5 ? 503 : 200).end('busy')
    })
    const fault = lengthFault([{ raw: Buffer.from('busy'), html: '', headers: {} }])
    const load = { port, connections: 2, request: () => getRequest(port, { path: '/' }), fault }
    await expect(loadFor(60, load)).rejects.toThrow('answered with 503')
    await expect(loadAtPace(1000, 0.01, load)).rejects.toThrow('answered with 503')
  })

  test('refuses a page that is much shorter than the ones checked before', () => {
    const fault = lengthFault([{ raw: Buffer.alloc(50_000), html: '', headers: {} }])
    expect(fault({ status: 200, bytes: 50_100, head: '' })).toBeNull()
    expect(fault({ status: 200, bytes: 9000, head: '' })).toContain('9000 bytes')
  })

  test('sends forms as a browser does', async () => {
    const port = await serverOf((request, response) => {
      void request.toArray().then((parts) => {
        const body = Buffer.concat(parts as Buffer[]).toString()
        const right = body === 'body=a+b%26c' && request.headers['sec-fetch-site'] === 'same-origin'
        response.writeHead(right ? 303 : 400, { location: '/comments/7' }).end()
      })
    })
    const { send, close } = await openConnection(port)
    closing.push(close)
    const answer = await send(postRequest(port, { path: '/', cookie: 'a=b', form: { body: 'a b&c' } }))
    expect(answer.status).toBe(303)
    expect(answer.head).toContain('ocation: /comments/7')
  })
})

describe('a row of the table', () => {
  const row = (over: Partial<Row>): Row => ({
    ...{ name: 'front', title: 'front page', must: 0.85, aim: 1, unit: '', higher: true },
    measure: async () => ({ value: 1, spread: '' }),
    ...over,
  })

  test('says short where the figure misses what it must reach, and whether it reaches the aim', () => {
    const verdict = (value: number, over: Partial<Row> = {}): string | undefined =>
      line(row(over), { value, spread: '' }).split('|').at(-2)?.trim()
    expect([0.84, 0.85, 0.99, 1].map((value) => verdict(value))).toEqual(['short', '', '', 'aim reached'])
    const lower = { must: 20, aim: 10, higher: false }
    expect([21, 20, 11, 10].map((value) => verdict(value, lower))).toEqual(['short', '', '', 'aim reached'])
  })

  test('shows the goals, the figure with its unit, and its spread', () => {
    expect(line(row({ unit: 'ms' }), { value: 12.345, spread: '11 to 13', note: 'of three' })).toBe(
      '| front | front page | 0.85 ms | 1 ms | 12.3 ms | 11 to 13; of three | aim reached |',
    )
  })

  test('that cannot be measured says why', () => {
    expect(line(row({}), { skipped: 'skipped: no /proc' })).toBe(
      '| front | front page | 0.85 | 1 | – | skipped: no /proc | |',
    )
  })
})
