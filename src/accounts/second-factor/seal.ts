// Encrypts texts with AES-256-GCM under a key that HKDF derives from the site's secret. Pure.
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

const IV_BYTES = 12
const TAG_BYTES = 16

const keyOf = (secret: string, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))

/**
 * Encrypts a text.
 * @param purpose keeps the keys of different uses apart
 * @param owner the account that it belongs to: the text can be read for no other
 * @param chance a token of 256 random bits, used once
 * @returns base64url of nonce, tag and text
 */
export function seal(secret: string, purpose: string, owner: number, text: string, chance: string): string {
  const iv = Buffer.from(chance, 'base64url').subarray(0, IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), iv).setAAD(Buffer.from(String(owner)))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Decrypts a text; null if it was changed, or sealed for another purpose, account or secret of the site. */
export function unseal(secret: string, purpose: string, owner: number, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length < IV_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, purpose), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
    .setAAD(Buffer.from(String(owner)))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
