// Posts a message to the webhook of the settings: to a public address that was looked up once.
import { lookup as lookUp } from 'node:dns/promises'
import { isPublicAddress } from '../../ip-ranges.ts'
import { SECOND } from '../../time.ts'
import { webhookHost } from '../../webhook-address.ts'

const TIMEOUT_MS = 5 * SECOND

/** Why a message was not accepted. Names no address: it may be a secret. */
export class WebhookError extends Error {}

type Target = { address: string; family: number }
type LookUp = (host: string) => Promise<Target[]>

const lookUpAll: LookUp = (host) => lookUp(host, { all: true })

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? 'unknown reason')

/**
 * Looks a host up once: the connection goes to the address that was checked.
 * @throws WebhookError unless every address is public, or private ones are allowed
 */
async function pinnedTarget(host: string, isPrivateAllowed: boolean, find: LookUp): Promise<Target> {
  const found = await find(host).catch((error) => {
    throw new WebhookError(`The host was not found (${codeOf(error)}).`)
  })
  const [first] = found
  if (first === undefined) throw new WebhookError('The host has no address.')
  if (!isPrivateAllowed && !found.every(({ address }) => isPublicAddress(address)))
    throw new WebhookError('The address is not public, and WEBHOOK_PRIVATE is off.')
  return first
}

/**
 * Posts JSON. Redirects are not followed, and nothing of the answer is read but its status.
 * @throws WebhookError if it was not accepted within the time
 */
export async function postToWebhook(
  address: string,
  message: string,
  isPrivateAllowed: boolean,
  find: LookUp = lookUpAll,
): Promise<void> {
  const url = new URL(address)
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const target = await pinnedTarget(webhookHost(url), isPrivateAllowed, find)
  if (url.protocol !== 'https:' && isPublicAddress(target.address))
    throw new WebhookError('The connection would not be encrypted.')
  const status = await new Promise<number>((resolve, reject) => {
    // Loaded when it is used: an import of node:http loads the client of fetch too.
    const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
    const call = request(url, {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(message),
        'user-agent': 'Broadside',
      },
      lookup: (_host, options, done) => {
        if (options.all) done(null, [target])
        else done(null, target.address, target.family)
      },
    })
    call.on('error', (error) => reject(new WebhookError(`No answer (${signal.aborted ? 'too late' : codeOf(error)}).`)))
    call.on('response', (response) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    call.end(message)
  })
  if (status < 200 || status > 299) throw new WebhookError(`The answer was ${status}.`)
}
