// Draws the icons of public/ from public/mark.svg, in the light sheet's colours: node deploy/icons.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { loadAssets } from '../src/web/assets.ts'
import { findChromium, launch, NO_CHROMIUM } from '../test/support/chromium.ts'
import { small } from './png.ts'

/** Name, pixels, and the mark's share of the width: a maskable icon may be cropped to its inner circle. */
const icons: [name: string, pixels: number, share: number][] = [
  ['icon-32', 32, 1],
  ['icon-180', 180, 0.74],
  ['icon-192', 192, 0.82],
  ['icon-512', 512, 0.82],
  ['icon-maskable-512', 512, 0.56],
]

const chromium = findChromium()
if (chromium === null) throw new Error(NO_CHROMIUM)
const folder = fileURLToPath(new URL('../public/', import.meta.url))
const mark = readFileSync(`${folder}mark.svg`).toString('base64')
const paper = loadAssets().paper.light

const browser = await launch(chromium)
const page = await browser.newPage({ colorScheme: 'light' })
for (const [name, pixels, share] of icons) {
  await page.setViewportSize({ width: pixels, height: pixels })
  const side = Math.round(pixels * share)
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${paper}"><img width="${side}" height="${side}" src="data:image/svg+xml;base64,${mark}">`,
  )
  await page.evaluate('document.images[0].decode()')
  const picture = small(await page.screenshot())
  writeFileSync(`${folder}${name}.png`, picture)
  console.log(`public/${name}.png: ${picture.length} bytes`)
}
await browser.close()
