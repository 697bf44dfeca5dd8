// /admin/settings: every setting, made from its schema; each change is in the public log and can be undone.
import { expect, test } from 'vitest'
import { groupsInUse, parseSetting, settingFields, typedText } from '../../src/admin/settings/rules.ts'
import { settingTexts } from '../../src/setting-texts.ts'
import { settingsSchema } from '../../src/settings.ts'
import { wordsOn } from '../comments/page.ts'
import { aThread, openBeside, openSite } from '../support/site.ts'
import { filled, press, publicLog, undoNewest } from './forms.ts'

async function open() {
  const site = await openSite()
  const [ada, bea] = [await site.member('Ada', 'admin'), await site.member('Bea', 'admin')]
  return { site, ada, bea }
}

const SAVE = 'Save changes'
const COMMENTS = '/admin/settings/comments'

test('every setting of the schema has a description, and none describes a setting that is gone', () => {
  expect(Object.keys(settingTexts).sort()).toEqual(Object.keys(settingsSchema.shape).sort())
  for (const [name, { label, does, unit, choices, empty }] of Object.entries(settingTexts)) {
    const field = settingFields().find((one) => one.name === name)!
    expect([label, does].includes(''), name).toBe(false)
    expect(does, name).toMatch(/[.!?]$/)
    if (field.kind === 'choice') expect(Object.keys(choices ?? {}).sort(), name).toEqual([...field.options].sort())
    if (field.kind === 'number') expect(unit, name).toBeDefined()
    if (field.isNullable) expect(empty, name).toBeDefined()
  }
})

test('every setting is on the page of its group, with its default and its limits', async () => {
  const { site, ada } = await open()
  const pages = await Promise.all(
    groupsInUse().map(
      async (group) => (await site.get(group === 'reasons' ? '/admin/reasons' : `/admin/settings/${group}`, ada)).body,
    ),
  )
  for (const { name } of settingFields())
    expect(pages.filter((body) => body.includes(` name="${name}"`)).length, name).toBe(1)
  const comments = wordsOn(pages[groupsInUse().indexOf('comments')]!)
  expect(comments).toContain('Default: 14 days. From 1 to 3,650; empty: never.')
  expect(comments).toContain('Default: First comment held.')
  expect(comments).toContain('All have their defaults.')
})

test('a page of settings that is sent as it came changes nothing', async () => {
  const { site, ada } = await open()
  for (const group of groupsInUse().filter((one) => one !== 'reasons')) {
    const answer = await press(site, ada, `/admin/settings/${group}`, SAVE)
    expect([group, answer.headers.location]).toEqual([group, `/admin/settings/${group}?done=already`])
  }
  expect(await publicLog(site)).toEqual([])
})

test('a change holds at once, is in the public log with its old value, and the page says who made it', async () => {
  const { site, ada } = await open()
  const answer = await press(site, ada, COMMENTS, SAVE, { closeAfterDays: '30', guests: 'open' })
  expect([answer.statusCode, answer.headers.location]).toEqual([303, `${COMMENTS}?done=saved&batch=1`])
  expect([site.deps.settings().closeAfterDays, site.deps.settings().guests]).toEqual([30, 'open'])
  expect(await publicLog(site)).toEqual([
    'Ada: change-setting: “Guests”: from First comment held to Open.',
    'Ada: change-setting: “Close threads after”: from 14 days to 30 days.',
  ])
  const page = wordsOn((await site.get(String(answer.headers.location), ada)).body)
  expect(page).toContain('Saved.')
  expect(page).toContain('Two of three differ from the default.')
  expect(page).toContain('Changed 12 March 2030 by Ada, from 14 days.')
})

test('an empty field is the value that its limits name', async () => {
  const { site, ada } = await open()
  await press(site, ada, COMMENTS, SAVE, { closeAfterDays: '' })
  expect(site.deps.settings().closeAfterDays).toBeNull()
  expect(await publicLog(site)).toEqual(['Ada: change-setting: “Close threads after”: from 14 days to never.'])
})

