import { albumPlayback, type Heard, PLAYERS, type Playback, type Player, trackPlayback } from '@mixwright/mastering'

/** 10 log10(2). */
const TWO_SPEAKERS_LU = 3.010299956639812

/** A file as players hear it: mono on two speakers, unless it was measured so. */
export function onTwoSpeakers(heard: Heard, channels: number, isCountedTwice = false): Heard {
  const { integratedLufs, truePeakDbtp, samplePeakDbfs } = heard
  const gainLu = channels === 1 && !isCountedTwice ? TWO_SPEAKERS_LU : 0
  return { integratedLufs: integratedLufs + gainLu, truePeakDbtp, samplePeakDbfs }
}

/** What players will do to a file on its own. */
export function previewTrack(track: Heard, players: readonly Player[] = PLAYERS): Playback[] {
  return players.map((player) => trackPlayback(player, track))
}

/** What players will do to each track of an album, by track. */
export function previewAlbum(album: Heard, tracks: readonly Heard[]): Playback[][] {
  const loudestLufs = Math.max(...tracks.map(({ integratedLufs }) => integratedLufs))
  const played = PLAYERS.map((player) => albumPlayback(player, { ...album, loudestLufs }, tracks))
  return tracks.map((_, track) => played.map((one) => one[track]!))
}
