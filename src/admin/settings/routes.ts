// /admin: its overview, and the settings of the site by group.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { missing } from '../../errors.ts'
import type { SettingGroup } from '../../setting-texts.ts'
import { zonesKnown } from '../../time.ts'
import { urls } from '../../urls.ts'
import { chromeFor } from '../../web/chrome.ts'
import { sendProblem, takesJson } from '../../web/errors.ts'
import { sendPage } from '../../web/pages.ts'
import { datesOf } from '../../web/reader.ts'
import { afterAction, type Flash, type FlashQuery, readFlash, withAdminTabs } from '../pages.ts'
import { saveSettings } from './actions.ts'
import { readSettingsForm } from './form.ts'
import { adminPage, settingsGroupPage, type TypedSettings } from './pages.ts'
import { lastSettingChanges } from './queries.ts'
import { fieldsOfGroup, groupsInUse, isSettingGroup } from './rules.ts'

const admins = { config: { access: 'admin' } } as const

type ByGroup = FlashQuery & { Params: { group: string } }

type Site = { app: FastifyInstance; deps: Deps }

const NO_FLASH: Flash = { done: '', batch: null }

async function sendGroup(
  { app, deps }: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  group: SettingGroup,
  result: { typed: TypedSettings | null; flash: Flash; status: 200 | 409 | 422 },
): Promise<FastifyReply> {
  const { typed, flash, status } = result
  const names = fieldsOfGroup(group).map(({ name }) => name)
  const changes = await lastSettingChanges(deps.db, names)
  const context = { settings: deps.settings(), changes, zones: zonesKnown(), dates: datesOf(deps, request), typed }
  const page = settingsGroupPage(group, context, flash)
  if (status !== 200 && takesJson(request)) {
    const faults = page.blocks.flatMap(({ fields }) => fields).filter(({ fault }) => fault !== '')
    return sendProblem(reply, {
      kind: status === 409 ? 'conflict' : 'invalid',
      faults: Object.fromEntries(faults.map(({ name, fault }) => [name, fault])),
    })
  }
  const chrome = await chromeFor(deps, request, urls.settingGroup(group), urls.admin)
  return sendPage(
    app,
    request,
    reply,
    'admin/settings',
    {
      chrome: { ...withAdminTabs(chrome, urls.settingGroup(group)), faulty: status !== 200 },
      title: page.heading,
      description: page.intro,
      ...page,
    },
    status,
    request.method === 'POST' ? 'untilSignOut' : 'never',
  )
}

async function postGroup(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  group: SettingGroup,
): Promise<FastifyReply> {
  const { typed, faults, changes } = readSettingsForm(group, request.body)
  if (changes === null)
    return sendGroup(site, request, reply, group, { typed: { typed, faults, stale: [] }, flash: NO_FLASH, status: 422 })
  const outcome = await saveSettings(site.deps, request.viewer, changes)
  if (outcome.kind !== 'stale') return reply.redirect(afterAction(urls.settingGroup(group), outcome), 303)
  return sendGroup(site, request, reply, group, {
    typed: { typed, faults, stale: outcome.names },
    flash: NO_FLASH,
    status: 409,
  })
}

/** Reasons have an address of their own. */
const isAtSettings = (group: string): group is SettingGroup =>
  isSettingGroup(group) && group !== 'reasons' && groupsInUse().includes(group)

export function adminSettingRoutes(app: FastifyInstance, deps: Deps): void {
  const site: Site = { app, deps }

  app.get('/admin', admins, async (request, reply) => {
    const page = adminPage(deps.settings(), groupsInUse())
    return sendPage(app, request, reply, 'admin/overview', {
      chrome: withAdminTabs(await chromeFor(deps, request, urls.admin), urls.admin),
      title: 'Admin',
      description: page.intro,
      ...page,
    })
  })

  app.get('/admin/settings', admins, (_request, reply) => reply.redirect(urls.settingGroup('site'), 302))

  app.get<FlashQuery>('/admin/reasons', admins, (request, reply) =>
    sendGroup(site, request, reply, 'reasons', { typed: null, flash: readFlash(request.query), status: 200 }),
  )

  app.post('/admin/reasons', admins, (request, reply) => postGroup(site, request, reply, 'reasons'))

  app.get<ByGroup>('/admin/settings/:group', admins, (request, reply) => {
    const { group } = request.params
    if (!isAtSettings(group)) throw missing()
    return sendGroup(site, request, reply, group, { typed: null, flash: readFlash(request.query), status: 200 })
  })

  app.post<ByGroup>('/admin/settings/:group', admins, (request, reply) => {
    const { group } = request.params
    if (!isAtSettings(group)) throw missing('Nothing was saved. There is no such group of settings.')
    return postGroup(site, request, reply, group)
  })
}
