// Requests as browsers send them, as text for a connection. Pure.

/** What current browsers take. */
export const BROWSER_ENCODINGS = 'gzip, deflate, br, zstd'

export type Get = { path: string; cookie?: string; encodings?: string }

const common = (port: number, cookie: string | undefined): string =>
  `Host: localhost:${port}\r\nUser-Agent: bench\r\nAccept: text/html\r\n${cookie === undefined ? '' : `Cookie: ${cookie}\r\n`}`

export const getRequest = (port: number, { path, cookie, encodings = 'gzip' }: Get): string =>
  `GET ${path} HTTP/1.1\r\n${common(port, cookie)}Accept-Encoding: ${encodings}\r\n\r\n`

export type Post = { path: string; cookie?: string; form: Record<string, string> }

export function postRequest(port: number, { path, cookie, form }: Post): string {
  const body = new URLSearchParams(form).toString()
  return `POST ${path} HTTP/1.1\r\n${common(port, cookie)}Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
