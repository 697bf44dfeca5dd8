// Reasons, notes and answers: a text without a visible character is empty, in every form.
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { flagForm } from '../src/comments/flags/form.ts'
import { readForm } from '../src/faults.ts'
import { answerForm, banAppealForm, commentAppealForm } from '../src/moderation/appeals/form.ts'
import { classifierSwitchForm } from '../src/moderation/classifier/form.ts'
import { blankingForm, featureForm } from '../src/moderation/decisions/feature-form.ts'
import { approvalForm, decisionForm } from '../src/moderation/decisions/form.ts'
import { handoverForm } from '../src/moderation/duty/form.ts'
import { filterEndingForm, filterForm, filterSwitchForm } from '../src/moderation/filters/form.ts'
import { moveForm } from '../src/moderation/moves/form.ts'
import { sanctionForms } from '../src/moderation/people/form.ts'
import { pictureDeletionForm } from '../src/moderation/pictures/form.ts'
import { sweepForm } from '../src/moderation/sweeps/form.ts'
import { closureForm, reopeningForm } from '../src/moderation/threads/closure-form.ts'
import {
  oldThreadsForm,
  slowModeForm,
  threadHoldForm,
  threadNoticeForm,
  threadSettingsForm,
} from '../src/moderation/threads/form.ts'
import { undoForm } from '../src/moderation/undos/form.ts'

const invisible = ['\u200b', '\u3164', '\u2800 \u2800', '\u202e\u202c', '\u00ad', '\ufeff', '\u2060\n\u200d', '\ufe0f']

const required: [string, z.ZodObject][] = [
  ...Object.entries(sanctionForms),
  ['blankings', blankingForm],
  ['classifier', classifierSwitchForm],
  ['closures', closureForm(0, 'UTC')],
  ['decisions', decisionForm],
  ['filter endings', filterEndingForm],
  ['filters', filterForm],
  ['flags', flagForm],
  ['moves', moveForm],
  ['old threads', oldThreadsForm],
  ['pictures', pictureDeletionForm],
  ['reopenings', reopeningForm(0, 'UTC')],
  ['slow mode', slowModeForm],
  ['sweeps', sweepForm],
  ['thread holds', threadHoldForm],
  ['thread notices', threadNoticeForm],
  ['thread settings', threadSettingsForm],
]

test.each(required)('the form of %s refuses a reason of invisible characters as it does none', (_, form) => {
  const none = readForm(form, { reason: '' }).faults['reason']
  expect(none).toMatch(/^(Enter a reason|Write something)/)
  for (const reason of invisible) expect(readForm(form, { reason }).faults['reason']).toBe(none)
  expect(readForm(form, { reason: '👩‍👩‍👧' }).faults['reason']).toBeUndefined()
})

test.each([
  ['a handover note', handoverForm, 'body'],
  ['an appeal', commentAppealForm, 'body'],
  ['an appeal against a ban', banAppealForm, 'body'],
  ['an answer', answerForm, 'answer'],
  ['the name of a filter', filterForm, 'name'],
] as [string, z.ZodObject, string][])('%s of invisible characters is refused as an empty one', (_, form, field) => {
  const none = readForm(form, {}).faults[field]
  expect(none).toBeDefined()
  for (const text of invisible) expect(readForm(form, { [field]: text }).faults[field]).toBe(none)
})

test.each([
  ['the reason of an approval', approvalForm, 'reason'],
  ['the note of a decision', approvalForm, 'note'],
  ['the reason of a feature', featureForm, 'reason'],
  ['the reason of an undo', undoForm, 'reason'],
  ['the reason of a filter’s switch', filterSwitchForm, 'reason'],
  ['a closing summary', closureForm(0, 'UTC'), 'summary'],
  ['a thread notice', threadNoticeForm, 'text'],
] as [string, z.ZodObject, string][])('%s of invisible characters counts as none', (_, form, field) => {
  for (const text of invisible) {
    const { value } = readForm(form, { reason: 'A reason', [field]: text })
    expect((value as Record<string, unknown>)[field]).toBe('')
  }
})

test('a reason cannot turn around what a page says after it', () => {
  const { value } = readForm(decisionForm, { reason: 'Off\u202e topic\u202c, \u2067really\u2069 ' })
  expect(value?.reason).toBe('Off topic, really')
})
