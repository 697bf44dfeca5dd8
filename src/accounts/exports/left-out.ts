// Columns that name an account and are not exported, and why. A test compares both with the schema. Pure.

const LOGGED = 'A decision about others; its entry in the public log is exported.'
const OF_STAFF = 'Work of staff about the data of others.'

/** `table.column` with the reason. Beside these, all `account_id` and `ended_by` of moderation records: who decided, and who ended it. */
export const leftOut: Readonly<Record<string, string>> = {
  'appeals.ended_by': LOGGED,
  'appeal_links.account_id': 'A hash and its times; the appeal is exported.',
  'article_claims.account_id': OF_STAFF,
  'article_receipts.claimed_by': 'The submission is exported.',
  'articles.editor_id': LOGGED,
  'bans.account_id': LOGGED,
  'bans.ended_by': LOGGED,
  'batches.account_id': LOGGED,
  'claims.account_id': OF_STAFF,
  'deleted_pictures.account_id': LOGGED,
  'editor_letters.read_by': OF_STAFF,
  'flags.ended_by': LOGGED,
  'former_names.account_id': 'Made while an account is emptied.',
  'handovers.ended_by': OF_STAFF,
  'invitation_stops.account_id': LOGGED,
  'invitation_stops.ended_by': LOGGED,
  'invitations.used_by': 'It names whoever invited, or was invited: another person.',
  'mail_due.account_id': 'It says only that an e-mail is due.',
  'password_resets.account_id': 'Hashes and their times.',
  'passkey_challenges.account_id': 'Used up within minutes.',
  'pending_sign_ins.account_id': 'Used up within minutes.',
  'person_holds.account_id': LOGGED,
  'person_holds.ended_by': LOGGED,
  'person_months.account_id': 'Counted from the comments.',
  'person_notes.account_id': 'Notes of moderators about others.',
  'person_notes.person_id': 'Notes of moderators are for moderators; the page says so.',
  'private_log_entries.actor_id': 'What moderators do in private concerns others.',
  'receipts.claimed_by': 'The comment is exported.',
  'rehearsals.account_id': OF_STAFF,
  'reports.answered_by': OF_STAFF,
  'silences.account_id': LOGGED,
  'silences.ended_by': LOGGED,
  'trusts.account_id': LOGGED,
  'trusts.ended_by': LOGGED,
  'warnings.account_id': LOGGED,
  'warnings.ended_by': LOGGED,
}
