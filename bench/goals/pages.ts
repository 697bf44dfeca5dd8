// Pages as a browser gets them, checked whole: a measurement of an error page would be worth nothing.

import { once } from 'node:events'
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Answer } from './connection.ts'
import type { Get } from './requests.ts'

export type Page = { raw: Buffer; html: string; headers: IncomingHttpHeaders }

/** What a page must contain: the nic of its reader, so many comments, and so many of them marked as new. */
export type Expected = { nic?: string; comments?: number; news?: number }

const unpack: Record<string, (body: Buffer) => Buffer> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

/** The numbers of comments on a page. */
export const commentsOf = (html: string): number =>
  html.match(/<article class="[^"]*\bcomment\b[^"]*" id="c\d+"/g)?.length ?? 0

/** @throws when the page is not the expected one */
export async function getPage(
  port: number,
  { path, cookie, encodings = 'gzip' }: Get,
  expected: Expected = {},
): Promise<Page> {
  const headers = {
    host: `localhost:${port}`,
    accept: 'text/html',
    'accept-encoding': encodings,
    ...(cookie === undefined ? {} : { cookie }),
  }
  const request = get({ host: '127.0.0.1', port, path, headers, agent: false })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const raw = Buffer.concat((await response.toArray()) as Buffer[])
  const fault = (what: string): Error => new Error(`${path} ${what}`)
  if (response.statusCode !== 200) throw fault(`is answered with ${response.statusCode}`)
  const length = response.headers['content-length']
  if (length !== undefined && Number(length) !== raw.length) throw fault(`has ${raw.length} bytes of ${length}`)
  const encoding = response.headers['content-encoding']
  const html = (encoding === undefined ? raw : unpack[encoding]!(raw)).toString()
  if (!html.trimEnd().endsWith('</html>')) throw fault('is no whole page')
  const { nic, comments, news } = expected
  if (nic !== undefined && !html.includes(`<bdi>${nic}</bdi></summary>`)) throw fault(`is not a page of ${nic}`)
  if (comments !== undefined && commentsOf(html) !== comments)
    throw fault(`shows ${commentsOf(html)} comments instead of ${comments}`)
  const marked = html.match(/class="new"(?! href="#new")/g)?.length ?? 0
  if (news !== undefined && marked !== news) throw fault(`marks ${marked} comments as new instead of ${news}`)
  return { raw, html, headers: response.headers }
}

/** Checks the answers of a load: status 200, and about as long as the pages that were checked whole. */
export function lengthFault(pages: readonly Page[]): (answer: Answer) => string | null {
  const lengths = pages.map(({ raw }) => raw.length)
  // Pages of different readers differ by a few words, and chunks have lengths of their own.
  const [least, most] = [Math.min(...lengths) * 0.97 - 100, Math.max(...lengths) * 1.03 + 600]
  return ({ status, bytes }) =>
    status === 200 && bytes >= least && bytes <= most
      ? null
      : `A page was answered with ${status} and ${bytes} bytes, where ${Math.round(least)} to ${Math.round(most)} are expected.`
}
