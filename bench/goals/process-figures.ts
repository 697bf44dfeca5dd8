// Figures of a process from /proc: processor time, memory, and the time that it waited for a core.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Without /proc no row that needs the processor time of another process can be measured. */
export const hasProc = existsSync('/proc/self/stat')
export const NO_PROC = 'skipped: this system has no /proc, which tells the processor time of another process'

/** The kernel counts in hundredths of a second, whatever its own clock. */
const TICK_MS = 10

/** User and system time of a process and of the children that it has waited for, in milliseconds; steps of 10. */
export function processorTime(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in brackets may contain anything; utime is the 12th field after it.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) * TICK_MS
}

/** Processor time of all threads, in milliseconds, exact; the time of threads that have ended is not in it. */
export function exactProcessorTime(pid: number): number {
  let sum = 0
  for (const thread of readdirSync(`/proc/${pid}/task`))
    sum += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  return sum / 1e6
}

export const hasSchedstat = existsSync('/proc/self/schedstat')

/** Milliseconds that the main thread of a process was ready to run and had no core. */
export const waitedForCore = (pid: number): number =>
  hasSchedstat ? Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6 : 0

/** Resident memory in MB. */
export const residentMemory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

/** The machine in words. */
export function machine(): string {
  const model = existsSync('/proc/cpuinfo')
    ? /^model name\s*:\s*(.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]
    : undefined
  const busy = existsSync('/proc/loadavg') ? `, load ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}` : ''
  return `${availableParallelism()} cores${model === undefined ? '' : ` of ${model}`}${busy}, Node ${process.version}`
}
