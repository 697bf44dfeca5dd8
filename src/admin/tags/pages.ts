// The list of tags, the form of one, and the page that asks before a merge. Pure.
import type { TagRow } from '../../articles/tag-queries.ts'
import { count, type Dates, dateOf, number } from '../../format.ts'
import { limits } from '../../settings.ts'
import { urls } from '../../urls.ts'
import { type Flash, type FlashModel, flashModel, type Summary, summaryOf } from '../pages.ts'
import type { TypedTag } from './form.ts'
import type { mergesInto, tagList } from './queries.ts'

export type TagsAdminPage = {
  intro: string
  flash: FlashModel
  query: string
  found: string
  tags: { name: string; href: string; edit: string; articles: string }[]
}

export type TagAdminPage = {
  heading: string
  intro: string
  summary: Summary
  action: string
  name: string
  was: string
  fault: string
  max: number
  /** The question before a merge; null where the form only renames. */
  merge: { heading: string; sentences: string[]; submit: string; cancel: string } | null
  former: { name: string; what: string; log: string }[]
}

/** @param rows one more than `shown` where there are more */
export function tagsAdminPage(
  rows: Awaited<ReturnType<typeof tagList>>,
  query: string,
  shown: number,
  flash: Flash,
): TagsAdminPage {
  const tags = rows.slice(0, shown)
  const more = rows.length > shown ? ` Only the first ${number(shown)} are shown.` : ''
  return {
    intro: 'Tags come from articles. A renamed or merged tag keeps its old addresses: they redirect.',
    flash: flashModel(flash, urls.adminTags),
    query,
    found:
      tags.length === 0
        ? query === ''
          ? 'No article has a tag yet.'
          : `No tag begins with “${query}”.`
        : `${query === '' ? 'The most used first.' : `${count(tags.length, 'tag')} beginning with “${query}”.`}${more}`,
    tags: tags.map((tag) => ({
      name: tag.name,
      href: urls.tag(tag.name),
      edit: urls.adminTag(tag.id),
      articles: number(tag.article_count),
    })),
  }
}

export type TagResultModel = { typed: TypedTag; fault: string; other: TagRow | null }

/** What a merge does and what its undo cannot do, said before it. */
const mergeQuestion = (tag: TagRow, other: TagRow): NonNullable<TagAdminPage['merge']> => ({
  heading: `Merge “${tag.name}” into “${other.name}”?`,
  sentences: [
    `“${other.name}” has ${count(other.article_count, 'article')}, “${tag.name}” has ${number(tag.article_count)}. All of them will have “${other.name}”, and the address of “${tag.name}” will redirect.`,
    `An undo gives “${tag.name}” back to the articles that have it now. Articles that get the tag afterwards keep “${other.name}”. Members who mute “${tag.name}” will also mute “${other.name}”, and an undo does not change that.`,
  ],
  submit: 'Merge',
  cancel: urls.adminTag(tag.id),
})

/** @param merges those in force into this tag */
export function tagAdminPage(
  tag: TagRow,
  merges: Awaited<ReturnType<typeof mergesInto>>,
  result: TagResultModel,
  dates: Dates,
): TagAdminPage {
  const { typed, fault, other } = result
  return {
    heading: `Tag: ${tag.name}`,
    intro: `${count(tag.article_count, 'article')}. With the name of another tag, the two are merged; you will be asked first.`,
    summary: summaryOf(fault === '' ? [] : [{ href: '#name', text: fault }]),
    action: urls.adminTag(tag.id),
    name: typed.name,
    was: typed.was,
    fault,
    max: limits.tag,
    merge: other === null ? null : mergeQuestion(tag, other),
    former: merges.map((one) => ({
      name: one.from_name,
      what: `${dateOf(one.created_at, dates)}${one.nic === null ? '' : `, by ${one.nic}`}`,
      log: urls.logEntry(one.log_entry_id),
    })),
  }
}
