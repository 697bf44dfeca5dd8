// Roles in words. Pure.
import type { Role } from '../../permissions.ts'

/** Role → its name with its article, and what it may do beside what those before it may. */
export const roleTexts: Readonly<Record<Role, readonly [label: string, name: string, hint: string]>> = {
  member: ['Member', 'a member', 'Comments, and sends in news where the site takes it.'],
  editor: ['Editor', 'an editor', 'Decides about submissions, and changes articles.'],
  moderator: ['Moderator', 'a moderator', 'An editor who also moderates threads and members.'],
  admin: ['Admin', 'an admin', 'A moderator who also changes settings, sections and roles.'],
}

export const roleSentence = (nic: string, before: Role, after: Role): string =>
  `${nic} is ${roleTexts[after][1]} now, and was ${roleTexts[before][1]}.`
