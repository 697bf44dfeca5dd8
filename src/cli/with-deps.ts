// Opens what a command needs, and closes it even after an error.

import { existsSync } from 'node:fs'
import { readConfig } from '../config.ts'
import { openStore } from '../db/open.ts'
import type { OpenDeps } from '../deps.ts'
import { openDeps } from '../open-deps.ts'
import { bringUp } from './bring-up.ts'
import { CommandFault } from './errors.ts'
import type { CommandIo } from './io.ts'

/** @param ifThere the command has no business with a database that does not exist yet */
export async function withDeps<T>(io: CommandIo, work: (deps: OpenDeps) => Promise<T>, ifThere = false): Promise<T> {
  const config = readConfig(io.env)
  const fresh = !existsSync(config.databaseFile)
  if (ifThere && fresh)
    throw new CommandFault(`There is no database at ${config.databaseFile}. Set DATA_DIR to the folder of the site.`)
  if (fresh) io.warn(`Creating a database at ${config.databaseFile}.`)
  const store = openStore(config.databaseFile)
  try {
    const done = await bringUp(store)
    if (!fresh) for (const sentence of done) io.warn(sentence)
    return await work(await openDeps(config, { store }))
  } finally {
    await store.close()
  }
}
