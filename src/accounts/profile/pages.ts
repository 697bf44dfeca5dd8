// View models of what a member's page says about them, and of the form that changes it. Pure.
import type { Faults } from '../../faults.ts'
import { ACCEPTED_TYPES, MAX_MEGABYTES } from '../../media/rules.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { type ProfileField as FormField, MAX_ABOUT } from './form.ts'
import { type Portrait, portrait } from './initials.ts'
import type { ProfileField, ProfileRow } from './queries.ts'
import { websiteText } from './website.ts'

/** What readers see of a profile. */
export type PublicProfile = { portrait: Portrait; website: { href: string; text: string } | null; about: string }

/** @param row null while nothing of it may be shown */
export function publicProfile(nic: string, row: ProfileRow | null): PublicProfile {
  const value = (field: ProfileField): string =>
    row === null || row[`${field}_removed`] !== 0 ? '' : (row[field] ?? '')
  const [website, picture] = [value('website'), value('picture')]
  return {
    portrait: portrait(nic, picture === '' ? '' : urls.media(picture)),
    website: website === '' ? null : { href: website, text: websiteText(website) },
    about: value('about'),
  }
}

export type ProfilePage = {
  profile: string
  portrait: Portrait
  hasPicture: boolean
  form: { website: string; about: string; faults: Record<FormField, string>; maxAbout: number; maxWebsite: number }
  file: { accept: string; hint: string; fault: string }
  /** What a moderator has removed, with the reason. */
  removed: string[]
  /** Why readers do not see it yet; empty where they do. */
  waiting: string
  summary: { title: string; faults: { href: string; text: string }[] } | null
  message: string
}

const fieldNames: Record<ProfileField, string> = { website: 'website', about: 'text about you', picture: 'picture' }

export const profileDoneMessages = new Map(
  Object.entries({
    saved: 'Saved.',
    picture: 'Your picture is saved.',
    removed: 'Your picture is removed.',
  }),
)

/**
 * @param typed content of the form, else null
 * @param isShown whether readers see the profile
 */
export function profilePage(
  nic: string,
  row: ProfileRow | null,
  removals: readonly { field: ProfileField; value: string; reason: string }[],
  isShown: boolean,
  typed: { website: string; about: string } | null,
  faults: Faults<FormField | 'file'>,
  message: string,
): ProfilePage {
  const list = (['file', 'website', 'about'] as const).flatMap((name) =>
    faults[name] === undefined ? [] : [{ href: `#${name}`, text: faults[name] }],
  )
  return {
    profile: urls.person(nic),
    portrait: portrait(nic, row?.picture ? urls.media(row.picture) : ''),
    hasPicture: Boolean(row?.picture),
    form: {
      website: typed?.website ?? row?.website ?? '',
      about: typed?.about ?? row?.about ?? '',
      faults: { website: faults.website ?? '', about: faults.about ?? '' },
      maxAbout: MAX_ABOUT,
      maxWebsite: limits.address,
    },
    file: {
      accept: ACCEPTED_TYPES,
      hint: `Up to ${MAX_MEGABYTES} MB. The middle is kept, as a small square; data about camera and place is removed.`,
      fault: faults.file ?? '',
    },
    removed: removals
      .filter(({ field, value }) => row !== null && row[field] === value)
      .map(
        ({ field, reason }) => `A moderator has removed your ${fieldNames[field]} from your page. Reason: ${reason}`,
      ),
    waiting: isShown ? '' : 'Other readers see this once a comment or an article under your own name is published.',
    summary: list.length === 0 ? null : { title: 'Please check the following. Nothing was saved.', faults: list },
    message,
  }
}
