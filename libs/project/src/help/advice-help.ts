import type { Help } from './help.ts'

/** Help for advice: what is no mistake in the file, but seldom meant. */
export const adviceHelp = {
  ADVICE_MUTED_RETURN: ['sends: { room: -12 dB }, and room has `mute: true`', 'Unmute the return, or remove the send.'],
  ADVICE_SOLO: ['solo: true, on a stem', 'Remove `solo` before delivering: all other strips are silent.'],
  ADVICE_SILENT_STEM: [
    'gain: -inf dB, or start: 5:00 in a mix of 4 minutes',
    'Let the stem be heard, or remove it; a variant can bring it back.',
  ],
  ADVICE_UNFED: [
    'buses: { drums: … }, and no strip has `bus: drums`',
    'Lead a strip to it with `bus` or `sends`, or remove it.',
  ],
  ADVICE_CANCELLED_STEM: [
    'two stems of one file, one with `polarity: invert`',
    'Remove one of them, or the `polarity`: where both are equally loud nothing is left.',
  ],
  ADVICE_LOUD_MASTER: [
    'spotify: { loudness: -8 LUFS }',
    'Aim at the level of the service: what is louder is turned down there, and has lost its peaks for nothing.',
  ],
  ADVICE_STEM_CLIPPED: [
    'a vocal that was recorded too hot',
    'Export or record the stem again with more headroom; turning it down does not bring the peaks back.',
  ],
  ADVICE_HIGH_PASS: [
    'highPass: 120 Hz, on a bass whose lowest notes lie at 50 Hz',
    'Lower the corner below the lowest notes, or allow it if thin is what you want.',
  ],
  ADVICE_LOWS_OUT_OF_PHASE: [
    'two microphones of a bass, one with its wires crossed',
    'Turn one side with `polarity: invert`, or make the lows mono with `stereo: { monoBelow: 120 Hz }`.',
  ],
} as const satisfies Record<string, Help>
