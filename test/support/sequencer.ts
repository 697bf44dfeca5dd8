// The order in which test files start: what takes longest goes first, so that no worker is alone with it at the end.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Folders whose files wait for a browser or a process; within both halves the larger or slower file goes first. */
const slow = /\/test\/(?:browser|journeys|cli)\//

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [
      ...sorted.filter(({ moduleId }) => slow.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !slow.test(moduleId)),
    ]
  }
}
