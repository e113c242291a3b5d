-- A like that was taken back could leave a song with old plays as cold as one that was never heard,
-- since beside a new like they are a billionth, which is rounding.

-- Counts plays (0, n), a like (1, 0), or a like that was taken back (-1, 0) and was given then. What
-- is left of older likes and plays is not forgotten: it is kept as half a billionth of the event.
create or replace function music_count(song uuid, liked integer, played integer, at timestamptz)
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
    heat = case
      when liked >= 0 then music_warmed(kept.heat, event)
      when kept.likes + liked = 0 and kept.plays + played = 0 then '-infinity'
      else greatest(music_cooled(kept.heat, event), event - 31) end
  returning 4 * likes + plays into total;
  magnitude := floor(ln(1 + total) / ln(2));
  update songs set popularity = magnitude where id = song and popularity <> magnitude;
end
$$;

-- Those that are cold already: as hot as the latest of what is left.
update song_stats s set heat = coalesce(greatest(
    (select max(music_event_heat(4, liked_at)) from user_likes l where l.song_id = s.song_id),
    (select max(music_event_heat(plays, last_at)) from song_plays p where p.song_id = s.song_id)
  ), heat)
where heat = '-infinity' and (likes > 0 or plays > 0);
