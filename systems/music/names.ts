import type { Environment } from "../../components/shared/environment.ts";

/** Value of the `System` tag on all that the music consists of: its costs are told apart by it. */
export const MUSIC_SYSTEM = "music";

/** The environment, with the tags of what is the music's. */
export function taggedAsMusic(environment: Environment): Environment {
  return { ...environment, tags: { ...environment.tags, System: MUSIC_SYSTEM } };
}

/** Identifier of the host, of the service, and of what they are reached by. */
export const MUSIC = "music";
/** Identifier of the bucket with the tracks. */
export const AUDIO = "music-audio";
/** Identifier of the bucket with the page. */
export const PAGE = "music-page";
/** Identifier of the bucket from which a host fetches the application. */
export const ARTEFACTS = "music-artefacts";
/** Identifier of the bucket that a host keeps its certificate in, for the next one. */
export const CERTIFICATES = "music-certificates";
/** Key of the object with it. */
export const CERTIFICATE_KEY = "letsencrypt.tar";
/** Paths of the API, as the application serves them. */
export const API_PATHS = "/api/*";
