// Template → view model. A test type-checks every template against its row.

import type { IdentityCheck } from '../accounts/identity/pages.ts'
import type { AccountViews } from '../accounts/model-pages.ts'
import type { NewPassword } from '../accounts/passwords/pages.ts'
import type { ProfilePage } from '../accounts/profile/pages.ts'
import type { FlashModel, Summary } from '../admin/pages.ts'
import type { ApplicationsPage } from '../admin/people/application-pages.ts'
import type { InvitationBranch, InvitationTreePage } from '../admin/people/invitation-pages.ts'
import type { MemberPage, PeoplePage } from '../admin/people/pages.ts'
import type { PlaceFormModel, PlacePage, SectionsAdminPage } from '../admin/sections/pages.ts'
import type { AdminPage, SettingFieldModel, SettingsGroupPage } from '../admin/settings/pages.ts'
import type { TagAdminPage, TagsAdminPage } from '../admin/tags/pages.ts'
import type { SiteTextFormPage, SiteTextHistory, SiteTextPage, SiteTextsPage } from '../admin/texts/pages.ts'
import type { Changes } from '../articles/change-pages.ts'
import type { CorrectionPage } from '../articles/corrections/pages.ts'
import type { HistoryPage as ArticleHistoryPage } from '../articles/history/pages.ts'
import type { ArticlePage, ReadMarkForm } from '../articles/page/article-pages.ts'
import type { StoryFields } from '../articles/page/story-pages.ts'
import type { AppealView } from '../comments/appeals/pages.ts'
import type { DraftsPage } from '../comments/drafts/pages.ts'
import type { HistoryPage } from '../comments/edits/history-pages.ts'
import type { EditPage, WithdrawalPage } from '../comments/edits/pages.ts'
import type { FlagsPage } from '../comments/flags/pages.ts'
import type { DecisionPage } from '../comments/holds/decision-pages.ts'
import type { CommentGroup } from '../comments/list-pages.ts'
import type { CommentFormModel } from '../comments/posting/pages.ts'
import type { ReplyPage } from '../comments/posting/reply-pages.ts'
import type { ReceiptPage } from '../comments/receipts/pages.ts'
import type { RecommendersPage } from '../comments/recommendations/pages.ts'
import type { ReportFormPage, ReportPage } from '../comments/reports/pages.ts'
import type { ThreadActs } from '../comments/thread/action-pages.ts'
import type { BranchPage } from '../comments/thread/branch-reading.ts'
import type { Comment } from '../comments/thread/comment-pages.ts'
import type { ThreadFlash } from '../comments/thread/flash-pages.ts'
import type { WaitingNote } from '../comments/thread/own-hidden-reading.ts'
import type { RemovedText } from '../comments/thread/removed-pages.ts'
import type { Thread } from '../comments/thread/thread-pages.ts'
import type { ViewOptions } from '../comments/thread/view-option-pages.ts'
import type { CorrectionsPage, OpenCorrectionsPage } from '../desk/corrections/pages.ts'
import type { DeskDecisionPage, DeskForm } from '../desk/decisions/pages.ts'
import type { ArticleDraftsPage, DraftDeletionPage } from '../desk/drafts/pages.ts'
import type { EditingPage } from '../desk/editing/pages.ts'
import type { ArrangementPage, HourBar } from '../desk/front/pages.ts'
import type { LettersPage } from '../desk/letters/pages.ts'
import type { AmendPage, MinePage, OwnSubmissionPage, WithdrawPage } from '../desk/mine/pages.ts'
import type { DeskPage, OpenItem, SubmissionText } from '../desk/queue/pages.ts'
import type { ArticleFormModel, Pointer } from '../desk/submissions/form-pages.ts'
import type { AddressPage, SubmitPage } from '../desk/submissions/pages.ts'
import type { TrustsPage } from '../desk/trusts/pages.ts'
import type { ArchivePage, YearPage } from '../editions/archive-reading.ts'
import type { Cell, DayStrip } from '../editions/calendar-pages.ts'
import type { FrontPage } from '../editions/front-model-pages.ts'
import type { Pager, SectionsPage } from '../editions/list-pages.ts'
import type { AreaPage, LatestPage, TermsPage } from '../editions/list-reading.ts'
import type { MonthPage } from '../editions/month-reading.ts'
import type { SectionBlock, Story } from '../editions/pages.ts'
import type { EditionPage, HeadlinesPage } from '../editions/reading.ts'
import type { StoriesPage } from '../editions/story-list-reading.ts'
import type { SubscriptionPage } from '../editions/subscriptions/pages.ts'
import type { FeedsPage } from '../feeds/pages.ts'
import type { FollowButtons, FollowsPage, InboxPage } from '../inbox/pages.ts'
import type { LinkPage } from '../mail/pages.ts'
import type { NewsPage } from '../marks/news/reading.ts'
import type { MarksPage } from '../marks/pages.ts'
import type { HelpRow } from '../markup/help.ts'
import type { Button } from '../markup/table.ts'
import type { MediaPage, PictureField } from '../media/pages.ts'
import type { AnswersPage, AppealList, AppealPage, BanAppealPage } from '../moderation/appeals/pages.ts'
import type { ClassifierPage } from '../moderation/classifier/pages.ts'
import type { HeldEditPage } from '../moderation/decisions/pages.ts'
import type { DutyPage } from '../moderation/duty/pages.ts'
import type { FiltersPage } from '../moderation/filters/list-pages.ts'
import type { FilterPage } from '../moderation/filters/pages.ts'
import type { LogPage } from '../moderation/log/pages.ts'
import type { MovePage } from '../moderation/moves/pages.ts'
import type { SanctionPage } from '../moderation/people/pages.ts'
import type { MemberRecordPage, PrivateLogPage } from '../moderation/people/record-pages.ts'
import type { ProfileRemovalPage } from '../moderation/profiles/pages.ts'
import type { PurgePage } from '../moderation/purges/pages.ts'
import type { QueuePage } from '../moderation/queue/pages.ts'
import type { ReportsPage } from '../moderation/reports/pages.ts'
import type { SiteHoldPage } from '../moderation/site-holds/pages.ts'
import type { SweepPage } from '../moderation/sweeps/pages.ts'
import type { ThreadSettingsPage } from '../moderation/threads/pages.ts'
import type { MutesPage } from '../mutes/pages.ts'
import type { PersonArticlesPage, PersonPage, PickedPage } from '../people/pages.ts'
import type { ReasonChips } from '../reasons.ts'
import type { SavedPage, SavePage } from '../saves/pages.ts'
import type { SearchPage } from '../search/pages.ts'
import type { ReadingPage } from '../theme/pages.ts'
import type { Piece } from '../word-diff.ts'
import type { Chrome } from './chrome.ts'
import type { ErrorPage } from './error-page.ts'
import type { Choices } from './looks.ts'
import type { SearchBox } from './search-box.ts'

