// The words of a filled database: articles and comments as typed and as the renderer makes them.
import { render } from '../../src/markup/render.ts'
import { townProse, wordOf } from '../prose.ts'
import { logNormal, zipf } from './plan.ts'

type Text = { source: string; html: string }

type Story = {
  headline: string
  lede: string
  body: Text
  words: number
  source: { url: string; host: string; name: string } | null
  tags: string[]
}

const HOSTS = 6000
const TAGS = 4000

/** Share of comments with markup, and the number of different texts for them; the rest are plain paragraphs. */
const WITH_MARKUP = 0.15
const MARKED_TEXTS = 1500

/** Articles written here rather than linked to. */
const OWN = 0.15

/** The renderer's HTML of plain paragraphs, copied here because rendering two million texts takes half an hour. */
const plain = (paragraphs: readonly string[]): Text => ({
  source: paragraphs.join('\n\n'),
  html: paragraphs.map((text) => `<p>${text}</p>`).join(''),
})

export type Texts = { comment: () => Text; story: () => Story; reason: () => string }

export function texts(next: () => number): Texts {
  const { word, phrase, sentences } = townProse(next)
  const below = (n: number): number => Math.floor(next() * n)
  const commentWords = (): number => Math.max(3, Math.min(900, Math.round(logNormal(next, 46, 0.75))))
  const paragraphs = (words: number, each: number): string[] => {
    const n = Math.max(1, Math.round(words / each))
    return Array.from({ length: n }, (_, i) =>
      sentences(Math.floor((words * (i + 1)) / n) - Math.floor((words * i) / n)),
    )
  }
  const marks: ((text: string) => string)[] = [
    (text) => `> ${sentences(8 + below(20))}\n\n${text}`,
    (text) => `${text} See http://${host(below(HOSTS))}/${word()}-${word()}.`,
    (text) => text.replace(/ (\S+) (\S+) /, ' <b>$1</b> <i>$2</i> '),
    (text) => `${text}\n\n<ul><li>${phrase(6)}</li><li>${phrase(5)}</li><li>${phrase(7)}</li></ul>`,
    (text) => `<blockquote>${sentences(12)}</blockquote>\n\n${text}`,
    (text) => `${text}\n\n<squish>${sentences(40 + below(90))}</squish>`,
  ]
  let pool: Text[] | null = null
  const marked = (): Text => {
    pool ??= Array.from({ length: MARKED_TEXTS }, (_, i) => {
      const source = marks[i % marks.length]!(paragraphs(commentWords(), 45).join('\n\n'))
      return { source, html: render(source, { format: 'markup', place: 'comment' }).html }
    })
    return pool[below(pool.length)]!
  }
  return {
    comment: () => (next() < WITH_MARKUP ? marked() : plain(paragraphs(commentWords(), 45))),
    reason: () => sentences(3 + below(8)),
    story() {
      const own = next() < OWN
      const words = Math.round(
        own ? Math.min(3000, logNormal(next, 380, 0.6)) : Math.min(600, logNormal(next, 95, 0.5)),
      )
      const from = host(zipf(next, HOSTS))
      return {
        headline: phrase(5 + below(7)),
        lede: sentences(16 + below(18)),
        body: plain(paragraphs(words, 60)),
        words,
        source: own
          ? null
          : {
              url: `https://${next() < 0.5 ? 'www.' : ''}${from}/${word()}/${word()}-${word()}-${below(100_000)}`,
              host: from,
              name: from.replace(/\.\w+$/, ''),
            },
        tags: [...new Set(Array.from({ length: below(5) }, () => tagOf(zipf(next, TAGS))))],
      }
    },
  }
}

const host = (rank: number): string => `${wordOf(200 + rank * 7)}.${['example', 'test', 'invalid'][rank % 3]}`
const tagOf = (rank: number): string =>
  rank % 5 === 4 ? `${wordOf(140 + rank)} ${wordOf(300 + rank)}` : wordOf(140 + rank)
