/** What of an audio element the engine needs. */
export interface AudioElement extends EventTarget {
  src: string;
  currentTime: number;
  readonly duration: number;
  readonly paused: boolean;
  readonly ended: boolean;
  play(): Promise<void>;
  pause(): void;
  load(): void;
  removeAttribute(name: string): void;
}

/** An address that plays until it ends. */
export interface Address {
  readonly url: string;
  readonly expires_at: string;
}

export type AddressOf = (signal: AbortSignal) => Promise<Address>;

export interface EngineState {
  readonly status: "empty" | "loading" | "ready" | "failed";
  /** Whether it shall play: true also while it waits for data. */
  readonly playing: boolean;
  readonly seconds: number;
  /** Why it failed, as a sentence. */
  readonly problem: string | undefined;
}

const SILENT: EngineState = { status: "empty", playing: false, seconds: 0, problem: undefined };

/** An address that ends so soon is asked for anew before it is played. */
const MARGIN_MS = 10_000;

/** Plays one song after another on an audio element, and renews addresses that have ended. */
export class Engine {
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;
  #audio: AudioElement | undefined;
  #addressOf: AddressOf | undefined;
  #asking = new AbortController();
  #expires = 0;
  /** Whether the address was renewed since the song last sounded. */
  #renewed = false;
  #state = SILENT;
  /** Told when a song has come to its end. */
  onEnded: () => void = () => undefined;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  readonly state = (): EngineState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes an element; what is returned gives it back. */
  readonly attach = (audio: AudioElement): (() => void) => {
    this.#audio = audio;
    const leaving = new AbortController();
    const on = (type: string, act: () => void) => {
      audio.addEventListener(type, act, { signal: leaving.signal });
    };
    on("timeupdate", () => {
      // Until the new source has data, the element is at its beginning.
      if (this.#state.status === "ready") this.#set({ seconds: audio.currentTime });
    });
    on("loadedmetadata", () => {
      this.#set({ status: "ready" });
      // Someone may have asked for it while it was on its way.
      if (this.#state.playing) this.#start();
    });
    on("playing", () => {
      this.#renewed = false;
      this.#set({ status: "ready", playing: true });
    });
    on("pause", () => {
      // The end is no wish to stop: the next song plays.
      if (!audio.ended && this.#state.status === "ready") this.#set({ playing: false });
    });
    on("ended", () => {
      this.onEnded();
    });
    on("error", () => {
      this.#broken();
    });
    return () => {
      leaving.abort();
      this.#asking.abort();
      audio.pause();
      this.#audio = undefined;
    };
  };

  /** Turns to another song, or the same in another form; it plays if the one before did. */
  load(addressOf: AddressOf, from = 0): void {
    this.#addressOf = addressOf;
    this.#renewed = false;
    void this.#fetch(from);
  }

  empty(): void {
    this.#asking.abort();
    this.#addressOf = undefined;
    this.#audio?.pause();
    this.#audio?.removeAttribute("src");
    this.#audio?.load();
    this.#set(SILENT);
  }

  /** Says that what comes next shall play. */
  wish(): void {
    this.#set({ playing: true });
  }

  play(): void {
    this.#set({ playing: true });
    const { status, seconds } = this.#state;
    if (status === "failed" || (status === "ready" && this.#isOver())) void this.#fetch(seconds);
    else if (status === "ready") this.#start();
  }

  pause(): void {
    this.#set({ playing: false });
    this.#audio?.pause();
  }

  seek(seconds: number): void {
    if (this.#audio !== undefined) this.#audio.currentTime = seconds;
    this.#set({ seconds });
  }

  #isOver(): boolean {
    return this.#now() > this.#expires - MARGIN_MS;
  }

  async #fetch(from: number): Promise<void> {
    const addressOf = this.#addressOf;
    if (addressOf === undefined) return;
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    // In this order, for a pause while it loads is none of the user's.
    this.#set({ status: "loading", seconds: from, problem: undefined });
    this.#audio?.pause();
    try {
      const { url, expires_at } = await addressOf(asking.signal);
      if (asking.signal.aborted || this.#audio === undefined) return;
      this.#expires = Date.parse(expires_at);
      this.#audio.src = url;
      this.#audio.currentTime = this.#state.seconds;
      if (this.#state.playing) this.#start();
    } catch (error) {
      if (asking.signal.aborted) return;
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #start(): void {
    this.#audio?.play().catch((error: unknown) => {
      const name = error instanceof DOMException ? error.name : "";
      // Without a click the browser lets nothing sound; the other errors have an event.
      if (name === "NotAllowedError") this.#set({ status: "ready", playing: false });
    });
  }

  /** The element could not go on: with another address it may, but only so often. */
  #broken(): void {
    if (this.#state.status === "empty") return;
    if (this.#renewed) this.#fail("This song can't be played here.");
    else {
      this.#renewed = true;
      void this.#fetch(this.#state.seconds);
    }
  }

  #fail(problem: string): void {
    this.#set({ status: "failed", playing: false, problem });
  }

  #set(change: Partial<EngineState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
