// Checks an article's form against the database: what is wrong with its fields, and the article as it will be stored.
import { withFreeNic } from '../../accounts/nics/free-checks.ts'
import { nicHolder } from '../../accounts/nics/queries.ts'
import { nicFault, officeFault } from '../../accounts/nics/rules.ts'
import { bodyColumns, foldTag, normalizeHost } from '../../articles/rules.ts'
import { isClosed, type SectionRow, sectionBySlug } from '../../articles/section-queries.ts'
import { missingPictureFault } from '../../comments/posting/picture-actions.ts'
import type { Db } from '../../db/open.ts'
import type { BodyPlace } from '../../db/schema/record.ts'
import type { Deps } from '../../deps.ts'
import { characters, type Faults } from '../../faults.ts'
import { applyFilters, type Catch } from '../../filters/actions.ts'
import { render } from '../../markup/render.ts'
import { plainText } from '../../markup/text.ts'
import { isBlank } from '../../markup/words.ts'
import { atLeast, isGuest, type Writer } from '../../permissions.ts'
import { limits } from '../../settings.ts'
import { readings, tidyNic } from '../../skeleton.ts'
import { type ArticleField, type ArticleForm, type ArticleKind, articleFaults, oneLine, parseArticle } from './form.ts'
import { tagSpellings } from './queries.ts'

/** The columns of an article's text, as it will be stored and shown. */
type CheckedArticle = ReturnType<typeof bodyColumns> & {
  headline: string
  lede: string
  source_url: string | null
  source_host: string | null
  /** In the spelling of the site. */
  tags: string[]
  reason: string
  /** What it is signed with. */
  nic: string
}

export type CheckedForm = {
  faults: Faults<ArticleField>
  article: CheckedArticle
  /** Null while no open section is chosen. */
  section: SectionRow | null
  catches: Catch[]
  /** The words that filters replaced, for the writer; empty for none. */
  replaced: string
}

/** Whose markup a writer's text is. */
export const placeOf = (writer: Writer): BodyPlace =>
  !isGuest(writer) && atLeast(writer, 'editor') ? 'article' : 'submission'

/** The section of a form, if it takes articles. */
export async function chosenSection(db: Db, slug: string): Promise<SectionRow | null> {
  const section = slug === '' ? undefined : await sectionBySlug(db, slug)
  return section === undefined || isClosed(section) ? null : section
}

/** The name of a writer: a guest's own if no member has it or one that looks like it. */
export async function signingName(
  deps: Deps,
  db: Db,
  writer: Writer,
  typed: string,
): Promise<{ nic: string } | { fault: string }> {
  if (!isGuest(writer)) return { nic: writer.nic }
  const nic = tidyNic(typed)
  if (nic === '') return { fault: 'Enter a name to sign with.' }
  const holder = await nicHolder(db, readings(nic), deps.clock())
  const fault =
    nicFault(nic) ??
    officeFault(nic, deps.settings().siteName) ??
    (holder === undefined
      ? null
      : 'That name, or one that looks like it, belongs to a member. If it is yours, sign in.')
  return fault === null ? { nic } : { fault: await withFreeNic({ ...deps, db }, fault) }
}

type Filtering = { text: string; fault: string | null; catches: Catch[]; replaced: string }

/** Applies the site's filters to one field. What would be held waits for an editor anyway. */
async function filterField(
  deps: Deps,
  writer: Writer,
  typed: string,
  { most, place, line }: { most: number; place: BodyPlace; line: boolean },
): Promise<Filtering> {
  if (isBlank(typed) || characters(typed) > most) return { text: typed, fault: null, catches: [], replaced: '' }
  const filtered = await applyFilters(
    deps,
    deps.db,
    writer,
    typed,
    async (source) => render(source, { format: 'markup', place }).html,
  )
  const text = line ? oneLine(filtered.source) : filtered.source
  const fault =
    filtered.refused ??
    (characters(text) > most ? 'This is too long with the words that this site replaces. Shorten it.' : null)
  return {
    text,
    fault,
    catches: filtered.catches.filter(({ action }) => action !== 'hold'),
    replaced: filtered.replaced,
  }
}

/** Finds the faults of a form, for the preview and for sending alike. @param place whose markup the text is */
export async function checkArticle(
  deps: Deps,
  writer: Writer,
  kind: ArticleKind,
  form: ArticleForm,
  place: BodyPlace = placeOf(writer),
): Promise<CheckedForm> {
  const faults = articleFaults(form, kind)
  const fields = parseArticle(form)
  const filter = (name: 'headline' | 'lede' | 'body', line: boolean) =>
    filterField(deps, writer, fields[name], { most: name === 'body' ? limits.article : limits[name], place, line })
  const [headline, lede, body] = [
    await filter('headline', true),
    await filter('lede', true),
    await filter('body', false),
  ]
  const columns = bodyColumns(body.text, 'markup', place)
  const isEmpty = kind === 'own' && isBlank(plainText(columns.body_html)) && !columns.body_html.includes('<img')
  const section = await chosenSection(deps.db, fields.section)
  const name = await signingName(deps, deps.db, writer, form.nic)
  const found: [ArticleField, string | null][] = [
    ['headline', headline.fault],
    ['lede', lede.fault],
    ['body', body.fault ?? (isEmpty ? 'Write something first.' : null)],
    ['body', await missingPictureFault(deps.db, columns.body_html)],
    ['section', section === null ? 'This section takes no articles any longer. Choose another.' : null],
    ['nic', 'fault' in name ? name.fault : null],
  ]
  for (const [field, fault] of found) if (fault !== null) faults[field] ??= fault
  const spellings = await tagSpellings(deps.db, fields.tags)
  return {
    faults,
    article: {
      ...columns,
      headline: headline.text,
      lede: lede.text,
      source_url: faults.url === undefined ? fields.url : null,
      source_host: fields.url === null || faults.url !== undefined ? null : normalizeHost(new URL(fields.url).hostname),
      tags: fields.tags.map((tag) => spellings.get(foldTag(tag)) ?? tag),
      reason: fields.reason,
      nic: 'nic' in name ? name.nic : tidyNic(form.nic),
    },
    section,
    catches: [headline, lede, body].flatMap(({ catches }) => catches),
    replaced: [headline, lede, body].flatMap(({ replaced }) => (replaced === '' ? [] : [replaced])).join('; '),
  }
}
