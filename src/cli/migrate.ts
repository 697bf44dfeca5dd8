// broadside migrate: brings the database to the newest shape, or one step back.
import { readConfig } from '../config.ts'
import { holdDataDir } from '../db/lock.ts'
import { migrate, migrateDown } from '../db/migrate.ts'
import { openStore } from '../db/open.ts'

export async function runMigrations(down: boolean): Promise<void> {
  const config = readConfig()
  // A server cannot go on over tables that are gone.
  const letGo = down ? holdDataDir(config.dataDir, process.pid) : null
  const store = openStore(config.databaseFile)
  try {
    const ran = down ? await migrateDown(store) : await migrate(store)
    console.log(ran.length === 0 ? 'Nothing to do: the database is as new as this Broadside.' : `${down ? 'Taken back' : 'Migrated'}: ${ran.join(', ')}.`)
  } finally {
    await store.close()
    letGo?.()
  }
}
