// Brings a database to the newest shape, or back, one whole migration at a time.
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator, NO_MIGRATIONS } from 'kysely/migration'
import { carryOverOnce, executedMigrations, isFormer } from './carry-over.ts'
import { unknownState } from './known-migrations.ts'
import type { Store } from './open.ts'
import { retryWhileBusy } from './unavailable.ts'

const folder = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Names of all migrations of this version, in order. */
const migrationNames = async (): Promise<string[]> =>
  (await readdir(folder))
    .filter((name) => /^\d{4}_\w+\.ts$/.test(name))
    .map((name) => name.slice(0, -3))
    .sort()

async function migrations(): Promise<Record<string, Migration>> {
  const names = await migrationNames()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await import(`../../migrations/${name}.ts`)) as Migration])),
  )
}

/** Runs migrations, waiting for another process to let go of the file, and names those that ran. */
function run(work: () => Promise<MigrationResultSet>): Promise<string[]> {
  return retryWhileBusy(async () => {
    const { error, results = [] } = await work()
    if (!error) return results.map((result) => result.migrationName)
    const failed = results.find((result) => result.status === 'Error')?.migrationName
    if (failed !== undefined)
      throw new Error(`Migration ${failed} failed; the database is as it was before.`, { cause: error })
    throw error
  })
}

/**
 * @returns how many migrations the database lacks
 * @throws Error when it has not run a beginning of this version's migrations, with what to do
 */
async function requireKnownState(store: Store): Promise<number> {
  const { rows } = await sql<{
    name: string
  }>`select name from sqlite_master where type = 'table' and name not like 'kysely_%' and name not like 'sqlite_%' limit 1`.execute(
    store.writer,
  )
  const [executed, known] = [await executedMigrations(store.writer), await migrationNames()]
  const fault = unknownState(executed, known, rows.length === 0)
  if (fault !== null) throw new Error(fault)
  return known.length - executed.length
}

const migrator = (store: Store): Migrator => new Migrator({ db: store.writer, provider: { getMigrations: migrations } })

/**
 * Runs every migration that the database lacks, after carrying over one of the last version before them.
 * @param last the name of the last one to run, where it is not the newest
 * @returns the names of those that ran
 * @throws Error when the database is of a newer or another Broadside, or of one too old to be carried over, or when a
 * migration fails
 */
export async function migrate(store: Store, last?: string): Promise<string[]> {
  const carried = await carryOverOnce(store)
  // The usual start has nothing to run, and loads none of them.
  if ((await requireKnownState(store)) === 0 && last === undefined) return carried
  const ran = await run(() =>
    last === undefined ? migrator(store).migrateToLatest() : migrator(store).migrateTo(last),
  )
  return [...carried, ...ran]
}

/** Takes the newest migration back, or all of them; what they stored is lost. */
export async function migrateDown(store: Store, all = false): Promise<string[]> {
  if (await isFormer(store.writer))
    throw new Error(
      'This database is of an older Broadside. Run "npm run broadside -- migrate" first; it was left as it is.',
    )
  await requireKnownState(store)
  return run(() => (all ? migrator(store).migrateTo(NO_MIGRATIONS) : migrator(store).migrateDown()))
}

/** Names of the migrations that have not run yet. */
export async function pending(store: Store): Promise<string[]> {
  return (await migrator(store).getMigrations())
    .filter((migration) => migration.executedAt === undefined)
    .map((migration) => migration.name)
}
