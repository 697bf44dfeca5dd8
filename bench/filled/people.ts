// The writers of a filled database: members, guests, and picked names.

import { people as demoPeople } from '../../src/demo/edition/people.ts'
import type { Role } from '../../src/permissions.ts'
import { skeleton } from '../../src/skeleton.ts'
import { DAY } from '../../src/time.ts'
import { wordOf } from '../prose.ts'

type Person = { id: number; nic: string; skeleton: string; role: Role; joined: number }

/** Members for every article; the full size has 40,000. */
const PER_ARTICLE = 40_000 / 534_023
const GUESTS = 3000

/** The first accounts are the staff. */
const staff: Role[] = ['admin', 'moderator', 'moderator', 'moderator', 'editor', 'editor']

/** Index of the most active member, and their share of the members' comments: about 20,000 at the full size. */
const BUSIEST = 7
const BUSIEST_SHARE = 23_000 / 1_862_925

export type Signature = { account: Person | null; nic: string; name_kind: 'member' | 'picked' | 'guest' }

export type People = {
  all: Person[]
  moderator: () => Person
  /** A member of that time; the earliest write the most. */
  member: (at: number) => Person
  signature: (at: number) => Signature
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

/** @param from moment of the first edition */
export function townspeople(articles: number, from: number, to: number, next: () => number): People {
  const size = Math.max(60, Math.round(articles * PER_ARTICLE))
  const taken = new Set(demoPeople.map(({ nic }) => skeleton(nic)))
  const name = (): string => {
    const one = capital(wordOf(500 + Math.floor(next() * 60_000)))
    const kind = next()
    return kind < 0.4
      ? one
      : kind < 0.6
        ? `${one} ${capital(wordOf(300 + Math.floor(next() * 60_000)))}`
        : kind < 0.8
          ? one.toLowerCase() + Math.floor(next() * 100)
          : `${one}_${wordOf(100 + Math.floor(next() * 400))}`
  }
  const all: Person[] = []
  while (all.length < size) {
    const nic = name()
    const folded = skeleton(nic)
    if (taken.has(folded)) continue
    taken.add(folded)
    const id = all.length + 1
    // A few join at the start; the others later.
    const joined =
      id <= 40 ? from - (41 - id) * 60_000 : Math.floor(from + ((to - from - DAY) * (id - 40)) / (size - 39))
    all.push({ id, nic, skeleton: folded, role: staff[id - 1] ?? 'member', joined })
  }
  const guests = Array.from({ length: GUESTS }, name)
  let here = 0
  const member = (at: number): Person => {
    while (here < all.length && all[here]!.joined <= at) here++
    return next() < BUSIEST_SHARE ? all[BUSIEST]! : all[Math.floor(here * next() ** 2)]!
  }
  return {
    all,
    moderator: () => all[1 + Math.floor(next() * 3)]!,
    member,
    signature(at) {
      const kind = next()
      if (kind < 0.22) return { account: null, nic: guests[Math.floor(GUESTS * next() ** 2)]!, name_kind: 'guest' }
      const account = member(at)
      if (kind < 0.25)
        return {
          account,
          nic: `${capital(wordOf(1000 + Math.floor(next() * 20_000)))} ${capital(wordOf(1000 + Math.floor(next() * 20_000)))} ${2 + Math.floor(next() * 97)}`,
          name_kind: 'picked',
        }
      return { account, nic: account.nic, name_kind: 'member' }
    },
  }
}
