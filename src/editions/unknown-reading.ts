// Errors for lists that do not exist, with links to those that may have been meant.

import { foldTag, normalizeHost } from '../articles/rules.ts'
import { sections } from '../articles/section-queries.ts'
import { suggestNames } from '../db/names-around.ts'
import type { Deps } from '../deps.ts'
import { type AppError, missing, type PageLink } from '../errors.ts'
import { nearNames } from '../near-names.ts'
import { urls } from '../urls.ts'

const suggestion = (name: string, href: string): PageLink => ({ href, text: `Did you mean “${name}”?` })

export async function noSectionError({ db }: Deps, requested: string): Promise<AppError> {
  const listed = (await sections(db)).filter((row) => row.article_count > 0)
  const near = nearNames(
    requested.toLowerCase(),
    listed.map(({ slug, name }) => ({ key: slug, name })),
  )
  return missing(
    'No section has this address.',
    [
      ...near.map(({ name, key }) => suggestion(name, urls.section(key))),
      { href: urls.sections, text: 'All sections' },
    ],
    { title: 'No such section' },
  )
}

export async function noTagError({ db }: Deps, requested: string): Promise<AppError> {
  const near = await suggestNames(db, 'tags', foldTag(requested))
  return missing(
    'No article has this tag.',
    [...near.map((name) => suggestion(name, urls.tag(name))), { href: urls.tags, text: 'All tags' }],
    { title: 'No such tag' },
  )
}

export async function noSourceError({ db }: Deps, requested: string): Promise<AppError> {
  const near = await suggestNames(db, 'sources', normalizeHost(requested))
  return missing(
    'No article here links to this site.',
    [...near.map((host) => suggestion(host, urls.source(host))), { href: urls.sources, text: 'All sources' }],
    { title: 'No such source' },
  )
}

export const noAreaError = (): AppError =>
  missing('No area has this address.', [{ href: urls.areas, text: 'All areas' }], { title: 'No such area' })
