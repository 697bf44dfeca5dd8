// Copies the pictures that an imported article names into the media folder.

import { copyFile, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../db/folder.ts'
import type { Deps } from '../deps.ts'
import { mediaFolder, pictureName, webpSize } from '../media/names.ts'
import type { ImportedArticle, ImportedComment, LoadOptions } from './shape.ts'

export type StoredPicture = { name: string; width: number; height: number }

/** Copies the named pictures into the media folder, named by their content. */
export async function storePictures(
  deps: Deps,
  article: ImportedArticle,
  comments: readonly ImportedComment[],
  options: LoadOptions,
): Promise<Map<string, StoredPicture>> {
  const stored = new Map<string, StoredPicture>()
  if (options.pictures === undefined) return stored
  const texts = [article.body, ...comments.map((comment) => comment.text)]
  const files = new Set([
    ...(article.picture ? [article.picture.file] : []),
    ...texts.flatMap((text) => [...text.matchAll(/picture:([\w.-]+)/g)].map((match) => match[1]!)),
  ])
  const folder = mediaFolder(deps.config.dataDir)
  makeFolder(folder)
  for (const file of files) {
    const from = join(options.pictures, file)
    const bytes = await readFile(from)
    const size = webpSize(bytes)
    const name = pictureName(bytes, size)
    await copyFile(from, join(folder, `${name}.part`))
    await rename(join(folder, `${name}.part`), join(folder, name))
    stored.set(file, { name, ...size })
  }
  return stored
}
