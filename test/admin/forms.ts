// Fills and sends the forms of /admin as a browser without scripts does.
import { entriesAfter } from '../../src/db/log-chain.ts'
import { elementsIn, parsePage, textOf } from '../support/dom.ts'
import { submission } from '../support/forms.ts'
import type { Member, Site } from '../support/site.ts'

export type Filled = { action: string; fields: Record<string, string> }

/** What a page sends when one of its buttons is pressed. */
export function filled(body: string, button: string, over: Record<string, string> = {}): Filled {
  const document = parsePage(body)
  const pressed = elementsIn(document).find(
    (one) => one.tagName === 'button' && textOf(one).replace(/\s+/g, ' ').trim() === button,
  )
  if (pressed === undefined) throw new Error(`The page has no button “${button}”.`)
  const { action, fields } = submission(document, pressed, false)
  return { action: action ?? '', fields: { ...(Object.fromEntries(fields) as Record<string, string>), ...over } }
}

/** Opens a page and presses one of its buttons. */
export async function press(
  site: Site,
  as: Member,
  page: string,
  button: string,
  over: Record<string, string> = {},
): ReturnType<Site['post']> {
  const form = filled((await site.get(page, as)).body, button, over)
  return site.post(form.action, form.fields, as)
}

/** The public log, oldest first: who, what, and the reason. */
export const publicLog = async (site: Site): Promise<string[]> =>
  (await entriesAfter(site.deps.db, 'log_entries', 0, 200))
    .filter(({ act }) => !act.startsWith('import'))
    .map(({ actor, act, reason }) => `${actor}: ${act}: ${reason}`)

/** Undoes the newest action. */
export async function undoNewest(site: Site, as: Member): ReturnType<Site['post']> {
  const { id } = await site.deps.db
    .selectFrom('batches')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return site.post('/moderation/undos', { batch: String(id), reason: '', next: '/admin/settings/site' }, as)
}