/** `text` follows "Skip to". */
export type SkipLink = { href: string; text: string }

type Page = {
  chrome: Chrome
  title: string
  description: string
  ear?: FrontPage['ear']
  strip?: DayStrip
  /** One line below the days: what the site is, or what a member has still to do. */
  frontLine?: FrontPage['frontLine']
}

type AccountPages = { [Name in keyof AccountViews]: Page & AccountViews[Name] }

export type Views = AccountPages & {
  'editions/front': Page & FrontPage & { /** Above the page of an hour to come. */ hour?: HourBar }
  'admin/overview': Page & AdminPage
  'admin/page': Page & SiteTextFormPage
  'admin/pages': Page & SiteTextsPage
  'admin/place': Page & PlacePage
  'admin/sections': Page & SectionsAdminPage
  'admin/settings': Page & SettingsGroupPage
  'admin/site-page': Page & SiteTextPage
  'admin/site-page-history': Page & SiteTextHistory
  'admin/people/people': Page & PeoplePage
  'admin/people/person': Page & MemberPage
  'admin/tag': Page & TagAdminPage
  'admin/tags': Page & TagsAdminPage
  'editions/empty': Page
  'editions/edition': Page & EditionPage
  'editions/archive': Page & ArchivePage
  'editions/headlines': Page & HeadlinesPage
  'editions/month': Page & MonthPage
  'editions/list': Page & StoriesPage
  'editions/sections': Page & SectionsPage
  'editions/area': Page & AreaPage
  'editions/areas': Page & SectionsPage
  'editions/subscriptions': Page & SubscriptionPage
  'editions/year': Page & YearPage
  'editions/terms': Page & TermsPage & { nothing: string }
  'editions/latest': Page & LatestPage
  'articles/article': Page & ArticlePage
  'articles/correction': Page & CorrectionPage
  'articles/history': Page & ArticleHistoryPage
  'articles/unread': Page & { message: string; href: string; headline: string }
  'marks/marks': Page & MarksPage
  'marks/news': Page & NewsPage
  'mutes/mutes': Page & MutesPage
  'comments/posting/new': Page & ReplyPage
  'comments/thread/branch': Page & BranchPage & { done: string }
  'comments/edits/edit': Page & EditPage & { picture: PictureField; done: string }
  'moderation/appeals/comment': Page & AppealPage
  'comments/drafts/drafts': Page & DraftsPage
  'comments/receipts/receipt': Page & ReceiptPage
  'comments/posting/sent': Page & { article: string }
  'comments/edits/withdrawal': Page & WithdrawalPage
  'comments/edits/history': Page & HistoryPage
  'comments/recommendations/recommendations': Page & RecommendersPage
  'comments/flags/flags': Page & FlagsPage
  'comments/reports/new': Page & ReportFormPage
  'comments/reports/report': Page & ReportPage
  'comments/markup': Page & { rows: HelpRow[] }
  'admin/people/applications': Page & ApplicationsPage
  'admin/people/invitations': Page & InvitationTreePage
  'moderation/appeals/ban': Page & BanAppealPage
  'moderation/profiles/removal': Page & ProfileRemovalPage
  'inbox/inbox': Page & InboxPage
  'inbox/follows': Page & FollowsPage
  'inbox/link': Page & LinkPage
  'media/media': Page & MediaPage
  'theme/reading': Page & ReadingPage
  'feeds/feeds': Page & FeedsPage
  'people/person': Page & PersonPage
  'people/picked': Page & PickedPage
  'people/articles': Page & PersonArticlesPage
  'moderation/decisions/decision': Page & DecisionPage
  'moderation/log/log': Page & LogPage
  'moderation/queue/queue': Page & QueuePage & { /** Open appeals; null on later pages. */ appeals: AppealList | null }
  'moderation/appeals/answers': Page & AnswersPage
  'moderation/duty/duty': Page & DutyPage
  'moderation/filters/filters': Page & FiltersPage
  'moderation/filters/filter': Page & FilterPage
  'moderation/classifier/classifier': Page & ClassifierPage
  'moderation/threads/settings': Page & ThreadSettingsPage
  'moderation/threads/older': Page & {
    days: string
    chips: ReasonChips
    faults: { days: string }
    maxThreads: number
    done: string
  }
  'moderation/moves/move': Page & MovePage
  'moderation/decisions/edit': Page & HeldEditPage
  'moderation/people/sanction': Page & SanctionPage
  'moderation/people/record': Page & MemberRecordPage
  'moderation/people/private-log': Page & PrivateLogPage
  'moderation/purges/purges': Page & PurgePage
  'moderation/people/acknowledgement': Page & { sentence: string; warning: string; next: string }
  'moderation/reports/reports': Page & ReportsPage
  'moderation/site-holds/site-hold': Page & SiteHoldPage
  'moderation/sweeps/sweep': Page & SweepPage
  'desk/decisions/decision': Page & DeskDecisionPage
  'desk/front/arrangement': Page & { page: ArrangementPage | null }
  'desk/queue/desk': Page & DeskPage
  'desk/trusts/trusts': Page & TrustsPage
  'desk/letters/letters': Page & LettersPage
  'desk/drafts/deletion': Page & DraftDeletionPage
  'desk/drafts/drafts': Page & ArticleDraftsPage
  'desk/submissions/address': Page & AddressPage
  'desk/mine/mine': Page & MinePage
  'desk/mine/submission': Page & OwnSubmissionPage
  'desk/mine/edit': Page & AmendPage
  'desk/mine/withdrawal': Page & WithdrawPage
  'desk/submissions/submit': Page & SubmitPage
  'desk/corrections/corrections': Page & CorrectionsPage
  'desk/corrections/open': Page & OpenCorrectionsPage
  'desk/editing/editing': Page & EditingPage
  'saves/save': Page & SavePage
  'saves/saved': Page & SavedPage
  'search/search': Page & SearchPage
  'errors/error': Page & ErrorPage
}

