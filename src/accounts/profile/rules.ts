// Who may see what a member says about themselves. Pure.
import type { Role } from '../../permissions.ts'

/**
 * Whether readers see website, text and picture: not before something of the member is published, so that nobody registers
 * for a link alone, and not while they are banned.
 */
export const isProfileShown = (
  person: { role: Role; own_comment_count: number; article_count: number },
  isBanned: boolean,
): boolean => !isBanned && (person.role !== 'member' || person.own_comment_count + person.article_count > 0)
