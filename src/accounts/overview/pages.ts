// View model of the page "Your account". Pure.
import { type AccountFacts, type AccountGroup, accountGroups, accountPages } from '../../web/account-rows.ts'

export type AccountPage = {
  groups: { id: AccountGroup; heading: string; lines: { href: string; text: string; state: string }[] }[]
}

export const accountPage = (facts: AccountFacts): AccountPage => ({
  groups: (Object.keys(accountGroups) as AccountGroup[])
    .map((id) => ({
      id,
      heading: accountGroups[id],
      lines: accountPages
        .filter(({ group }) => group === id)
        .map(({ href, text, state }) => ({ href, text, state: state(facts) })),
    }))
    .filter(({ lines }) => lines.length > 0),
})