test('an admin undoes a change, and a moderator cannot', async () => {
  const { site, ada, bea } = await open()
  const mo = await site.member('Mo', 'moderator')
  await press(site, ada, COMMENTS, SAVE, { editMinutes: '5' })
  expect((await site.get('/moderation/log', mo)).body).not.toContain('name="batch"')
  expect((await undoNewest(site, mo)).statusCode).toBe(403)
  expect(site.deps.settings().editMinutes).toBe(5)
  expect((await site.get('/moderation/log', bea)).body).toContain('name="batch" value="1"')
  const undone = await undoNewest(site, bea)
  expect([undone.statusCode, site.deps.settings().editMinutes]).toEqual([303, 15])
  expect(wordsOn((await site.get(COMMENTS, ada)).body)).toContain('Changed 12 March 2030 by Bea, from 5 minutes.')
  await undoNewest(site, ada)
  expect(site.deps.settings().editMinutes).toBe(5)
})

test('an undo leaves a setting that somebody has changed since', async () => {
  const { site, ada, bea } = await open()
  await press(site, ada, COMMENTS, SAVE, { editMinutes: '5', closeAfterDays: '30' })
  await press(site, bea, COMMENTS, SAVE, { editMinutes: '8' })
  const answer = await site.post('/moderation/undos', { batch: '1', reason: '', next: COMMENTS }, ada)
  expect(answer.headers.location).toBe(`${COMMENTS}?done=partly&batch=3`)
  expect([site.deps.settings().editMinutes, site.deps.settings().closeAfterDays]).toEqual([8, 14])
})

test('a mail address is not in the public log', async () => {
  const { site, ada } = await open()
  await press(site, ada, '/admin/settings/mail', SAVE, { mailFrom: 'news@gauge.example' })
  await press(site, ada, '/admin/settings/mail', SAVE, { mailFrom: '' })
  expect(await publicLog(site)).toEqual([
    'Ada: change-setting: “Sender of e-mails”: address entered.',
    'Ada: change-setting: “Sender of e-mails”: address removed.',
  ])
  expect((await site.get('/moderation/log')).body).not.toContain('gauge.example')
})

test('an address of a webhook, or of staff who are called, is not in the public log', async () => {
  const { site, ada } = await open()
  const page = '/admin/settings/moderation'
  await press(site, ada, page, SAVE, { callAddresses: 'mo@gauge.example', callWebhook: 'https://chat.gauge.example/1' })
  await press(site, ada, page, SAVE, { callAddresses: 'mo@gauge.example\nmeg@gauge.example', callWebhook: '' })
  await press(site, ada, page, SAVE, { callAddresses: '' })
  expect(await publicLog(site)).toEqual([
    'Ada: change-setting: “Call by e-mail”: address entered.',
    'Ada: change-setting: “Call by webhook”: address entered.',
    'Ada: change-setting: “Call by e-mail”: another address.',
    'Ada: change-setting: “Call by webhook”: address removed.',
    'Ada: change-setting: “Call by e-mail”: address removed.',
  ])
  expect((await site.get('/moderation/log')).body).not.toContain('gauge.example')
})

test('a cached page shows the new name of the site after the change', async () => {
  const { site, ada } = await open()
  await site.article()
  expect((await site.get('/')).body).not.toContain('The Gauge')
  const answer = await press(site, ada, '/admin/settings/site', SAVE, { siteName: '  The   Gauge ' })
  expect([answer.statusCode, site.deps.settings().siteName]).toEqual([303, 'The Gauge'])
  expect((await site.get('/')).body).toContain('The Gauge')
})

test('another process reads a change', async () => {
  const { site, ada } = await open()
  const beside = await openBeside(site)
  await press(site, ada, COMMENTS, SAVE, { editMinutes: '5' })
  await beside.deps.readForeignChanges()
  expect(beside.deps.settings().editMinutes).toBe(5)
  await beside.close()
})

