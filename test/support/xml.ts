// Reads XML as strictly as its standard wants, into a tree that tests can look into.
import { SaxesParser } from 'saxes'

export type Node = { name: string; attributes: Record<string, string>; children: Node[]; text: string }

/** @throws Error at the first thing that is not well-formed, namespaces included */
export function readXml(xml: string): Node {
  const root: Node = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const parser = new SaxesParser({ xmlns: true, position: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => {
    const node: Node = {
      name: tag.name,
      attributes: Object.fromEntries(Object.values(tag.attributes).map((one) => [one.name, one.value])),
      children: [],
      text: '',
    }
    open.at(-1)!.children.push(node)
    open.push(node)
  })
  parser.on('text', (text) => {
    for (const node of open) node.text += text
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  return root.children[0]!
}

/** The children of a name. */
export const all = (node: Node, name: string): Node[] => node.children.filter((child) => child.name === name)

/** The one child of a name, with these attributes. */
export function one(node: Node, name: string, attributes: Record<string, string> = {}): Node {
  const found = all(node, name).filter((child) =>
    Object.entries(attributes).every(([key, value]) => child.attributes[key] === value),
  )
  if (found.length !== 1)
    throw new Error(`${found.length} of <${name}> ${JSON.stringify(attributes)} in <${node.name}>`)
  return found[0]!
}
