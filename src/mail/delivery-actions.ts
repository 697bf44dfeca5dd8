// How a mail leaves: to the server of SMTP_URL, or, where that is unset, as a file in DATA_DIR/outbox.
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { type Config, isLoopback } from '../config.ts'
import { makeFolder } from '../db/folder.ts'
import { SECOND } from '../time.ts'

export type OutgoingMail = {
  /** Name of its file, without the ending. */
  name: string
  messageId: string
  from: { name: string; address: string }
  /** One address, which has passed `isMailable`. */
  to: string
  subject: string
  text: string
  html: string
  headers: Readonly<Record<string, string>>
  /** Unix milliseconds. */
  date: number
}

/** Why a mail did not leave: for good, for now, or because no server answers, which holds for every other mail too. */
export class DeliveryError extends Error {
  readonly kind: 'refused' | 'later' | 'unreachable'
  constructor(kind: DeliveryError['kind'], what: string) {
    super(what)
    this.kind = kind
  }
}

export type Mailer = {
  /** @throws Undelivered */
  send: (mail: OutgoingMail) => Promise<void>
}

const messageOptions = ({
  from,
  to,
  subject,
  text,
  html,
  headers,
  messageId,
  date,
}: OutgoingMail): SendMailOptions => ({
  from,
  to: { name: '', address: to },
  // Said once more: whatever the headers are read as, this is the only one who gets it.
  envelope: { from: from.address, to: [to] },
  subject,
  text,
  html,
  headers,
  messageId,
  date: new Date(date),
  textEncoding: 'quoted-printable',
  disableFileAccess: true,
  disableUrlAccess: true,
})

/** Where mail goes, by the configuration. */
export const openMailer = ({ smtpUrl, dataDir }: Pick<Config, 'smtpUrl' | 'dataDir'>): Mailer =>
  smtpUrl === null ? fileMailer(join(dataDir, 'outbox')) : smtpMailer(new URL(smtpUrl))

/** A whole file under its last name, or none: it is written under another, and on the disk before it is renamed. */
function fileMailer(folder: string): Mailer {
  const writer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    async send(mail) {
      try {
        const { message } = await writer.sendMail(messageOptions(mail))
        makeFolder(folder)
        const file = join(folder, `${mail.name}.eml`)
        const handle = await open(`${file}.part`, 'w', 0o600)
        try {
          await handle.writeFile(message as Buffer)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(`${file}.part`, file)
      } catch (error) {
        throw new DeliveryError('unreachable', `The folder of the outbox takes no file (${codeOf(error)}).`)
      }
    },
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? 'no reason given')

function smtpMailer(url: URL): Mailer {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const auth =
    url.username === '' ? undefined : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const transport = createTransport({
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // A password never goes over an open line, except on this machine.
    requireTLS: !secure && auth !== undefined && !isLoopback(host),
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 30 * SECOND,
    ...(auth === undefined ? {} : { auth }),
  })
  return {
    async send(mail) {
      try {
        await transport.sendMail(messageOptions(mail))
      } catch (error) {
        throw asDeliveryError(error)
      }
    },
  }
}

/** What a failure means: only an answer about this mail's reader or text is for good. Answers of servers name addresses, so none is kept. */
function asDeliveryError(error: unknown): DeliveryError {
  const {
    code = '',
    responseCode = 0,
    command = '',
  } = error as { code?: string; responseCode?: number; command?: string }
  const said = `${code}${responseCode === 0 ? '' : ` ${responseCode}`}${command === '' || !/^[A-Z ]+$/.test(command) ? '' : ` to ${command}`}`
  if (responseCode >= 500 && ['EENVELOPE', 'EMESSAGE'].includes(code) && /^(RCPT TO|DATA)/.test(command))
    return new DeliveryError('refused', said)
  if (responseCode >= 400 && responseCode < 500 && code !== 'EAUTH') return new DeliveryError('later', said)
  return new DeliveryError(code === 'EENVELOPE' || code === 'EMESSAGE' ? 'later' : 'unreachable', said)
}
