// The command line: one line a command, each loaded only when it is called.
import { enableCompileCache } from 'node:module'
import { Readable } from 'node:stream'
import { Command } from 'commander'
import { readEnvFile } from '../config.ts'

enableCompileCache()
// What the site stores is its owner's alone: e-mail addresses, password hashes, sessions.
process.umask(0o077)

const program = new Command('broadside')
program.description('Software for a community news site: the day’s news, with the argument attached.')
program.showHelpAfterError('(broadside --help tells what there is)')

program
  .command('serve')
  .description('serve the site')
  .action(async () => (await import('./serve.ts')).serve())

program
  .command('migrate')
  .description('bring the database to the newest shape')
  .option('--down', 'take the newest migration back; what it stored is lost')
  .action(async (options: { down?: boolean }) => (await import('./migrate.ts')).runMigrations(options.down === true))

program
  .command('create-user')
  .description('make an account')
  .requiredOption('--nic <nic>', 'the nic')
  .option('--role <role>', 'member, editor, moderator or admin', 'member')
  .requiredOption('--email <address>', 'the e-mail address')
  .requiredOption('--password-stdin', 'read the password from standard input')
  .action(async (options: { nic: string; role: string; email: string }) =>
    (await import('./create-user.ts')).createUser(options, Readable.from(process.stdin)),
  )

const load = program.command('import').description('take in articles and threads from elsewhere; safe to repeat')
for (const [name, says] of [
  ['text', 'pages saved from a browser as text'],
  ['hackernews', 'Hacker News: an Algolia tree or Firebase items, as JSON'],
] as const) {
  const command = load
    .command(name)
    .description(says)
    .argument('<files...>', 'the files')
    .option('--dry-run', 'say what would be done and store nothing')
    .option('--report <file>', 'write every skipped row to this file as JSON Lines')
  if (name === 'hackernews') command.option('--section <name>', 'file everything in this section')
  command.action(async (files: string[], options: { dryRun?: boolean; report?: string; section?: string }) =>
    (await import('./import.ts')).runImport(name, files, options),
  )
}

program
  .command('render')
  .description('make the HTML of every text anew that an older renderer made')
  .action(async () => (await import('./render.ts')).rerender())
program
  .command('index')
  .description('fill the index of the search with what it lacks')
  .option('--again', 'make the whole index anew; until it is whole, searches find less')
  .action(async (options: { again?: boolean }) => (await import('./search-index.ts')).makeIndex(options))
program
  .command('purge')
  .description('throw away what is not needed any more, which the server does once a day')
  .action(async () => (await import('./purge.ts')).runPurge())
program
  .command('verify-log')
  .description('follow the chain of the public log from its first entry')
  .action(async () => (await import('./verify-log.ts')).verifyLog())

export { program }

if (import.meta.main) {
  try {
    readEnvFile()
    await program.parseAsync()
  } catch (error) {
    const { tell } = await import('./tell.ts')
    process.exitCode = tell(error)
  }
}
