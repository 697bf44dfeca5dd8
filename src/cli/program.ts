// The command line: one line a command, each loaded only when it is called.
import { Command, CommanderError } from 'commander'
import type { CommandIo } from './io.ts'

/** The program with its commands, which work with what they are given and never end the process. */
export function buildProgram(io: CommandIo): Command {
  const program = new Command('broadside')
  program.description('Software for a community news site: the day’s news, with the argument attached.')
  program.showHelpAfterError('(broadside --help tells what there is)')
  program.exitOverride().configureOutput({
    writeOut: (text) => io.print(text.replace(/\n$/, '')),
    writeErr: (text) => io.warn(text.replace(/\n$/, '')),
  })

  program
    .command('serve')
    .description('serve the site')
    .action(async () => (await import('./serve.ts')).serve(io))

  program
    .command('migrate')
    .description('apply the migrations that the database lacks')
    .option('--down', 'undo the newest migration; what it stored is lost')
    .action(async (options: { down?: boolean }) =>
      (await import('./migrate.ts')).runMigrations(io, options.down === true),
    )

  program
    .command('create-user')
    .description('create an account')
    .requiredOption('--nic <nic>', 'the nic')
    .option('--role <role>', 'member, editor, moderator or admin', 'member')
    .requiredOption('--email <address>', 'the e-mail address')
    .requiredOption('--password-stdin', 'read the password from standard input')
    .action(async (options: { nic: string; role: string; email: string }) =>
      (await import('./create-user.ts')).createUser(io, options),
    )

  addImports(program, io)

  program
    .command('render')
    .description('render again every text whose HTML an older version made')
    .action(async () => (await import('./render.ts')).rerender(io))
  program
    .command('index')
    .description('add to the search index what it lacks')
    .option('--again', 'rebuild the whole index; until it is complete, searches find less')
    .action(async (options: { again?: boolean }) => (await import('./search-index.ts')).makeIndex(io, options))
  program
    .command('purge')
    .description('delete expired data, as the server does once a day')
    .action(async () => (await import('./purge.ts')).runPurge(io))
  program
    .command('verify-log')
    .description('check the hash chains of the public and the private log')
    .action(async () => (await import('./verify-log.ts')).verifyLog(io))
  return program
}

function addImports(program: Command, io: CommandIo): void {
  const load = program.command('import').description('import articles and threads; safe to repeat')
  for (const [name, says] of [
    ['text', 'pages saved from a browser as text'],
    ['hackernews', 'Hacker News: an Algolia tree or Firebase items, as JSON'],
  ] as const) {
    const command = load
      .command(name)
      .description(says)
      .argument('<files...>', 'the files')
      .option('--dry-run', 'print what would be imported, and store nothing')
      .option('--report <file>', 'write the skipped rows to this file as JSON Lines')
    if (name === 'hackernews') command.option('--section <name>', 'put all articles into this section')
    command.action(async (files: string[], options: { dryRun?: boolean; report?: string; section?: string }) =>
      (await import('./import.ts')).runImport(io, name, files, options),
    )
  }
}

/**
 * Runs one command.
 * @param argv the words after `broadside`
 * @returns the exit code
 */
export async function runCommand(argv: readonly string[], io: CommandIo): Promise<number> {
  try {
    await buildProgram(io).parseAsync(argv, { from: 'user' })
    return io.exitCode
  } catch (error) {
    // Commander has printed its own sentence already.
    if (error instanceof CommanderError) return error.exitCode
    return (await import('./errors.ts')).reportError(error, io)
  }
}
