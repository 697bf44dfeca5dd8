// The table of templates: each with the view model that it prints. A test type-checks every template against its row.

import type { EmailPage } from '../accounts/email-pages.ts'
import type { NicsPage } from '../accounts/nic-pages.ts'
import type { LoginPage, RegisterPage, SettingsPage } from '../accounts/pages.ts'
import type { ArticlePage, Marking } from '../articles/reading.ts'
import type { BranchPage } from '../comments/branch.ts'
import type { DraftsPage } from '../comments/draft-pages.ts'
import type { EditPage, HistoryPage, WithdrawalPage } from '../comments/edit-pages.ts'
import type { CommentFormModel, ReplyPage } from '../comments/form-page.ts'
import type { Comment } from '../comments/pages.ts'
import type { ViewOptions } from '../comments/reading.ts'
import type { ReceiptPage } from '../comments/receipt-pages.ts'
import type { Waiting } from '../comments/waiting-reading.ts'
import type { LettersPage } from '../desk/pages.ts'
import type { ArchivePage, YearPage } from '../editions/archive-reading.ts'
import type { Said, Turn } from '../editions/list-pages.ts'
import type { AreaPage, LatestPage, SectionsPage, StoriesPage, WordsPage } from '../editions/list-reading.ts'
import type { Cell, Ear, Lead, SectionBlock, Story } from '../editions/pages.ts'
import type { EditionPage, FrontPage, HeadlinesPage } from '../editions/reading.ts'
import type { FeedsPage } from '../feeds/pages.ts'
import type { FollowButtons, FollowsPage, InboxPage, LinkPage } from '../inbox/pages.ts'
import type { MarksPage } from '../marks/pages.ts'
import type { NewsPage } from '../marks/reading.ts'
import type { HelpRow } from '../markup/help.ts'
import type { Button } from '../markup/table.ts'
import type { MediaPage, PictureField } from '../media/pages.ts'
import type { ActPage } from '../moderation/act-pages.ts'
import type { AnswersPage, AppealCases, AppealPage, AppealView, BanAppealPage } from '../moderation/appeal-pages.ts'
import type { ClassifierPage } from '../moderation/classifier-pages.ts'
import type { HeldEditPage } from '../moderation/decision-pages.ts'
import type { FilterPage, FiltersPage } from '../moderation/filter-pages.ts'
import type { LogPage } from '../moderation/log-pages.ts'
import type { MovePage } from '../moderation/move-pages.ts'
import type { VerdictPage } from '../moderation/pages.ts'
import type { JudgedPage, PrivateLogPage } from '../moderation/person-pages.ts'
import type { PurgePage } from '../moderation/purge-pages.ts'
import type { QueuePage } from '../moderation/queue-pages.ts'
import type { SweepPage } from '../moderation/sweep-pages.ts'
import type { ThreadPage } from '../moderation/thread-pages.ts'
import type { WatchPage } from '../moderation/watch-pages.ts'
import type { MutesPage } from '../mutes/pages.ts'
import type { PersonArticlesPage, PersonPage } from '../people/pages.ts'
import type { SearchPage } from '../search/pages.ts'
import type { Choices, ReadingPage } from '../theme/pages.ts'
import type { Chrome } from './chrome.ts'
import type { ErrorPage } from './error-page.ts'

/** What every page has. */
export type Page = {
  chrome: Chrome
  title: string
  description: string /** The front page's masthead is large. */
  ear?: Ear
}

