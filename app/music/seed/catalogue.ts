import type { Tune } from "./tune.ts";

/** An artist of the seed. All names, titles and texts here are invented. */
export interface SeedArtist {
  readonly name: string;
  readonly bio: string;
  readonly genre: string;
  readonly songs: readonly SeedSong[];
}

export interface SeedSong {
  readonly title: string;
  readonly tune: Tune;
}

const song = (title: string, tune: Tune): SeedSong => ({ title, tune });

/** Seven artists with four songs each. */
export const SEED_ARTISTS: readonly SeedArtist[] = [
  {
    name: "Velvet Harbour",
    bio: "Slow evenings by the water, played on two organs.",
    genre: "ambient",
    songs: [
      song("Low Tide Lanterns", {
        root: 45,
        mode: "minor",
        tempo: 66,
        voice: "organ",
        beat: "none",
      }),
      song("Glass Ferry", { root: 48, mode: "major", tempo: 72, voice: "bell", beat: "none" }),
      song("Nine Kinds of Fog", {
        root: 43,
        mode: "dorian",
        tempo: 60,
        voice: "organ",
        beat: "soft",
      }),
      song("Anchor Sleep", { root: 50, mode: "major", tempo: 63, voice: "pad", beat: "none" }),
    ],
  },
  {
    name: "Ólafía Brekkan",
    bio: "Songs from a valley that is on no map.",
    genre: "folk",
    songs: [
      song("Sjö Fjöll", { root: 52, mode: "dorian", tempo: 92, voice: "pluck", beat: "soft" }),
      song("The Wool Road", { root: 47, mode: "major", tempo: 104, voice: "pluck", beat: "soft" }),
      song("Snow on the Radio", {
        root: 45,
        mode: "minor",
        tempo: 84,
        voice: "bell",
        beat: "none",
      }),
      song("Grandmother Moss", {
        root: 50,
        mode: "dorian",
        tempo: 96,
        voice: "pluck",
        beat: "none",
      }),
    ],
  },
  {
    name: "Kettle & Comet",
    bio: "A quartet that met in a queue for tea.",
    genre: "jazz",
    songs: [
      song("Spoon Theory Blues", {
        root: 46,
        mode: "blues",
        tempo: 118,
        voice: "reed",
        beat: "swing",
      }),
      song("Don't Wake the Clarinet", {
        root: 41,
        mode: "dorian",
        tempo: 132,
        voice: "reed",
        beat: "swing",
      }),
      song("Saucer, Interrupted", {
        root: 48,
        mode: "blues",
        tempo: 144,
        voice: "organ",
        beat: "swing",
      }),
      song("Halley at Half Past", {
        root: 43,
        mode: "major",
        tempo: 108,
        voice: "bell",
        beat: "swing",
      }),
    ],
  },
  {
    name: "Relay Nine",
    bio: "Machines that were told to be gentle, and sometimes are.",
    genre: "techno",
    songs: [
      song("Copper Weather", { root: 38, mode: "minor", tempo: 126, voice: "saw", beat: "four" }),
      song("Loopback Heart", {
        root: 40,
        mode: "dorian",
        tempo: 128,
        voice: "square",
        beat: "four",
      }),
      song("404 Suns", { root: 36, mode: "minor", tempo: 132, voice: "saw", beat: "four" }),
      song("Soft Reset", { root: 43, mode: "minor", tempo: 122, voice: "pad", beat: "four" }),
    ],
  },
  {
    name: "The Paper Giraffes",
    bio: "Three guitars, one of them borrowed.",
    genre: "rock",
    songs: [
      song("Ladder to the Kitchen", {
        root: 40,
        mode: "blues",
        tempo: 140,
        voice: "square",
        beat: "rock",
      }),
      song("Tall Problems", { root: 45, mode: "minor", tempo: 152, voice: "saw", beat: "rock" }),
      song("Origami Riot", { root: 43, mode: "major", tempo: 160, voice: "square", beat: "rock" }),
      song("Fold Me Twice", { root: 38, mode: "minor", tempo: 128, voice: "saw", beat: "rock" }),
    ],
  },
  {
    name: "Señora Búho",
    bio: "Dances for owls, and for people who are up as late.",
    genre: "waltz",
    songs: [
      song("Vals de la Lámpara", {
        root: 45,
        mode: "minor",
        tempo: 168,
        voice: "reed",
        beat: "waltz",
      }),
      song("Three Feathers", {
        root: 50,
        mode: "major",
        tempo: 174,
        voice: "pluck",
        beat: "waltz",
      }),
      song("Medianoche y Cuarto", {
        root: 47,
        mode: "minor",
        tempo: 156,
        voice: "reed",
        beat: "waltz",
      }),
      song("Dos Lunas, Una Silla", {
        root: 43,
        mode: "dorian",
        tempo: 162,
        voice: "bell",
        beat: "waltz",
      }),
    ],
  },
  {
    name: "Mirela Oxbow",
    bio: "Plays rivers; this one is in the left hand.",
    genre: "ambient",
    songs: [
      song("Slow River, Left Bank", {
        root: 41,
        mode: "major",
        tempo: 70,
        voice: "pluck",
        beat: "none",
      }),
      song("Meander", { root: 44, mode: "dorian", tempo: 76, voice: "pad", beat: "soft" }),
      song("The Heron Counts", { root: 48, mode: "minor", tempo: 68, voice: "bell", beat: "none" }),
      song("Delta", { root: 39, mode: "major", tempo: 64, voice: "pad", beat: "soft" }),
    ],
  },
];

/** First names of the fifty users; two that are alike are told apart by their number. */
export const SEED_NAMES: readonly string[] = [
  ..."Ada Bao Cleo Dov Esi Finn Gala Hugo Ines Jun Kofi Lena Milo Nia Otis Pia Quin Ravi".split(
    " ",
  ),
  ..."Suri Timo Uma Vito Wren Xia Yuri Zoe Amal Bela Cato Dina Emil Faye Gus Hana Ivo Jaya".split(
    " ",
  ),
  ..."Kai Lior Mara Nils Olga Petra Rolf Siri Tove Udo Vera Wim Yara Zeno".split(" "),
];

/** Playlists of the first users. */
export const SEED_PLAYLISTS: readonly { readonly name: string; readonly is_public: boolean }[] = [
  { name: "Rain on the window", is_public: true },
  { name: "Kitchen dancing", is_public: true },
  { name: "Long walk home", is_public: true },
  { name: "Do not disturb", is_public: false },
  { name: "Sunday, slowly", is_public: true },
  { name: "For the night shift", is_public: true },
  { name: "Not for sharing", is_public: false },
  { name: "Songs to fold laundry to", is_public: true },
];
