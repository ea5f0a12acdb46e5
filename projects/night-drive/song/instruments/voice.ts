import { humanise } from '../score/humanise.ts'
import { voiceMelody } from '../score/melody.ts'
import type { Track } from '../synth/track.ts'
import { sing } from '../voices/sing.ts'
import { interpret } from '../voices/singing.ts'

const SINGER = { name: 'voice', vibratoHz: 5.5, vibratoCents: 24, glideS: 0.045, attackS: 0.035 }
const TIMBRE = { size: 0.98, breath: 0.05, air: 0.035, presenceHz: 2000, presence: 2.4, leftGain: 1, rightGain: 1 }

/** One voice in the middle: "I see you, so far away". */
export function renderVoice(track: Track): void {
  const notes = humanise('voice', voiceMelody, { timingMs: 8, touch: 0.06 })
  sing(track, 'voice', interpret(SINGER, notes), TIMBRE)
}
