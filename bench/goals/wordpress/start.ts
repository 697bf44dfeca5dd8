// WordPress as Debian packages it: PHP-FPM with opcache, and MariaDB, in a folder of their own; nothing of the system is changed.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../../src/time.ts'
import { COMMENTS, measuredArticle } from '../../article.ts'
import { end, launch } from '../../processes.ts'
import { processorTime } from '../process-figures.ts'
import { askPhp } from './fast-cgi.ts'

const CORE = '/usr/share/wordpress'
const DATABASE = 'wordpress'
const MEMBERS = 10
/** Processes of PHP that serve pages. */
const WORKERS = 4

type Programs = { fpm: string; php: string; mariadb: string; install: string; client: string }

/** The programs, or in words what is missing. */
export function findPrograms(): Programs | string {
  const find = (names: readonly string[]): string | undefined =>
    names
      .flatMap((name) => ['/usr/sbin', '/usr/bin'].map((folder) => join(folder, name)))
      .find((path) => existsSync(path))
  const versions = ['8.4', '8.3', '8.2', '8.1', '']
  const found = {
    fpm: find(versions.map((version) => `php-fpm${version}`)),
    php: find(versions.map((version) => `php${version}`)),
    mariadb: find(['mariadbd', 'mysqld']),
    install: find(['mariadb-install-db']),
    client: find(['mariadb', 'mysql']),
  }
  const missing = [
    ...(existsSync(join(CORE, 'wp-load.php')) ? [] : ['wordpress']),
    ...(existsSync(join(CORE, 'wp-content/themes/twentytwentyone')) ? [] : ['wordpress-theme-twentytwentyone']),
    ...(found.fpm && found.php ? [] : ['php-fpm, php-mysql']),
    ...(found.mariadb && found.install && found.client ? [] : ['mariadb-server']),
  ]
  return missing.length === 0 ? (found as Programs) : `Debian’s ${missing.join(', ')} not installed`
}

export type WordPress = {
  /** Processor time of PHP and MariaDB, in milliseconds. */
  processor: () => number
  /** A page of the article for one of the members. @throws when it is not the expected one */
  page: (i: number) => Promise<string>
  stop: () => Promise<void>
}

function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 1e8 })
  if (status !== 0) throw error ?? new Error(`${command} ended with ${status}: ${stderr} ${stdout}`)
  return stdout
}

const configuration = (socket: string): string => `<?php
define('DB_NAME', '${DATABASE}'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:${socket}');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
foreach (['AUTH_KEY','SECURE_AUTH_KEY','LOGGED_IN_KEY','NONCE_KEY','AUTH_SALT','SECURE_AUTH_SALT','LOGGED_IN_SALT','NONCE_SALT'] as $name) define($name, "bench $name");
define('COOKIEHASH', 'bench'); define('WP_HOME', 'http://localhost'); define('WP_SITEURL', 'http://localhost');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
`

const pool = (socket: string, log: string): string => `[global]
daemonize = no
error_log = ${log}
[bench]
listen = ${socket}
user = root
group = root
pm = static
pm.max_children = ${WORKERS}
php_admin_value[opcache.enable] = 1
php_admin_value[memory_limit] = 256M
`

/** The thread as Broadside has it: names, texts, times, and the index of each parent. */
function thread(): object {
  const { comments, headline, body } = measuredArticle(systemClock())
  const index = new Map(comments.map(({ key }, i) => [key, i]))
  const rows = comments.map(({ nic, text, postedAt, parent }) => ({
    ...{ nic, text, at: Math.floor(postedAt / 1000) },
    parent: parent === undefined ? null : index.get(parent)!,
  }))
  return { headline, body, comments: rows }
}

export async function startWordPress(scratch: string, programs: Programs): Promise<WordPress> {
  const folder = join(scratch, 'wordpress')
  const [root, data, socket, fpmSocket] = ['root', 'data', 'db.sock', 'fpm.sock'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ]
  mkdirSync(folder)
  cpSync(CORE, root, { recursive: true, dereference: true })
  writeFileSync(join(root, 'wp-config.php'), configuration(socket))
  const own = ['--no-defaults', `--datadir=${data}`]
  run(programs.install, [...own, '--user=root', '--auth-root-authentication-method=normal', '--skip-test-db'])
  const server = [programs.mariadb, ...own, `--socket=${socket}`, '--skip-networking', '--user=root'] as const
  const database = await launch(server, {}, 'ready for connections')
  run(programs.client, ['--no-defaults', `--socket=${socket}`, '-u', 'root'], `create database ${DATABASE}`)
  writeFileSync(join(folder, 'thread.json'), JSON.stringify(thread()))
  const script = fileURLToPath(new URL('./fill.php', import.meta.url))
  const said = run(programs.php, [script, root, join(folder, 'thread.json'), String(MEMBERS)])
  const { path, cookies } = JSON.parse(said.slice(said.lastIndexOf('{"path"'))) as { path: string; cookies: string[] }
  writeFileSync(join(folder, 'fpm.conf'), pool(fpmSocket, join(folder, 'fpm.log')))
  const master = [programs.fpm, '-R', '-F', '-O', '-y', join(folder, 'fpm.conf')] as const
  const fpm = await launch(master, {}, 'ready to handle connections')
  const workers = (): number[] =>
    readFileSync(`/proc/${fpm.pid}/task/${fpm.pid}/children`, 'utf8').trim().split(' ').map(Number)
  return {
    processor: () => [database.pid!, fpm.pid!, ...workers()].reduce((sum, pid) => sum + processorTime(pid), 0),
    page: (i) => page(fpmSocket, root, path, cookies[i % MEMBERS]!, (i % MEMBERS) + 1),
    stop: async () => {
      await end(fpm)
      await end(database)
    },
  }
}

async function page(socket: string, root: string, path: string, cookie: string, member: number): Promise<string> {
  const answer = await askPhp(socket, {
    ...{ GATEWAY_INTERFACE: 'CGI/1.1', SERVER_PROTOCOL: 'HTTP/1.1', REQUEST_METHOD: 'GET', REMOTE_ADDR: '127.0.0.1' },
    ...{ SCRIPT_FILENAME: join(root, 'index.php'), SCRIPT_NAME: '/index.php', DOCUMENT_ROOT: root },
    ...{ REQUEST_URI: path, QUERY_STRING: path.slice(2), HTTP_HOST: 'localhost', HTTP_COOKIE: cookie },
    ...{ SERVER_NAME: 'localhost', SERVER_PORT: '80' },
  })
  const comments = answer.match(/<li id="comment-\d+"/g)?.length ?? 0
  if (/^status: [345]/im.test(answer) || !answer.trimEnd().endsWith('</html>') || comments !== COMMENTS)
    throw new Error(`WordPress answers with ${comments} comments: ${answer.slice(0, 300)}`)
  if (!answer.includes(`Bench reader ${member}`)) throw new Error('WordPress does not know the member.')
  return answer
}
