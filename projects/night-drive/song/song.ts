import { renderArp } from './instruments/arp.ts'
import { renderBass } from './instruments/bass.ts'
import { renderBells } from './instruments/bells.ts'
import { renderChoir } from './instruments/choir.ts'
import { renderEffects } from './instruments/effects.ts'
import { renderHats } from './instruments/hats.ts'
import { renderKeys } from './instruments/keys.ts'
import { renderKick } from './instruments/kick.ts'
import { renderLead } from './instruments/lead.ts'
import { renderPad } from './instruments/pad.ts'
import { renderSnare } from './instruments/snare.ts'
import { renderToms } from './instruments/toms.ts'
import { renderVoice } from './instruments/voice.ts'
import { Track } from './synth/track.ts'

/** A stem of the song and the form of its file. */
export interface Stem {
  name: string
  channels: 1 | 2
  sampleRateHz: number
  bitDepth: 16 | 24
  peakDbfs: number
  render: (track: Track) => void
}

/** Every stem. Rates and depths differ on purpose: a real session is never of one piece. */
export const stems: readonly Stem[] = [
  { name: 'kick', channels: 1, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderKick },
  { name: 'snare', channels: 1, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderSnare },
  { name: 'hats', channels: 2, sampleRateHz: 48000, bitDepth: 16, peakDbfs: -9, render: renderHats },
  { name: 'toms', channels: 2, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderToms },
  { name: 'effects', channels: 2, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderEffects },
  { name: 'bass', channels: 1, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderBass },
  { name: 'pad', channels: 2, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -8, render: renderPad },
  { name: 'keys', channels: 2, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderKeys },
  { name: 'arp', channels: 1, sampleRateHz: 44100, bitDepth: 24, peakDbfs: -6, render: renderArp },
  { name: 'bells', channels: 2, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderBells },
  { name: 'lead', channels: 1, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderLead },
  { name: 'voice', channels: 1, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderVoice },
  { name: 'choir', channels: 2, sampleRateHz: 48000, bitDepth: 24, peakDbfs: -6, render: renderChoir },
]

/** Plays a stem from beginning to end. */
export function renderStem({ channels, sampleRateHz, peakDbfs, render }: Stem): Track {
  const track = new Track(channels, sampleRateHz)
  render(track)
  return track.finish(peakDbfs)
}
