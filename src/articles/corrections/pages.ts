// What the form of a correction says, and the page of thanks. Pure.
import type { Faults } from '../../faults.ts'
import { number, spelled } from '../../format.ts'
import { urls } from '../../urls.ts'
import { correctionLimits } from '../correction-rules.ts'

type Field = { value: string; fault: string }

export type CorrectionPage = {
  article: { href: string; headline: string }
  action: string
  keep: string
  intro: string
  /** Null once it is sent. */
  form: {
    summary: { title: string; faults: { href: string; text: string }[] } | null
    passage: Field
    body: Field
    maxPassage: string
    maxBody: string
    /** Whether a member is named; null for guests. */
    named: { nic: string; checked: boolean } | null
  } | null
  thanks: string
}

export type TypedCorrection = { passage: string; body: string; named: boolean }

/** Texts of different passages are kept apart, by an address that begins a passage. It has a limited length. */
const KEPT_CHARACTERS = 20

export function correctionPage(
  article: { id: number; slug: string; headline: string },
  viewer: { nic: string } | null,
  typed: TypedCorrection | null,
  faults: Faults<'passage' | 'body'> = {},
): CorrectionPage {
  const listed = (['passage', 'body'] as const).flatMap((name) =>
    faults[name] === undefined ? [] : [{ href: `#${name}`, text: faults[name] }],
  )
  return {
    article: { href: urls.article(article), headline: article.headline },
    action: urls.correct(article.id),
    keep: urls.correct(article.id, [...(typed?.passage ?? '')].slice(0, KEPT_CHARACTERS).join('')),
    intro:
      typed === null
        ? ''
        : 'Tell the editors what is wrong in this article. They read every correction. What they accept is published with the change.',
    form:
      typed === null
        ? null
        : {
            summary:
              listed.length === 0
                ? null
                : {
                    title: `Please fix ${listed.length === 1 ? 'one thing' : `${spelled(listed.length).toLowerCase()} things`}. Your text is safe.`,
                    faults: listed,
                  },
            passage: { value: typed.passage, fault: faults.passage ?? '' },
            body: { value: typed.body, fault: faults.body ?? '' },
            maxPassage: number(correctionLimits.passage),
            maxBody: number(correctionLimits.body),
            named: viewer === null ? null : { nic: viewer.nic, checked: typed.named },
          },
    thanks:
      typed !== null
        ? ''
        : viewer === null
          ? 'The editors have your correction. If they accept it, it appears in the history of the article and on the page of corrections.'
          : 'The editors have your correction. You get a message in your inbox when they have decided.',
  }
}
