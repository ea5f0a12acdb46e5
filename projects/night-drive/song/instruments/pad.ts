import { Random } from '@mixwright/audio'
import { type Chord, chords } from '../score/harmony.ts'
import { pitchToHz } from '../score/note.ts'
import { SONG_S, stepToSeconds } from '../score/tempo.ts'
import { type Curve, curveAt } from '../synth/curve.ts'
import { Envelope, levelsOf } from '../synth/envelope.ts'
import { Filter } from '../synth/filter.ts'
import { Oscillator } from '../synth/oscillator.ts'
import { sine } from '../synth/sine.ts'
import { panGains, type Track } from '../synth/track.ts'
import { saw } from '../synth/waveform.ts'

const SHAPE = { attackS: 0.32, decayS: 6, sustain: 0.8, releaseS: 1 }
/** Six players to a voice, spread over tuning and place. */
const PLAYERS = [
  { cents: -9, pan: -1 },
  { cents: -4, pan: 0.5 },
  { cents: -1, pan: -0.4 },
  { cents: 3, pan: 0.9 },
  { cents: 6, pan: -0.7 },
  { cents: 10, pan: 0.2 },
]
/** How bright the pad is as the road goes on. Hz. */
const CUTOFF_HZ: Curve = [
  [0, 380],
  [stepToSeconds(5), 1250],
  [stepToSeconds(11), 1000],
  [stepToSeconds(13), 3100],
  [stepToSeconds(21), 2700],
  [stepToSeconds(25), 1100],
  [SONG_S, 350],
]
const RETUNE_FRAMES = 32
const BLOCK_FRAMES = 1024

/** Many saws slightly apart, through one slow filter a side. */
export function renderPad(track: Track): void {
  const random = Random.named('night-drive/pad')
  for (const chord of chords) for (const pitch of chord.voices) addVoice(track, random, chord, pitch)
  filterSide(track.left, track.sampleRateHz, 0)
  filterSide(track.right, track.sampleRateHz, 0.37)
}

function addVoice(track: Track, random: Random, { atS, lengthS }: Chord, pitch: number): void {
  const { left, right, sampleRateHz } = track
  const table = saw.tableFor(pitchToHz(pitch), sampleRateHz)
  const players = PLAYERS.map(({ cents, pan }) => ({
    oscillator: new Oscillator(table, random.unit()),
    increment: pitchToHz(pitch + cents / 100) / sampleRateHz,
    gains: panGains(pan),
  }))
  const envelope = new Envelope(SHAPE, track.frameAt(lengthS), sampleRateHz)
  const wave = new Float64Array(BLOCK_FRAMES)
  for (let start = track.frameAt(atS); start < track.frames && !envelope.hasEnded; start += BLOCK_FRAMES) {
    const loudness = levelsOf(envelope, Math.min(BLOCK_FRAMES, track.frames - start))
    for (const { oscillator, increment, gains } of players) {
      oscillator.fill(wave, increment)
      mixInto(left, start, wave, loudness, gains.left)
      mixInto(right, start, wave, loudness, gains.right)
    }
  }
}

function mixInto(side: Float64Array, start: number, wave: Float64Array, loudness: Float64Array, gain: number): void {
  for (let i = 0; i < loudness.length; i++) side[start + i] = side[start + i]! + wave[i]! * loudness[i]! * gain
}

/** Low-pass that follows the curve and breathes a little, out of step on the two sides. */
function filterSide(side: Float64Array, sampleRateHz: number, phase: number): void {
  const low = new Filter(sampleRateHz)
  const rumble = new Filter(sampleRateHz).tune(110, 0.7)
  for (let frame = 0; frame < side.length; frame++) {
    if (frame % RETUNE_FRAMES === 0) {
      const seconds = frame / sampleRateHz
      low.tune(curveAt(CUTOFF_HZ, seconds) * (1 + 0.22 * sine(seconds * 0.13 + phase)), 0.8)
    }
    side[frame] = rumble.highPass(low.lowPass(side[frame]!))
  }
}
