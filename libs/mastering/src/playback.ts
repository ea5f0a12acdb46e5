import type { Measurement } from '@mixwright/metering'
import type { Player } from './players.ts'

/** What a player's gain follows from. */
export type Heard = Pick<Measurement, 'integratedLufs' | 'truePeakDbtp' | 'samplePeakDbfs'>

/** An album: its pooled loudness and its highest peaks, and the loudness of its loudest track. */
export interface HeardAlbum extends Heard {
  loudestLufs: number
}

/** What a listener gets from a player that levels. */
export interface Playback {
  player: string
  mode: 'track' | 'album'
  /** What the player brings the track, or the album, to. LUFS; null where it levels nothing. */
  targetLufs: number | null
  gainDb: number
  /** As played. LUFS; a limiter that works takes a little off. */
  integratedLufs: number
  /** As played. dBTP; behind a limiter of samples an estimate. */
  truePeakDbtp: number
  /** From the played true peak up to full scale. dB; below 0 the player's output may clip. */
  headroomDb: number
  /** What the player's limiter takes off the highest sample. dB; 0 when it has none or it rests. */
  limiterDb: number
  /** Loudness given up: how far a master that was pushed is turned down again. dB */
  penaltyDb: number
  /** How far a track on its own stays under the target because nothing, or not enough, raises it. LU */
  shortfallLu: number
}

/** Level that players keep free of peaks when they raise. dB */
const RAISED_PEAK_DB = -1

/** What a player makes of a track on its own. Silence stays as it is. */
export function trackPlayback(player: Player, track: Heard): Playback {
  const { trackLufs } = player
  const gainDb = trackLufs === null ? 0 : gainTowards(player, trackLufs, track.integratedLufs, track.truePeakDbtp)
  return played(player, 'track', trackLufs, gainDb, track)
}

/** What a player makes of each track of an album, played as one; a player without albums takes each on its own. */
export function albumPlayback(player: Player, album: HeardAlbum, tracks: readonly Heard[]): Playback[] {
  const { album: rule } = player
  if (!rule) return tracks.map((track) => trackPlayback(player, track))
  const lufs = rule.by === 'loudest track' ? album.loudestLufs : album.integratedLufs
  const gainDb = gainTowards(player, rule.lufs, lufs, album.truePeakDbtp)
  return tracks.map((track) => played(player, 'album', rule.lufs, gainDb, track))
}

function gainTowards({ raises }: Player, targetLufs: number, lufs: number, truePeakDbtp: number): number {
  if (!Number.isFinite(lufs)) return 0
  const gainDb = targetLufs - lufs
  if (gainDb <= 0 || raises === 'with a limiter') return gainDb
  return raises === 'no' ? 0 : Math.max(0, Math.min(gainDb, RAISED_PEAK_DB - truePeakDbtp))
}

function played(
  player: Player,
  mode: Playback['mode'],
  targetLufs: number | null,
  gainDb: number,
  heard: Heard,
): Playback {
  const isLimited = player.raises === 'with a limiter' && gainDb > 0
  const limiterDb = isLimited ? Math.max(0, heard.samplePeakDbfs + gainDb - RAISED_PEAK_DB) : 0
  const integratedLufs = heard.integratedLufs + gainDb
  // What lies between the samples is taken to stay as far above them.
  const truePeakDbtp = heard.truePeakDbtp + gainDb - limiterDb
  const isShort = mode === 'track' && targetLufs !== null && Number.isFinite(integratedLufs)
  return {
    player: player.name,
    mode,
    targetLufs,
    gainDb,
    integratedLufs,
    truePeakDbtp,
    headroomDb: 0 - truePeakDbtp,
    limiterDb,
    penaltyDb: Math.max(0, -gainDb),
    shortfallLu: isShort ? Math.max(0, targetLufs - integratedLufs) : 0,
  }
}
