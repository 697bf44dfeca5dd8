// broadside render: rebuilds the HTML of every text that an older renderer made; can be stopped and repeated.

import { rerenderArticle, staleArticles } from '../articles/queries.ts'
import { rerenderRevision, staleRevisions } from '../articles/revision-queries.ts'
import { rerenderVersion, staleVersions } from '../comments/edits/queries.ts'
import { rerenderComment, staleComments } from '../comments/queries.ts'
import { renderComment } from '../comments/render-actions.ts'
import { noteChange } from '../db/changes.ts'
import type { TextFormat } from '../db/schema/record.ts'
import { write } from '../db/write.ts'
import type { Deps } from '../deps.ts'
import { count } from '../format.ts'
import { RENDERER_VERSION, render } from '../markup/render.ts'
import { wordCount } from '../markup/text.ts'
import { topic } from '../topics.ts'
import type { CommandIo } from './io.ts'
import { withDeps } from './with-deps.ts'

/** Rows of one transaction: few enough that a server beside it hardly waits. */
const ROWS_PER_TRANSACTION = 200

export async function rerender(io: CommandIo): Promise<void> {
  await withDeps(
    io,
    async (deps) => {
      let articles = 0
      for (let after = 0; ; ) {
        const rows = await staleArticles(deps.db, RENDERER_VERSION, after, ROWS_PER_TRANSACTION)
        if (rows.length === 0) break
        after = rows[rows.length - 1]!.id
        const made = rows.map((row) => ({
          id: row.id,
          html: render(row.body_source, { format: row.body_format, place: row.body_place }).html,
        }))
        await write(deps, async (db) => {
          noteChange(db, topic.everything)
          for (const { id, html } of made)
            await rerenderArticle(db, id, { body_html: html, renderer: RENDERER_VERSION, word_count: wordCount(html) })
        })
        articles += rows.length
      }
      for (
        let rows = await staleRevisions(deps.db, RENDERER_VERSION, ROWS_PER_TRANSACTION);
        rows.length > 0;
        rows = await staleRevisions(deps.db, RENDERER_VERSION, ROWS_PER_TRANSACTION)
      ) {
        const made = rows.map((row) => ({
          id: row.id,
          html: render(row.body_source, { format: row.body_format, place: row.body_place }).html,
        }))
        await write(deps, async (db) => {
          for (const { id, html } of made)
            await rerenderRevision(db, id, { body_html: html, renderer: RENDERER_VERSION, word_count: wordCount(html) })
        })
      }
      let comments = 0
      for (let after = 0; ; ) {
        const rows = await staleComments(deps.db, RENDERER_VERSION, after, ROWS_PER_TRANSACTION)
        if (rows.length === 0) break
        after = rows[rows.length - 1]!.id
        const made: { id: number; html: string }[] = []
        for (const row of rows) made.push({ id: row.id, html: await commentHtml(deps, row) })
        await write(deps, async (db) => {
          noteChange(db, topic.everything)
          for (const { id, html } of made) await rerenderComment(db, id, html, RENDERER_VERSION)
        })
        comments += rows.length
      }
      for (
        let rows = await staleVersions(deps.db, RENDERER_VERSION, ROWS_PER_TRANSACTION);
        rows.length > 0;
        rows = await staleVersions(deps.db, RENDERER_VERSION, ROWS_PER_TRANSACTION)
      ) {
        const made = await Promise.all(
          rows.map(async (row) => ({ ...row, html: await commentHtml(deps, row), renderer: RENDERER_VERSION })),
        )
        await write(deps, async (db) => {
          noteChange(db, topic.everything)
          for (const version of made) await rerenderVersion(db, version)
        })
      }
      io.print(`Rendered ${count(articles, 'article')} and ${count(comments, 'comment')}.`)
    },
    true,
  )
}

const commentHtml = async (deps: Deps, row: { source: string; format: TextFormat }): Promise<string> =>
  (row.format === 'markup'
    ? await renderComment(deps, row.source)
    : render(row.source, { format: 'html', place: 'comment' })
  ).html
