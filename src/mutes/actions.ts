// Mutes and unmutes something for one member. Nobody else is notified.

import { accountByNicOrSkeleton } from '../accounts/queries.ts'
import { foldTag } from '../articles/rules.ts'
import { tagByFolded } from '../articles/section-queries.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../permissions.ts'
import { skeleton } from '../skeleton.ts'
import { slugOf } from '../slugs.ts'
import * as queries from './queries.ts'
import { compileMutes, MAX_MUTES, type Mute, type MuteKind, parseMute } from './rules.ts'

/**
 * Mutes what a form names. Repeating it changes nothing.
 * @returns the mute, or a sentence that says why not
 */
export async function addMute(deps: Deps, viewer: Viewer, kind: MuteKind, typed: string): Promise<Mute | string> {
  const wanted = parseMute(kind, typed)
  if (typeof wanted === 'string') return wanted
  if (kind === 'person') {
    // Someone who has changed their name signs with the new one.
    const member = await accountByNicOrSkeleton(deps.db, wanted.label)
    if (member !== undefined && skeleton(member.nic) !== wanted.value)
      Object.assign(wanted, { value: skeleton(member.nic), label: member.nic })
    if (wanted.value === ownMute(viewer).value)
      return 'That is you. A thread without your own comments would be hard to follow.'
  }
  if (kind === 'section') {
    const section = await queries.sectionByNameOrSlug(deps.db, wanted.label, slugOf(wanted.label))
    if (!section) return 'There is no such section.'
    wanted.value = section.slug
    wanted.label = section.name
  }
  if (kind === 'tag') {
    const tag = await tagByFolded(deps.db, foldTag(wanted.value.replace(/^#/, '')))
    if (!tag) return 'No article has that tag.'
    wanted.value = tag.name
    wanted.label = tag.name
  }
  const now = deps.clock()
  return write(deps, async (db) => {
    if ((await queries.muteCount(db, viewer.id)) >= MAX_MUTES)
      return `You have muted ${MAX_MUTES} things. That is the limit. Unmute something first.`
    await queries.insertMute(db, { account_id: viewer.id, ...wanted, created_at: now })
    return wanted
  })
}

/**
 * Mutes or unmutes everyone who signs with a nic.
 * @param action `mute` or `unmute`; anything else toggles
 * @returns a sentence that says why not, or null
 */
export async function toggleMute(deps: Deps, viewer: Viewer, nic: string, action: string): Promise<string | null> {
  const muted = compileMutes(await queries.mutesOf(deps.db, viewer.id)).people.has(skeleton(nic))
  const unmute = action === 'unmute' || (action !== 'mute' && muted)
  const outcome = unmute
    ? await removeMute(deps, viewer, 'person', skeleton(nic))
    : await addMute(deps, viewer, 'person', nic)
  return typeof outcome === 'string' ? outcome : null
}

const ownMute = (viewer: Viewer): Mute => parseMute('person', viewer.nic) as Mute

/** Unmutes something; nothing happens if it is not muted. */
export const removeMute = (deps: Deps, viewer: Viewer, kind: MuteKind, value: string) =>
  write(deps, (db) => queries.deleteMute(db, viewer.id, kind, value))
