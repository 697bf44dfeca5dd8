// Drops the control characters of imported texts, as forms do for typed ones. Pure.
import type { ImportedArticle, ImportedComment } from './shape.ts'

const CONTROLS = /(?![\t\n])[\p{Cc}\ufffe\uffff]/gu

/** The name of an author whom the source does not name; no member's nic has square brackets. */
export const NAMELESS = '[unknown]'

/** A text of several lines: keeps tabs and line ends. */
const cleanText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(CONTROLS, '')

/** A text of one line, such as a headline or a name. */
export const cleanLine = (text: string): string =>
  cleanText(text)
    .replace(/[\t\n]+/g, ' ')
    .trim()

const cleanNic = (nic: string): string => cleanLine(nic) || NAMELESS

/** The given fields alone, so that those that are missing stay missing. */
const cleanLines = <T extends object>(row: T, fields: readonly (keyof T)[]): T => ({
  ...row,
  ...Object.fromEntries(
    fields.flatMap((field) => (typeof row[field] === 'string' ? [[field, cleanLine(row[field])]] : [])),
  ),
})

const cleanComment = (comment: ImportedComment): ImportedComment => ({
  ...cleanLines(comment, ['account', 'email', 'website']),
  nic: cleanNic(comment.nic),
  text: cleanText(comment.text),
  ...(comment.removal === undefined ? {} : { removal: cleanLines(comment.removal, ['by', 'reason']) }),
})

/** An article with its thread, without control characters in any text. Keys stay as they are. */
export const cleanArticle = (article: ImportedArticle): ImportedArticle => ({
  ...cleanLines(article, ['area', 'section', 'headline', 'lede', 'account']),
  nic: cleanNic(article.nic),
  body: cleanText(article.body),
  tags: article.tags.map(cleanLine),
  ...(article.source === undefined ? {} : { source: cleanLines(article.source, ['url', 'name']) }),
  ...(article.picture === undefined ? {} : { picture: cleanLines(article.picture, ['alt', 'caption', 'credit']) }),
  ...(article.closed === undefined ? {} : { closed: cleanLines(article.closed, ['by', 'reason']) }),
  comments: article.comments.map(cleanComment),
})