const wrong: [group: string, name: string, typed: string, fault: RegExp][] = [
  ['moderation', 'moderationMinutes', '4', /^Enter a whole number from 5 to 2,880\.$/],
  ['moderation', 'callAddresses', 'mo@gauge.example\nnobody', /^Enter up to 10 e-mail addresses/],
  ['moderation', 'callWebhook', 'http://chat.gauge.example/in', /^Enter an address that begins with https:/],
  ['moderation', 'callWebhook', 'https://mo:secret@chat.gauge.example/in', /^Enter an address that begins with https:/],
  ['moderation', 'callWebhook', 'file:///etc/passwd', /^Enter an address that begins with https:/],
  ['moderation', 'watchHours', 'Mondays at eight', /^Enter up to 14 lines such as “Mon-Fri 08:00-22:00”/],
  ['comments', 'editMinutes', '', /^Enter a whole number from 0 to 1,440\.$/],
  ['comments', 'editMinutes', '1441', /^Enter a whole number from 0 to 1,440\.$/],
  ['comments', 'editMinutes', '1.5', /^Enter a whole number/],
  ['comments', 'editMinutes', '-1', /^Enter a whole number/],
  ['comments', 'editMinutes', '9'.repeat(400), /^Enter a whole number/],
  ['comments', 'closeAfterDays', '0', /or leave it empty: never\.$/],
  ['comments', 'guests', 'everybody', /^Choose one of the list\.$/],
  ['site', 'siteName', '', /^Enter something\.$/],
  ['site', 'siteName', 'x'.repeat(61), /^Enter up to 60 characters\.$/],
  ['site', 'siteName', '\u0007', /^Enter something\.$/],
  ['site', 'timeZone', 'Atlantis', /^Enter the name of a time zone/],
  ['mail', 'mailFrom', 'news at gauge', /^Enter an e-mail address/],
]

test.each(wrong)(
  'in %s, %s of “%s” gets its fault beside the field, and nothing is saved',
  async (group, name, typed, fault) => {
    const { site, ada } = await open()
    const before = site.deps.settings()
    const answer = await press(site, ada, `/admin/settings/${group}`, SAVE, { [name]: typed })
    expect(answer.statusCode).toBe(422)
    expect(wordsOn(/<p class="err" id="\w+-e">([^]*?)<\/p>/.exec(answer.body)![1]!).trim()).toMatch(fault)
    expect(answer.body).toContain(`href="#${name}"`)
    expect(answer.body).toContain('<title>Error: ')
    expect(site.deps.settings()).toEqual(before)
    expect(await publicLog(site)).toEqual([])
  },
)

test('what was typed beside a fault comes back', async () => {
  const { site, ada } = await open()
  const answer = await press(site, ada, '/admin/settings/site', SAVE, {
    siteName: '',
    tagline: '<b>Bold</b> & "quoted"',
  })
  expect(answer.statusCode).toBe(422)
  expect(filled(answer.body, SAVE).fields).toMatchObject({ siteName: '', tagline: '<b>Bold</b> & "quoted"' })
})

test('a program gets problem details with the fault of each field', async () => {
  const { site, ada } = await open()
  const { action, fields } = filled((await site.get(COMMENTS, ada)).body, SAVE, { editMinutes: 'ten' })
  const answer = await site.post(action, fields, ada, { accept: 'application/json' })
  expect([answer.statusCode, Object.keys(answer.json().faults)]).toEqual([422, ['editMinutes']])
})

test('two admins who change different settings both succeed', async () => {
  const { site, ada, bea } = await open()
  const stale = filled((await site.get(COMMENTS, ada)).body, SAVE, { editMinutes: '5' })
  await press(site, bea, COMMENTS, SAVE, { closeAfterDays: '30' })
  expect((await site.post(stale.action, stale.fields, ada)).statusCode).toBe(303)
  expect([site.deps.settings().editMinutes, site.deps.settings().closeAfterDays]).toEqual([5, 30])
})

test('a setting that another admin has changed since answers 409 with what was typed, and a second press replaces it', async () => {
  const { site, ada, bea } = await open()
  const stale = filled((await site.get(COMMENTS, ada)).body, SAVE, { editMinutes: '5', closeAfterDays: '7' })
  await press(site, bea, COMMENTS, SAVE, { editMinutes: '20' })
  const answer = await site.post(stale.action, stale.fields, ada)
  expect(answer.statusCode).toBe(409)
  expect([site.deps.settings().editMinutes, site.deps.settings().closeAfterDays]).toEqual([20, 14])
  expect(wordsOn(answer.body)).toContain('Bea has changed this to “20 minutes” since you opened the page.')
  const again = filled(answer.body, SAVE)
  expect(again.fields).toMatchObject({ editMinutes: '5', closeAfterDays: '7' })
  expect((await site.post(again.action, again.fields, ada)).statusCode).toBe(303)
  expect([site.deps.settings().editMinutes, site.deps.settings().closeAfterDays]).toEqual([5, 7])
})

