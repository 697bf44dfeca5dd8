// What the pages of /admin say about each setting: its group, its label and what it does. Pure.
import { reasonSettingTexts } from './reason-setting-texts.ts'
import type { Settings } from './settings.ts'

/** The groups of settings, in the order of their tabs. A group without a setting has no page. */
export const settingGroups = {
  site: 'Site',
  registration: 'Registration',
  reading: 'Reading',
  comments: 'Comments',
  pictures: 'Pictures',
  moderation: 'Moderation',
  desk: 'Desk',
  mail: 'Mail',
  data: 'Data we delete',
  reasons: 'Reasons',
} as const
export type SettingGroup = keyof typeof settingGroups

export type SettingText = {
  group: SettingGroup
  /** The heading under which it appears. */
  part: string
  label: string
  /** What it does, in a sentence or two. */
  does: string
  /** After a number: `days`. */
  unit?: string
  /** What an empty field means, for a setting that may be null. */
  empty?: string
  /** The names of the values, where the site's administrator chooses one. */
  choices?: Readonly<Record<string, string>>
  /** What is wrong with a value, where the limits of the schema do not say it. */
  fault?: string
  /** An address: the public log says that it changed, without the address. */
  isPrivate?: true
}

/** One row for each setting, in the order of the pages. */
export const settingTexts: Readonly<Record<keyof Settings, SettingText>> = {
  siteName: {
    group: 'site',
    part: 'Name',
    label: 'Name of the site',
    does: 'Shown at the top of every page, in feeds and in e-mails.',
  },
  tagline: {
    group: 'site',
    part: 'Name',
    label: 'Line under the name',
    does: 'Shown above the nameplate of the front page.',
    empty: 'no line',
  },
  timeZone: {
    group: 'site',
    part: 'Time',
    label: 'Time zone',
    does: 'A day of the site begins and ends here, and with it each edition. Articles that are published keep their day. Members can choose another zone for the times that they see.',
    fault: 'Enter the name of a time zone, such as Europe/London or UTC.',
  },
  registration: {
    group: 'registration',
    part: 'Who can register',
    label: 'Registration',
    does: 'With approval: applicants write a sentence about themselves, and moderators approve or refuse them. By invitation: with a link that a member has made. Closed: nobody; the command line can still create accounts.',
    choices: { open: 'Open', approved: 'With approval', invited: 'By invitation', closed: 'Closed' },
  },
  invitationsPerMember: {
    group: 'registration',
    part: 'Invitations',
    label: 'Open invitations of a member',
    does: 'Links that a member has made and nobody has used yet. An invited person registers without a moderator’s approval. Staff have no limit. 0: only staff invite.',
    unit: 'at a time',
  },
  invitationAgeDays: {
    group: 'registration',
    part: 'Invitations',
    label: 'A member can invite after',
    does: 'Counted from the registration of the account. Staff can always invite.',
    unit: 'days',
  },
  recommendations: {
    group: 'reading',
    part: 'Order of comments',
    label: 'Recommendations',
    does: 'Members can recommend comments, and readers can sort by recommendations. The author of a comment sees who recommends it. When this is off, earlier recommendations are kept and hidden.',
  },
  guests: {
    group: 'comments',
    part: 'Who can comment',
    label: 'Guests',
    does: 'First comment held: until a moderator has approved one from the same browser.',
    choices: {
      open: 'Open',
      firstHeld: 'First comment held',
      allHeld: 'All held',
      membersOnly: 'Members only',
    },
  },
  editMinutes: {
    group: 'comments',
    part: 'Time limits',
    label: 'Edit a comment for',
    does: 'Counted from posting. 0 allows no edits.',
    unit: 'minutes',
  },
  closeAfterDays: {
    group: 'comments',
    part: 'Time limits',
    label: 'Close threads after',
    does: 'Counted from publication, for open threads too. A moderator can reopen a thread or give it a time of its own.',
    unit: 'days',
    empty: 'never',
  },
  nameChangeDays: {
    group: 'site',
    part: 'Members',
    label: 'Days between two changes of a name',
    does: 'Members can change their original nic. The old one stays theirs and leads to their page, and the change is in the public log.',
    unit: 'days',
    empty: 'names cannot be changed',
  },
  foreignPictures: {
    group: 'pictures',
    part: 'Pictures in texts',
    label: 'Pictures on other sites',
    does: 'On: they are shown, and the other site learns who reads. Off: they become links. Texts that are already published stay as they are.',
  },
  appeals: {
    group: 'moderation',
    part: 'Appeals',
    label: 'Address for banned people',
    does: 'Shown to people who are banned, with the reason of the ban.',
    empty: 'no address',
    isPrivate: true,
  },
  flagsToHold: {
    group: 'moderation',
    part: 'Flags',
    label: 'Hold a comment after',
    does: 'A comment that so many members in good standing have flagged waits for a moderator. Good standing: e-mail confirmed, registered for 30 days, not silenced or banned. Flags of members whose flags moderators mostly dismissed count half or not at all. 0 holds none.',
    unit: 'flags',
  },
  robotSigns: {
    group: 'moderation',
    part: 'Robots',
    label: 'Look for robots',
    does: 'The comment form of guests gets a field that is hidden from people, and a time. A filled field and a form that was sent too soon add to other reasons to hold or refuse a comment. Alone they do nothing, and the writer is always told.',
  },
  robotSeconds: {
    group: 'moderation',
    part: 'Robots',
    label: 'A form is sent too soon within',
    does: 'Counted from its opening. Only a form on a page of its own has a time: the page of an article is the same for every guest.',
    unit: 'seconds',
  },
  moderationMinutes: {
    group: 'moderation',
    part: 'Calls',
    label: 'Promised time for a decision',
    does: 'When a held or flagged comment, an appeal or a report waits longer, the staff below are called: once for each, at most once an hour. Counted in watch hours, if there are any. Submissions have the promised time of the desk.',
    unit: 'minutes',
  },
  callAddresses: {
    group: 'moderation',
    part: 'Calls',
    label: 'Call by e-mail',
    does: 'Addresses of moderators who want to be called, one on each line. The e-mail says what waits, without the texts.',
    empty: 'nobody',
    fault: 'Enter up to 10 e-mail addresses, one on each line.',
    isPrivate: true,
  },
  callWebhook: {
    group: 'moderation',
    part: 'Calls',
    label: 'Call by webhook',
    does: 'An address of your chat or pager. It gets what waits as JSON, without the texts. An address in your own network needs WEBHOOK_PRIVATE=on in the environment.',
    empty: 'no webhook',
    fault: 'Enter an address that begins with https://, or leave it empty: no webhook.',
    isPrivate: true,
  },
  watchHours: {
    group: 'moderation',
    part: 'Watch hours',
    label: 'Watch hours',
    does: 'When a moderator is on duty, in the time zone of the site: one line for each, such as “Mon-Fri 08:00-22:00” or “Sat, Sun 20:00-02:00”. Nobody is called outside them.',
    empty: 'always',
    fault: 'Enter up to 14 lines such as “Mon-Fri 08:00-22:00”: days, then from when until when.',
  },
  watchHolds: {
    group: 'moderation',
    part: 'Watch hours',
    label: 'Hold comments outside watch hours',
    does: 'On: while nobody is on duty, every comment and every edit waits for a moderator, and each thread says until when. A moderator who goes on duty ends it earlier. Comments that wait stay in the queue until a moderator decides.',
  },
  staffSecondFactor: {
    group: 'moderation',
    part: 'Staff',
    label: 'Staff need a second factor',
    does: 'On: editors, moderators and admins need an authenticator app or a passkey. Until they have signed in with it, they can do what members can. It applies only where the site is served over https.',
  },
  submitters: {
    group: 'desk',
    part: 'Who can send in news',
    label: 'Submissions',
    does: 'Editors can always write. Guests follow their submission with a receipt.',
    choices: { guests: 'Everybody', members: 'Members', trusted: 'Trusted members', editors: 'Editors only' },
  },
  trustedPublish: {
    group: 'desk',
    part: 'Who can send in news',
    label: 'Trusted members publish directly',
    does: 'On: what they send in is published at once. Off: it waits for an editor.',
  },
  submissionsPerDay: {
    group: 'desk',
    part: 'Limits',
    label: 'Submissions of one writer',
    does: 'In 24 hours. A newcomer or a guest may send in a third of it, at least one.',
    unit: 'a day',
  },
  deskMinutes: {
    group: 'desk',
    part: 'Limits',
    label: 'Promised time for an answer',
    does: 'Counted from when a submission arrives at the desk.',
    unit: 'minutes',
  },
  mailFrom: {
    group: 'mail',
    part: 'Sender',
    label: 'Sender of e-mails',
    does: 'Its domain should allow this server to send (SPF, DKIM), or the e-mails are taken for spam.',
    empty: 'no-reply@ the host of the site',
    isPrivate: true,
  },
  digestHour: {
    group: 'mail',
    part: 'Daily e-mail',
    label: 'Hour of the daily e-mail',
    does: 'In the time zone of the member who gets it. 7 is seven in the morning.',
    unit: 'o’clock',
  },
  editionHour: {
    group: 'mail',
    part: 'Daily e-mail',
    label: 'Hour of the edition by e-mail',
    does: 'In the time zone of the site. It brings the edition of the day before.',
    unit: 'o’clock',
  },
  addressDays: {
    group: 'data',
    part: 'Comments',
    label: 'Network addresses of comments',
    does: 'Moderators use them against spam and for bans. 0 keeps none. The next daily purge deletes what a shorter time makes due, and an undo does not restore it.',
    unit: 'days',
  },
  deletedTextDays: {
    group: 'data',
    part: 'Comments',
    label: 'Removed and withdrawn texts',
    does: 'Removed, withdrawn, spam and blanked texts are kept for moderators, appeals and undo. Afterwards a removal can no longer be undone.',
    unit: 'days',
  },
  flagDays: {
    group: 'data',
    part: 'Moderation',
    label: 'Settled flags',
    does: 'Counted from the decision about the flag.',
    unit: 'days',
  },
  noteDays: {
    group: 'data',
    part: 'Moderation',
    label: 'Moderators’ notes',
    does: 'Private notes about members, counted from their last change.',
    unit: 'days',
  },
  noticeDays: {
    group: 'data',
    part: 'Members',
    label: 'Notices in inboxes',
    does: 'Read or not.',
    unit: 'days',
  },
  markDays: {
    group: 'data',
    part: 'Members',
    label: 'Read marks',
    does: 'What a member has read in a thread, counted from the last visit. Afterwards the thread counts as never opened.',
    unit: 'days',
  },
  ...reasonSettingTexts,
}
