// Sends e-mails: to the server of SMTP_URL or, if that is unset, as files in DATA_DIR/outbox.
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { SendMailOptions } from 'nodemailer'
import { type Config, isLoopback } from '../config.ts'
import { makeFolder } from '../db/folder.ts'
import { SECOND } from '../time.ts'

export type OutgoingMail = {
  /** File name without extension. */
  name: string
  messageId: string
  from: { name: string; address: string }
  /** One address that passed `isMailable`. */
  to: string
  subject: string
  text: string
  html: string
  headers: Readonly<Record<string, string>>
  /** Unix milliseconds. */
  date: number
}

/** Why an e-mail was not sent: refused for good, refused for now, or no server answers, which affects all others too. */
export class DeliveryError extends Error {
  readonly kind: 'refused' | 'later' | 'unreachable'
  constructor(kind: DeliveryError['kind'], reason: string) {
    super(reason)
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
  // Explicit envelope: however the headers are parsed, this is the only recipient.
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

/** Loaded with the first e-mail. */
const nodemailer = () => import('nodemailer')

/** The mailer of the configuration. */
export const openMailer = ({ smtpUrl, dataDir }: Pick<Config, 'smtpUrl' | 'dataDir'>): Mailer =>
  smtpUrl === null ? fileMailer(join(dataDir, 'outbox')) : smtpMailer(new URL(smtpUrl))

/** Writes each e-mail to a temporary file, syncs it and renames it, so that a file is whole or absent. */
function fileMailer(folder: string): Mailer {
  return {
    async send(mail) {
      try {
        const writer = (await nodemailer()).createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
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
        throw new DeliveryError('unreachable', `The outbox folder cannot be written (${codeOf(error)}).`)
      }
    },
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? 'unknown reason')

function smtpMailer(url: URL): Mailer {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const secure = url.protocol === 'smtps:'
  const auth =
    url.username === '' ? undefined : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const options = {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // A password is never sent unencrypted, except to this machine.
    requireTLS: !secure && auth !== undefined && !isLoopback(host),
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 30 * SECOND,
    ...(auth === undefined ? {} : { auth }),
  }
  return {
    async send(mail) {
      try {
        const transport = (await nodemailer()).createTransport(options)
        await transport.sendMail(messageOptions(mail))
      } catch (error) {
        throw asDeliveryError(error)
      }
    },
  }
}

/** Classifies an error of the mail server: only a refusal of this recipient or text is final. Replies contain addresses, so they are not kept. */
function asDeliveryError(error: unknown): DeliveryError {
  const {
    code = '',
    responseCode = 0,
    command = '',
  } = error as { code?: string; responseCode?: number; command?: string }
  const reason = `${code}${responseCode === 0 ? '' : ` ${responseCode}`}${command === '' || !/^[A-Z ]+$/.test(command) ? '' : ` to ${command}`}`
  if (responseCode >= 500 && ['EENVELOPE', 'EMESSAGE'].includes(code) && /^(RCPT TO|DATA)/.test(command))
    return new DeliveryError('refused', reason)
  if (responseCode >= 400 && responseCode < 500 && code !== 'EAUTH') return new DeliveryError('later', reason)
  return new DeliveryError(code === 'EENVELOPE' || code === 'EMESSAGE' ? 'later' : 'unreachable', reason)
}
