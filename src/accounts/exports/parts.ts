// The table of what an export holds: from which table, whose rows, which columns. Pure.
import { accountParts, type NestedPart, type Part, sanction } from './account-parts.ts'

const decision = ['reason', 'created_at', 'ended_at']
const decisionsOf = (on: string, tables: Record<string, readonly string[]>): NestedPart[] =>
  Object.entries(tables).map(([table, columns]) => ({ key: table, table, on, order: ['id'], columns }))

const articleText = ['headline', 'lede', 'source_url', 'body_format', 'body_source', 'body_html']
const article: Pick<Part, 'table' | 'columns' | 'nested'> = {
  table: 'articles',
  columns: ['id', 'kind', 'state', ...articleText, 'nic', 'created_at', 'submitted_at', 'published_at', 'revised_at'],
  nested: decisionsOf('article_id', { returns: ['note', ...decision], rejections: ['note', ...decision] }),
}
const draft = ['created_at', 'changed_at']
const logged = ['id', 'created_at', 'act', 'subject', 'subject_id', 'article_id', 'reason']

/** In the order of the export. */
export const parts: readonly Part[] = [
  ...accountParts,
  {
    key: 'comments',
    title: 'Comments',
    table: 'comments',
    order: ['created_at', 'id'],
    columns: [
      ...['id', 'article_id', 'parent_id', 'state', 'nic', 'name_kind', 'website', 'created_at', 'edited_at'],
      ...['reply_count', 'recommendation_count', 'format', 'source', 'html'],
    ],
    nested: [
      {
        key: 'earlier_versions',
        table: 'comment_versions',
        on: 'comment_id',
        order: ['number'],
        columns: ['number', 'created_at', 'source', 'html'],
      },
      ...decisionsOf('comment_id', {
        holds: decision,
        removals: decision,
        spam_marks: decision,
        withdrawals: ['created_at', 'ended_at'],
      }),
    ],
  },
  {
    key: 'drafts',
    title: 'Drafts of comments',
    table: 'drafts',
    owner: 'writer',
    columns: ['article_id', 'parent_id', 'nic', 'email', 'website', 'body', ...draft],
  },
  {
    key: 'unsent_texts',
    title: 'Texts that were not sent',
    table: 'unsent_texts',
    owner: 'writer',
    columns: ['page', 'field', 'body', ...draft],
  },
  { key: 'articles', title: 'Articles', ...article, only: ['state', 'published'] },
  { key: 'submissions', title: 'Submissions', ...article, except: ['state', 'published'] },
  {
    key: 'article_versions',
    title: 'Texts that you wrote for articles',
    table: 'article_revisions',
    columns: ['article_id', 'number', ...articleText, 'nic', 'note', 'created_at'],
  },
  {
    key: 'article_drafts',
    title: 'Drafts of articles',
    table: 'article_drafts',
    owner: 'writer',
    columns: ['kind', 'url', 'headline', 'lede', 'body', 'section', 'tags', 'nic', 'reason', ...draft],
  },
  {
    key: 'corrections',
    title: 'Corrections that you sent',
    table: 'corrections',
    columns: ['id', 'article_id', 'passage', 'body', 'named_at', 'created_at', 'decided_at'],
    nested: decisionsOf('correction_id', { correction_acceptances: decision, correction_declines: decision }),
  },
  {
    key: 'letters',
    title: 'Letters to the editors',
    table: 'editor_letters',
    columns: ['nic', 'email', 'article_id', 'body', 'created_at', 'read_at'],
  },
  { key: 'pictures', title: 'Pictures', table: 'uploads', columns: ['name', 'alt', 'created_at'] },
  {
    key: 'recommendations',
    title: 'Recommendations',
    table: 'recommendations',
    order: ['comment_id'],
    columns: ['comment_id', 'created_at'],
  },
  {
    key: 'flags',
    title: 'Flags',
    table: 'flags',
    columns: ['comment_id', 'reason', 'created_at', 'ended_at', 'end_reason'],
  },
  {
    key: 'saves',
    title: 'Saved articles and comments',
    table: 'saves',
    columns: ['article_id', 'comment_id', 'note', 'created_at', 'removed_at'],
  },
  {
    key: 'reminders',
    title: 'Reminders of closing threads',
    table: 'reminders',
    columns: ['article_id', 'created_at', 'ended_at'],
  },
  {
    key: 'follows',
    title: 'Threads followed or muted',
    table: 'follows',
    order: ['article_id'],
    columns: ['article_id', 'state', 'created_at'],
  },
  { key: 'mutes', title: 'Muted', table: 'mutes', order: ['kind', 'value'], columns: ['kind', 'label', 'created_at'] },
  {
    key: 'read_marks',
    title: 'What you have read',
    table: 'read_marks',
    order: ['article_id'],
    columns: ['article_id', 'read_ranges', 'shown_ranges', 'visited_at', 'new_since'],
  },
  {
    key: 'folds',
    title: 'Comments folded or opened',
    table: 'folds',
    order: ['comment_id'],
    columns: ['comment_id', 'state', 'changed_at'],
  },
  {
    key: 'notices',
    title: 'Inbox',
    table: 'notices',
    columns: ['kind', 'comment_id', 'article_id', 'log_entry_id', 'created_at', 'read_at', 'mailed_at', 'withdrawn_at'],
  },
  {
    key: 'warnings',
    title: 'Warnings',
    table: 'warnings',
    ...sanction,
    columns: ['reason', 'created_at', 'acknowledged_at', 'ended_at'],
  },
  ...['silences', 'person_holds', 'bans'].map(
    (table): Part => ({
      key: table,
      title: { silences: 'Silences', person_holds: 'Holds', bans: 'Bans' }[table]!,
      table,
      ...sanction,
      columns: ['reason', 'created_at', 'until_at', 'ended_at'],
    }),
  ),
  {
    key: 'appeals',
    title: 'Appeals',
    table: 'appeals',
    columns: ['comment_id', 'body', 'created_at', 'ended_at', 'answer'],
  },
  {
    key: 'trusts',
    title: 'Trust of editors',
    table: 'trusts',
    owner: 'member_id',
    columns: ['reason', 'created_at', 'ended_at'],
  },
  {
    key: 'log_about_you',
    title: 'Public log: about you',
    table: 'log_entries',
    owner: 'subject_id',
    only: ['subject', 'account'],
    columns: logged,
  },
  { key: 'log_by_you', title: 'Public log: by you', table: 'log_entries', owner: 'actor_id', columns: logged },
  { key: 'invitation_stops', title: 'Invitations stopped', table: 'invitation_stops', ...sanction },
  { key: 'invitations', title: 'Invitations', table: 'invitations', columns: ['created_at', 'expires_at', 'outcome'] },
  { key: 'duties', title: 'Duties', table: 'duties', columns: ['created_at', 'until_at', 'ended_at'] },
  {
    key: 'handovers',
    title: 'Handover notes that you wrote',
    table: 'handovers',
    columns: ['body', 'created_at', 'ended_at'],
  },
]
