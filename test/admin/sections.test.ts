// /admin/sections: sections and areas are created, renamed, moved, ordered, closed and reopened.
import { expect, test } from 'vitest'
import { movedPositions } from '../../src/admin/sections/rules.ts'
import { wordsOn } from '../comments/page.ts'
import { openSite, type Site } from '../support/site.ts'
import { filled, press, publicLog, undoNewest } from './forms.ts'

const LIST = '/admin/sections'

/** A site with the sections Harbour and Market in Town, and Science in World. */
async function open() {
  const site = await openSite()
  await site.article({ section: 'Harbour', headline: 'The slipway is repainted' })
  await site.article({ section: 'Market', headline: 'Eels are dearer' })
  await site.article({ area: 'World', section: 'Science', headline: 'Moths like the lamp' })
  return { site, ada: await site.member('Ada', 'admin') }
}

const sectionRow = (site: Site, name: string) =>
  site.deps.db.selectFrom('sections').selectAll().where('name', '=', name).executeTakeFirstOrThrow()

const areaRow = (site: Site, name: string) =>
  site.deps.db.selectFrom('areas').selectAll().where('name', '=', name).executeTakeFirstOrThrow()

/** The sections in the header of the front page. */
const header = async (site: Site): Promise<string[]> => {
  const nav = /<nav class="secnav"[^]*?<\/nav>/.exec((await site.get('/')).body)![0]
  return [...nav.matchAll(/href="\/sections\/([^"]+)"/g)].map(([, slug]) => slug!)
}

test('a new section is in the header at once, in the public log, and an undo closes it', async () => {
  const { site, ada } = await open()
  const world = await areaRow(site, 'World')
  const answer = await press(site, ada, LIST, 'Create section', { name: ' Weather  & Sea ', area: String(world.id) })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `${LIST}?done=saved&batch=1`])
  expect(await header(site)).toEqual(['harbour', 'market', 'science', 'weather-sea'])
  expect((await site.get('/sections/weather-sea')).statusCode).toBe(200)
  await undoNewest(site, ada)
  expect(await header(site)).toEqual(['harbour', 'market', 'science'])
  expect((await site.get('/sections/weather-sea')).statusCode).toBe(200)
  expect(wordsOn((await site.get('/sections')).body)).not.toContain('Weather')
  expect(await publicLog(site)).toEqual([
    'Ada: create-section: “Weather & Sea”, in World: /sections/weather-sea',
    'Ada: undo: created a section, Ada.',
  ])
})

test('a renamed section keeps its articles, and its old address and its old feeds redirect', async () => {
  const { site, ada } = await open()
  const { id } = await sectionRow(site, 'Harbour')
  const answer = await press(site, ada, `${LIST}/${id}`, 'Save changes', { name: 'Quayside', slug: '' })
  expect(answer.statusCode).toBe(303)
  expect(wordsOn((await site.get('/sections/quayside')).body)).toContain('The slipway is repainted')
  for (const [from, to] of [
    ['/sections/harbour', '/sections/quayside'],
    ['/sections/harbour?before=1', '/sections/quayside?before=1'],
    ['/feeds/sections/harbour.xml', '/feeds/sections/quayside.xml'],
    ['/feeds/sections/harbour.json', '/feeds/sections/quayside.json'],
  ] as const) {
    const moved = await site.get(from)
    expect([moved.statusCode, moved.headers.location]).toEqual([301, to])
  }
  expect((await site.get('/feeds/sections/quayside.xml')).statusCode).toBe(200)
  expect(await publicLog(site)).toEqual([
    'Ada: change-section: “Harbour”: now “Quayside”; from /sections/harbour to /sections/quayside',
  ])
})

test('an address leads to its section through every rename, and an undo takes nothing from it', async () => {
  const { site, ada } = await open()
  const { id } = await sectionRow(site, 'Harbour')
  await press(site, ada, `${LIST}/${id}`, 'Save changes', { slug: 'quay' })
  await press(site, ada, `${LIST}/${id}`, 'Save changes', { slug: 'pier' })
  expect((await site.get('/sections/harbour')).headers.location).toBe('/sections/pier')
  expect((await site.get('/sections/quay')).headers.location).toBe('/sections/pier')
  await undoNewest(site, ada)
  expect((await site.get('/sections/pier')).headers.location).toBe('/sections/quay')
  await site.post('/moderation/undos', { batch: '1', reason: '', next: '' }, ada)
  expect((await site.get('/sections/harbour')).statusCode).toBe(200)
  expect((await site.get('/sections/quay')).headers.location).toBe('/sections/harbour')
})

test('a muted section stays muted when it gets another address', async () => {
  const { site, ada } = await open()
  const bo = await site.member('Bo')
  await site.post('/mutes', { kind: 'section', value: 'Harbour', action: 'mute', next: '' }, bo)
  expect((await site.get('/', bo)).body).not.toContain('The slipway is repainted')
  const { id } = await sectionRow(site, 'Harbour')
  await press(site, ada, `${LIST}/${id}`, 'Save changes', { name: 'Quayside', slug: '' })
  expect((await site.get('/', bo)).body).not.toContain('The slipway is repainted')
  expect(wordsOn((await site.get('/mutes', bo)).body)).toContain('Quayside')
})

