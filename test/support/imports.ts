// What TypeScript files import from each other, read from their text.
import { posix } from 'node:path'

export const withoutComments = (text: string): string =>
  text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/ .*$/gm, '$1')

/** Paths of the project's own files that a file imports. @param path with forward slashes, from the root */
export const importsOf = (path: string, text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.[^']+)'/g)].map((match) => posix.join(path, '..', match[1]!))

/** Groups of files that import each other, directly or through others (Tarjan's strongly connected components). */
export function circlesAmong(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const circles: string[][] = []
  const visit = (path: string): void => {
    order.set(path, order.size)
    lowest.set(path, order.get(path)!)
    stack.push(path)
    for (const other of imports.get(path) ?? []) {
      if (!imports.has(other)) continue
      if (!order.has(other)) visit(other)
      if (stack.includes(other)) lowest.set(path, Math.min(lowest.get(path)!, lowest.get(other)!))
    }
    if (lowest.get(path) !== order.get(path)) return
    const circle = stack.splice(stack.indexOf(path))
    if (circle.length > 1) circles.push(circle.sort())
  }
  for (const path of imports.keys()) if (!order.has(path)) visit(path)
  return circles
}
