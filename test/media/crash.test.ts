// A server that is killed while pictures arrive leaves no note of a picture whose files are not whole.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { filesOf } from '../../src/media/names.ts'
import { dataDir, inside, member, serve } from '../cli/processes.ts'
import { jpeg } from './sending.ts'

test('kill -9 while pictures arrive: what was answered is there, and what is noted is whole', async () => {
  const dir = dataDir()
  const cookie = await member(dir, 'Ada K.')
  const taken: string[] = []
  for (const [round, killAfter] of [1, 4, 9].entries()) {
    const server = await serve(dir)
    const killed = server.end.bind(null, 'SIGKILL')
    let answered = 0
    let end: Promise<unknown> | null = null
    const pictures = await Promise.all([...Array(14).keys()].map((i) => jpeg(700 + 20 * i, 60 + round)))
    await Promise.all(
      pictures.map(async (bytes) => {
        const body = new FormData()
        body.append('file', new File([new Uint8Array(bytes)], 'a.jpg'))
        const answer = await fetch(`http://127.0.0.1:${server.port}/media`, {
          method: 'POST',
          body,
          headers: { cookie, accept: 'application/json' },
        }).catch(() => null)
        const told = answer?.status === 201 ? ((await answer.json().catch(() => null)) as { src: string } | null) : null
        if (told === null) return
        taken.push(told.src.replace('/media/', ''))
        answered += 1
        if (answered === killAfter) end = killed()
      }),
    )
    await (end ?? killed())
    const noted = await inside(dir, (deps) => deps.db.selectFrom('uploads').select(['name']).execute())
    for (const { name } of noted)
      for (const file of filesOf(name))
        await sharp(readFileSync(join(dir, 'media', file)))
          .raw()
          .toBuffer()
    expect(noted.map(({ name }) => name)).toEqual(expect.arrayContaining(taken))
  }
  expect(taken.length).toBeGreaterThanOrEqual(14)
})
