// broadside migrate: brings the database to the newest shape, or one step back.
import { readConfig } from '../config.ts'
import { holdServer } from '../db/lock.ts'
import { migrateDown } from '../db/migrate.ts'
import { openStore } from '../db/open.ts'
import { bringUp } from './bring-up.ts'
import type { CommandIo } from './io.ts'

export async function runMigrations(io: CommandIo, down: boolean): Promise<void> {
  const config = readConfig(io.env)
  // A server cannot go on over tables that are gone.
  const letGo = down ? holdServer(config, process.pid) : null
  const store = openStore(config.databaseFile)
  try {
    const back = down ? await migrateDown(store) : []
    const done = down ? back.slice(0, 1).map(() => `Undone: ${back.join(', ')}.`) : await bringUp(store)
    io.print(done.length === 0 ? 'Nothing to do: the database is up to date.' : done.join('\n'))
  } finally {
    await store.close()
    letGo?.()
  }
}