test('two admins who enter the same value are both answered, and the log has it once', async () => {
  const { site, ada, bea } = await open()
  const form = filled((await site.get(COMMENTS, ada)).body, SAVE, { editMinutes: '5' })
  await site.post(form.action, form.fields, bea)
  expect((await site.post(form.action, form.fields, ada)).headers.location).toBe(`${COMMENTS}?done=already`)
  expect((await publicLog(site)).length).toBe(1)
})

test('only admins come in, and only they have the link', async () => {
  const { site, ada } = await open()
  const mo = await site.member('Mo', 'moderator')
  for (const url of ['/admin', '/admin/settings', COMMENTS]) {
    expect((await site.get(url)).statusCode).toBe(403)
    expect((await site.get(url, mo)).statusCode).toBe(403)
  }
  expect((await site.post(COMMENTS, {}, mo)).statusCode).toBe(403)
  expect([
    (await site.get('/', mo)).body.includes('href="/admin"'),
    (await site.get('/', ada)).body.includes('href="/admin"'),
  ]).toEqual([false, true])
  expect((await site.get('/admin/settings', ada)).headers.location).toBe('/admin/settings/site')
  expect((await site.get('/admin/settings/nothing', ada)).statusCode).toBe(404)
  expect((await site.post('/admin/settings/nothing', {}, ada)).statusCode).toBe(404)
})

test('the overview leads to every group and says how many settings differ from their default', async () => {
  const { site, ada } = await open()
  await site.set('editMinutes', 5)
  const { body } = await site.get('/admin', ada)
  for (const group of groupsInUse())
    expect(body).toContain(group === 'reasons' ? '/admin/reasons' : `/admin/settings/${group}`)
  expect(wordsOn(body)).toContain('One of three differs from the default.')
})

test('every default may be typed', () => {
  for (const field of settingFields())
    expect([field.name, parseSetting(field, typedText(field.default))]).toEqual([
      field.name,
      { value: field.default, fault: null },
    ])
})

test('the reasons that are offered are those of the site', async () => {
  const { site, ada } = await open()
  const mo = await site.member('Mo', 'moderator')
  const article = await site.article({ comments: aThread('reasons', [null]) })
  const answer = await press(site, ada, '/admin/reasons', SAVE, {
    commentReasons: 'Off topic\n\n  Shouting  \n',
    closingReasons: 'Said enough',
    rejectionReasons: '',
  })
  expect(answer.headers.location).toBe('/admin/reasons?done=saved&batch=1')
  const { commentReasons, closingReasons, rejectionReasons } = site.deps.settings()
  expect([commentReasons, closingReasons, rejectionReasons]).toEqual([['Off topic', 'Shouting'], ['Said enough'], []])
  const removal = (await site.get('/moderation/removals?comment=1', mo)).body
  expect([removal.includes('Shouting'), removal.includes('Personal attack')]).toEqual([true, false])
  const closure = (await site.get(`/moderation/closures?article=${article}`, mo)).body
  expect([closure.includes('Said enough'), closure.includes('Too heated')]).toEqual([true, false])
  expect((await publicLog(site)).at(0)).toMatch(
    /“Reasons about a comment”: from Off topic; Personal attack; .* to Off topic; Shouting\.$/,
  )
  expect((await publicLog(site)).at(2)).toMatch(/ to no reasons\.$/)
  await undoNewest(site, ada)
  expect(site.deps.settings().commentReasons).toContain('Personal attack')
  expect((await site.get('/admin/settings/reasons', ada)).statusCode).toBe(404)
})

test.each([
  [
    'ten lines',
    Array.from({ length: 10 }, (_, i) => `Reason ${i}`).join('\n'),
    /^Enter up to 9 lines; there are 10\.$/,
  ],
  ['a line that is too long', 'x'.repeat(41), /^A line has up to 40 characters/],
  ['a line twice', 'Spam\nspam', /^Enter each line once\.$/],
])('%s among the reasons gets its fault beside the field, and comes back', async (_, typed, fault) => {
  const { site, ada } = await open()
  const answer = await press(site, ada, '/admin/reasons', SAVE, { commentReasons: typed })
  expect(answer.statusCode).toBe(422)
  expect(wordsOn(/<p class="err" id="\w+-e">([^]*?)<\/p>/.exec(answer.body)![1]!).trim()).toMatch(fault)
  expect(filled(answer.body, SAVE).fields['commentReasons']!.replaceAll('\r\n', '\n')).toBe(typed)
})
