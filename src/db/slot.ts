// What stands for a value in a query that is built before the value is known. Pure.

export class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}
