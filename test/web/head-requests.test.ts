// HEAD: the headers of GET, and no body.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { insertMedia } from '../../src/articles/queries.ts'
import { write } from '../../src/db/write.ts'
import { openSite } from '../support/site.ts'

test('HEAD has the headers of GET and no body, for a page, a form, a feed, a style sheet, a picture and a missing page', async () => {
  const site = await openSite()
  const name = `${'a1'.repeat(16)}-640x480.webp`
  await write(site.deps, (db) =>
    insertMedia(db, { name, alt: '', caption: '', credit: '', width: 640, height: 480, created_at: 0 }),
  )
  const folder = join(site.deps.config.dataDir, 'media')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), 'RIFF and so on')
  const ask = async (method: 'GET' | 'HEAD', url: string) => {
    site.deps.pages.clear()
    const { statusCode, headers, rawPayload } = await site.app.inject({
      method,
      url,
      headers: { host: 'localhost:3000' },
    })
    return { statusCode, headers, bytes: rawPayload.length }
  }
  for (const url of [
    '/',
    '/accounts/login',
    '/feeds/latest.atom',
    site.deps.assets.href('site.css'),
    `/media/${name}`,
    '/nowhere',
  ]) {
    const [got, head] = [await ask('GET', url), await ask('HEAD', url)]
    expect(got.bytes, url).toBeGreaterThan(0)
    expect(head, url).toEqual({ ...got, bytes: 0 })
    expect(head.headers['content-length'], url).toBe(String(got.bytes))
  }
})
