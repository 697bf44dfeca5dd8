// One server per data folder, whatever became of the one before.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { Held, holdDataDir, holdServer } from '../../src/db/lock.ts'

function dataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Another process that holds the folder until it is killed. */
async function holder(folder: string): Promise<ChildProcess> {
  const code = `import { holdDataDir } from '${new URL('../../src/db/lock.ts', import.meta.url).href}'; holdDataDir(process.argv[1], process.pid); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout!, 'data')
  return child
}

test('a folder that another process serves is refused, the refusal names that process, and a killed one leaves no lock', async () => {
  const folder = dataDir()
  const child = await holder(folder)
  expect(() => holdDataDir(folder, process.pid)).toThrow(Held)
  expect(() => holdDataDir(folder, process.pid)).toThrow(
    `Another Broadside is serving ${folder} (process ${child.pid}). Stop it first, or set DATA_DIR to another folder.`,
  )
  child.kill('SIGKILL')
  await once(child, 'exit')
  holdDataDir(folder, process.pid)()
})

test('a lock that cannot be taken for another reason is not blamed on another server', () => {
  const folder = dataDir()
  const odd = new Database(join(folder, 'server.lock'))
  odd.exec('create table holder (pid integer not null check (pid < 0)) strict')
  odd.close()
  expect(() => holdDataDir(folder, process.pid)).toThrow('CHECK constraint failed')
})

test('letting go lets the next one in, and then names that one', () => {
  const folder = dataDir()
  holdDataDir(folder, 1001)()
  const letGo = holdDataDir(folder, 1002)
  expect(() => holdDataDir(folder, 1003)).toThrow('(process 1002)')
  letGo()
})

test('a database is held too: by another data folder, another path or a link it is refused, and the refusal names the process', () => {
  const [folder, other, third] = [dataDir(), dataDir(), dataDir()]
  const file = join(folder, 'broadside.sqlite')
  const free = holdServer({ dataDir: folder, databaseFile: file }, 1001)
  const link = join(other, 'link.sqlite')
  new Database(file).close()
  symlinkSync(file, link)
  symlinkSync(folder, join(third, 'folder'))
  for (const databaseFile of [file, link, join(third, 'folder', 'broadside.sqlite')]) {
    expect(() => holdServer({ dataDir: other, databaseFile }, 1002)).toThrow(Held)
    expect(() => holdServer({ dataDir: other, databaseFile }, 1002)).toThrow(
      `Another Broadside is serving the database ${databaseFile} (process 1001). Stop it first, or set DATABASE_URL to another file.`,
    )
  }
  expect(() => holdServer({ dataDir: folder, databaseFile: join(other, 'another.sqlite') }, 1002)).toThrow(
    `Another Broadside is serving ${folder} (process 1001).`,
  )
  // A refusal leaves nothing locked.
  holdServer({ dataDir: other, databaseFile: join(other, 'another.sqlite') }, 1003)()
  free()
  holdServer({ dataDir: other, databaseFile: link }, 1004)()
})

test('folders are held one by one: another data folder is free', () => {
  const letGo = [dataDir(), dataDir()].map((folder) => holdDataDir(folder, process.pid))
  for (const free of letGo) free()
})
