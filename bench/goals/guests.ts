// Guests with cookies, got as browsers get them: by posting and by writing a draft.

import { openConnection } from './connection.ts'
import { postRequest } from './requests.ts'
import type { Running } from './servers.ts'
import type { Site } from './site.ts'

/** The cookies of an answer, as a browser would send them to the path of an article. */
function cookiesFor(head: string, path: string): string {
  const found = [...head.matchAll(/^set-cookie: ([^=]+=[^;]*)(.*)$/gim)].filter(([, , attributes = '']) =>
    path.startsWith(/path=([^;]*)/i.exec(attributes)?.[1] ?? '/'),
  )
  return found.map(([, pair]) => pair).join('; ')
}

/** A name belongs to the first guest of a thread who signs with it. */
let guests = 0

/** Makes one guest who lets the browser remember them, and one with a draft in another thread. */
export async function guestCookies({ port }: Running, site: Site): Promise<{ details: string; draft: string }> {
  const connection = await openConnection(port)
  const elsewhere = String(site.elsewhere[0]!.id)
  const form = { article: elsewhere, email: '', website: '', key: '' }
  const press = async (fields: Record<string, string>, status: number, cookie: string): Promise<string> => {
    const answer = await connection.send(postRequest(port, { path: '/comments', form: { ...form, ...fields } }))
    const cookies = cookiesFor(answer.head, site.article.path)
    if (answer.status !== status || !cookies.includes(cookie))
      throw new Error(`A guest’s press of the form was answered with ${answer.status} and the cookies ${cookies}.`)
    return cookies
  }
  const words = `A remark about the weather at ${performance.now()}.`
  const details = await press(
    { nic: `Guest ${++guests}`, body: words, remember: '1', action: 'post' },
    303,
    'bs_details=',
  )
  const draft = await press(
    { nic: `Guest ${++guests}`, body: `${words} Not finished.`, action: 'preview' },
    200,
    'bs_draft=',
  )
  connection.close()
  // A held comment would have a cookie of its own: only what the browser remembers is measured.
  return { details: /bs_details=[^;]*/.exec(details)![0], draft: /bs_draft=[^;]*/.exec(draft)![0] }
}
