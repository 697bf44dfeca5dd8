// Whether a request is somebody reading a page, for the view counter. Pure.
import type { IncomingMessage } from 'node:http'
import type { Config } from '../config.ts'
import { isPrefetchOrHead } from '../faults.ts'

/**
 * Whether a person opens the page in a browser: no HEAD, no prefetch, no script or program. Browsers name a navigation
 * by Sec-Fetch headers, except on plain HTTP, where only Accept tells them from most programs.
 */
export function isPageView(
  { config }: { config: Pick<Config, 'baseUrl'> },
  { method = '', headers }: IncomingMessage,
): boolean {
  if (isPrefetchOrHead({ method, headers })) return false
  const { 'sec-fetch-dest': dest, 'sec-fetch-mode': mode, accept = '' } = headers
  return dest === undefined && !config.baseUrl.startsWith('https:')
    ? accept.includes('text/html')
    : dest === 'document' && mode === 'navigate'
}