export type Views = {
  'editions/front': Page & FrontPage
  'editions/empty': Page
  'editions/edition': Page & EditionPage
  'editions/archive': Page & ArchivePage
  'editions/calendar': Page & YearPage
  'editions/headlines': Page & HeadlinesPage
  'editions/list': Page & StoriesPage
  'editions/sections': Page & SectionsPage
  'editions/area': Page & AreaPage
  'editions/areas': Page & SectionsPage
  'editions/words': Page & WordsPage & { nothing: string }
  'editions/latest': Page & LatestPage
  'articles/article': Page & ArticlePage
  'articles/unread': Page & { said: string; href: string; headline: string }
  'marks/marks': Page & MarksPage
  'marks/news': Page & NewsPage
  'mutes/mutes': Page & MutesPage
  'comments/new': Page & ReplyPage
  'comments/branch': Page & BranchPage
  'comments/edit': Page & EditPage & { picture: PictureField }
  'comments/appeal': Page & AppealPage
  'comments/drafts': Page & DraftsPage
  'comments/receipt': Page & ReceiptPage
  'comments/sent': Page & { article: string }
  'comments/withdrawal': Page & WithdrawalPage
  'comments/history': Page & HistoryPage
  'comments/markup': Page & { rows: HelpRow[] }
  'accounts/register': Page & RegisterPage
  'accounts/login': Page & LoginPage
  'accounts/appeal': Page & BanAppealPage
  'accounts/settings': Page & SettingsPage
  'accounts/email': Page & EmailPage
  'accounts/nics': Page & NicsPage
  'inbox/inbox': Page & InboxPage
  'inbox/follows': Page & FollowsPage
  'inbox/link': Page & LinkPage
  'media/media': Page & MediaPage
  'theme/reading': Page & ReadingPage
  'accounts/logout': Page & { signedIn: boolean }
  'feeds/feeds': Page & FeedsPage
  'people/person': Page & PersonPage
  'people/articles': Page & PersonArticlesPage
  'moderation/verdict': Page & VerdictPage
  'moderation/log': Page & LogPage
  'moderation/queue': Page & QueuePage & { /** Those that wait; null on later pages. */ appeals: AppealCases | null }
  'moderation/answers': Page & AnswersPage
  'moderation/watch': Page & WatchPage
  'moderation/filters': Page & FiltersPage
  'moderation/filter': Page & FilterPage
  'moderation/classifier': Page & ClassifierPage
  'moderation/threads': Page & ThreadPage
  'moderation/older': Page & {
    days: string
    reason: string
    faults: { days: string; reason: string }
    most: number
    maxReason: number
    done: string
  }
  'moderation/move': Page & MovePage
  'moderation/edit': Page & HeldEditPage
  'moderation/act': Page & ActPage
  'moderation/person': Page & JudgedPage
  'moderation/private': Page & PrivateLogPage
  'moderation/purges': Page & PurgePage
  'moderation/acknowledgement': Page & { said: string; warning: string; next: string }
  'moderation/sweep': Page & SweepPage
  'desk/letters': Page & LettersPage
  'search/search': Page & SearchPage
  'errors/error': Page & ErrorPage
}

/** What templates include, and the layout that stands around them: each with what it prints. */
export type Parts = {
  'layouts/page': Page & { /** What the page itself has printed. */ body: string }
  'parts/appeal': AppealView
  'parts/appeals': AppealCases
  'parts/blocks': { blocks: SectionBlock[] }
  'parts/account': Pick<Page, 'chrome'>
  'parts/view-options': ViewOptions
  'parts/marking': Marking
  'parts/choices': Choices
  'parts/head': Pick<Page, 'chrome' | 'title' | 'description'>
  'parts/calendar': { weeks: Cell[][] }
  'parts/comments': { comments: Comment[] }
  'parts/following': NonNullable<FollowButtons>
  'parts/form': CommentFormModel
  'parts/keys': Page
  'parts/lead': Lead
  'parts/mark': object
  'parts/meta': Story
  'parts/moderation-tabs': Pick<Page, 'chrome'>
  'parts/nameplate': Pick<Page, 'chrome'>
  'parts/picture': PictureField
  'parts/said': Said
  'parts/story': Story
  'parts/tools': { tools: readonly Button[] }
  'parts/turn': Turn
  'parts/waiting': { waiting: Waiting[] }
  'parts/weekdays': object
  'parts/years': Pick<YearPage, 'years'>
}
