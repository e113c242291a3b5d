import { ApiError } from "../api/client.ts";
import { playlist, setSongs } from "../api/music.ts";

/** Others may change the list between two requests; hardly so often in a row. */
const ATTEMPTS = 3;
const CHANGED_MEANWHILE = 412;

/** Puts a song at a playlist's end. @returns false if it was in there already. */
export async function addTo(id: string, song: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const { songs, etag } = await playlist(id);
    const ids = songs.map((one) => one.id);
    if (ids.includes(song)) return false;
    try {
      await setSongs(id, [...ids, song], etag);
      return true;
    } catch (error) {
      const again = error instanceof ApiError && error.status === CHANGED_MEANWHILE;
      if (!again || attempt === ATTEMPTS) throw error;
    }
  }
}
