// Brings a database to the newest shape, or back, one whole migration at a time.
import { readdir } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { Migrator, NO_MIGRATIONS, type Migration, type MigrationResultSet } from 'kysely/migration'
import type { Store } from './open.ts'

const folder = fileURLToPath(new URL('../../migrations', import.meta.url))

async function migrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_\w+\.ts$/.test(name)).sort()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name.slice(0, -3), (await import(pathToFileURL(join(folder, name)).href)) as Migration])))
}

function finish({ error, results }: MigrationResultSet): string[] {
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName
    throw new Error(failed ? `Migration ${failed} failed; the database is as it was before.` : 'The migrations could not be run.', { cause: error })
  }
  return (results ?? []).map((result) => result.migrationName)
}

const migrator = (store: Store): Migrator => new Migrator({ db: store.writer, provider: { getMigrations: migrations } })

/**
 * Runs every migration that the database lacks.
 * @returns the names of those that ran
 * @throws Error when the database is of a newer Broadside or a migration fails
 */
export async function migrate(store: Store): Promise<string[]> {
  return finish(await migrator(store).migrateToLatest())
}

/** Takes the newest migration back, or all of them; what they stored is lost. */
export async function migrateDown(store: Store, all = false): Promise<string[]> {
  return finish(all ? await migrator(store).migrateTo(NO_MIGRATIONS) : await migrator(store).migrateDown())
}

/** Names of the migrations that have not run yet. */
export async function pending(store: Store): Promise<string[]> {
  return (await migrator(store).getMigrations()).filter((migration) => migration.executedAt === undefined).map((migration) => migration.name)
}
