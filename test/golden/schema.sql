CREATE TRIGGER own_account_deletions_deleted after delete on account_deletions when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_account_deletions_inserted after insert on account_deletions when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_account_deletions_updated after update on account_deletions when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE account_deletions (
  account_id integer primary key references accounts (id),
  comments text not null check (comments in ('neutral', 'withdrawn')),
  reserve_name integer not null default 1 check (reserve_name in (0, 1)),
  asked_at integer not null,
  due_at integer not null,
  nic text,
  step text not null default '',
  after_id integer not null default 0
) strict;

CREATE INDEX account_deletions_by_time on account_deletions (due_at);

CREATE TABLE account_exports (
  id integer primary key,
  account_id integer not null references accounts (id),
  asked_at integer not null,
  attempts integer not null default 0,
  done integer not null default 0,
  total integer not null default 0,
  bytes integer,
  ended_at integer
) strict;

CREATE INDEX account_exports_by_account on account_exports (account_id, id);

CREATE UNIQUE INDEX account_exports_open on account_exports (account_id) where ended_at is null;

CREATE TRIGGER claim_accounts_deleted after delete on accounts begin delete from nic_claims where nic_skeleton = old.nic_skeleton and noun = 'accounts' and noun_id = old.id; end;

CREATE TRIGGER claim_accounts_inserted after insert on accounts begin insert into nic_claims (nic_skeleton, noun, noun_id) values (new.nic_skeleton, 'accounts', new.id); end;

CREATE TRIGGER claim_accounts_updated after update of nic_skeleton on accounts when old.nic_skeleton <> new.nic_skeleton begin delete from nic_claims where nic_skeleton = old.nic_skeleton and noun = 'accounts' and noun_id = old.id; insert into nic_claims (nic_skeleton, noun, noun_id) values (new.nic_skeleton, 'accounts', new.id); end;

CREATE TRIGGER last_admin_changed before update of role on accounts when old.role = 'admin' and new.role <> 'admin' begin select raise(abort, 'last admin') where not exists (select 1 from accounts where role = 'admin' and id <> old.id); end;

CREATE TRIGGER last_admin_deleted before delete on accounts when old.role = 'admin' begin select raise(abort, 'last admin') where not exists (select 1 from accounts where role = 'admin' and id <> old.id); end;

CREATE TRIGGER own_accounts_deleted after delete on accounts when old.id is not null begin insert into changes (topic, origin) values ('account:' || old.id, ''); end;

CREATE TRIGGER own_accounts_inserted after insert on accounts when new.id is not null begin insert into changes (topic, origin) values ('account:' || new.id, ''); end;

CREATE TRIGGER own_accounts_updated after update on accounts when new.id is not null begin insert into changes (topic, origin) values ('account:' || new.id, ''); end;

CREATE TABLE accounts (
  id integer primary key,
  nic text not null,
  nic_skeleton text not null unique,
  email text,
  owned_email text unique,
  password_hash text,
  role text not null check (role in ('member', 'editor', 'moderator', 'admin')),
  comment_count integer not null default 0,
  created_at integer not null,
  own_comment_count integer not null default 0,
  reply_count integer not null default 0,
  article_count integer not null default 0
  , email_folded text, confirm_by integer, passkey_count integer not null default 0, deleted_at integer) strict;

CREATE INDEX accounts_by_age on accounts (created_at, id);

CREATE INDEX accounts_by_email on accounts (email_folded, id) where email_folded is not null;

CREATE UNIQUE INDEX accounts_by_nic on accounts (nic);

CREATE INDEX accounts_to_confirm on accounts (confirm_by) where confirm_by is not null;

CREATE INDEX accounts_with_role on accounts (role, id) where role <> 'member';

CREATE TABLE appeal_links (
  token_hash text primary key,
  account_id integer references accounts (id),
  appeal_id integer references appeals (id),
  created_at integer not null,
  expires_at integer not null
) strict;

CREATE INDEX appeal_links_by_end on appeal_links (expires_at);

CREATE TABLE appeals (
  id integer primary key,
  comment_id integer references comments (id),
  account_id integer references accounts (id),
  guest text,
  body text not null,
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  answer text not null default '',
  noun text not null default '' check (noun in ('', 'holds', 'removals', 'spam_marks', 'bans')),
  noun_id integer not null default 0,
  log_entry_id integer references log_entries (id)
) strict;

CREATE UNIQUE INDEX appeals_against on appeals (noun, noun_id) where noun in ('holds', 'removals', 'spam_marks');

CREATE UNIQUE INDEX appeals_against_bans on appeals (noun_id, coalesce(account_id, 0), coalesce(guest, '')) where noun = 'bans';

CREATE INDEX appeals_by_account on appeals (account_id, id) where noun = 'bans';

CREATE INDEX appeals_by_comment on appeals (comment_id);

CREATE INDEX appeals_waiting on appeals (id, created_at) where ended_at is null;

CREATE TABLE applications (
  id integer primary key,
  nic text not null,
  nic_skeleton text not null unique,
  email text not null,
  email_folded text not null,
  password_hash text not null,
  introduction text not null,
  token_hash text not null unique,
  created_at integer not null,
  confirmed_at integer
) strict;

CREATE INDEX applications_by_email on applications (email_folded, created_at);

CREATE INDEX applications_by_time on applications (created_at);

CREATE UNIQUE INDEX applications_confirmed on applications (email_folded) where confirmed_at is not null;

CREATE INDEX applications_waiting on applications (confirmed_at, id) where confirmed_at is not null;

