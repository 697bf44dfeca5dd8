// A server that is killed at work: what it acknowledged is stored, and what it stored is whole.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { fileNamesOf } from '../../src/media/names.ts'
import { jpeg } from '../media/sending.ts'
import { dataDir, inside, loadThread, member, type Server, serve } from './processes.ts'

/** Sends a picture. @returns its name, or null when no answer came */
async function sendPicture(server: Server, cookie: string, bytes: Buffer): Promise<string | null> {
  const body = new FormData()
  body.append('file', new File([new Uint8Array(bytes)], 'a.jpg'))
  const answer = await fetch(`http://127.0.0.1:${server.port}/media`, {
    method: 'POST',
    body,
    headers: { cookie, accept: 'application/json' },
  }).catch(() => null)
  const told = answer?.status === 201 ? ((await answer.json().catch(() => null)) as { src: string } | null) : null
  return told === null ? null : told.src.replace('/media/', '')
}

test('kill -9 while comments and pictures arrive: what was acknowledged is there, and what is stored is whole', {
  meta: { slow: 'two servers start, and each makes pictures until it is killed' },
}, async () => {
  const dir = dataDir()
  const cookie = await member(dir, 'Ada K.')
  const article = String(await loadThread(dir))
  const acknowledged = { comments: [] as string[], pictures: [] as string[] }
  for (const [round, killAfter] of [2, 9].entries()) {
    const server = await serve(dir)
    let ended: Promise<unknown> | null = null
    let answered = 0
    // One comment after the other from three tabs, until the server is gone.
    const comments = [1, 2, 3].map(async (tab) => {
      for (let n = 1; ; n++) {
        const body = `Round ${round}, tab ${tab}, word ${n}.`
        const form = { article, nic: 'Ada K.', body, key: `${round}-${tab}-${n}` }
        const answer = await server.post('/comments', form, cookie).catch(() => null)
        if (answer === null) return
        expect(answer.status).toBe(303)
        acknowledged.comments.push(body)
      }
    })
    const files = await Promise.all([...Array(14).keys()].map((i) => jpeg(700 + 20 * i, 60 + round)))
    const pictures = files.map(async (bytes) => {
      const name = await sendPicture(server, cookie, bytes)
      if (name === null) return
      acknowledged.pictures.push(name)
      answered += 1
      if (answered === killAfter) ended = server.end('SIGKILL')
    })
    await Promise.all(pictures)
    await (ended ?? server.end('SIGKILL'))
    await Promise.all(comments)
  }
  expect(acknowledged.comments.length).toBeGreaterThanOrEqual(4)
  expect(acknowledged.pictures.length).toBeGreaterThanOrEqual(11)
  await inside(dir, async ({ db }) => {
    const stored = (await db.selectFrom('comments').select('source').execute()).map(({ source }) => source)
    expect(stored).toEqual(expect.arrayContaining(acknowledged.comments))
    const { comment_count } = await db.selectFrom('articles').select('comment_count').executeTakeFirstOrThrow()
    expect(comment_count).toBe(stored.length)
    const uploads = (await db.selectFrom('uploads').select('name').execute()).map(({ name }) => name)
    expect(uploads).toEqual(expect.arrayContaining(acknowledged.pictures))
    for (const file of uploads.flatMap(fileNamesOf))
      await sharp(readFileSync(join(dir, 'media', file)))
        .raw()
        .toBuffer()
    const check = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
    expect(check.rows).toEqual([{ integrity_check: 'ok' }])
  })
})
