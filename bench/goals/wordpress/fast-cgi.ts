// Asks PHP-FPM for a page in its own protocol, FastCGI, so that no web server stands in between.

import { connect } from 'node:net'

const [BEGIN, PARAMS, STDIN, STDOUT, STDERR, END] = [1, 4, 5, 6, 7, 3]

function record(type: number, content: Buffer): Buffer {
  const head = Buffer.from([1, type, 0, 1, 0, 0, 0, 0])
  head.writeUInt16BE(content.length, 4)
  return Buffer.concat([head, content])
}

function lengthOf(text: Buffer): Buffer {
  if (text.length < 128) return Buffer.from([text.length])
  const long = Buffer.alloc(4)
  long.writeUInt32BE((text.length | 0x80000000) >>> 0)
  return long
}

function parameters(values: Record<string, string>): Buffer {
  return Buffer.concat(
    Object.entries(values).flatMap(([name, value]) => {
      const [key, text] = [Buffer.from(name), Buffer.from(value)]
      return [lengthOf(key), lengthOf(text), key, text]
    }),
  )
}

/**
 * @param params the variables of CGI
 * @returns what PHP has sent: its headers, an empty line and the page
 */
export async function askPhp(socketPath: string, params: Record<string, string>): Promise<string> {
  const socket = connect(socketPath)
  socket.write(
    Buffer.concat([
      record(BEGIN, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
      record(PARAMS, parameters(params)),
      record(PARAMS, Buffer.alloc(0)),
      record(STDIN, Buffer.alloc(0)),
    ]),
  )
  const sent = Buffer.concat((await socket.toArray()) as Buffer[])
  const out: Buffer[] = []
  let said = ''
  for (let at = 0; at + 8 <= sent.length; ) {
    const [type, length, padding] = [sent[at + 1], sent.readUInt16BE(at + 4), sent[at + 6]!]
    const content = sent.subarray(at + 8, at + 8 + length)
    if (type === STDOUT) out.push(content)
    else if (type === STDERR) said += content.toString()
    else if (type === END && said !== '') throw new Error(`PHP says: ${said}`)
    at += 8 + length + padding
  }
  return Buffer.concat(out).toString()
}
