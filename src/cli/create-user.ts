// broadside create-user: makes an account of any role; the password comes from standard input, never from the command line.
import { text } from 'node:stream/consumers'
import { createAccountWithRole } from '../accounts/actions.ts'
import { ladder, type Role } from '../permissions.ts'
import { CommandFault } from './errors.ts'
import type { CommandIo } from './io.ts'
import { withDeps } from './with-deps.ts'

export async function createUser(io: CommandIo, options: { nic: string; role: string; email: string }): Promise<void> {
  const { nic, role, email } = options
  if (!(ladder as readonly string[]).includes(role))
    throw new CommandFault(`--role takes one of ${ladder.join(', ')}; it is “${role}”.`)
  const password = (await text(io.input)).replace(/\r?\n$/, '')
  await withDeps(io, async (deps) => {
    const result = await createAccountWithRole(deps, { nic, email, password, next: '', action: '' }, role as Role)
    if ('faults' in result) throw new CommandFault(Object.values(result.faults).join(' '))
    io.print(`Created ${result.nic}, ${role}.`)
  })
}
