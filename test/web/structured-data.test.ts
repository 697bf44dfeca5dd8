// Structured data of pages against schema.org's vocabulary, with the types of schema-dts.
import { type DefaultTreeAdapterMap, parse } from 'parse5'
import { expect, test } from 'vitest'
import { aThread, openDemoSite } from '../support/site.ts'
import { complaints } from '../support/tsc.ts'

type Data = { '@type': string } & Record<string, unknown>

/** Every JSON-LD block of a page. */
function blocks(html: string): Data[] {
  const found: Data[] = []
  const walk = (node: DefaultTreeAdapterMap['node']): void => {
    const isBlock =
      node.nodeName === 'script' &&
      (node as DefaultTreeAdapterMap['element']).attrs.some(
        ({ name, value }) => name === 'type' && value === 'application/ld+json',
      )
    if (isBlock)
      found.push(JSON.parse((node as unknown as { childNodes: { value: string }[] }).childNodes[0]!.value) as Data)
    if ('childNodes' in node) node.childNodes.forEach(walk)
  }
  walk(parse(html))
  return found
}

/** A block as code that compiles only if schema.org knows every type, property and value. */
const asCode = (
  data: Data,
): string => `import type { WithContext, SearchAction, WithActionConstraints, ${data['@type']} } from 'schema-dts'
type Data = WithContext<${data['@type']}>
export type Used = WithActionConstraints<SearchAction>
export const data: ${data['@type'] === 'WebSite' ? 'Exclude<Data, string> & { potentialAction?: WithActionConstraints<SearchAction> }' : 'Data'} = ${JSON.stringify(data)}
`

test('every block of data on a page is what schema.org’s vocabulary allows; a slip in one would be seen', async () => {
  const site = await openDemoSite()
  await site.article({
    headline: 'With </script> and “signs” \u2028',
    comments: aThread(
      'long',
      Array.from({ length: 30 }, () => null),
    ),
  })
  const front = (await site.get('/')).body
  const articles = [...new Set(Array.from(front.matchAll(/href="(\/articles\/[^"#?]+)"/g), (match) => match[1]!))]
  expect(articles.length).toBeGreaterThan(5)
  const files: Record<string, string> = {}
  for (const address of ['/', ...articles]) {
    for (const [i, data] of blocks((await site.get(address)).body).entries())
      files[`${address === '/' ? 'front' : address.slice('/articles/'.length)}-${i}`] = asCode(data)
  }
  expect(Object.keys(files).length).toBe(articles.length + 1)
  const article = blocks((await site.get(articles[0]!)).body)[0]!
  const slips = {
    'slip-property': asCode({ ...article, datePublisht: '2030-01-01' }),
    'slip-type': asCode({ ...article, author: { '@type': 'Persson', name: 'Tess' } }),
    'slip-value': asCode({ ...article, publisher: { '@type': 'Place', name: 'Pier' } }),
  }
  expect(Object.keys(await complaints('structured-data', { ...files, ...slips }, [])).sort()).toEqual(
    Object.keys(slips).sort(),
  )
})
