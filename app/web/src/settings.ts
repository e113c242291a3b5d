import { PAGE_SETTINGS_PATH, type PageSettings } from "../../contract.ts";

let loaded: PageSettings | undefined;

/** Asks for the settings, which come with the page. @throws Error where there are none. */
export async function loadSettings(): Promise<void> {
  const answer = await fetch(PAGE_SETTINGS_PATH, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${PAGE_SETTINGS_PATH} answers ${answer.status}`);
  // Whoever serves the page fills that type.
  loaded = (await answer.json()) as PageSettings;
}

export function settings(): PageSettings {
  if (loaded === undefined) throw new Error("the page's settings are not there yet");
  return loaded;
}
