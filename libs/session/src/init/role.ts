/** What a recording is in the mix. */
export type Role =
  | 'kick'
  | 'snare'
  | 'hats'
  | 'cymbals'
  | 'toms'
  | 'overheads'
  | 'room'
  | 'percussion'
  | 'drums'
  | 'bass'
  | 'vocal'
  | 'backing'
  | 'guitar'
  | 'acoustic'
  | 'keys'
  | 'synth'
  | 'pad'
  | 'strings'
  | 'brass'
  | 'fx'
  | 'other'

/** What is mixed together. */
export type Family = 'drums' | 'bass' | 'vocals' | 'music' | 'effects'

export interface RoleFacts {
  family: Family
  /** How it is called in sentences. */
  title: string
  /** Loudness of its part of a mix at -17 LUFS, all recordings of the role together. LUFS */
  partLufs: number
  /** How far mono recordings are spread to the sides, by turns. 0 leaves them in the middle. */
  spread: number
  /** A single mono recording is spread too. */
  isNeverCentred?: true
}

/**
 * Every role, in the order of the mix file. The levels are a habit of mixing, not a rule: the voice on top, kick, snare
 * and bass close behind, what fills the room far below.
 */
export const ROLES: Readonly<Record<Role, RoleFacts>> = {
  kick: { family: 'drums', title: 'kick', partLufs: -24, spread: 0 },
  snare: { family: 'drums', title: 'snare', partLufs: -24.5, spread: 0 },
  hats: { family: 'drums', title: 'hi-hats', partLufs: -33, spread: 15, isNeverCentred: true },
  cymbals: { family: 'drums', title: 'cymbals', partLufs: -32, spread: 40, isNeverCentred: true },
  toms: { family: 'drums', title: 'toms', partLufs: -28, spread: 30 },
  overheads: { family: 'drums', title: 'overheads', partLufs: -28, spread: 80 },
  room: { family: 'drums', title: 'room microphones', partLufs: -32, spread: 80 },
  percussion: { family: 'drums', title: 'percussion', partLufs: -30, spread: 25, isNeverCentred: true },
  drums: { family: 'drums', title: 'drums', partLufs: -21, spread: 0 },
  bass: { family: 'bass', title: 'bass', partLufs: -23, spread: 0 },
  vocal: { family: 'vocals', title: 'lead vocal', partLufs: -21, spread: 0 },
  backing: { family: 'vocals', title: 'backing vocals', partLufs: -27, spread: 45 },
  guitar: { family: 'music', title: 'guitar', partLufs: -25, spread: 60 },
  acoustic: { family: 'music', title: 'acoustic guitar', partLufs: -27, spread: 40 },
  keys: { family: 'music', title: 'keys', partLufs: -26, spread: 25 },
  synth: { family: 'music', title: 'synthesiser', partLufs: -25, spread: 30 },
  pad: { family: 'music', title: 'pad', partLufs: -29, spread: 40 },
  strings: { family: 'music', title: 'strings', partLufs: -27, spread: 40 },
  brass: { family: 'music', title: 'winds and brass', partLufs: -27, spread: 30 },
  fx: { family: 'effects', title: 'effects', partLufs: -29, spread: 0 },
  other: { family: 'music', title: 'no known instrument', partLufs: -26, spread: 0 },
}
