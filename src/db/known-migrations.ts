// Compares the migrations that a database has run with those of this version. Pure.

const UNCHANGED = 'It was left as it is.'
const RESTORE = 'or restore a backup that this version made'

/**
 * Why a database cannot be brought to this version, and what to do; null if it can.
 * @param executed names of the migrations that it has run
 * @param known names of all migrations of this version, in order
 * @param isEmpty whether it has no table of its own
 */
export function unknownState(executed: readonly string[], known: readonly string[], isEmpty: boolean): string | null {
  if (executed.length === 0)
    return isEmpty
      ? null
      : `This file has tables, but Broadside has never run on it. ${UNCHANGED} Choose another DATA_DIR, ${RESTORE}.`
  const names = executed.toSorted()
  const newest = known.at(-1)!
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    return unknown.every((name) => name > newest)
      ? `This database was made by a newer Broadside: its newest migration is ${names.at(-1)}, and the newest of this version is ${newest}. ${UNCHANGED} Start it with that Broadside, ${RESTORE}.`
      : `This database was made by another state of Broadside: it has the migration ${unknown[0]}, which this version does not have. ${UNCHANGED} Start it with the Broadside that made it, ${RESTORE}.`
  const missing = known.find((name) => name < names.at(-1)! && !names.includes(name))
  return missing === undefined
    ? null
    : `This database was made by an unfinished state of Broadside: it has the migration ${names.at(-1)}, but not ${missing}, which comes before it. ${UNCHANGED} Start it with the Broadside that made it, ${RESTORE}.`
}