test('a section moves to another area, behind the sections there', async () => {
  const { site, ada } = await open()
  const [{ id }, world] = [await sectionRow(site, 'Harbour'), await areaRow(site, 'World')]
  await press(site, ada, `${LIST}/${id}`, 'Save changes', { area: String(world.id) })
  expect(await header(site)).toEqual(['market', 'science', 'harbour'])
  expect(wordsOn((await site.get('/areas/world')).body)).toContain('The slipway is repainted')
  expect(await publicLog(site)).toEqual(['Ada: change-section: “Harbour”: from Town to World'])
  await undoNewest(site, ada)
  expect(await header(site)).toEqual(['harbour', 'market', 'science'])
})

test('sections and areas move up and down without scripts, once for each page', async () => {
  const { site, ada } = await open()
  const down = filled((await site.get(LIST, ada)).body, 'Move Harbour down')
  expect((await site.post(down.action, down.fields, ada)).headers.location).toBe(`${LIST}?done=saved&batch=1`)
  expect(await header(site)).toEqual(['market', 'harbour', 'science'])
  // The second press of the same button.
  expect((await site.post(down.action, down.fields, ada)).headers.location).toBe(`${LIST}?done=already`)
  await press(site, ada, LIST, 'Move World up')
  expect(await header(site)).toEqual(['science', 'market', 'harbour'])
  await undoNewest(site, ada)
  expect(await header(site)).toEqual(['market', 'harbour', 'science'])
  expect((await publicLog(site)).slice(0, 2)).toEqual([
    'Ada: order-sections: “Harbour”, one place down',
    'Ada: order-areas: “World”, one place up',
  ])
})

test('rows with the same position get an order when one of them moves', () => {
  const rows = [4, 5, 6].map((id) => ({ id, position: 1 }))
  expect(movedPositions(rows, 6, 'up', 2)).toEqual([
    { id: 6, position: 2 },
    { id: 5, position: 3 },
  ])
  expect(movedPositions(rows, 4, 'up', 0)).toBeNull()
  // The page that was pressed showed it elsewhere.
  expect(movedPositions(rows, 5, 'down', 0)).toBeNull()
  expect(movedPositions(rows, 9, 'up', 0)).toBeNull()
})

test('a closed section leaves the header and stays readable; reopened, it is in its place again', async () => {
  const { site, ada } = await open()
  await press(site, ada, LIST, 'Close Harbour')
  expect(await header(site)).toEqual(['market', 'science'])
  expect(wordsOn((await site.get('/sections/harbour')).body)).toContain('The slipway is repainted')
  expect(wordsOn((await site.get('/sections')).body)).toContain('Harbour closed')
  expect(wordsOn((await site.get('/')).body)).toContain('The slipway is repainted')
  await press(site, ada, LIST, 'Reopen Harbour')
  expect(await header(site)).toEqual(['harbour', 'market', 'science'])
})

test('a closed area takes its sections from the header and is no longer offered as a filter', async () => {
  const { site, ada } = await open()
  await press(site, ada, LIST, 'Close Town')
  expect(await header(site)).toEqual(['science'])
  expect((await site.get('/')).body).not.toContain('href="/areas/town"')
  expect((await site.get('/areas/town')).statusCode).toBe(200)
})

test('the last open section cannot be closed, neither alone nor with its area nor by an undo', async () => {
  const { site, ada } = await open()
  await press(site, ada, LIST, 'Close Town')
  for (const button of ['Close Science', 'Close World']) {
    const refused = await press(site, ada, LIST, button)
    expect([refused.statusCode, wordsOn(refused.body).includes('stays open')]).toEqual([409, true])
  }
  const world = await areaRow(site, 'World')
  await press(site, ada, LIST, 'Create section', { name: 'Sky', area: String(world.id) })
  const { id: batch } = await site.deps.db
    .selectFrom('batches')
    .select('id')
    .where('act', '=', 'create-section')
    .executeTakeFirstOrThrow()
  await press(site, ada, LIST, 'Close Science')
  const undone = await site.post('/moderation/undos', { batch: String(batch), reason: '', next: '' }, ada)
  expect(undone.statusCode).toBe(409)
  expect(await header(site)).toEqual(['sky'])
})

test('the last open section cannot move into a closed area', async () => {
  const { site, ada } = await open()
  await press(site, ada, LIST, 'Close Town')
  const [{ id }, town] = [await sectionRow(site, 'Science'), await areaRow(site, 'Town')]
  const answer = await press(site, ada, `${LIST}/${id}`, 'Save changes', { area: String(town.id) })
  expect([answer.statusCode, wordsOn(answer.body).includes('This area is closed')]).toEqual([422, true])
  expect(await header(site)).toEqual(['science'])
})

