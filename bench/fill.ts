// node bench/fill.ts FOLDER [ARTICLES COMMENTS]: makes a database as large as a community site's of twenty years.
import { systemClock } from '../src/time.ts'
import { fill } from './filled/fill.ts'
import { fullSize } from './filled/plan.ts'

const [folder, articles = fullSize.articles, comments = fullSize.comments] = process.argv.slice(2)
if (folder === undefined) {
  console.error('node bench/fill.ts FOLDER [ARTICLES COMMENTS]')
  process.exit(2)
}
const size = { articles: Number(articles), comments: Number(comments) }
const began = performance.now()
const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(0)} s`
await fill(folder, size, systemClock(), (said) => console.log(`${seconds()}: ${said}`))
console.log(`${folder}: ${size.articles} articles and ${size.comments} comments in ${seconds()}.`)
