-- What the door `music` keeps. docs/music-queries.md tells what each question costs.

-- Both are extensions that PostgreSQL trusts: the owner of the tables may create them.
create extension if not exists pg_trgm with schema public;
create extension if not exists unaccent with schema public;

-- Text as the search compares it: without case, accents and punctuation, its words parted by one
-- blank. The collation is named so that the database's own changes nothing; `unaccent` is not
-- immutable by its own word, for its rules are a file, which we don't change. Some characters unfold
-- to many, so the length has an end: an index holds no more than 2.7 kB.
create function music_fold(text) returns text
language sql immutable strict parallel safe as $$
  select btrim(left(regexp_replace(regexp_replace(
    lower(public.unaccent('public.unaccent', normalize($1, NFKC)) collate "und-x-icu"),
    '[''’]', '', 'g'), '[[:punct:][:space:][:cntrl:]$+<=>^`|~]+', ' ', 'g'), 200))
$$;

-- The words of folded text at their places, all of one weight. PostgreSQL's own parser would take
-- some of them for addresses, and drop what it takes for none.
create function music_words_at(folded text, weight text) returns tsvector
language sql immutable strict parallel safe as $$
  select coalesce(string_agg(format('''%s'':%s%s', word, place, weight), ' '), '')::tsvector
  from unnest(string_to_array(folded, ' ')) with ordinality as words (word, place)
$$;

-- All words of folded text; the last may be the beginning of one, for someone may be typing it.
create function music_query(folded text) returns tsquery
language sql immutable strict parallel safe as $$
  select case when folded = '' then ''::tsquery
    else ('''' || replace(folded, ' ', ''' & ''') || ''':*')::tsquery end
$$;

-- Whether whole words are followed by one or two letters.
create function music_is_begun(folded text) returns boolean
language sql immutable strict parallel safe as $$ select folded ~ ' [^ ]{1,2}$' $$;

-- The part of it for which an index is asked. After whole words, the first letters of one more are
-- no help: so many words begin with them that to gather their songs takes longer than all the rest.
create function music_query_indexed(folded text) returns tsquery
language sql immutable strict parallel safe as $$
  select case when music_is_begun(folded)
    then ('''' || replace(regexp_replace(folded, ' [^ ]+$', ''), ' ', ''' & ''') || '''')::tsquery
    else music_query(folded) end
$$;

create table artists (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  bio text not null default '' check (length(bio) <= 4000),
  image_url text check (length(image_url) <= 2000),
  name_key text not null generated always as (music_fold(name)) stored,
  search tsvector not null generated always as (music_words_at(music_fold(name), 'A')) stored,
  -- What songs refer to.
  unique (id, name)
);
create index artists_by_name on artists (name_key, id);
create index artists_search on artists using gin (search) with (fastupdate = off);

create table songs (
  id uuid primary key,
  title text not null check (length(title) between 1 and 200),
  artist_id uuid not null,
  -- Beside the id, so that one index finds a song by its title and its artist together.
  artist_name text not null,
  duration_ms integer not null check (duration_ms between 1 and 86400000),
  -- Where the audio is: `{s3_key}/{tier}.{format}`.
  s3_key text not null check (length(s3_key) <= 500 and s3_key ~ '^[A-Za-z0-9/_-]+$'),
  format text not null check (format in ('ogg', 'aac')),
  -- The highest tier in kbit/s; the lower ones are there as well.
  bitrate smallint not null check (bitrate in (64, 128, 320)),
  genre text not null check (length(genre) between 1 and 50),
  -- Magnitude of all its likes and plays (see music_count): a number that changes seldom, since
  -- each change rewrites the row's entries in all indexes.
  popularity smallint not null default 0 check (popularity >= 0),
  title_key text not null generated always as (music_fold(title)) stored,
  search tsvector not null generated always as
    (music_words_at(music_fold(title), 'A') || music_words_at(music_fold(artist_name), 'B')) stored,
  foreign key (artist_id, artist_name) references artists (id, name) on update cascade,
  -- What song_stats refers to.
  unique (id, genre)
);
-- How many songs have a word decides how they are best found; the planner knows it of this many.
alter table songs alter column search set statistics 1000;
create index songs_by_artist on songs (artist_id, popularity desc, id);
create index songs_by_title on songs (title_key, popularity desc, id);
-- Holds what a search looks at: one for common words reads thousands of songs, and would read each
-- from another page of the table.
create index songs_by_popularity on songs (popularity desc, id) include (title_key, search);
-- Without a list of pending entries, which every search would read through.
create index songs_search on songs using gin (search) with (fastupdate = off);

-- Every word of a title or a name, once: what typing errors are compared with.
create table music_words (word text primary key);
create index music_words_alike on music_words using gist (word gist_trgm_ops (siglen = 32));

create function music_learn() returns trigger language plpgsql as $$
begin
  -- In order, so that two that learn the same words wait for each other and never deadlock.
  insert into music_words
  select distinct word from added, unnest(tsvector_to_array(added.search)) as word order by word
  on conflict do nothing;
  return null;
end
$$;
create function music_relearn() returns trigger language plpgsql as $$
begin
  insert into music_words
  select word from unnest(tsvector_to_array(new.search)) as word order by word
  on conflict do nothing;
  return null;
end
$$;
create trigger learn after insert on artists referencing new table as added
  for each statement execute function music_learn();
create trigger learn after insert on songs referencing new table as added
  for each statement execute function music_learn();
create trigger relearn after update of name on artists
  for each row execute function music_relearn();
create trigger relearn after update of title on songs
  for each row execute function music_relearn();

create table users (
  id uuid primary key,
  cognito_sub text not null unique check (length(cognito_sub) between 1 and 256),
  display_name text not null check (length(display_name) between 1 and 200),
  created_at timestamptz not null default now()
);

create table playlists (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  name text not null check (length(name) between 1 and 200),
  is_public boolean not null,
  created_at timestamptz not null default now(),
  -- Grows by one with each change: what its ETag goes by.
  version integer not null default 1 check (version > 0)
);
create index playlists_of_user on playlists (user_id, created_at desc, id);

create table playlist_songs (
  playlist_id uuid not null references playlists on delete cascade,
  song_id uuid not null references songs on delete cascade,
  position integer not null check (position >= 0),
  primary key (playlist_id, song_id),
  -- Checked at a statement's end: one statement moves many songs.
  unique (playlist_id, position) deferrable initially immediate
);
create index playlist_songs_by_song on playlist_songs (song_id);

create table user_likes (
  user_id uuid not null references users on delete cascade,
  song_id uuid not null references songs on delete cascade,
  liked_at timestamptz not null default now(),
  primary key (user_id, song_id)
);
create index user_likes_newest on user_likes (user_id, liked_at desc, song_id);
create index user_likes_by_song on user_likes (song_id);

create table user_follows (
  user_id uuid not null references users on delete cascade,
  artist_id uuid not null references artists on delete cascade,
  followed_at timestamptz not null default now(),
  primary key (user_id, artist_id)
);
create index user_follows_by_artist on user_follows (artist_id);

-- Who played what, how often and when last.
create table song_plays (
  user_id uuid not null references users on delete cascade,
  song_id uuid not null references songs on delete cascade,
  plays integer not null default 1 check (plays > 0),
  last_at timestamptz not null default now(),
  primary key (user_id, song_id)
);
create index song_plays_by_song on song_plays (song_id);

-- Songs that were ever liked or played. `heat` is what trending songs are ordered by:
--   log2 of the sum over all plays and likes of weight × 2 ^ (time / 3 days)
-- where a play weighs 1 and a like 4. So an event counts twice as much as one three days older, and
-- since all of them lose by the same factor as time goes on, the order holds without any refresh.
create table song_stats (
  song_id uuid primary key,
  genre text not null,
  likes integer not null default 0 check (likes >= 0),
  plays bigint not null default 0 check (plays >= 0),
  heat double precision not null,
  foreign key (song_id, genre) references songs (id, genre) on update cascade on delete cascade
);
create index song_stats_hottest on song_stats (heat desc, song_id);
create index song_stats_hottest_of_genre on song_stats (genre, heat desc, song_id);

create function music_event_heat(weight double precision, at timestamptz) returns double precision
language sql immutable strict parallel safe as $$
  select ln(weight) / ln(2) + extract(epoch from at)::double precision / 259200
$$;

-- Adds an event. Beyond 2^60 to 1 the lesser one changes nothing, and 2^-n would be no number.
create function music_warmed(heat double precision, event double precision)
returns double precision language sql immutable strict parallel safe as $$
  select case when heat = '-infinity' then event
    else greatest(heat, event) + ln(1 + 2 ^ -least(60, abs(heat - event))) / ln(2) end
$$;

-- Takes an event away again; what is left below a billionth of it is rounding.
create function music_cooled(heat double precision, event double precision)
returns double precision language sql immutable strict parallel safe as $$
  select case
    when event < heat - 60 then heat
    when event - heat > -1e-9 then '-infinity'
    else heat + ln(1 - 2 ^ (event - heat)) / ln(2) end
$$;

-- Counts plays (0, n), a like (1, 0), or a like that was taken back (-1, 0) and was given then.
create function music_count(song uuid, liked integer, played integer, at timestamptz)
returns void language plpgsql as $$
declare
  event constant double precision :=
    music_event_heat(case when liked = 0 then played else 4 end, at);
  total bigint;
  magnitude smallint;
begin
  insert into song_stats as kept (song_id, genre, likes, plays, heat)
  select id, genre, greatest(liked, 0), played, event from songs where id = song
  on conflict (song_id) do update set
    likes = kept.likes + liked,
    plays = kept.plays + played,
    heat = case when liked < 0 then music_cooled(kept.heat, event)
      else music_warmed(kept.heat, event) end
  returning 4 * likes + plays into total;
  magnitude := floor(ln(1 + total) / ln(2));
  update songs set popularity = magnitude where id = song and popularity <> magnitude;
end
$$;
