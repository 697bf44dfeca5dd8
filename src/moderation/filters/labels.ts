// The words for kinds, acts, audiences and outcomes of filters. Pure.
import type { Audience, FilterAction, FilterKind, FilterSign } from '../../db/schema/filters.ts'
import type { CommentOutcome } from './rehearsal-rules.ts'

export const kindNames: Record<FilterKind, string> = {
  word: 'Words',
  pattern: 'Pattern',
  host: 'Hosts of links',
  links: 'Number of links',
  newcomer: 'Newcomers',
  repeat: 'Repeated texts',
}

export const actNames: Record<FilterAction, string> = {
  hold: 'Hold for a moderator',
  refuse: 'Refuse',
  replace: 'Replace',
}

export const actVerbs: Record<FilterAction, string> = { hold: 'holds', refuse: 'refuses', replace: 'replaces' }

export const audienceNames: Record<Audience, string> = {
  everybody: 'Everybody but moderators',
  newcomers: 'Newcomers',
  guests: 'Guests',
}

export const signNames: Record<FilterSign, string> = {
  '': 'None',
  trap: 'Hidden field filled in',
  fast: 'Form sent too soon',
  any: 'Either of the two',
}

/** After what a filter looks for; empty for a filter that asks nothing of the form. */
export const signPhrases: Record<FilterSign, string> = {
  '': '',
  trap: 'only if the hidden field was filled in',
  fast: 'only if the form was sent too soon',
  any: 'only if the hidden field was filled in or the form was sent too soon',
}

export const outcomeWords: Record<CommentOutcome, string> = {
  stood: 'published',
  approved: 'approved',
  removed: 'removed',
  spam: 'marked as spam',
  withdrawn: 'withdrawn by their authors',
  waiting: 'waiting for approval',
}

export const doneSentences: Record<string, string> = {
  made: 'Filter saved. It is off: test it on recent comments, then turn it on.',
  changed: 'Changes saved. The filter is off: test it again on recent comments, then turn it on.',
  on: 'Filter turned on.',
  off: 'Filter turned off.',
  ended: 'Filter deleted. The record of what it caught is kept.',
  already: 'Nothing was changed: it was like that already.',
  rehearsed: 'Tested. What it would have caught is below.',
}
