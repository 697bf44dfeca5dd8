// Sends forms with files in them, as a browser does, and makes the pictures for it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LightMyRequestResponse } from 'fastify'
import sharp, { type Sharp } from 'sharp'
import type { Member, Site } from '../support/site.ts'

export type Part = string | { name: string; type?: string; bytes: Buffer }

/** @param fields a list, so that a field can come twice */
export async function send(
  site: Site,
  url: string,
  fields: [name: string, value: Part][],
  as: Member | null,
  headers: Record<string, string> = {},
): Promise<LightMyRequestResponse> {
  const form = new FormData()
  for (const [name, value] of fields) {
    if (typeof value === 'string') form.append(name, value)
    else
      form.append(
        name,
        new File([new Uint8Array(value.bytes)], value.name, { type: value.type ?? 'application/octet-stream' }),
      )
  }
  const written = new Response(form)
  const payload = Buffer.from(await written.arrayBuffer())
  return site.app.inject({
    method: 'POST',
    url,
    payload,
    headers: {
      host: new URL(site.deps.config.baseUrl).host,
      'sec-fetch-site': 'same-origin',
      'content-type': written.headers.get('content-type')!,
      ...(as ? { cookie: as.cookie } : {}),
      ...headers,
    },
  })
}

export const json = { accept: 'application/json' }

export const file = (bytes: Buffer, name = 'staff.jpg'): Part => ({ name, bytes })

/** What a form sends when nobody chose a file. */
export const noFile: Part = { name: '', bytes: Buffer.alloc(0) }

/** A picture of one colour, so small that a test hardly notices it. */
export const picture = (width = 60, height = 40, background = '#7a5230'): Sharp =>
  sharp({ create: { width, height, channels: 3, background } })

export const jpeg = (width?: number, height?: number, background?: string): Promise<Buffer> =>
  picture(width, height, background).jpeg().toBuffer()

const folder = (site: Site): string => join(site.deps.config.dataDir, 'media')
export const pathOf = (site: Site, name: string): string => join(folder(site), name)
export const filesIn = (site: Site): string[] => (existsSync(folder(site)) ? readdirSync(folder(site)).sort() : [])
export const fileOf = (site: Site, src: string): Buffer => readFileSync(pathOf(site, src.replace('/media/', '')))

/** Keeps a picture for a member and answers where it is. */
export async function sent(
  site: Site,
  as: Member,
  bytes?: Buffer,
  alt = '',
): Promise<{ src: string; width: number; height: number; markup: string }> {
  const answer = await send(
    site,
    '/media',
    [
      ['file', file(bytes ?? (await jpeg()))],
      ['alt', alt],
    ],
    as,
    json,
  )
  if (answer.statusCode !== 201) throw new Error(`${answer.statusCode}: ${answer.body}`)
  return answer.json()
}