test.each([
  ['an empty name', { name: ' ' }, 'Enter a name.'],
  ['a name of control characters', { name: '\u0007' }, 'Enter a name.'],
  ['a name that is too long', { name: 'x'.repeat(41) }, 'A name can have up to 40 characters.'],
  ['the name of another', { name: 'market', slug: 'other' }, 'Another section is called “Market”.'],
  ['the address of another', { name: 'Stalls', slug: 'Market' }, '“Market” has the address market.'],
  ['an address without a letter', { name: 'Stalls', slug: '///' }, 'An address has at least one letter or digit.'],
])('%s gets its fault beside the field, and what was typed comes back', async (_, typed, fault) => {
  const { site, ada } = await open()
  for (const [page, button] of [
    [LIST, 'Create section'],
    [`${LIST}/${(await sectionRow(site, 'Harbour')).id}`, 'Save changes'],
  ] as const) {
    const answer = await press(site, ada, page, button, typed)
    expect(answer.statusCode).toBe(422)
    expect(wordsOn(answer.body.replace(/[^]*?class="err"/, '<p '))).toContain(fault)
    expect(filled(answer.body, button).fields['name']).toBe(typed.name.replace(/\u0007/g, '\u0007'))
  }
  expect(await publicLog(site)).toEqual([])
})

test('an address that another section had before is refused, because old links lead there', async () => {
  const { site, ada } = await open()
  const { id } = await sectionRow(site, 'Harbour')
  await press(site, ada, `${LIST}/${id}`, 'Save changes', { name: 'Quayside', slug: '' })
  const answer = await press(site, ada, LIST, 'Create section', { name: 'Harbour' })
  expect(answer.statusCode).toBe(422)
  expect(wordsOn(answer.body)).toContain('The address harbour leads to “Quayside”, which had it before.')
  // An import gets a free one.
  await site.article({ section: 'Harbour' })
  expect((await sectionRow(site, 'Harbour')).slug).toBe('harbour-2')
})

test('an undo leaves a name that another section has taken since', async () => {
  const { site, ada } = await open()
  const { id } = await sectionRow(site, 'Harbour')
  await press(site, ada, `${LIST}/${id}`, 'Save changes', { name: 'Quayside' })
  await press(site, ada, LIST, 'Create section', { name: 'Harbour', slug: 'new-harbour' })
  const undone = await site.post('/moderation/undos', { batch: '1', reason: '', next: '' }, ada)
  expect(undone.statusCode).toBe(409)
  expect((await sectionRow(site, 'Quayside')).id).toBe(id)
})

test('a form that was opened before somebody else’s change answers 409 with what was typed, and a second press replaces it', async () => {
  const { site, ada } = await open()
  const bea = await site.member('Bea', 'admin')
  const { id } = await sectionRow(site, 'Harbour')
  const stale = filled((await site.get(`${LIST}/${id}`, ada)).body, 'Save changes', { name: 'Wharf' })
  await press(site, bea, `${LIST}/${id}`, 'Save changes', { name: 'Quayside' })
  const answer = await site.post(stale.action, stale.fields, ada)
  expect(answer.statusCode).toBe(409)
  const again = filled(answer.body, 'Save changes')
  expect(again.fields['name']).toBe('Wharf')
  expect((await site.post(again.action, again.fields, ada)).statusCode).toBe(303)
  expect((await sectionRow(site, 'Wharf')).id).toBe(id)
})

test('an area is renamed, and its old address redirects', async () => {
  const { site, ada } = await open()
  const { id } = await areaRow(site, 'World')
  await press(site, ada, `/admin/areas/${id}`, 'Save changes', { name: 'Abroad', slug: '' })
  const moved = await site.get('/areas/world')
  expect([moved.statusCode, moved.headers.location]).toEqual([301, '/areas/abroad'])
  expect((await site.get('/areas/abroad')).statusCode).toBe(200)
  expect((await site.get('/admin/areas', ada)).headers.location).toBe(LIST)
})

test('a site without areas gets its first area and its first section', async () => {
  const site = await openSite()
  const ada = await site.member('Ada', 'admin')
  expect((await site.get(LIST, ada)).body).not.toContain('Create section')
  await press(site, ada, LIST, 'Create area', { name: 'Home' })
  expect(wordsOn((await site.get(LIST, ada)).body)).toContain('No sections yet.')
  await press(site, ada, LIST, 'Create section', { name: 'Kitchen', area: String((await areaRow(site, 'Home')).id) })
  expect((await site.get('/sections/kitchen')).statusCode).toBe(200)
})

test('only admins change sections', async () => {
  const { site } = await open()
  const mo = await site.member('Mo', 'moderator')
  const { id } = await sectionRow(site, 'Harbour')
  for (const url of [LIST, `${LIST}/${id}`, '/admin/areas']) expect((await site.get(url, mo)).statusCode).toBe(403)
  for (const url of [LIST, `${LIST}/${id}`, `${LIST}/${id}/closures`, `${LIST}/${id}/orderings`])
    expect((await site.post(url, {}, mo)).statusCode).toBe(403)
})

test('a section that does not exist is 404', async () => {
  const { site, ada } = await open()
  for (const url of [`${LIST}/999`, `${LIST}/x`, '/admin/areas/999'])
    expect((await site.get(url, ada)).statusCode).toBe(404)
  expect((await site.post(`${LIST}/999/closures`, {}, ada)).statusCode).toBe(404)
})
