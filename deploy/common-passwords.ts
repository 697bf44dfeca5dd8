// Makes src/accounts/common-passwords.ts from passwords.json of @zxcvbn-ts/language-common: node deploy/common-passwords.ts PATH VERSION.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { passwordMark } from '../src/accounts/password-rules.ts'
import { limits } from '../src/settings.ts'

const [path = '', version = ''] = process.argv.slice(2)
const COUNT = 10_000
const LINE = 240

/** The most frequent first. Shorter ones are refused for their length. */
const all = JSON.parse(readFileSync(path, 'utf8')) as string[]
const long = [...new Set(all.map((password) => password.toLowerCase()))].filter(
  (password) => Buffer.byteLength(password) >= limits.password.min,
)
const marks = [...new Set(long.slice(0, COUNT).map(passwordMark))].sort((a, b) => a - b)
const bytes = Buffer.alloc(marks.length * 4)
for (const [i, mark] of marks.entries()) bytes.writeUInt32BE(mark, i * 4)
const lines = bytes.toString('base64').match(new RegExp(`.{1,${LINE}}`, 'g'))!

writeFileSync(
  fileURLToPath(new URL('../src/accounts/common-passwords.ts', import.meta.url)),
  `// The ${COUNT.toLocaleString('en')} commonest passwords of eight characters and more, as the first four bytes of their SHA-256: made by deploy/common-passwords.ts; not to be changed by hand. Pure.
// From passwords.json of @zxcvbn-ts/language-common ${version}, under the terms in common-passwords.LICENSE.txt beside it.

/** The marks in ascending order, in base64. */
export const commonPasswordMarks = \`
${lines.join('\n')}
\`
`,
)
