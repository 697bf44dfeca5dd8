// What the page of a reader's marks says. Pure.

/** What the page says: whose marks they are, and what the buttons do. */
export type MarksPage = { member: boolean; on: boolean; said: string }

/** What was done, as the page says it afterwards. */
export const said = new Map(
  Object.entries({
    on: 'From now on, what is new since your last visit is marked.',
    off: 'Nothing is marked any more, and what was remembered here is forgotten.',
    forgotten: 'What you had read is forgotten. Marking begins anew.',
  }),
)
