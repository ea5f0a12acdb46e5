import type { Confidence } from './targets.ts'

/** What a player's volume levelling does to a master, and where that is written. */
export interface Player {
  readonly name: string
  /** Built-in target whose deliveries it plays; null for a recommendation that nobody delivers to. */
  readonly target: string | null
  /** Loudness that a track on its own is brought to. LUFS; null where nothing is levelled. */
  readonly trackLufs: number | null
  /**
   * How a quiet track is raised: not at all, up to 1 dB under full scale (true peak), or all the way with a limiter
   * that holds samples there.
   */
  readonly raises: 'no' | 'to -1 dBTP' | 'with a limiter'
  /** How the tracks of an album are levelled together; null where each is levelled on its own. */
  readonly album: AlbumRule | null
  readonly source: string
  readonly confidence: Confidence
  /** When the source was last looked at. */
  readonly date: string
}

/** One gain for all tracks of an album: its pooled loudness, or that of its loudest track, is brought to `lufs`. */
export interface AlbumRule {
  readonly by: 'pooled loudness' | 'loudest track'
  readonly lufs: number
}

const DATE = '2026-11-22'
const pooled = (lufs: number): AlbumRule => ({ by: 'pooled loudness', lufs })
const loudest = (lufs: number): AlbumRule => ({ by: 'loudest track', lufs })

const SPOTIFY = {
  target: 'spotify',
  source: "Spotify's support pages: raised only while 1 dB of headroom stays; an album played as one shares its gain",
  confidence: 'published',
  date: DATE,
} as const
const AS_IT_IS = { trackLufs: null, raises: 'no', album: null, date: DATE } as const

/** What is known of players, each row as sure as its source. Where nothing says that a player raises, it does not. */
export const PLAYERS: readonly Player[] = [
  { ...SPOTIFY, name: 'Spotify Normal', trackLufs: -14, raises: 'to -1 dBTP', album: pooled(-14) },
  {
    ...SPOTIFY,
    name: 'Spotify Loud',
    trackLufs: -11,
    raises: 'with a limiter',
    album: pooled(-11),
    source: "Spotify's support pages: raised with a limiter at -1 dB (samples), 5 ms attack, 100 ms decay",
  },
  { ...SPOTIFY, name: 'Spotify Quiet', trackLufs: -19, raises: 'to -1 dBTP', album: pooled(-19) },
  {
    ...AS_IT_IS,
    name: 'Spotify web player',
    target: 'spotify',
    source: "Spotify's support pages: the web player and third-party devices level nothing",
    confidence: 'published',
  },
  {
    name: 'Apple Music',
    target: 'apple',
    trackLufs: -16,
    raises: 'to -1 dBTP',
    album: pooled(-16),
    source: 'trade press (Production Expert, iZotope): Sound Check, on by default, raises within the headroom',
    confidence: 'reported',
    date: DATE,
  },
  {
    name: 'YouTube',
    target: 'youtube',
    trackLufs: -14,
    raises: 'no',
    album: null,
    source: 'measured by third parties, unpublished: -14 LUFS since about 2019, -13 before; down only',
    confidence: 'reported',
    date: DATE,
  },
  {
    name: 'YouTube Music',
    target: 'youtube',
    trackLufs: -7,
    raises: 'no',
    album: null,
    source: 'one measurement (productionadvice, 2023): about -7 LUFS',
    confidence: 'disputed',
    date: DATE,
  },
  {
    name: 'TIDAL',
    target: 'tidal',
    trackLufs: -14,
    raises: 'no',
    album: loudest(-14),
    source: 'study by Eelco Grimm for TIDAL: the loudest track of its album at -14 LUFS, also inside playlists',
    confidence: 'reported',
    date: DATE,
  },
  {
    name: 'Amazon Music',
    target: 'amazon',
    trackLufs: -14,
    raises: 'no',
    album: null,
    source: 'unofficial: -14 LUFS, down only; nothing is known of albums',
    confidence: 'reported',
    date: DATE,
  },
  {
    name: 'Deezer',
    target: 'deezer',
    trackLufs: -15,
    raises: 'no',
    album: null,
    source: 'trade press: -15 LUFS, cannot be switched off; whether it raises is not known',
    confidence: 'reported',
    date: DATE,
  },
  {
    name: 'SoundCloud',
    target: 'soundcloud',
    trackLufs: -14,
    raises: 'no',
    album: null,
    source: 'sources disagree: none, or -14 LUFS',
    confidence: 'disputed',
    date: DATE,
  },
  {
    name: 'Pandora',
    target: 'pandora',
    trackLufs: -14,
    raises: 'no',
    album: null,
    source: 'trade press: about -14 LUFS by a measure of its own; whether it raises is not known',
    confidence: 'disputed',
    date: DATE,
  },
  {
    ...AS_IT_IS,
    name: 'Qobuz',
    target: 'qobuz',
    source: 'trade press: levels nothing',
    confidence: 'reported',
  },
  {
    ...AS_IT_IS,
    name: 'Bandcamp',
    target: 'bandcamp',
    source: 'trade press: levels nothing',
    confidence: 'reported',
  },
  {
    name: 'AES TD1008',
    target: null,
    trackLufs: -16,
    raises: 'no',
    album: loudest(-14),
    source: "the Audio Engineering Society's advice to services (AES77-2023), transcribed: tracks -16, albums -14 LUFS",
    confidence: 'reported',
    date: DATE,
  },
]

/** The players of what is delivered to a built-in target. */
export function playersOf(target: string): readonly Player[] {
  return PLAYERS.filter((player) => player.target === target)
}
