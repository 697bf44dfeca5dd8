// Opens what a command needs, and closes it whatever happens.
import { readConfig } from '../config.ts'
import { migrate } from '../db/migrate.ts'
import { openStore } from '../db/open.ts'
import { openDeps, type OpenDeps } from '../open-deps.ts'

export async function withDeps<T>(work: (deps: OpenDeps) => Promise<T>): Promise<T> {
  const config = readConfig()
  const store = openStore(config.databaseFile)
  try {
    await migrate(store)
    return await work(await openDeps(config, { store }))
  } finally {
    await store.close()
  }
}
