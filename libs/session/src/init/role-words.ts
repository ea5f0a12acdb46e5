import type { Role } from './role.ts'

/**
 * Words that name an instrument in the names of files: English and its studio shorthand, German, Spanish, French, Italian
 * and Portuguese, without accents. Of words of equal length the role further up wins: a bass synth is a bass.
 */
const WORDS: readonly (readonly [Role, string])[] = [
  ['room', 'room rooms rm ambience ambiente raum raummikro sala'],
  ['overheads', 'oh ohs overhead overheads aereo aereos'],
  ['kick', 'kick kicks kik kck bd kd bassdrum basstrommel bombo bumbo cassa subkick kickin kickout grossecaisse'],
  ['snare', 'snare snares sn snr sd snaredrum caja caixa redoblante tarola rullante rim rimshot sidestick'],
  ['hats', 'hat hats hh hihat hihats hhat charles charleston charley'],
  ['toms', 'tom toms floortom racktom standtom hangetom'],
  ['cymbals', 'cymbal cymbals cym ride crash splash becken platillo platillos cymbale cymbales piatti'],
  [
    'percussion',
    'perc percs percussion perkussion percusion percussao shaker shakers shkr tamb tambourine pandereta conga congas ' +
      'bongo bongos cowbell cajon clap claps snap snaps palmas klatschen cabasa guiro triangle clave claves woodblock ' +
      'maracas timbales djembe tabla timpani pauke pauken',
  ],
  [
    'drums',
    'drum drums drm drms drumkit drumloop kit beat beats breakbeat schlagzeug bateria batterie batteria trommeln',
  ],
  [
    'backing',
    'bgv bgvs bv bvs bvox bgvox bgvocals backing backings background harmony harmonies harm harms choir choirs gang ' +
      'adlib adlibs coro coros chor chore hintergrundgesang choeur choeurs cori ooh oohs aahs stacks',
  ],
  [
    'bass',
    'bass bs sub subs subbass 808 reese bajo basse basso baixo kontrabass contrabajo contrebasse upright ebass bassline ' +
      'bassgitarre',
  ],
  [
    'vocal',
    'vocal vocals vox voc vocs voice voices leadvox lv voz voces gesang stimme stimmen voix voce singer rap ' +
      'hauptgesang topline acapella acappella',
  ],
  [
    'acoustic',
    'acoustic acous acgtr agtr acustica akustik akustikgitarre westerngitarre ukulele uke mandolin nylon banjo',
  ],
  [
    'guitar',
    'guitar guitars gtr gtrs gt git guit egtr elgtr gitarre gitarren guitarra guitarras guitare chitarra riff',
  ],
  ['pad', 'pad pads drone drones texture textures ambient soundscape flache flachen'],
  [
    'strings',
    'string strings str violin violins violines vln viola vla cello celli streicher geige geigen bratsche cuerdas ' +
      'violonchelo cordes archi orchestra orch orchester fiddle harp harfe',
  ],
  [
    'brass',
    'brass horn horns trumpet trumpets tpt trombone trombones tbn tuba sax saxes saxophone saxo saxofon flugelhorn blaser ' +
      'blechblaser trompete trompeta trombon posaune metales cuivres trompette ottoni flute flote flauta clarinet ' +
      'klarinette clarinete oboe woodwinds woodwind fagott bassoon',
  ],
  [
    'keys',
    'keys piano pianos pno rhodes wurli wurlitzer organ hammond ep epiano clav clavinet klavier flugel keyboard keyboards ' +
      'kbd teclado teclados orgel organo clavier claviers celesta harpsichord cembalo accordion akkordeon acordeon vibes ' +
      'vibraphone marimba glocken glockenspiel bells bell',
  ],
  [
    'synth',
    'synth synths syn synthesizer sintetizador lead leads pluck plucks arp arps arpeggio melody melodie melodia saw stab ' +
      'stabs chord chords hook sequence seq juno moog poly akkorde sequenz',
  ],
  [
    'fx',
    'fx sfx efx riser risers rise sweep sweeps impact impacts noise whoosh uplifter downlifter transition transitions ' +
      'effect effects effekt effekte efecto efectos effets build boom foley reverse atmo atmos swell swells ruido gerausch',
  ],
]

const PHRASES: readonly (readonly [Role, readonly string[]])[] = [
  ['kick', ['bass drum', 'grosse caisse', 'gran cassa', 'grosse trommel']],
  ['snare', ['caisse claire', 'kleine trommel', 'side stick']],
  ['hats', ['hi hat', 'hi hats']],
  ['backing', ['ad lib', 'ad libs', 'bg vox', 'bg vocals', 'bg vocal', 'bk vox', 'back vox']],
  [
    'backing',
    ['vox dbl', 'vox double', 'vocal double', 'vox dub', 'backing vocals', 'backing vox', 'background vocals'],
  ],
  ['bass', ['bass gtr', 'bass guitar', 'e bass', 'synth bass', 'bass synth', 'guitarra bajo']],
  ['vocal', ['lead vox', 'lead vocal', 'lead vocals', 'voz principal', 'lead voc', 'lead gesang']],
  ['acoustic', ['ac gtr', 'a gtr', 'acoustic gtr', 'acoustic guitar', 'guitarra acustica', 'akustische gitarre']],
  ['guitar', ['e gtr', 'el gtr', 'e gitarre', 'lead gtr', 'lead guitar']],
  ['keys', ['e piano']],
]

const ROLE_OF_WORD = new Map(WORDS.flatMap(([role, words]) => words.split(' ').map((word) => [word, role] as const)))
const RANK = new Map(WORDS.map(([role], index) => [role, index]))
/** Shorter words are taken only where they stand alone. */
const SHORTEST_PART = 3
const SHORTEST_IN_LONGER = 5

/** The role that words name; undefined where none of them is known. `words` as `nameWords` gives them. */
export function roleOfWords(words: readonly string[]): Role | undefined {
  const text = ` ${words.join(' ')} `
  const phrase = PHRASES.find(([, phrases]) => phrases.some((one) => text.includes(` ${one} `)))
  const found = new Set(words.flatMap(rolesOfWord))
  if (phrase) found.add(phrase[0])
  // A room or overhead microphone of anything but drums belongs to what it hears.
  const others = [...found].filter((role) => role !== 'room' && role !== 'overheads')
  const heard = others.some((role) => RANK.get(role)! > RANK.get('drums')!) ? others : [...found]
  if (phrase && heard.includes(phrase[0])) return phrase[0]
  return heard.sort((a, b) => RANK.get(a)! - RANK.get(b)!)[0]
}

/** The roles in a word, which may be two words in one: `leadvox`. */
function rolesOfWord(word: string): Role[] {
  const role = ROLE_OF_WORD.get(word)
  if (role) return [role]
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at++) {
    const parts = [ROLE_OF_WORD.get(word.slice(0, at)), ROLE_OF_WORD.get(word.slice(at))]
    if (parts[0] && parts[1]) return [parts[0], parts[1]]
  }
  for (let length = word.length - 1; length >= SHORTEST_IN_LONGER; length--) {
    const found = ROLE_OF_WORD.get(word.slice(0, length)) ?? ROLE_OF_WORD.get(word.slice(-length))
    if (found) return [found]
  }
  return []
}