CREATE TABLE approvals (
  id integer primary key,
  comment_id integer not null references comments (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  edited integer not null default 0
) strict;

CREATE INDEX approvals_edited on approvals (comment_id) where edited = 1 and ended_at is null;

CREATE UNIQUE INDEX approvals_in_force on approvals (comment_id) where ended_at is null;

CREATE TABLE areas (
  id integer primary key,
  slug text not null unique,
  name text not null unique,
  position integer not null
  , closed_at integer) strict;

CREATE TABLE article_claims (
  id integer primary key,
  article_id integer not null references articles (id),
  account_id integer not null references accounts (id),
  created_at integer not null,
  until_at integer not null,
  ended_at integer
) strict;

CREATE UNIQUE INDEX article_claims_in_force on article_claims (article_id) where ended_at is null;

CREATE TABLE article_drafts (
  id integer primary key,
  writer text not null,
  kind text not null check (kind in ('link', 'own')),
  url text not null,
  headline text not null,
  lede text not null,
  body text not null,
  section text not null,
  tags text not null,
  nic text not null,
  reason text not null,
  form_key text not null,
  revision integer not null default 1,
  created_at integer not null,
  changed_at integer not null
) strict;

CREATE UNIQUE INDEX article_drafts_by_form on article_drafts (writer, form_key) where form_key <> '';

CREATE INDEX article_drafts_by_time on article_drafts (changed_at);

CREATE INDEX article_drafts_by_writer on article_drafts (writer, changed_at);

CREATE TABLE article_links (
  article_id integer not null references articles (id),
  kind text not null check (kind in ('source', 'link')),
  key text not null,
  host text not null,
  target_id integer,
  primary key (article_id, kind, key)
) strict, without rowid;

CREATE INDEX article_links_by_key on article_links (key, kind, article_id);

CREATE INDEX article_links_by_target on article_links (target_id, article_id) where target_id is not null;

CREATE TABLE article_links_backlog (up_to_id integer not null primary key) strict, without rowid;

CREATE TABLE article_presses (
  press text not null primary key,
  article_id integer references articles (id),
  created_at integer not null
) strict, without rowid;

CREATE INDEX article_presses_by_time on article_presses (created_at);

CREATE TABLE article_receipts (
  token_hash text not null primary key,
  article_id integer not null references articles (id),
  guest text not null,
  created_at integer not null,
  claimed_by integer references accounts (id),
  claimed_at integer
) strict, without rowid;

CREATE INDEX article_receipts_by_article on article_receipts (article_id);

CREATE INDEX article_receipts_by_guest on article_receipts (guest, created_at);

CREATE TRIGGER pictures_article_revisions_deleted after delete on article_revisions when instr(old.body_source, '/media/') > 0 or instr(old.body_html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'article', old.article_id where not exists (select 1 from stale_pictures where noun = 'article' and noun_id = old.article_id); end;

CREATE TRIGGER pictures_article_revisions_inserted after insert on article_revisions when instr(new.body_source, '/media/') > 0 or instr(new.body_html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'article', new.article_id where not exists (select 1 from stale_pictures where noun = 'article' and noun_id = new.article_id); end;

CREATE TRIGGER pictures_article_revisions_updated after update of body_source, body_html on article_revisions when instr(old.body_source, '/media/') > 0 or instr(old.body_html, '/media/') > 0 or instr(new.body_source, '/media/') > 0 or instr(new.body_html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'article', new.article_id where not exists (select 1 from stale_pictures where noun = 'article' and noun_id = new.article_id); end;

CREATE TABLE article_revisions (
  id integer primary key,
  article_id integer not null references articles (id),
  number integer not null,
  headline text not null,
  lede text not null,
  source_url text,
  section_id integer not null references sections (id),
  tags text not null,
  picture_id integer references media (id),
  body_format text not null check (body_format in ('markup', 'html')),
  body_source text not null,
  body_html text not null,
  renderer integer not null,
  word_count integer not null,
  account_id integer references accounts (id),
  nic text not null,
  note text not null,
  created_at integer not null, body_place text not null default 'article' check (body_place in ('article', 'submission')), public_at integer, text_hash text not null default '',
  unique (article_id, number)
) strict;

CREATE INDEX article_revisions_by_account on article_revisions (account_id, id) where account_id is not null;

CREATE INDEX article_revisions_public on article_revisions (article_id, number, public_at, text_hash) where public_at is not null;

CREATE TABLE article_tags (
  article_id integer not null references articles (id),
  tag text not null,
  published_at integer,
  primary key (article_id, tag)
) strict, without rowid;

CREATE INDEX article_tags_by_time on article_tags (tag, published_at, article_id);

CREATE TABLE article_withdrawals (
  id integer primary key,
  article_id integer not null references articles (id),
  state_before text not null check (state_before in ('waiting', 'returned')),
  created_at integer not null,
  ended_at integer
) strict;

CREATE INDEX article_withdrawals_by_article on article_withdrawals (article_id);

CREATE UNIQUE INDEX article_withdrawals_in_force on article_withdrawals (article_id) where ended_at is null;

CREATE TRIGGER pictures_articles_deleted after delete on articles when instr(old.body_source, '/media/') > 0 or instr(old.body_html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'article', old.id where not exists (select 1 from stale_pictures where noun = 'article' and noun_id = old.id); end;

CREATE TRIGGER pictures_articles_inserted after insert on articles when instr(new.body_source, '/media/') > 0 or instr(new.body_html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'article', new.id where not exists (select 1 from stale_pictures where noun = 'article' and noun_id = new.id); end;

CREATE TRIGGER pictures_articles_updated after update of body_source, body_html on articles when instr(old.body_source, '/media/') > 0 or instr(old.body_html, '/media/') > 0 or instr(new.body_source, '/media/') > 0 or instr(new.body_html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'article', new.id where not exists (select 1 from stale_pictures where noun = 'article' and noun_id = new.id); end;

CREATE TRIGGER queue_article_updated after update of state on articles when (old.state = 'published') <> (new.state = 'published') begin delete from queue_comments where comment_id in (select id from comments where article_id = new.id); insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id in (select id from comments where article_id = new.id)
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id in (select id from comments where article_id = new.id) group by c.id; end;

CREATE TRIGGER search_article_deleted after delete on articles begin insert into stale_search_entries (noun, noun_id) select 'article', old.id where not exists (select 1 from stale_search_entries where noun = 'article' and noun_id = old.id); end;

CREATE TRIGGER search_article_inserted after insert on articles when new.state = 'published' begin insert into stale_search_entries (noun, noun_id) select 'article', new.id where not exists (select 1 from stale_search_entries where noun = 'article' and noun_id = new.id); end;

CREATE TRIGGER search_article_updated after update of state, section_id, headline, lede, body_html, nic, published_at on articles when old.state = 'published' or new.state = 'published' begin insert into stale_search_entries (noun, noun_id) select 'article', new.id where not exists (select 1 from stale_search_entries where noun = 'article' and noun_id = new.id); end;

CREATE TRIGGER search_thread_updated after update of state, section_id on articles when (old.state = 'published') <> (new.state = 'published') or old.section_id <> new.section_id begin
  insert into stale_search_entries (noun, noun_id) select 'comment', id from comments where article_id = new.id and state = 'live' and not exists (select 1 from stale_search_entries where noun = 'comment' and noun_id = comments.id);
  end;

CREATE TABLE articles (
  id integer primary key,
  kind text not null check (kind in ('link', 'own')),
  state text not null check (state in ('draft', 'waiting', 'returned', 'scheduled', 'published', 'rejected', 'withdrawn', 'unpublished')),
  section_id integer not null references sections (id),
  headline text not null,
  slug text not null,
  lede text not null,
  source_url text,
  source_host text,
  source_name text,
  body_format text not null check (body_format in ('markup', 'html')),
  body_source text not null,
  body_html text not null,
  renderer integer not null,
  word_count integer not null,
  account_id integer references accounts (id),
  nic text not null,
  picture_id integer references media (id),
  created_at integer not null,
  published_at integer,
  day text,
  revised_at integer,
  close_after_days integer,
  reopened_at integer,
  view_count integer not null default 0,
  comment_count integer not null default 0,
  last_number integer not null default 0,
  last_comment_id integer,
  last_comment_at integer,
  last_comment_nic text,
  moved_away_count integer not null default 0
  , scheduled_at integer, scheduled_for text, submitted_at integer, revision integer not null default 1, editor_id integer references accounts (id), position integer, body_place text not null default 'article' check (body_place in ('article', 'submission')), duplicate_reason text not null default '', corrected_at integer) strict;

CREATE INDEX articles_at_the_desk on articles (account_id, created_at, id) where state in ('waiting', 'returned', 'scheduled', 'rejected', 'withdrawn') and account_id is not null;

CREATE INDEX articles_by_account on articles (account_id, id) where account_id is not null;

CREATE INDEX articles_by_change on articles (substr(day, 1, 7), max(published_at, coalesce(revised_at, 0), coalesce(last_comment_at, 0))) where state = 'published';

CREATE INDEX articles_by_day on articles (day, published_at, id) where state = 'published';

CREATE INDEX articles_by_discussion on articles (day, comment_count, id) where state = 'published';

CREATE INDEX articles_by_last_comment on articles (account_id, last_comment_at, id) where account_id is not null and last_comment_at is not null and state = 'published';

CREATE INDEX articles_by_person on articles (account_id, published_at, id) where state = 'published' and account_id is not null;

CREATE INDEX articles_by_section on articles (section_id, published_at, id) where state = 'published';

CREATE INDEX articles_by_source on articles (source_host, published_at, id) where state = 'published' and source_host is not null;

CREATE INDEX articles_rejected on articles (account_id) where state = 'rejected';

CREATE INDEX articles_scheduled on articles (scheduled_at, id) where state = 'scheduled';

CREATE INDEX articles_submitted on articles (account_id, submitted_at) where submitted_at is not null;

CREATE INDEX articles_waiting on articles (created_at, id) where state = 'waiting';

CREATE INDEX articles_waiting_since on articles (coalesce(submitted_at, created_at), id) where state = 'waiting';

CREATE TRIGGER own_bans_inserted after insert on bans begin insert into changes (topic, origin) values ('bans', ''); end;

CREATE TRIGGER own_bans_updated after update on bans begin insert into changes (topic, origin) values ('bans', ''); end;

CREATE TABLE bans (
  id integer primary key,
  person_id integer references accounts (id),
  email text,
  address_from text,
  address_to text,
  until_at integer,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  check ((case when person_id is null then 0 else 1 end) + (case when email is null then 0 else 1 end) + (case when address_from is null then 0 else 1 end) = 1),
  check ((address_from is null) = (address_to is null))
) strict;

CREATE INDEX bans_by_address on bans (address_from, address_to) where address_from is not null and ended_at is null;

CREATE INDEX bans_by_email on bans (email) where email is not null;

CREATE INDEX bans_by_person on bans (person_id, id) where person_id is not null;

CREATE TABLE batch_changes (
  batch_id integer not null references batches (id),
  number integer not null,
  kind text not null check (kind in ('start', 'end', 'state', 'field')),
  noun text not null,
  noun_id integer not null,
  field text not null,
  before text,
  after text,
  primary key (batch_id, number)
) strict, without rowid;

CREATE INDEX batch_changes_of_settings on batch_changes (field, batch_id) where noun = 'settings';

CREATE INDEX batch_changes_of_starts on batch_changes (noun_id, noun) where kind = 'start';

CREATE INDEX batch_changes_of_states on batch_changes (noun_id) where noun = 'comments' and kind = 'state';

CREATE INDEX batch_changes_of_texts on batch_changes (noun_id) where noun = 'comments' and kind = 'field';

CREATE TABLE batches (
  id integer primary key,
  account_id integer references accounts (id),
  actor text not null,
  act text not null,
  reason text not null,
  created_at integer not null,
  undoes integer references batches (id)
) strict;

CREATE INDEX batches_by_time on batches (created_at);

CREATE UNIQUE INDEX batches_undone on batches (undoes) where undoes is not null;

CREATE TABLE blankings (
  id integer primary key,
  comment_id integer not null references comments (id),
  version integer not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  foreign key (comment_id, version) references comment_versions (comment_id, number)
) strict;

CREATE UNIQUE INDEX blankings_in_force on blankings (comment_id, version) where ended_at is null;

CREATE TABLE calls (
  id integer primary key,
  follows integer not null unique,
  created_at integer not null,
  waiting_before integer not null,
  desk_before integer not null,
  webhook text not null,
  attempts integer not null default 0,
  next_attempt_at integer not null,
  last_error text
) strict;

CREATE TRIGGER changes_trimmed after insert on changes when new.version % 500 = 0 begin delete from changes where version <= new.version - 10000; end;

CREATE TABLE changes (
  version integer primary key,
  topic text not null,
  origin text not null
) strict;

CREATE TABLE claims (
  id integer primary key,
  comment_id integer not null references comments (id),
  account_id integer not null references accounts (id),
  created_at integer not null,
  until_at integer not null,
  ended_at integer
) strict;

CREATE UNIQUE INDEX claims_in_force on claims (comment_id) where ended_at is null;

CREATE TABLE "classifier_examples" (
  generation integer not null references classifier_generations (id),
  comment_id integer not null references comments (id),
  label text not null check (label in ('good', 'weak', 'bad')),
  words text not null,
  created_at integer not null,
  primary key (generation, comment_id)
) strict, without rowid;

CREATE INDEX classifier_examples_by_comment on classifier_examples (comment_id);

CREATE INDEX classifier_examples_by_label on classifier_examples (generation, label, created_at);

CREATE TABLE classifier_generations (
  id integer primary key,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer references log_entries (id),
  created_at integer not null,
  trained_at integer,
  dropped_at integer,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  check (dropped_at is null or ended_at is not null)
) strict;

CREATE UNIQUE INDEX classifier_generations_in_force on classifier_generations (coalesce(ended_at, 0)) where trained_at is not null and ended_at is null;

CREATE UNIQUE INDEX classifier_generations_requested on classifier_generations (coalesce(ended_at, 0)) where trained_at is null and ended_at is null;

CREATE TRIGGER noted_classifier_switches_delete after delete on classifier_switches begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TRIGGER noted_classifier_switches_insert after insert on classifier_switches begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TRIGGER noted_classifier_switches_update after update on classifier_switches begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TABLE classifier_switches (
  id integer primary key,
  threshold integer not null check (threshold between 50 and 99),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX classifier_switches_in_force on classifier_switches (coalesce(ended_at, 0)) where ended_at is null;

CREATE TABLE "classifier_words" (
  generation integer not null references classifier_generations (id),
  word text not null,
  good integer not null,
  weak integer not null,
  bad integer not null,
  primary key (generation, word)
) strict, without rowid;

CREATE TABLE closures (
  id integer primary key,
  article_id integer not null references articles (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  starts_at integer,
  until_at integer,
  summary text not null default ''
) strict;

CREATE UNIQUE INDEX closures_in_force on closures (article_id) where ended_at is null;

CREATE TABLE comment_addresses (
  comment_id integer primary key references comments (id) on delete cascade,
  address text not null,
  created_at integer not null
) strict;

CREATE INDEX comment_addresses_by_address on comment_addresses (address, comment_id);

CREATE INDEX comment_addresses_by_age on comment_addresses (created_at);

CREATE TABLE comment_traits (
  trait text not null,
  created_at integer not null,
  comment_id integer not null references comments (id) on delete cascade,
  primary key (trait, created_at, comment_id)
) strict, without rowid;

CREATE INDEX comment_traits_by_age on comment_traits (created_at);

CREATE INDEX comment_traits_by_comment on comment_traits (comment_id);

CREATE TRIGGER pictures_comment_versions_deleted after delete on comment_versions when instr(old.source, '/media/') > 0 or instr(old.html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'comment', old.comment_id where not exists (select 1 from stale_pictures where noun = 'comment' and noun_id = old.comment_id); end;

CREATE TRIGGER pictures_comment_versions_inserted after insert on comment_versions when instr(new.source, '/media/') > 0 or instr(new.html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'comment', new.comment_id where not exists (select 1 from stale_pictures where noun = 'comment' and noun_id = new.comment_id); end;

CREATE TRIGGER pictures_comment_versions_updated after update of source, html on comment_versions when instr(old.source, '/media/') > 0 or instr(old.html, '/media/') > 0 or instr(new.source, '/media/') > 0 or instr(new.html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'comment', new.comment_id where not exists (select 1 from stale_pictures where noun = 'comment' and noun_id = new.comment_id); end;

CREATE TABLE comment_versions (
  comment_id integer not null references comments (id),
  number integer not null,
  format text not null check (format in ('markup', 'html')),
  source text not null,
  html text not null,
  renderer integer not null,
  created_at integer not null,
  primary key (comment_id, number)
) strict;

CREATE TRIGGER decisions_change_author after update of account_id on comments when old.account_id is not new.account_id begin insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = old.account_id and not exists (select 1 from person_decisions where account_id = old.account_id);
  update person_decisions set holds = holds + (-(select count(*) from holds where comment_id = new.id)), removals = removals + (-(select count(*) from removals where comment_id = new.id and ended_at is null)) where account_id = old.account_id; insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = new.account_id and not exists (select 1 from person_decisions where account_id = new.account_id);
  update person_decisions set holds = holds + (select count(*) from holds where comment_id = new.id), removals = removals + (select count(*) from removals where comment_id = new.id and ended_at is null) where account_id = new.account_id; end;

CREATE TRIGGER guest_comments_deleted after delete on comments when old.account_id is null begin insert into changes (topic, origin) values ('guests', ''); end;

CREATE TRIGGER guest_comments_inserted after insert on comments when new.account_id is null begin insert into changes (topic, origin) values ('guests', ''); end;

CREATE TRIGGER guest_comments_updated after update of state, account_id on comments when old.account_id is null begin insert into changes (topic, origin) values ('guests', ''); end;

CREATE TRIGGER own_comments_deleted after delete on comments when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_comments_inserted after insert on comments when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_comments_moved after update of account_id on comments when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_comments_updated after update of account_id, state, nic, name_kind on comments when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER pictures_comments_deleted after delete on comments when instr(old.source, '/media/') > 0 or instr(old.html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'comment', old.id where not exists (select 1 from stale_pictures where noun = 'comment' and noun_id = old.id); end;

CREATE TRIGGER pictures_comments_inserted after insert on comments when instr(new.source, '/media/') > 0 or instr(new.html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'comment', new.id where not exists (select 1 from stale_pictures where noun = 'comment' and noun_id = new.id); end;

CREATE TRIGGER pictures_comments_updated after update of source, html on comments when instr(old.source, '/media/') > 0 or instr(old.html, '/media/') > 0 or instr(new.source, '/media/') > 0 or instr(new.html, '/media/') > 0 begin insert into stale_pictures (noun, noun_id) select 'comment', new.id where not exists (select 1 from stale_pictures where noun = 'comment' and noun_id = new.id); end;

CREATE TRIGGER queue_comment_deleted after delete on comments begin delete from queue_comments where comment_id = old.id; end;

CREATE TRIGGER queue_comment_updated after update of state, article_id on comments when old.state <> new.state or (select state = 'published' from articles where id = old.article_id) <> (select state = 'published' from articles where id = new.article_id) begin delete from queue_comments where comment_id = new.id; insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id = new.id
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id = new.id group by c.id; end;

CREATE TRIGGER search_comment_deleted after delete on comments begin insert into stale_search_entries (noun, noun_id) select 'comment', old.id where not exists (select 1 from stale_search_entries where noun = 'comment' and noun_id = old.id); end;

CREATE TRIGGER search_comment_inserted after insert on comments when new.state = 'live' begin insert into stale_search_entries (noun, noun_id) select 'comment', new.id where not exists (select 1 from stale_search_entries where noun = 'comment' and noun_id = new.id); end;

CREATE TRIGGER search_comment_updated after update of state, article_id, html, nic, created_at on comments when old.state = 'live' or new.state = 'live' begin insert into stale_search_entries (noun, noun_id) select 'comment', new.id where not exists (select 1 from stale_search_entries where noun = 'comment' and noun_id = new.id); end;

CREATE TABLE comments (
  id integer primary key,
  article_id integer not null references articles (id),
  parent_id integer references comments (id),
  root_id integer references comments (id),
  number integer not null,
  depth integer not null,
  path blob not null,
  subtree_count integer not null default 1,
  account_id integer references accounts (id),
  nic text not null,
  name_kind text not null check (name_kind in ('member', 'picked', 'guest')),
  email text,
  website text,
  format text not null check (format in ('markup', 'html')),
  source text not null,
  html text not null,
  renderer integer not null,
  state text not null check (state in ('live', 'held', 'removed', 'spam', 'withdrawn')),
  created_at integer not null,
  day text not null,
  edited_at integer,
  idempotency_key text,
  content_hash text,
  reply_count integer not null default 0,
  recommendation_count integer not null default 0
  , email_folded text, text_hash integer) strict;

CREATE INDEX comments_absent on comments (article_id, number) where state <> 'live';

CREATE INDEX comments_by_account on comments (account_id, created_at, id, text_hash) where account_id is not null;

CREATE INDEX comments_by_age on comments (created_at, id);

CREATE INDEX comments_by_content on comments (content_hash, created_at) where content_hash is not null;

CREATE INDEX comments_by_email on comments (email_folded, created_at) where email_folded is not null;

CREATE UNIQUE INDEX comments_by_idempotency_key on comments (idempotency_key) where idempotency_key is not null;

CREATE UNIQUE INDEX comments_by_number on comments (article_id, number);

CREATE INDEX comments_by_person on comments (account_id, created_at, id) where name_kind = 'member' and state = 'live' and account_id is not null;

CREATE INDEX comments_by_picked_name on comments (account_id, created_at, id) where name_kind = 'picked' and state = 'live' and account_id is not null;

CREATE INDEX comments_by_time on comments (created_at, id) where state = 'live';

CREATE INDEX comments_hidden on comments (article_id, number, id, subtree_count) where state in ('held', 'spam');

CREATE UNIQUE INDEX comments_in_thread on comments (article_id, path);

CREATE INDEX comments_in_thread_by_time on comments (article_id, created_at, id) where state = 'live';

CREATE INDEX comments_not_live on comments (account_id, state) where state <> 'live' and account_id is not null;

CREATE INDEX comments_of_account_in_thread on comments (article_id, account_id, number) where account_id is not null;

CREATE INDEX comments_to_purge on comments (id) where state in ('removed', 'spam', 'withdrawn');

CREATE INDEX live_replies on comments (parent_id, created_at, id) where parent_id is not null and state = 'live';

CREATE INDEX recommended_in_thread on comments (article_id, depth, recommendation_count) where recommendation_count > 0;

CREATE INDEX roots_by_replies on comments (article_id, reply_count desc, number) where depth = 1 and state = 'live';

CREATE INDEX roots_in_thread on comments (article_id, path, id, subtree_count) where depth = 1;

CREATE TRIGGER own_confirmed_emails_deleted after delete on confirmed_emails begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_confirmed_emails_inserted after insert on confirmed_emails begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_confirmed_emails_updated after update on confirmed_emails begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE confirmed_emails (
  account_id integer primary key references accounts (id),
  email_folded text not null,
  confirmed_at integer not null
) strict;

CREATE TABLE correction_acceptances (
  id integer primary key,
  correction_id integer not null references corrections (id),
  article_id integer not null references articles (id),
  revision integer not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX correction_acceptances_by_age on correction_acceptances (id, article_id, created_at) where ended_at is null;

CREATE INDEX correction_acceptances_by_article on correction_acceptances (article_id, revision) where ended_at is null;

CREATE UNIQUE INDEX correction_acceptances_in_force on correction_acceptances (correction_id) where ended_at is null;

CREATE TABLE correction_declines (
  id integer primary key,
  correction_id integer not null references corrections (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX correction_declines_in_force on correction_declines (correction_id) where ended_at is null;

CREATE TABLE corrections (
  id integer primary key,
  article_id integer not null references articles (id),
  revision integer not null,
  passage text not null,
  body text not null,
  account_id integer references accounts (id),
  guest text,
  named_at integer,
  content_hash text,
  created_at integer not null,
  decided_at integer
) strict;

CREATE INDEX corrections_by_account on corrections (account_id, created_at) where account_id is not null;

CREATE UNIQUE INDEX corrections_by_content on corrections (content_hash) where content_hash is not null;

CREATE INDEX corrections_by_guest on corrections (guest, created_at) where guest is not null;

CREATE INDEX corrections_open on corrections (id) where decided_at is null;

CREATE TABLE data_versions (
  name text primary key,
  version integer not null,
  changed_at integer not null
) strict;

CREATE TABLE day_totals (
  day text primary key,
  articles integer not null default 0,
  comments integer not null default 0
) strict, without rowid;

CREATE TABLE decision_notes (
  log_entry_id integer primary key references log_entries (id),
  comment_id integer not null references comments (id),
  body text not null
) strict;

CREATE INDEX decision_notes_by_comment on decision_notes (comment_id, log_entry_id);

CREATE TABLE deleted_names (
  name_hash text not null primary key,
  created_at integer not null
) strict, without rowid;

CREATE TABLE deleted_pictures (
  hash text not null primary key,
  comment_id integer not null references comments (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null
) strict, without rowid;

CREATE TRIGGER own_drafts_claimed after update of writer on drafts when old.writer <> new.writer begin insert into changes (topic, origin) values (old.writer, ''); end;

CREATE TRIGGER own_drafts_deleted after delete on drafts begin insert into changes (topic, origin) values (old.writer, ''); end;

CREATE TRIGGER own_drafts_inserted after insert on drafts begin insert into changes (topic, origin) values (new.writer, ''); end;

CREATE TRIGGER own_drafts_updated after update on drafts begin insert into changes (topic, origin) values (new.writer, ''); end;

CREATE TABLE drafts (
  id integer primary key,
  writer text not null,
  article_id integer not null references articles (id),
  parent_id integer references comments (id),
  nic text not null,
  email text not null,
  website text not null,
  body text not null,
  created_at integer not null,
  changed_at integer not null
  , form_key text default '', revision integer not null default 1) strict;

CREATE INDEX drafts_by_time on drafts (changed_at);

CREATE INDEX drafts_by_writer on drafts (writer, article_id, coalesce(parent_id, 0));

CREATE TABLE duties (
  id integer primary key,
  account_id integer not null references accounts (id),
  created_at integer not null,
  until_at integer not null,
  ended_at integer
) strict;

CREATE UNIQUE INDEX duties_in_force on duties (account_id) where ended_at is null;

CREATE TABLE edition_mailings (
  day text not null primary key,
  account_after integer not null,
  subscription_after integer not null,
  created_at integer not null,
  ended_at integer
) strict, without rowid;

CREATE TABLE edition_subscriptions (
  id integer primary key,
  email text not null,
  email_folded text not null unique,
  asked_at integer not null,
  asks integer not null,
  confirmed_at integer,
  ended_at integer
) strict;

CREATE INDEX edition_subscriptions_current on edition_subscriptions (id) where confirmed_at is not null and ended_at is null;

CREATE INDEX edition_subscriptions_ended on edition_subscriptions (ended_at) where ended_at is not null;

CREATE INDEX edition_subscriptions_unconfirmed on edition_subscriptions (asked_at) where confirmed_at is null;

CREATE TABLE editor_letters (
  id integer primary key,
  writer text not null,
  account_id integer references accounts (id),
  nic text not null,
  email text not null,
  article_id integer not null references articles (id),
  parent_id integer references comments (id),
  body text not null,
  content_hash text not null unique,
  created_at integer not null,
  read_at integer,
  read_by integer references accounts (id)
) strict;

CREATE INDEX editor_letters_by_account on editor_letters (account_id, id) where account_id is not null;

CREATE INDEX editor_letters_unread on editor_letters (id) where read_at is null;

CREATE TABLE email_changes (
  id integer primary key,
  token_hash text not null unique,
  account_id integer not null references accounts (id),
  old_email text not null,
  created_at integer not null,
  expires_at integer not null,
  ended_at integer
) strict;

CREATE INDEX email_changes_by_account on email_changes (account_id, id);

CREATE INDEX email_changes_by_end on email_changes (expires_at);

CREATE TABLE factor_removals (
  id integer primary key,
  person_id integer not null references accounts (id),
  account_id integer not null references accounts (id),
  token_hash text not null unique,
  created_at integer not null,
  due_at integer not null,
  ended_at integer,
  outcome text check (outcome in ('done', 'stopped', 'used', 'cancelled')),
  check ((ended_at is null) = (outcome is null))
) strict;

CREATE INDEX factor_removals_by_account on factor_removals (account_id);

CREATE INDEX factor_removals_due on factor_removals (due_at) where ended_at is null;

CREATE UNIQUE INDEX factor_removals_open on factor_removals (person_id) where ended_at is null;

CREATE TABLE features (
  id integer primary key,
  comment_id integer not null references comments (id),
  article_id integer not null references articles (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX features_by_article on features (article_id) where ended_at is null;

CREATE UNIQUE INDEX features_in_force on features (comment_id) where ended_at is null;

CREATE TABLE filter_catches (
  id integer primary key,
  filter_id integer not null references filters (id),
  comment_id integer references comments (id),
  action text not null check (action in ('hold', 'refuse', 'replace')),
  matched_text text not null,
  created_at integer not null
) strict;

CREATE INDEX filter_catches_by_comment on filter_catches (comment_id, id) where comment_id is not null;

CREATE INDEX filter_catches_by_filter on filter_catches (filter_id, created_at);

CREATE INDEX filter_catches_by_time on filter_catches (created_at);

CREATE TRIGGER noted_filter_switches_delete after delete on filter_switches begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TRIGGER noted_filter_switches_insert after insert on filter_switches begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TRIGGER noted_filter_switches_update after update on filter_switches begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TABLE filter_switches (
  id integer primary key,
  filter_id integer not null references filters (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX filter_switches_in_force on filter_switches (filter_id) where ended_at is null;

CREATE TRIGGER noted_filters_delete after delete on filters begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TRIGGER noted_filters_insert after insert on filters begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TRIGGER noted_filters_update after update on filters begin insert into changes (topic, origin) values ('filters', ''); end;

CREATE TABLE filters (
  id integer primary key,
  first_version_id integer references filters (id),
  name text not null,
  kind text not null check (kind in ('word', 'pattern', 'host', 'links', 'newcomer', 'repeat')),
  match_text text not null,
  whole_words integer not null check (whole_words in (0, 1)),
  action text not null check (action in ('hold', 'refuse', 'replace')),
  replacement text not null,
  applies_to text not null check (applies_to in ('everybody', 'newcomers', 'guests')),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
  , form_sign text not null default '' check (form_sign in ('', 'trap', 'fast', 'any'))) strict;

CREATE INDEX filters_by_origin on filters (coalesce(first_version_id, id), id);

CREATE UNIQUE INDEX filters_in_force on filters (coalesce(first_version_id, id)) where ended_at is null;

CREATE TABLE first_admin_links (
  token_hash text primary key,
  created_at integer not null,
  used_at integer
) strict, without rowid;

CREATE TRIGGER queue_flags_deleted after delete on flags when old.ended_at is null begin delete from queue_comments where comment_id = old.comment_id; insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id = old.comment_id
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id = old.comment_id group by c.id; end;

CREATE TRIGGER queue_flags_inserted after insert on flags when new.ended_at is null begin delete from queue_comments where comment_id = new.comment_id; insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id = new.comment_id
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id = new.comment_id group by c.id; end;

CREATE TRIGGER queue_flags_updated after update of ended_at, created_at on flags begin delete from queue_comments where comment_id = new.comment_id; insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id = new.comment_id
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id = new.comment_id group by c.id; end;

CREATE TABLE flags (
  id integer primary key,
  comment_id integer not null references comments (id),
  account_id integer not null references accounts (id),
  reason text not null,
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  unique (comment_id, account_id)
) strict;

CREATE INDEX flags_by_account on flags (account_id, ended_at);

CREATE INDEX flags_by_age on flags (created_at);

CREATE INDEX flags_waiting on flags (comment_id, created_at) where ended_at is null;

CREATE TRIGGER own_folds_deleted after delete on folds when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_folds_inserted after insert on folds when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_folds_updated after update on folds when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE folds (
  account_id integer not null references accounts (id),
  comment_id integer not null references comments (id),
  state text not null check (state in ('folded', 'opened')),
  changed_at integer not null,
  primary key (account_id, comment_id)
) strict, without rowid;

CREATE TRIGGER own_follows_deleted after delete on follows when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_follows_inserted after insert on follows when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_follows_updated after update on follows when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE follows (
  account_id integer not null references accounts (id),
  article_id integer not null references articles (id),
  state text not null check (state in ('following', 'muted')),
  created_at integer not null,
  primary key (account_id, article_id)
) strict, without rowid;

CREATE INDEX follows_by_article on follows (article_id, state, account_id);

CREATE TABLE former_members (
  article_id integer not null primary key references articles (id),
  members integer not null
) strict, without rowid;

CREATE TABLE former_names (
  account_id integer not null references accounts (id),
  article_id integer not null references articles (id),
  nic text not null,
  former_nic text not null,
  primary key (account_id, article_id, nic)
) strict, without rowid;

CREATE TRIGGER claim_former_nics_deleted after delete on former_nics begin delete from nic_claims where nic_skeleton = old.nic_skeleton and noun = 'former_nics' and noun_id = old.id; end;

CREATE TRIGGER claim_former_nics_inserted after insert on former_nics begin insert into nic_claims (nic_skeleton, noun, noun_id) values (new.nic_skeleton, 'former_nics', new.id); end;

CREATE TRIGGER claim_former_nics_updated after update of nic_skeleton on former_nics when old.nic_skeleton <> new.nic_skeleton begin delete from nic_claims where nic_skeleton = old.nic_skeleton and noun = 'former_nics' and noun_id = old.id; insert into nic_claims (nic_skeleton, noun, noun_id) values (new.nic_skeleton, 'former_nics', new.id); end;

CREATE TABLE former_nics (
  id integer primary key,
  account_id integer not null references accounts (id),
  nic text not null,
  nic_skeleton text not null unique,
  created_at integer not null
) strict;

CREATE INDEX former_nics_by_account on former_nics (account_id, id);

CREATE INDEX former_nics_by_nic on former_nics (nic);

CREATE TABLE former_numbers (
  comment_id integer not null references comments (id),
  article_id integer not null references articles (id),
  number integer not null,
  primary key (comment_id, article_id)
) strict, without rowid;

CREATE TABLE former_slugs (
  noun text not null,
  slug text not null,
  noun_id integer not null,
  created_at integer not null,
  primary key (noun, slug)
) strict, without rowid;

CREATE TABLE front_quotes (
  id integer primary key,
  article_id integer not null references articles (id),
  comment_id integer not null references comments (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX front_quotes_by_article on front_quotes (article_id) where ended_at is null;

CREATE UNIQUE INDEX front_quotes_in_force on front_quotes (comment_id) where ended_at is null;

CREATE TABLE guest_names (
  article_id integer not null references articles (id),
  guest text not null,
  nic text not null,
  nic_skeleton text not null,
  created_at integer not null,
  primary key (article_id, guest),
  unique (article_id, nic_skeleton)
) strict, without rowid;

CREATE INDEX guest_names_by_skeleton on guest_names (nic_skeleton, article_id);

CREATE TABLE guest_text_sizes (
  id integer primary key,
  draft_id integer unique references drafts (id) on delete cascade,
  unsent_text_id integer unique references unsent_texts (id) on delete cascade,
  article_draft_id integer unique references article_drafts (id) on delete cascade,
  site text not null,
  subscriber text not null,
  bytes integer not null,
  check ((case when draft_id is null then 0 else 1 end) + (case when unsent_text_id is null then 0 else 1 end) + (case when article_draft_id is null then 0 else 1 end) = 1)
) strict;

CREATE INDEX guest_text_sizes_by_network on guest_text_sizes (site, subscriber, bytes, draft_id, unsent_text_id, article_draft_id);

CREATE TABLE handovers (
  id integer primary key,
  account_id integer not null references accounts (id),
  body text not null,
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id)
) strict;

CREATE UNIQUE INDEX handovers_in_force on handovers ((ended_at is null)) where ended_at is null;

CREATE TABLE headline_words (
  article_id integer not null references articles (id),
  word text not null,
  at integer not null,
  primary key (article_id, word)
) strict, without rowid;

CREATE INDEX headline_words_by_time on headline_words (at);

CREATE INDEX headline_words_by_word on headline_words (word, at, article_id);

CREATE TRIGGER hold_counted after insert on holds begin insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = (select account_id from comments where id = new.comment_id) and not exists (select 1 from person_decisions where account_id = (select account_id from comments where id = new.comment_id));
  update person_decisions set holds = holds + 1, removals = removals + 0 where account_id = (select account_id from comments where id = new.comment_id); end;

CREATE TRIGGER hold_uncounted after delete on holds begin insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = (select account_id from comments where id = old.comment_id) and not exists (select 1 from person_decisions where account_id = (select account_id from comments where id = old.comment_id));
  update person_decisions set holds = holds + (-1), removals = removals + 0 where account_id = (select account_id from comments where id = old.comment_id); end;

CREATE TRIGGER queue_holds_deleted after delete on holds when old.ended_at is null begin delete from queue_comments where comment_id = old.comment_id; insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id = old.comment_id
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id = old.comment_id group by c.id; end;

CREATE TRIGGER queue_holds_inserted after insert on holds when new.ended_at is null begin delete from queue_comments where comment_id = new.comment_id; insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id = new.comment_id
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id = new.comment_id group by c.id; end;

CREATE TRIGGER queue_holds_updated after update of ended_at, created_at on holds begin delete from queue_comments where comment_id = new.comment_id; insert into queue_comments (comment_id, section, since)
  select c.id, 'held', h.created_at from holds as h cross join comments as c on c.id = h.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and h.ended_at is null and c.state = 'held' and h.comment_id = new.comment_id
  union all
  select c.id, 'flagged', min(f.created_at) from flags as f cross join comments as c on c.id = f.comment_id cross join articles as a on a.id = c.article_id where a.state = 'published' and f.ended_at is null and c.state = 'live' and f.comment_id = new.comment_id group by c.id; end;

CREATE TABLE holds (
  id integer primary key,
  comment_id integer not null references comments (id),
  rule text not null,
  matched_text text not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
  , form_signs text not null default '') strict;

CREATE INDEX holds_by_comment on holds (comment_id);

CREATE INDEX holds_decided on holds (ended_at) where ended_by is not null;

CREATE UNIQUE INDEX holds_in_force on holds (comment_id) where ended_at is null;

CREATE INDEX holds_waiting on holds (id, created_at) where ended_at is null;

CREATE TABLE import_keys (
  key text primary key,
  noun text not null,
  noun_id integer not null
) strict, without rowid;

CREATE INDEX imported_comments on import_keys (noun_id) where noun = 'comment';

CREATE TABLE invitation_stops (
  id integer primary key,
  person_id integer not null references accounts (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX invitation_stops_in_force on invitation_stops (person_id) where ended_at is null;

CREATE TABLE invitations (
  id integer primary key,
  account_id integer not null references accounts (id),
  slot integer not null,
  token_hash text not null unique,
  created_at integer not null,
  expires_at integer not null,
  ended_at integer,
  outcome text check (outcome in ('used', 'revoked', 'expired')),
  used_by integer unique references accounts (id),
  check ((ended_at is null) = (outcome is null)),
  check (used_by is null or outcome = 'used')
) strict;

CREATE INDEX invitations_by_account on invitations (account_id, id);

CREATE UNIQUE INDEX invitations_open on invitations (account_id, slot) where ended_at is null;

CREATE TABLE lead_choices (
  id integer primary key,
  day text not null,
  article_id integer not null references articles (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX lead_choices_in_force on lead_choices (day) where ended_at is null;

CREATE TABLE log_entries (
  id integer primary key,
  created_at integer not null,
  actor_id integer references accounts (id),
  actor text not null,
  act text not null,
  subject text not null,
  subject_id integer not null,
  article_id integer references articles (id),
  reason text not null,
  previous_hash text not null,
  hash text not null unique,
  batch_id integer references batches (id)
  , name_deleted_in integer) strict;

CREATE INDEX log_entries_by_act on log_entries (act, id);

CREATE INDEX log_entries_by_actor on log_entries (actor, id);

CREATE INDEX log_entries_by_actor_id on log_entries (actor_id, id) where actor_id is not null;

CREATE INDEX log_entries_by_article on log_entries (article_id, id);

CREATE INDEX log_entries_by_batch on log_entries (batch_id) where batch_id is not null;

CREATE INDEX log_entries_by_subject on log_entries (subject, subject_id, id);

CREATE INDEX log_entries_nameless on log_entries (name_deleted_in, id) where name_deleted_in is not null;

CREATE TABLE mail_choices (
  account_id integer primary key references accounts (id),
  frequency text not null check (frequency in ('now', 'daily', 'never')),
  since integer not null
  , editions_at integer) strict;

CREATE INDEX mail_choices_with_editions on mail_choices (account_id) where editions_at is not null;

CREATE TABLE mail_due (
  id integer primary key,
  account_id integer unique references accounts (id),
  subscription_id integer unique references subscriptions (id),
  due_at integer not null,
  check ((account_id is null) <> (subscription_id is null))
) strict;

CREATE INDEX mail_due_by_time on mail_due (due_at);

CREATE TABLE mail_tokens (
  token_hash text primary key,
  purpose text not null check (purpose in ('confirm-email', 'confirm-subscription', 'stop-notices', 'stop-subscription')),
  account_id integer references accounts (id),
  subscription_id integer references subscriptions (id),
  email text not null,
  created_at integer not null,
  expires_at integer not null,
  used_at integer
) strict, without rowid;

CREATE INDEX mail_tokens_by_end on mail_tokens (expires_at);

CREATE INDEX mail_tokens_of_account on mail_tokens (account_id, purpose, created_at) where account_id is not null;

CREATE TABLE media (
  id integer primary key,
  name text not null unique,
  alt text not null,
  caption text not null,
  credit text not null,
  width integer not null,
  height integer not null,
  created_at integer not null
) strict;

CREATE TABLE merged_tags (
  merge_id integer not null references tag_merges (id),
  article_id integer not null references articles (id),
  had_both integer not null,
  primary key (merge_id, article_id)
) strict, without rowid;

CREATE TABLE merges (
  id integer primary key,
  article_id integer not null references articles (id),
  into_id integer not null references articles (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX merges_by_target on merges (into_id);

CREATE UNIQUE INDEX merges_in_force on merges (article_id) where ended_at is null;

CREATE TABLE month_totals (
  month text primary key,
  editions integer not null default 0,
  articles integer not null default 0,
  comments integer not null default 0
) strict, without rowid;

CREATE TABLE moves (
  id integer primary key,
  comment_id integer not null references comments (id),
  article_id integer not null references articles (id),
  parent_id integer references comments (id),
  root_id integer references comments (id),
  number integer not null,
  depth integer not null,
  path blob not null,
  to_article_id integer not null references articles (id),
  comment_count integer not null,
  was_visible integer not null check (was_visible in (0, 1)),
  anchors text not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX moves_in_thread on moves (article_id, path) where ended_at is null;

CREATE INDEX moves_of_comment on moves (comment_id, id);

CREATE INDEX moves_to_article on moves (to_article_id, comment_id) where ended_at is null;

CREATE INDEX moves_to_article_ever on moves (to_article_id, log_entry_id);

CREATE TRIGGER own_mutes_deleted after delete on mutes when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_mutes_inserted after insert on mutes when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_mutes_updated after update on mutes when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE mutes (
  account_id integer not null references accounts (id),
  kind text not null check (kind in ('person', 'section', 'tag', 'word')),
  value text not null,
  label text not null,
  created_at integer not null,
  primary key (account_id, kind, value)
) strict, without rowid;

CREATE INDEX mutes_by_value on mutes (kind, value);

CREATE TABLE name_changes (
  id integer primary key,
  account_id integer not null references accounts (id),
  old_nic text not null,
  new_nic text not null,
  created_at integer not null,
  finished_at integer
) strict;

CREATE INDEX name_changes_by_account on name_changes (account_id, id);

CREATE INDEX name_changes_unfinished on name_changes (id) where finished_at is null;

CREATE TABLE nic_claims (
  nic_skeleton text primary key,
  noun text not null check (noun in ('accounts', 'nics', 'former_nics')),
  noun_id integer not null
) strict, without rowid;

CREATE TRIGGER claim_nics_deleted after delete on nics begin delete from nic_claims where nic_skeleton = old.nic_skeleton and noun = 'nics' and noun_id = old.id; end;

CREATE TRIGGER claim_nics_inserted after insert on nics begin insert into nic_claims (nic_skeleton, noun, noun_id) values (new.nic_skeleton, 'nics', new.id); end;

CREATE TRIGGER claim_nics_updated after update of nic_skeleton on nics when old.nic_skeleton <> new.nic_skeleton begin delete from nic_claims where nic_skeleton = old.nic_skeleton and noun = 'nics' and noun_id = old.id; insert into nic_claims (nic_skeleton, noun, noun_id) values (new.nic_skeleton, 'nics', new.id); end;

CREATE TRIGGER own_nics_deleted after delete on nics when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_nics_inserted after insert on nics when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_nics_updated after update on nics when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE nics (
  id integer primary key,
  account_id integer not null references accounts (id),
  nic text not null,
  nic_skeleton text not null unique,
  created_at integer not null,
  removed_at integer
) strict;

CREATE INDEX nics_by_account on nics (account_id, id);

CREATE TRIGGER own_notices_deleted after delete on notices when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_notices_inserted after insert on notices when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_notices_updated after update of read_at, withdrawn_at on notices when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE notices (
  id integer primary key,
  account_id integer references accounts (id),
  subscription_id integer references subscriptions (id),
  kind text not null check (kind in ('reply', 'mention', 'follow', 'decision')),
  comment_id integer references comments (id),
  article_id integer references articles (id),
  log_entry_id integer references log_entries (id),
  created_at integer not null,
  read_at integer,
  mailed_at integer,
  letter_id integer references outbox (id) on delete set null, withdrawn_at integer, reminder_id integer references reminders (id),
  check ((account_id is null) <> (subscription_id is null))
) strict;

CREATE INDEX notices_by_account on notices (account_id, id);

CREATE INDEX notices_by_age on notices (created_at);

CREATE INDEX notices_by_comment on notices (comment_id) where comment_id is not null;

CREATE INDEX notices_by_kind on notices (account_id, kind, id);

CREATE INDEX notices_by_letter on notices (letter_id) where letter_id is not null;

CREATE UNIQUE INDEX notices_of_comment on notices (account_id, comment_id) where log_entry_id is null and account_id is not null;

CREATE UNIQUE INDEX notices_of_entry on notices (account_id, log_entry_id) where log_entry_id is not null;

CREATE UNIQUE INDEX notices_of_reminder on notices (reminder_id) where reminder_id is not null;

CREATE UNIQUE INDEX notices_of_reply on notices (subscription_id, comment_id) where subscription_id is not null;

CREATE INDEX notices_unmailed on notices (subscription_id, id) where subscription_id is not null and mailed_at is null;

CREATE INDEX notices_unread on notices (account_id, id) where read_at is null;

CREATE TABLE outbox (
  id integer primary key,
  key text not null unique,
  kind text not null,
  account_id integer references accounts (id),
  subscription_id integer references subscriptions (id),
  recipient text not null,
  subject text not null,
  text text not null,
  html text not null,
  headers text not null,
  state text not null check (state in ('waiting', 'sent', 'failed', 'dropped')),
  attempts integer not null default 0,
  next_attempt_at integer not null,
  claimed_until integer,
  last_error text,
  created_at integer not null,
  ended_at integer
) strict;

CREATE INDEX outbox_ended on outbox (ended_at) where ended_at is not null;

CREATE INDEX outbox_of_account on outbox (account_id, kind, created_at) where account_id is not null;

CREATE INDEX outbox_of_subscription on outbox (subscription_id, kind, created_at) where subscription_id is not null;

CREATE INDEX outbox_waiting on outbox (next_attempt_at) where state = 'waiting';

CREATE TABLE page_versions (
  id integer primary key,
  page text not null,
  markup text not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX page_versions_by_page on page_versions (page, id);

CREATE UNIQUE INDEX page_versions_in_force on page_versions (page) where ended_at is null;

CREATE TABLE passkey_challenges (
  challenge_hash text primary key,
  purpose text not null check (purpose in ('add', 'sign-in', 'confirm')),
  account_id integer references accounts (id),
  expires_at integer not null
) strict, without rowid;

CREATE INDEX passkey_challenges_by_expiry on passkey_challenges (expires_at);

CREATE TABLE passkeys (
  id integer primary key,
  account_id integer not null references accounts (id),
  credential_id text not null unique,
  public_key text not null,
  counter integer not null,
  transports text not null,
  name text not null,
  created_at integer not null,
  last_used_at integer
) strict;

CREATE INDEX passkeys_by_account on passkeys (account_id, id);

CREATE TABLE password_resets (
    token_hash text primary key,
    address_hash text not null,
    account_id integer references accounts (id),
    created_at integer not null,
    expires_at integer not null,
    used_at integer
  ) strict, without rowid;

CREATE INDEX password_resets_by_account on password_resets (account_id);

CREATE INDEX password_resets_by_address on password_resets (address_hash, created_at);

CREATE INDEX password_resets_by_age on password_resets (created_at);

CREATE TABLE pending_sign_ins (
  token_hash text primary key,
  account_id integer not null references accounts (id),
  next text not null,
  post text not null,
  kept integer not null check (kept in (0, 1)),
  attempts integer not null default 0,
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;

CREATE INDEX pending_sign_ins_by_expiry on pending_sign_ins (expires_at);

CREATE TABLE person_decisions (
  account_id integer primary key references accounts (id),
  holds integer not null,
  removals integer not null
) strict;

CREATE TRIGGER own_person_holds_deleted after delete on person_holds when old.person_id is not null begin insert into changes (topic, origin) values ('account:' || old.person_id, ''); end;

CREATE TRIGGER own_person_holds_inserted after insert on person_holds when new.person_id is not null begin insert into changes (topic, origin) values ('account:' || new.person_id, ''); end;

CREATE TRIGGER own_person_holds_updated after update on person_holds when new.person_id is not null begin insert into changes (topic, origin) values ('account:' || new.person_id, ''); end;

CREATE TABLE person_holds (
  id integer primary key,
  person_id integer not null references accounts (id),
  until_at integer,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX person_holds_by_person on person_holds (person_id, id);

CREATE TABLE person_months (
  account_id integer not null references accounts (id),
  month text not null,
  comments integer not null default 0,
  primary key (account_id, month)
) strict, without rowid;

CREATE TABLE person_notes (
  id integer primary key,
  person_id integer not null references accounts (id),
  first_version_id integer references person_notes (id),
  account_id integer not null references accounts (id),
  body text not null,
  created_at integer not null
) strict;

CREATE INDEX person_notes_by_person on person_notes (person_id, id);

CREATE TABLE picked_names (
  article_id integer not null references articles (id),
  account_id integer not null references accounts (id),
  nic text not null,
  nic_skeleton text not null,
  created_at integer not null,
  primary key (article_id, account_id),
  unique (article_id, nic_skeleton)
) strict, without rowid;

CREATE INDEX picked_names_by_skeleton on picked_names (nic_skeleton, article_id);

CREATE TABLE picture_uses (
  hash text not null,
  noun text not null check (noun in ('article', 'comment')),
  noun_id integer not null,
  primary key (hash, noun, noun_id)
) strict, without rowid;

CREATE INDEX picture_uses_by_text on picture_uses (noun, noun_id);

CREATE TRIGGER own_preferences_deleted after delete on preferences when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_preferences_inserted after insert on preferences when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_preferences_updated after update on preferences when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE preferences (
  account_id integer primary key references accounts (id),
  theme text not null check (theme in ('auto', 'light', 'dark')),
  text_size text not null check (text_size in ('usual', 'large', 'larger')),
  time_zone text,
  date_style text not null check (date_style in ('long', 'iso', 'american')),
  keys integer not null default 1 check (keys in (0, 1)),
  thread_view text
) strict;

CREATE TABLE private_log_entries (
  id integer primary key,
  created_at integer not null,
  actor_id integer references accounts (id),
  actor text not null,
  act text not null,
  subject text not null,
  subject_id integer not null,
  reason text not null,
  previous_hash text not null,
  hash text not null unique
  , reason_deleted_at integer, name_deleted_in integer) strict;

CREATE INDEX private_log_entries_by_actor_id on private_log_entries (actor_id, id) where actor_id is not null;

CREATE INDEX private_log_entries_nameless on private_log_entries (name_deleted_in, id) where name_deleted_in is not null;

CREATE TABLE profile_removals (
  id integer primary key,
  person_id integer not null references accounts (id),
  field text not null check (field in ('website', 'about', 'picture')),
  value text not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX profile_removals_by_person on profile_removals (person_id, id);

CREATE TABLE profiles (
  account_id integer primary key references accounts (id),
  website text not null default '',
  about text not null default '',
  picture text,
  picture_hash text,
  changed_at integer not null
) strict;

CREATE INDEX profiles_by_picture on profiles (picture_hash) where picture_hash is not null;

CREATE TABLE purged_texts (
  comment_id integer not null references comments (id) on delete cascade,
  version integer not null,
  purge_id integer not null references purges (id),
  primary key (comment_id, version)
) strict, without rowid;

CREATE TABLE purges (
  id integer primary key,
  started_at integer not null,
  ended_at integer,
  addresses integer not null default 0,
  texts integer not null default 0,
  flags integer not null default 0,
  drafts integer not null default 0
  , catches integer not null default 0, letters integer not null default 0, notes integer not null default 0, notices integer not null default 0, marks integer not null default 0) strict;

CREATE TABLE queue_comments (
  comment_id integer primary key references comments (id),
  section text not null check (section in ('held', 'flagged')),
  since integer not null
) strict;

CREATE INDEX queue_comments_by_section on queue_comments (section, since);

CREATE TRIGGER own_read_marks_deleted after delete on read_marks begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TABLE read_marks (
  account_id integer not null references accounts (id),
  article_id integer not null references articles (id),
  read_ranges text not null,
  shown_ranges text not null,
  baseline integer not null,
  visited_at integer not null,
  new_since integer not null,
  primary key (account_id, article_id)
) strict, without rowid;

CREATE INDEX read_marks_by_age on read_marks (visited_at);

CREATE INDEX read_marks_by_visit on read_marks (account_id, visited_at);

CREATE TABLE receipts (
  token_hash text primary key,
  comment_id integer not null references comments (id),
  guest text not null,
  created_at integer not null,
  claimed_by integer references accounts (id),
  claimed_at integer
) strict, without rowid;

CREATE INDEX receipts_by_comment on receipts (comment_id);

CREATE INDEX receipts_by_guest on receipts (guest, comment_id);

CREATE TRIGGER own_recommendations_deleted after delete on recommendations when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_recommendations_inserted after insert on recommendations when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_recommendations_updated after update on recommendations when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE recommendations (
  comment_id integer not null references comments (id),
  account_id integer not null references accounts (id),
  created_at integer not null,
  primary key (comment_id, account_id)
) strict, without rowid;

CREATE INDEX recommendations_by_account on recommendations (account_id, comment_id);

CREATE TABLE recovery_codes (
  id integer primary key,
  account_id integer not null references accounts (id),
  code_hash text not null,
  created_at integer not null,
  saved_at integer,
  used_at integer,
  unique (account_id, code_hash)
) strict;

CREATE TABLE rehearsals (
  id integer primary key,
  filter_id integer not null references filters (id),
  account_id integer references accounts (id),
  days integer not null,
  comment_count integer not null,
  match_count integer not null,
  result text not null,
  created_at integer not null
) strict;

CREATE INDEX rehearsals_by_filter on rehearsals (filter_id, id);

CREATE TABLE rejections (
  id integer primary key,
  article_id integer not null references articles (id),
  note text not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX rejections_by_entry on rejections (log_entry_id);

CREATE UNIQUE INDEX rejections_in_force on rejections (article_id) where ended_at is null;

CREATE TABLE reminders (
  id integer primary key,
  account_id integer not null references accounts (id),
  article_id integer not null references articles (id),
  created_at integer not null,
  ended_at integer
) strict;

CREATE INDEX reminders_ended on reminders (ended_at) where ended_at is not null;

CREATE UNIQUE INDEX reminders_open on reminders (article_id, account_id) where ended_at is null;

CREATE TRIGGER removal_counted after insert on removals when new.ended_at is null begin insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = (select account_id from comments where id = new.comment_id) and not exists (select 1 from person_decisions where account_id = (select account_id from comments where id = new.comment_id));
  update person_decisions set holds = holds + 0, removals = removals + 1 where account_id = (select account_id from comments where id = new.comment_id); end;

CREATE TRIGGER removal_recounted after update of ended_at on removals when (old.ended_at is null) <> (new.ended_at is null) begin insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = (select account_id from comments where id = new.comment_id) and not exists (select 1 from person_decisions where account_id = (select account_id from comments where id = new.comment_id));
  update person_decisions set holds = holds + 0, removals = removals + (case when new.ended_at is null then 1 else -1 end) where account_id = (select account_id from comments where id = new.comment_id); end;

CREATE TRIGGER removal_uncounted after delete on removals when old.ended_at is null begin insert into person_decisions (account_id, holds, removals) select id, 0, 0 from accounts where id = (select account_id from comments where id = old.comment_id) and not exists (select 1 from person_decisions where account_id = (select account_id from comments where id = old.comment_id));
  update person_decisions set holds = holds + 0, removals = removals + (-1) where account_id = (select account_id from comments where id = old.comment_id); end;

CREATE TABLE removals (
  id integer primary key,
  comment_id integer not null references comments (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text,
  never_published integer not null default 0
) strict;

CREATE UNIQUE INDEX removals_in_force on removals (comment_id) where ended_at is null;

CREATE TABLE reports (
  id integer primary key,
  comment_id integer not null references comments (id),
  reason text not null,
  email text not null,
  email_folded text not null,
  created_at integer not null,
  confirmed_at integer,
  answered_at integer,
  answered_by integer references accounts (id),
  verdict text,
  answer text,
  log_entry_id integer references log_entries (id)
) strict;

CREATE INDEX reports_by_email on reports (email_folded, created_at);

CREATE INDEX reports_by_time on reports (created_at);

CREATE UNIQUE INDEX reports_unanswered on reports (comment_id, email_folded) where answered_at is null;

CREATE INDEX reports_waiting on reports (confirmed_at, id) where confirmed_at is not null and answered_at is null;

CREATE TABLE returns (
  id integer primary key,
  article_id integer not null references articles (id),
  note text not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX returns_by_entry on returns (log_entry_id);

CREATE UNIQUE INDEX returns_in_force on returns (article_id) where ended_at is null;

CREATE TRIGGER own_saves_deleted after delete on saves when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_saves_inserted after insert on saves when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_saves_updated after update on saves when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE saves (
  id integer primary key,
  account_id integer not null references accounts (id),
  article_id integer references articles (id),
  comment_id integer references comments (id),
  note text not null,
  created_at integer not null,
  removed_at integer,
  check ((article_id is null) <> (comment_id is null))
) strict;

CREATE INDEX saves_by_account on saves (account_id, id) where removed_at is null;

CREATE UNIQUE INDEX saves_of_article on saves (account_id, article_id) where article_id is not null;

CREATE UNIQUE INDEX saves_of_comment on saves (account_id, comment_id) where comment_id is not null;

CREATE INDEX saves_removed on saves (removed_at) where removed_at is not null;

CREATE TABLE search_backlog (
  noun text primary key check (noun in ('article', 'comment')),
  up_to_id integer not null,
  last_id integer not null
) strict, without rowid;

CREATE TABLE search_entries (
  key integer primary key,
  noun text not null check (noun in ('article', 'comment')),
  noun_id integer not null,
  unique (noun, noun_id)
) strict;

CREATE TABLE search_years (
  year integer primary key,
  entries integer not null
) strict;

CREATE TABLE sections (
  id integer primary key,
  area_id integer not null references areas (id),
  slug text not null unique,
  name text not null unique,
  position integer not null,
  article_count integer not null default 0
  , closed_at integer) strict;

CREATE TRIGGER own_sessions_deleted after delete on sessions when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_sessions_inserted after insert on sessions when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_sessions_updated after update of expires_at, max_idle, ended_at, second_factor_at, confirmed_at on sessions when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE sessions (
  token_hash text primary key,
  account_id integer not null references accounts (id),
  created_at integer not null,
  last_used_at integer not null,
  expires_at integer not null
  , ended_at integer, browser text not null default '', network text not null default '', confirmed_at integer, max_idle integer, second_factor_at integer) strict, without rowid;

CREATE INDEX sessions_by_account on sessions (account_id);

CREATE TABLE settings (
  name text primary key,
  value text not null,
  changed_at integer not null
) strict, without rowid;

CREATE TRIGGER own_silences_deleted after delete on silences when old.person_id is not null begin insert into changes (topic, origin) values ('account:' || old.person_id, ''); end;

CREATE TRIGGER own_silences_inserted after insert on silences when new.person_id is not null begin insert into changes (topic, origin) values ('account:' || new.person_id, ''); end;

CREATE TRIGGER own_silences_updated after update on silences when new.person_id is not null begin insert into changes (topic, origin) values ('account:' || new.person_id, ''); end;

CREATE TABLE silences (
  id integer primary key,
  person_id integer not null references accounts (id),
  until_at integer,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX silences_by_person on silences (person_id, id);

CREATE TABLE site_holds (
  id integer primary key,
  until_at integer not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX site_holds_in_force on site_holds ((ended_at is null)) where ended_at is null;

CREATE TABLE slow_modes (
  id integer primary key,
  article_id integer not null references articles (id),
  minutes integer not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX slow_modes_in_force on slow_modes (article_id) where ended_at is null;

CREATE TABLE sources (
  id integer primary key,
  host text not null unique,
  article_count integer not null default 0
) strict;

CREATE INDEX sources_by_size on sources (article_count, id) where article_count > 0;

CREATE TABLE spam_marks (
  id integer primary key,
  comment_id integer not null references comments (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX spam_marks_in_force on spam_marks (comment_id) where ended_at is null;

CREATE TABLE stale_pictures (
  noun text not null check (noun in ('article', 'comment')),
  noun_id integer not null,
  primary key (noun, noun_id)
) strict, without rowid;

CREATE TABLE stale_search_entries (
  noun text not null check (noun in ('article', 'comment')),
  noun_id integer not null,
  primary key (noun, noun_id)
) strict, without rowid;

CREATE TABLE subscriptions (
  id integer primary key,
  comment_id integer not null unique references comments (id),
  email text not null,
  created_at integer not null,
  confirmed_at integer,
  ended_at integer
  , confirmed_by text) strict;

CREATE INDEX subscriptions_by_email on subscriptions (email, created_at);

CREATE INDEX subscriptions_by_key on subscriptions (confirmed_by) where confirmed_by is not null;

CREATE TABLE tag_merges (
  id integer primary key,
  tag_id integer not null references tags (id),
  into_id integer not null references tags (id),
  from_name text not null,
  to_name text not null,
  settled text,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX tag_merges_in_force on tag_merges (tag_id) where ended_at is null and tag_id <> into_id;

CREATE TABLE tags (
  id integer primary key,
  name text not null unique,
  folded text not null unique,
  article_count integer not null default 0
) strict;

CREATE INDEX tags_by_size on tags (article_count, id) where article_count > 0;

CREATE TABLE thread_holds (
  id integer primary key,
  article_id integer not null references articles (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX thread_holds_in_force on thread_holds (article_id) where ended_at is null;

CREATE TABLE thread_notices (
  id integer primary key,
  article_id integer not null references articles (id),
  text text not null,
  html text not null,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX thread_notices_in_force on thread_notices (article_id) where ended_at is null;

CREATE TABLE thread_settings (
  id integer primary key,
  article_id integer not null references articles (id),
  who_may_comment text not null check (who_may_comment in ('anyone', 'members', 'staff')),
  close_after_days integer,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX thread_settings_in_force on thread_settings (article_id) where ended_at is null;

CREATE TABLE tokens (
    id integer primary key,
    account_id integer not null references accounts (id),
    kind text not null check (kind in ('feed', 'api')),
    name text not null,
    prefix text not null,
    token_hash text not null unique,
    created_at integer not null,
    last_used_day text,
    unique (account_id, name)
  ) strict;

CREATE TABLE totp (
  account_id integer primary key references accounts (id),
  secret text not null,
  last_step integer not null,
  created_at integer not null
) strict;

CREATE TRIGGER own_trusts_deleted after delete on trusts when old.member_id is not null begin insert into changes (topic, origin) values ('account:' || old.member_id, ''); end;

CREATE TRIGGER own_trusts_inserted after insert on trusts when new.member_id is not null begin insert into changes (topic, origin) values ('account:' || new.member_id, ''); end;

CREATE TRIGGER own_trusts_updated after update on trusts when new.member_id is not null begin insert into changes (topic, origin) values ('account:' || new.member_id, ''); end;

CREATE TABLE trusts (
  id integer primary key,
  member_id integer not null references accounts (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX trusts_in_force on trusts (member_id) where ended_at is null;

CREATE TABLE unpublishings (
  id integer primary key,
  article_id integer not null references articles (id),
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE UNIQUE INDEX unpublishings_in_force on unpublishings (article_id) where ended_at is null;

CREATE TABLE unsent_texts (
  id integer primary key,
  writer text not null,
  page text not null,
  field text not null,
  body text not null,
  form_key text not null,
  revision integer not null default 1,
  created_at integer not null,
  changed_at integer not null
) strict;

CREATE INDEX unsent_texts_by_form on unsent_texts (form_key);

CREATE INDEX unsent_texts_by_time on unsent_texts (changed_at);

CREATE INDEX unsent_texts_by_writer on unsent_texts (writer, page);

CREATE TABLE uploads (
  id integer primary key,
  hash text not null,
  name text not null,
  account_id integer references accounts (id),
  alt text not null,
  created_at integer not null,
  unique (hash, account_id)
) strict;

CREATE INDEX uploads_by_account on uploads (account_id, created_at);

CREATE TRIGGER own_visits_deleted after delete on visits when old.account_id is not null begin insert into changes (topic, origin) values ('account:' || old.account_id, ''); end;

CREATE TRIGGER own_visits_inserted after insert on visits when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TRIGGER own_visits_updated after update of highlight_new on visits when new.account_id is not null begin insert into changes (topic, origin) values ('account:' || new.account_id, ''); end;

CREATE TABLE visits (
  account_id integer primary key references accounts (id),
  highlight_new integer not null default 1 check (highlight_new in (0, 1)),
  visited_at integer not null,
  new_since integer not null
) strict;

CREATE TRIGGER own_warnings_deleted after delete on warnings when old.person_id is not null begin insert into changes (topic, origin) values ('account:' || old.person_id, ''); end;

CREATE TRIGGER own_warnings_inserted after insert on warnings when new.person_id is not null begin insert into changes (topic, origin) values ('account:' || new.person_id, ''); end;

CREATE TRIGGER own_warnings_updated after update on warnings when new.person_id is not null begin insert into changes (topic, origin) values ('account:' || new.person_id, ''); end;

CREATE TABLE warnings (
  id integer primary key,
  person_id integer not null references accounts (id),
  acknowledged_at integer,
  account_id integer references accounts (id),
  reason text not null,
  log_entry_id integer not null references log_entries (id),
  created_at integer not null,
  ended_at integer,
  ended_by integer references accounts (id),
  end_reason text
) strict;

CREATE INDEX warnings_by_person on warnings (person_id, id);

CREATE TABLE withdrawals (
  id integer primary key,
  comment_id integer not null references comments (id),
  account_id integer references accounts (id),
  state_before text not null check (state_before in ('live', 'held', 'spam')),
  created_at integer not null,
  ended_at integer
) strict;

CREATE INDEX withdrawals_by_comment on withdrawals (comment_id);

CREATE UNIQUE INDEX withdrawals_in_force on withdrawals (comment_id) where ended_at is null;
