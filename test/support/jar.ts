// A browser without a window: keeps the cookies it is given, by their paths, and sends them where they belong.
import type { LightMyRequestResponse } from 'fastify'
import type { Member, Site } from './site.ts'

type Kept = { value: string; path: string }

export type Jar = {
  get: (url: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  post: (url: string, form: Record<string, string>, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  /** Follows where an answer leads, until a page comes. */
  follow: (answer: LightMyRequestResponse) => Promise<LightMyRequestResponse>
  /** Gives the browser the session of a member. */
  signIn: (member: Member) => void
  /** The cookies it holds, by name and path. */
  cookies: () => string[]
  forget: (name: string) => void
}

export function browserOf(site: Site): Jar {
  const kept = new Map<string, Kept & { name: string }>()

  const header = (url: string): Record<string, string> => {
    const path = url.split('?')[0]!
    const sent = [...kept.values()].filter(
      (one) => one.path === '/' || path === one.path || path.startsWith(`${one.path}/`),
    )
    return sent.length === 0 ? {} : { cookie: sent.map((one) => `${one.name}=${one.value}`).join('; ') }
  }
  const keep = (answer: LightMyRequestResponse): LightMyRequestResponse => {
    for (const cookie of answer.cookies) {
      const { name, value, path = '/', maxAge, expires } = cookie
      const key = `${name} ${path}`
      if (value === '' || maxAge === 0 || (expires !== undefined && expires.getTime() <= 0)) kept.delete(key)
      else kept.set(key, { name, value: encodeURIComponent(decodeURIComponent(value)), path })
    }
    return answer
  }
  const jar: Jar = {
    get: async (url, headers = {}) => keep(await site.get(url, null, { ...header(url), ...headers })),
    post: async (url, form, headers = {}) => keep(await site.post(url, form, null, { ...header(url), ...headers })),
    follow: async (answer) => {
      for (let at = answer, steps = 0; ; steps++) {
        if (at.statusCode < 300 || at.statusCode > 399) return at
        if (steps > 5) throw new Error('It goes round in circles.')
        at = await jar.get(String(at.headers.location).split('#')[0]!)
      }
    },
    signIn: (member) => {
      const [name = '', value = ''] = member.cookie.split('=')
      kept.set(`${name} /`, { name, value, path: '/' })
    },
    cookies: () => [...kept.keys()],
    forget: (name) => {
      for (const key of kept.keys()) if (key.startsWith(`${name} `)) kept.delete(key)
    },
  }
  return jar
}

/** Address of a receipt of a guest's comment, as the button in the thread leads to it. */
export const receiptOf = async (jar: Jar, comment: number | string): Promise<string> =>
  String((await jar.post(`/comments/${comment}/receipts`, { to: 'receipt' })).headers.location)
