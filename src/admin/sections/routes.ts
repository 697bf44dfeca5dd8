// /admin/sections and /admin/areas: creating, renaming, moving, ordering, closing and reopening them.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { AppError, missing } from '../../errors.ts'
import { type Faults, readForm, rowId } from '../../faults.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { afterAction, type Flash, type FlashQuery, readFlash, withAdminTabs } from '../pages.ts'
import { baseOfPlace, changePlace, closePlace, createPlace, orderPlace, type PlaceResult } from './actions.ts'
import { orderForm, type Place, type PlaceField, placeForm, type TypedPlace } from './form.ts'
import { type FaultyPlace, placePage, sectionsAdminPage } from './pages.ts'
import { areaRows, placedSections } from './queries.ts'
import { nounOf } from './rules.ts'

const admins = { config: { access: 'admin' } } as const

type Site = { app: FastifyInstance; deps: Deps }
type ById = { Params: { id: string } }

const numbered = (request: FastifyRequest<ById>): number => {
  const id = rowId(request.params.id)
  if (id === null) throw missing()
  return id
}

const NO_FLASH: Flash = { done: '', batch: null }

async function sendList(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  flash: Flash,
  faulty: FaultyPlace | null = null,
): Promise<FastifyReply> {
  if (faulty !== null && takesJson(request)) return sendProblem(reply, { kind: 'invalid', faults: faulty.faults })
  const page = sectionsAdminPage(await areaRows(deps.db), await placedSections(deps.db), flash, faulty)
  const chrome = withAdminTabs(await chromeFor(deps, request, urls.adminSections, urls.admin), urls.adminSections)
  return sendPage(
    app,
    request,
    reply,
    'admin/sections',
    {
      chrome: { ...chrome, faulty: faulty !== null },
      title: 'Sections and areas',
      description: page.intro,
      ...page,
    },
    faulty === null ? 200 : 422,
    faulty === null ? 'never' : 'untilSignOut',
  )
}

type PlaceFormResult = { typed: TypedPlace; faults: Faults<PlaceField>; status: 200 | 409 | 422 }

const STALE = 'Somebody else has changed this since you opened the page. Save again to replace their change.'

async function sendPlace(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  place: Place,
  id: number,
  result: PlaceFormResult | null,
): Promise<FastifyReply> {
  const areas = await areaRows(deps.db)
  const sections = await placedSections(deps.db)
  const section = sections.find((row) => row.id === id)
  const row = place === 'sections' ? section : areas.find((one) => one.id === id)
  if (row === undefined) throw missing()
  const status = result?.status ?? 200
  if (status !== 200 && takesJson(request))
    return sendProblem(reply, {
      kind: status === 409 ? 'conflict' : 'invalid',
      ...(status === 409 ? { sentence: STALE } : {}),
      faults: result?.faults,
    })
  const area = place === 'sections' ? section!.area_id : null
  const was = baseOfPlace({ name: row.name, slug: row.slug, area })
  const typed = result?.typed ?? { name: row.name, slug: row.slug, area: String(area ?? ''), was }
  const page = placePage(place, row, areas, {
    typed: status === 409 ? { ...typed, was } : typed,
    faults: result?.faults ?? {},
    stale: status === 409 ? STALE : '',
  })
  const here = place === 'sections' ? urls.adminSection(id) : urls.adminArea(id)
  const chrome = withAdminTabs(await chromeFor(deps, request, here, urls.admin), urls.adminSections)
  return sendPage(
    app,
    request,
    reply,
    'admin/place',
    { chrome: { ...chrome, faulty: status !== 200 }, title: page.heading, description: page.intro, ...page },
    status,
    status === 200 ? 'never' : 'untilSignOut',
  )
}

/** Leads back to the list after an action that finds no faults in a form. */
function toList(reply: FastifyReply, outcome: PlaceResult): FastifyReply {
  if (outcome.kind === 'faulty' || outcome.kind === 'stale') throw new Error('This action reads no form of a place.')
  return reply.redirect(afterAction(urls.adminSections, outcome), 303)
}

export function adminSectionRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }
  app.get<FlashQuery>('/admin/sections', admins, (request, reply) =>
    sendList(site, request, reply, readFlash(request.query)),
  )
  app.get('/admin/areas', admins, (_request, reply) => reply.redirect(urls.adminSections, 302))
  placeRoutes(site, 'sections')
  placeRoutes(site, 'areas')
}

function placeRoutes(site: Site, place: Place): void {
  const { app, deps } = site
  const list = `/admin/${place}`

  app.post(list, admins, async (request, reply) => {
    const { typed, value, faults } = readForm(placeForm, request.body)
    if (value === null) return sendList(site, request, reply, NO_FLASH, { place, typed, faults })
    const outcome = await createPlace(deps, request.viewer, place, value)
    if (outcome.kind === 'faulty')
      return sendList(site, request, reply, NO_FLASH, { place, typed, faults: outcome.faults })
    return toList(reply, outcome)
  })

  app.get<ById>(`${list}/:id`, admins, (request, reply) =>
    sendPlace(site, request, reply, place, numbered(request), null),
  )

  app.post<ById>(`${list}/:id`, admins, async (request, reply) => {
    const id = numbered(request)
    const { typed, value, faults } = readForm(placeForm, request.body)
    if (value === null) return sendPlace(site, request, reply, place, id, { typed, faults, status: 422 })
    const area = place === 'sections' ? value.area : null
    const outcome = await changePlace(deps, request.viewer, place, id, { ...value, area, base: value.was })
    if (outcome.kind === 'faulty')
      return sendPlace(site, request, reply, place, id, { typed, faults: outcome.faults, status: 422 })
    if (outcome.kind === 'stale') return sendPlace(site, request, reply, place, id, { typed, faults: {}, status: 409 })
    return toList(reply, outcome)
  })

  app.post<ById>(`${list}/:id/orderings`, admins, async (request, reply) => {
    const { value, faults } = readForm(orderForm, request.body)
    if (value === null)
      throw new AppError('invalid', faults.direction ?? faults.at ?? `The ${nounOf(place)} was not moved.`)
    return toList(reply, await orderPlace(deps, request.viewer, place, numbered(request), value))
  })

  app.post<ById>(`${list}/:id/closures`, admins, async (request, reply) =>
    toList(reply, await closePlace(deps, request.viewer, place, numbered(request), true)),
  )

  app.post<ById>(`${list}/:id/reopenings`, admins, async (request, reply) =>
    toList(reply, await closePlace(deps, request.viewer, place, numbered(request), false)),
  )
}
