import { Random } from '@mixwright/audio'
import { chords } from '../score/harmony.ts'
import { humanise } from '../score/humanise.ts'
import type { Note } from '../score/note.ts'
import { stepToSeconds } from '../score/tempo.ts'
import { panGains, type Track } from '../synth/track.ts'
import { sing } from '../voices/sing.ts'
import { interpret } from '../voices/singing.ts'

/** Who sings each voice of the chord: three people, apart in tuning, throat and place. */
const SINGERS = [
  { cents: -7, size: 0.92, pan: -0.8 },
  { cents: 1, size: 1, pan: 0.1 },
  { cents: 6, size: 1.06, pan: 0.85 },
]
/** Places of the four voices of the chord shift their singers a little. */
const VOICE_PANS = [-0.1, 0.15, -0.15, 0.1]
const VOICES = 4
const BREATH_S = 0.12

/** What the choir sings, and how loud, from which bar on; it is silent where there is no word. */
const PARTS = [
  { bar: 1, word: undefined, velocity: 0 },
  { bar: 3, word: 'oo', velocity: 0.4 },
  { bar: 5, word: undefined, velocity: 0 },
  { bar: 9, word: 'oo', velocity: 0.55 },
  { bar: 13, word: 'ah', velocity: 0.8 },
  { bar: 21, word: 'oo', velocity: 0.5 },
]

/** Twelve singers on the chords: ooh behind the verse, aah over the chorus. */
export function renderChoir(track: Track): void {
  const random = Random.named('night-drive/choir')
  for (let voice = 0; voice < VOICES; voice++) {
    SINGERS.forEach(({ cents, size, pan }, person) => {
      const name = `choir/${voice}/${person}`
      const place = panGains(pan + VOICE_PANS[voice]!)
      const singer = {
        name,
        vibratoHz: 4.9 + 0.9 * random.unit(),
        vibratoCents: 14 + 10 * random.unit(),
        glideS: 0.06 + 0.03 * random.unit(),
        attackS: 0.11 + 0.05 * random.unit(),
      }
      const notes = humanise(name, choirLine(voice), { timingMs: 22, touch: 0.1 })
      const tuned = notes.map((note) => ({ ...note, pitch: note.pitch + cents / 100 }))
      const timbre = {
        size,
        breath: 0.12,
        air: 0.05,
        presenceHz: 2200,
        presence: 1.6,
        leftGain: place.left,
        rightGain: place.right,
      }
      sing(track, name, interpret(singer, tuned), timbre)
    })
  }
}

/** One voice through all chords; a pitch that two chords share is held. */
function choirLine(voice: number): Note[] {
  const line: Note[] = []
  for (const { atS, lengthS, voices } of chords) {
    const part = PARTS.filter(({ bar }) => stepToSeconds(bar) <= atS + 0.01)
    const { word, velocity } = part[part.length - 1]!
    if (word === undefined) continue
    const pitch = voices[voice]!
    const last = line[line.length - 1]
    const isHeld = last?.pitch === pitch && last.word === word && atS - last.atS - last.lengthS < BREATH_S + 0.01
    if (isHeld) last.lengthS += lengthS
    else line.push({ atS, lengthS: lengthS - BREATH_S, pitch, velocity, word })
  }
  return line
}
