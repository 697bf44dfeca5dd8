// Every table, by area. Times are Unix milliseconds; days are `2030-03-12` in the site's time zone. Pure.
import type { AccountsSchema } from './accounts.ts'
import type { AppealsSchema } from './appeals.ts'
import type { ArticlesSchema } from './articles.ts'
import type { CommentsSchema } from './comments.ts'
import type { DecisionsSchema } from './decisions.ts'
import type { DeskSchema } from './desk.ts'
import type { FactorsSchema } from './factors.ts'
import type { FiltersSchema } from './filters.ts'
import type { FoldsSchema } from './folds.ts'
import type { InboxSchema } from './inbox.ts'
import type { LogSchema } from './log.ts'
import type { MarksSchema } from './marks.ts'
import type { PicturesSchema } from './pictures.ts'
import type { ProfilesSchema } from './profiles.ts'
import type { PurgesSchema } from './purges.ts'
import type { QueueSchema } from './queue.ts'
import type { ReportsSchema } from './reports.ts'
import type { SanctionsSchema } from './sanctions.ts'
import type { SavesSchema } from './saves.ts'
import type { SearchSchema } from './search.ts'
import type { SiteSchema } from './site.ts'
import type { SubmissionsSchema } from './submissions.ts'
import type { ThreadsSchema } from './threads.ts'
import type { TotalsSchema } from './totals.ts'

export type Schema = AccountsSchema &
  AppealsSchema &
  ArticlesSchema &
  CommentsSchema &
  DecisionsSchema &
  DeskSchema &
  FactorsSchema &
  FiltersSchema &
  InboxSchema &
  LogSchema &
  MarksSchema &
  PicturesSchema &
  FoldsSchema &
  ProfilesSchema &
  PurgesSchema &
  QueueSchema &
  ReportsSchema &
  SanctionsSchema &
  SavesSchema &
  SearchSchema &
  SubmissionsSchema &
  SiteSchema &
  ThreadsSchema &
  TotalsSchema
