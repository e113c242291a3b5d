-- Songs in more than one format: not every browser plays Ogg. Each is there in all tiers.
alter table songs
  add column other_formats text[] not null default '{}'
  check (other_formats <@ '{ogg,aac}' and format <> all (other_formats));
