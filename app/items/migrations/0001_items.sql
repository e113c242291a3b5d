-- What the door `items` keeps.
create table items (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  description text not null default '' check (length(description) <= 4000),
  -- Grows by one with each change: what ETag and cache go by.
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- Pages go from new to old; the id decides between items of one moment.
create index items_newest on items (created_at desc, id desc);
