// Hacker News items of our own making, in the shapes of its two interfaces.

/** Unix time in seconds; an item's id is added, so that every item has its own. */
export const noon = 1_600_000_000

export type Fields = Record<string, unknown>
/** Items as Firebase gives them. */
export const story = (id: number, more: Fields = {}): Fields => ({
  ...{ id, type: 'story', by: 'ada', time: noon + id, title: 'A kite' },
  ...more,
})
export const comment = (id: number, parent: number, more: Fields = {}): Fields => ({
  ...{ id, parent, type: 'comment', by: `p${id}`, time: noon + id, text: `Words of ${id}` },
  ...more,
})
/** Items as Algolia gives them. */
export const node = (id: number, children: unknown[], more: Fields = {}): Fields => ({
  ...{ id, type: 'comment', author: `p${id}`, created_at_i: noon + id, title: null, url: null, text: `Words of ${id}` },
  ...{ points: null, parent_id: 1, story_id: 1, options: [], children },
  ...more,
})
export const tree = (children: unknown[], more: Fields = {}): Fields =>
  node(1, children, { type: 'story', author: 'ada', title: 'A kite', text: null, parent_id: null, ...more })