/**
 * Part or layout → what it prints.
 * @public The check of the templates imports it in code that it writes.
 */
export type Parts = {
  'layouts/page': Page & {
    body: string
    scripts: readonly string[]
    /** Links to parts of the page, for the keyboard. */
    skips: readonly SkipLink[]
  }
  'parts/account': { chrome: Pick<Chrome, 'viewer' | 'posting' | 'account' | 'waiting' | 'menu'> }
  'parts/admin-tabs': Pick<Page, 'chrome'>
  'parts/invitation-branch': InvitationBranch
  'parts/appeal': AppealView
  'parts/appeals': AppealList
  'parts/article-form': ArticleFormModel
  'parts/article-story': StoryFields & { edit: string; revise: string; correct: string }
  'parts/calendar': { weeks: Cell[][] }
  'parts/comment-form': CommentFormModel
  'parts/comment-group': CommentGroup
  'parts/form-key': Pick<CommentFormModel, 'key'>
  'parts/comment-names': CommentFormModel
  'parts/comment': Comment
  'parts/comments': { comments: Comment[] }
  'parts/desk-form': DeskForm
  'parts/desk-item': OpenItem
  'parts/front-lines': Pick<Page, 'frontLine'> & { ear?: Pick<FrontPage['ear'], 'since'> }
  'parts/latest-new': Pick<FrontPage['latest'][number], 'href' | 'news'>
  'parts/new-count': Pick<Story, 'href' | 'news'>
  'parts/story-news': Pick<Story, 'href' | 'news' | 'corrected'>
  'parts/totals': Pick<FrontPage, 'totals'>
  'parts/updated': Pick<FrontPage, 'updated'>
  'parts/featured': Pick<Thread, 'featured'>
  'parts/fault-list': { summary: Summary }
  'parts/flash': FlashModel
  'parts/submission-text': SubmissionText
  'parts/duplicate': Pointer
  'parts/follow-form': NonNullable<FollowButtons>
  'parts/keys': Page
  'parts/lead': NonNullable<FrontPage['lead']>
  'parts/logo': object
  'parts/meta': Story
  'parts/passkey-sign-in': { next: string; post: string }
  'parts/identity-check': IdentityCheck
  'parts/portrait': ProfilePage['portrait']
  'parts/settings-tabs': Pick<Page, 'chrome'>
  'parts/moderation-tabs': Pick<Page, 'chrome'>
  'parts/new-password': NewPassword
  'parts/more-to-read': Pick<ArticlePage, 'section' | 'also' | 'seen' | 'before' | 'after'>
  'parts/nameplate': Pick<Page, 'chrome'>
  'parts/page-metadata': Pick<Page, 'chrome' | 'title' | 'description'>
  'parts/pager': Pager
  'parts/picture-fields': PictureField
  'parts/place-acts': SectionsAdminPage['areas'][number] | SectionsAdminPage['areas'][number]['sections'][number]
  'parts/place-form': PlaceFormModel
  'parts/pieces': { pieces: readonly Piece[] }
  'parts/radio-group': Choices
  'parts/read-mark-form': ReadMarkForm
  'parts/reason-chips': ReasonChips
  'parts/removed-text': RemovedText
  'parts/save-article': Pick<ArticlePage, 'saving'>
  'parts/search-box': SearchBox
  'parts/sections': { blocks: SectionBlock[] }
  'parts/setting-field': SettingFieldModel
  'parts/sparkline': Pick<Thread, 'sparkline' | 'slices'>
  'parts/story': Story
  'parts/tally': Pick<ArticlePage, 'tally'>
  'parts/text-changes': Changes
  'parts/thread-acts': ThreadActs
  'parts/thread-flash': ThreadFlash
  'parts/thread-news': Pick<Thread, 'news' | 'read' | 'empty'>
  'parts/toolbar': { tools: readonly Button[] }
  'parts/view-options': ViewOptions
  'parts/waiting': WaitingNote
  'parts/welcome': { chrome: Pick<Chrome, 'welcome'> }
  'parts/weekdays': object
  'parts/years': Pick<YearPage, 'years'>
}
