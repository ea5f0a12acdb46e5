import { RATE_HZ, type Recording } from '../_song.ts'

const SECONDS = 11

/** Short stand-ins for the recordings that the how-tos name: each sounds roughly like what it is called. */
export const RECORDINGS: Record<string, Recording> = {
  kick: mono((t) => 0.8 * hit(t, 0.5, 12) * Math.sin(2 * Math.PI * 55 * (t % 0.5)) + 0.3 * hit(t, 0.5, 200) * hiss(t)),
  snare: mono((t) => 0.6 * hit(t + 0.5, 1, 20) * (0.5 * hiss(t) + tone(190, t))),
  drums: mono(
    (t) => 0.6 * hit(t, 0.5, 12) * Math.sin(2 * Math.PI * 55 * (t % 0.5)) + 0.2 * hit(t + 0.5, 1, 20) * hiss(t),
  ),
  overheads: stereo((t, side) => 0.2 * hit(t, 0.25, 25) * hiss(t + side)),
  bass: mono((t) => 0.3 * tone(82.4, t) + 0.1 * tone(164.8, t)),
  pad: stereo((t, side) => 0.1 * (tone(220 + side, t) + tone(329.6 - side, t) + tone(440 + side, t))),
  noise: stereo((t, side) => 0.1 * hiss(t + side)),
  backing: stereo((t, side) => 0.1 * sings(t) * (tone(440 + 2 * side, t) + tone(660 - 2 * side, t))),
  band: stereo((t, side) => 0.1 * (tone(110, t) + tone(220 + side, t) + tone(880, t) + tone(2500 + side, t))),
  voice: mono((t) => 0.2 * sings(t) * (tone(220, t) + tone(440, t) + 0.6 * tone(880, t) + 0.3 * tone(2640, t))),
}

function mono(sound: (t: number) => number): Recording {
  return { frames: SECONDS * RATE_HZ, channels: 1, at: (frame) => sound(frame / RATE_HZ) }
}

function stereo(sound: (t: number, side: number) => number): Recording {
  return { frames: SECONDS * RATE_HZ, channels: 2, at: (frame, channel) => sound(frame / RATE_HZ, channel) }
}

function tone(freqHz: number, t: number): number {
  return Math.sin(2 * Math.PI * freqHz * t)
}

/** An envelope that starts anew every `period` seconds and decays. */
function hit(t: number, period: number, decay: number): number {
  return Math.exp(-decay * (t % period))
}

/** Two seconds of singing, one of silence. */
function sings(t: number): number {
  return t % 3 < 2 ? 1 : 0
}

function hiss(t: number): number {
  let state = Math.imul(Math.round(t * RATE_HZ) + 1, 0x9e3779b1)
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b)
  return ((state ^ (state >>> 13)) | 0) / 2 ** 31
}
