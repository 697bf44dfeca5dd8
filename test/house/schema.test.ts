// The tables: as they stand in the database, as the code believes them to be, and as migrations make and unmake them.
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { expect, inject, onTestFinished, test } from 'vitest'
import { migrate, migrateDown, pending } from '../../src/db/migrate.ts'
import { openStore, type Store } from '../../src/db/open.ts'

/** A database in a folder of its own: migrated, or empty. */
function openDatabase(migrated: boolean): Store {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-schema-'))
  const file = join(folder, 'broadside.sqlite')
  if (migrated) copyFileSync(inject('image'), file)
  const store = openStore(file)
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return store
}

const ask = async <T>(store: Store, query: string): Promise<T[]> => (await sql.raw<T>(query).execute(store.writer)).rows

/** Everything that SQLite was told to keep, in words; the migrator's own tables apart. */
async function schemaOf(store: Store): Promise<string> {
  const rows = await ask<{ sql: string }>(
    store,
    `select sql from sqlite_master where sql is not null and tbl_name not like 'kysely_%' order by tbl_name, type desc, name`,
  )
  return rows.map((row) => `${row.sql.replace(/\n {2}(?= {2}|\))/g, '\n')};\n`).join('\n')
}

const tablesOf = async (store: Store): Promise<string[]> =>
  (
    await ask<{ name: string }>(
      store,
      `select name from sqlite_master where type = 'table' and name not like 'kysely_%' and name not like 'sqlite_%' order by name`,
    )
  ).map((row) => row.name)

/** Tables and columns that src/db/schema/ tells TypeScript of: `name` or, where it may be null, `name?`. */
function typedTables(): Record<string, string[]> {
  const folder = fileURLToPath(new URL('../../src/db/', import.meta.url))
  const text = globSync('schema/*.ts', { cwd: folder })
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
    .replace(/\/\*\*[^]*?\*\//g, '')
  const fieldsOf = (fields: string): string[] =>
    [...fields.matchAll(/(\w+): ([^;\n}]+)/g)].map(([, column, type]) =>
      /\bnull\b/.test(type!) ? `${column}?` : column!,
    )
  const shared = new Map(
    [...text.matchAll(/^(?:export )?type (\w+) = \{([^}]*)\}/gm)].map(
      ([, name, fields]) => [name!, fieldsOf(fields!)] as const,
    ),
  )
  const columns = new Map(
    [...text.matchAll(/^(?:export )?type (\w+) = (?:(\w+) & )?\{([^}]*)\}/gm)].map(
      ([, name, base, fields]) => [name!, [...(shared.get(base ?? '') ?? []), ...fieldsOf(fields!)].sort()] as const,
    ),
  )
  return Object.fromEntries(
    [...text.matchAll(/^export type \w*Schema = [^{]*\{([^}]*)\}/gm)]
      .flatMap(([, tables]) => [...tables!.matchAll(/(\w+): (\w+)/g)])
      .map(([, table, type]) => [table!, columns.get(type!) ?? []]),
  )
}

test('the schema is the one that was agreed on', async () => {
  await expect(await schemaOf(openDatabase(true))).toMatchFileSnapshot('../golden/schema.sql')
})

test('every table is STRICT', async () => {
  const lax = await ask(
    openDatabase(true),
    `select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%' and name not like 'kysely_%'`,
  )
  expect(lax).toEqual([])
})

test('src/db/schema/ has exactly the tables and columns of the database, and says which may be null', async () => {
  const store = openDatabase(true)
  const stored: Record<string, string[]> = {}
  for (const table of await tablesOf(store)) {
    const columns = await ask<{ name: string; notnull: number; pk: number }>(
      store,
      `select name, "notnull", pk from pragma_table_info('${table}')`,
    )
    stored[table] = columns.map(({ name, notnull, pk }) => (notnull === 1 || pk > 0 ? name : `${name}?`)).sort()
  }
  expect(Object.keys(stored).length).toBeGreaterThan(15)
  expect(typedTables()).toEqual(stored)
})

test('a column that points at another table points at a table that is there', async () => {
  expect(
    await ask(
      openDatabase(true),
      `select m.name, f."table" from sqlite_master as m, pragma_foreign_key_list(m.name) as f where m.type = 'table' and f."table" not in (select name from sqlite_master)`,
    ),
  ).toEqual([])
})

test('migrations up, down and up again leave the same tables', async () => {
  const store = openDatabase(false)
  const up = await migrate(store)
  const first = await schemaOf(store)
  expect(up.length).toBeGreaterThan(0)
  expect(await pending(store)).toEqual([])
  expect(await migrate(store)).toEqual([])
  expect(await migrateDown(store, true)).toEqual([...up].reverse())
  expect(await tablesOf(store)).toEqual([])
  expect(await pending(store)).toEqual(up)
  expect(await migrate(store)).toEqual(up)
  expect(await schemaOf(store)).toBe(first)
})

test('a migration that fails halfway leaves nothing of itself, and those before it stay', async () => {
  const store = openDatabase(false)
  const run = (query: string) => sql.raw(query).execute(store.writer)
  const migrator = new Migrator({
    db: store.writer,
    provider: {
      getMigrations: async () => ({
        '0001_whole': {
          up: async (db) => void (await sql`create table kept (id integer primary key) strict`.execute(db)),
        },
        '0002_half': {
          up: async (db) => {
            await sql`create table lost (id integer primary key) strict`.execute(db)
            await sql`insert into kept values (1)`.execute(db)
            throw new Error('the power went')
          },
        },
      }),
    },
  })
  const only = await migrator.migrateTo('0001_whole')
  expect(only.error).toBeUndefined()
  const { error } = await migrator.migrateToLatest()
  expect(error).toEqual(new Error('the power went'))
  expect(await tablesOf(store)).toEqual(['kept'])
  expect(await ask(store, 'select * from kept')).toEqual([])
  expect(await ask(store, 'select name from kysely_migration')).toEqual([{ name: '0001_whole' }])
  await run('insert into kept values (2)')
})

test('a database of a newer Broadside is refused and left alone', async () => {
  const store = openDatabase(true)
  await sql`insert into kysely_migration (name, timestamp) values ('9999_from_the_future', '2099-01-01T00:00:00.000Z')`.execute(
    store.writer,
  )
  const before = await schemaOf(store)
  await expect(migrate(store)).rejects.toThrow('newer')
  expect(await schemaOf(store)).toBe(before)
})
