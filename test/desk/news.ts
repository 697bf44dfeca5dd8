// Submissions for tests of the desk.
import { insertArticle } from '../../src/articles/queries.ts'
import { bodyColumns, normalizeHost } from '../../src/articles/rules.ts'
import { write } from '../../src/db/write.ts'
import { slugOf } from '../../src/slugs.ts'
import type { Member, Site } from '../support/site.ts'

export type Submission = {
  headline: string
  body: string
  url: string | null
  by: Member | null
  nic: string
  tags: string[]
  state: 'waiting' | 'returned' | 'withdrawn'
}

/** Stores a submission that waits at the desk. @returns its id */
export async function submission(site: Site, over: Partial<Submission> = {}): Promise<number> {
  const { headline, body, url, by, nic, tags, state } = {
    headline: 'Library to lend telescopes',
    body: 'Six small telescopes, on the same card as a book.',
    url: null,
    by: null,
    nic: 'Passer-by',
    tags: [],
    state: 'waiting' as const,
    ...over,
  }
  const at = site.deps.clock()
  const section = await site.deps.db.selectFrom('sections').select('id').orderBy('id').executeTakeFirstOrThrow()
  return write(site.deps, (db) =>
    insertArticle(
      db,
      {
        kind: url === null ? 'own' : 'link',
        state,
        section_id: section.id,
        headline,
        slug: slugOf(headline),
        lede: '',
        source_url: url,
        source_host: url === null ? null : normalizeHost(new URL(url).hostname),
        source_name: null,
        ...bodyColumns(body, 'markup'),
        account_id: by?.id ?? null,
        nic: by?.nic ?? nic,
        picture_id: null,
        created_at: at,
        submitted_at: at,
        published_at: null,
        day: null,
        revised_at: null,
        close_after_days: null,
        reopened_at: null,
        last_comment_id: null,
        last_comment_at: null,
        last_comment_nic: null,
      },
      tags,
    ),
  )
}
