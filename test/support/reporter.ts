// Reports a run: one line a file, failures in full, a summary, and a closing line: how many tests passed and how many failed.
import type { TestCase, TestModule, TestSpecification } from 'vitest/node'
import { DefaultReporter } from 'vitest/node'

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test takes over ten seconds: `test(name, { meta: { slow: '…' } }, …)`. */
    slow?: string
  }
}

/** A test that takes longer, in milliseconds, says why. */
const SLOW_TEST = 10_000

/** How many of the slowest files and tests the summary names. */
const SLOWEST = 8

/** Up to so many skipped tests are named; more of them were skipped on purpose, with `-t`. */
const MAX_SKIPPED = 30

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`.padStart(8)
const durationOf = (test: TestCase): number => test.diagnostic()?.duration ?? 0
const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`
const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** Time from the start of the imports of a file to the end of its last test, in milliseconds. */
function durationOfFile(module: TestModule): number {
  const { collectDuration, duration } = module.diagnostic()
  return collectDuration + duration
}

/** The rows with the highest values, highest first. */
const highest = <T>(rows: readonly T[], weigh: (row: T) => number): T[] =>
  [...rows].sort((a, b) => weigh(b) - weigh(a)).slice(0, SLOWEST)

export default class PlainReporter extends DefaultReporter {
  #files = 0
  #done = 0
  #passed = 0
  #failed = 0
  #skipped = 0

  constructor() {
    super({ summary: false })
  }

  override onTestRunStart(specifications: readonly TestSpecification[]): void {
    super.onTestRunStart(specifications)
    this.#files = specifications.length
    process.once('exit', () =>
      console.log(
        `${this.#passed} passed, ${this.#failed} failed${this.#skipped > 0 ? `, ${this.#skipped} skipped` : ''}`,
      ),
    )
  }

  /** One line for a file, and one below it for each test of it that failed. */
  override printTestModule(module: TestModule): void {
    const tests = [...module.children.allTests()]
    const failed = tests.filter((test) => test.result().state === 'failed')
    this.#done += 1
    const place = `${String(this.#done).padStart(String(this.#files).length)}/${this.#files}`
    const mark = module.state() === 'failed' ? '✗' : '✓'
    const size = counted(tests.length, 'test').padStart(9)
    this.log(`${place} ${mark} ${seconds(durationOfFile(module))} ${size}  ${module.relativeModuleId}`)
    for (const test of failed) this.log(`    ✗ ${test.fullName}`)
  }

  override reportTestSummary(...[files, errors]: Parameters<DefaultReporter['reportTestSummary']>): void {
    const modules = files.map((file) => this.ctx.state.getReportedEntity(file) as TestModule)
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const inState = (state: string): TestCase[] => tests.filter((test) => test.result().state === state)
    const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.result().state))
    const broken = modules.filter(
      (module) =>
        module.state() === 'failed' &&
        ![...module.children.allTests()].some((test) => test.result().state === 'failed'),
    )
    this.#passed = inState('passed').length
    this.#failed = inState('failed').length + broken.length + errors.length
    this.#skipped = skipped.length

    const section = (title: string, lines: readonly string[]): void => {
      if (lines.length > 0) this.log(['', title, ...lines].join('\n'))
    }
    section(
      'Slowest files',
      highest(modules, durationOfFile).map(
        (module) => `${seconds(durationOfFile(module))}  ${module.relativeModuleId}`,
      ),
    )
    section(
      'Slowest tests',
      highest([...inState('passed'), ...inState('failed')], durationOf).map(
        (test) => `${seconds(durationOf(test))}  ${nameOf(test)}`,
      ),
    )
    section(
      `Tests over ${SLOW_TEST / 1000} seconds that do not say why (meta: { slow: '…' })`,
      tests
        .filter((test) => durationOf(test) > SLOW_TEST && test.meta().slow === undefined)
        .map((test) => `${seconds(durationOf(test))}  ${nameOf(test)}`),
    )
    section(
      'Skipped tests',
      skipped.length > MAX_SKIPPED
        ? [`  ${skipped.length} of ${tests.length}`]
        : skipped.map((test) => `  ${nameOf(test)}`),
    )
    section('Total', [
      `${seconds(this.end - this.start)}  ${counted(modules.length, 'file')}, ${counted(tests.length, 'test')}`,
    ])
  }
}
