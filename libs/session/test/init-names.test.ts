import { describe, expect, test } from 'vitest'
import { namesMix, nameWords, sideOf, withoutShared } from '../src/init/name-words.ts'
import type { Role } from '../src/init/role.ts'
import { roleOfWords } from '../src/init/role-words.ts'
import { StripNames } from '../src/init/strip-names.ts'

const NAMES: Record<Role | 'unknown', string[]> = {
  kick: ['01_Kick In.wav', 'BD.wav', 'KickOut_01.wav', 'Bass Drum.flac', 'Bombo.wav', 'grosse caisse.wav', 'kd 2.wav'],
  snare: ['Snare Top.wav', '03-SN.wav', 'SnareBottom.wav', 'Caja.wav', 'Kleine Trommel.wav', 'Rullante.wav'],
  hats: ['HH.wav', 'Hi-Hat.wav', 'ClosedHat_02.wav', 'hihats.wav'],
  cymbals: ['Ride.wav', 'Crash L.wav', 'Becken.wav', 'Platillos.wav'],
  toms: ['Floor Tom.wav', 'Tom1.wav', 'RackTom.wav'],
  overheads: ['OH L.wav', 'OHR.wav', 'Drum Overheads.wav'],
  room: ['Drum Room.wav', 'Rm_L.wav', 'Raum.wav'],
  percussion: ['Shaker.wav', 'Perc Loop.wav', 'Claps.wav', 'Congas.wav', 'Palmas.wav'],
  drums: ['drums_main.flac', 'Drum Loop.wav', 'Schlagzeug.wav', 'Batería.wav', 'Beat 2.wav'],
  bass: ['Bass DI.wav', 'bass_synth.flac', 'SubBass.wav', '808.wav', 'Bajo.wav', 'Kontrabass.wav', 'Basse.wav'],
  vocal: [
    'LeadVox_dry.wav',
    'vox_lead.flac',
    '12 Lead Vocal.wav',
    'Gesang.wav',
    'Voz Principal.wav',
    'leadvox.wav',
    'Voix.wav',
  ],
  backing: [
    'BGVox.wav',
    'bgv 1.wav',
    'Backing Vocals.wav',
    'Chor.wav',
    'Coros.wav',
    'Adlibs.wav',
    'Vox Dbl.wav',
    'Harmony.wav',
  ],
  guitar: ['Gtr L.wav', 'E-Gitarre.wav', 'Guitarra Rit.wav', 'EGtr_02.wav', 'Lead Gtr.wav'],
  acoustic: ['Ac Gtr.wav', 'Acoustic Guitar.wav', 'Akustikgitarre.wav', 'Ukulele.wav'],
  keys: ['Piano_L.wav', 'Rhodes.wav', 'Klavier.wav', 'Teclado.wav', 'Hammond B3.wav', 'Piano Room.wav'],
  synth: ['pluck.flac', 'melody_break.flac', 'Synth 3.wav', 'Arp.wav'],
  pad: ['Pad Warm.wav', 'String Pad.wav', 'Fläche.wav'],
  strings: ['Violin 1.wav', 'Streicher.wav', 'Cuerdas.wav', 'Celli.wav'],
  brass: ['Horns.wav', 'Trompete.wav', 'AltoSax.wav', 'Metales.wav', 'Flöte.wav'],
  fx: ['build_fx.flac', 'Riser 8 bars.wav', 'Impact.wav', 'SFX.wav'],
  unknown: ['Audio 1.wav', 'Track 07.wav', 'take_3.wav', '🎧.wav', '.wav'],
  other: [],
}

describe('names of recordings', () => {
  const cases = Object.entries(NAMES).flatMap(([role, names]) => names.map((name) => [name, role] as const))
  test.each(cases)('%s is %s', (name, role) => {
    expect(roleOfWords(nameWords(name)) ?? 'unknown').toBe(role)
  })

  test('what all names share is no part of them: a title, a tempo, a take; instruments and track numbers are told apart', () => {
    const names = [
      'NightDrive_120bpm_01_Kick_v2.wav',
      'NightDrive_120bpm_02_808_v2.wav',
      'NightDrive_120bpm_03_LeadVox_v2.wav',
    ]
    expect(withoutShared(names.map(nameWords))).toEqual([['kick'], ['808'], ['lead', 'vox']])
    const drums = ['drums_main.wav', 'drums_2.wav', 'drums_outro.wav']
    expect(withoutShared(drums.map(nameWords))).toEqual([
      ['drums', 'main'],
      ['drums', '2'],
      ['drums', 'outro'],
    ])
  })

  test.each([
    ['Gtr.L.wav', 'left', 'gtr'],
    ['Gtr_R.wav', 'right', 'gtr'],
    ['Piano left.wav', 'left', 'piano'],
    ['OHR.wav', 'right', 'oh'],
    ['OH_L_01.wav', 'left', 'oh 01'],
    ['Gitarre rechts.wav', 'right', 'gitarre'],
  ])('%s is the %s side of %s', (name, side, rest) => {
    const found = sideOf(nameWords(name))
    expect([found?.side, found?.rest.join(' ')]).toEqual([side, rest])
  })

  test.each(['Vocal.wav', 'L.wav', 'Tom 2.wav'])('%s is no side', (name) => {
    expect(sideOf(nameWords(name))).toBeUndefined()
  })

  test.each([
    ['MySong_Mix_v3.wav', true],
    ['Master.wav', true],
    ['Song - rough mix.wav', true],
    ['Reference - Some Band - Bass Down Low.wav', true],
    ['Mixdown.wav', true],
    ['drum mix.wav', false],
    ['Ref Snare.wav', false],
    ['Kick.wav', false],
  ])('%s is a finished mix: %s', (name, isMix) => {
    expect(namesMix(nameWords(name))).toBe(isMix)
  })

  test('strips get names that the language takes, each once', () => {
    const names = new StripNames()
    const taken = [['kick', 'in'], ['kick', 'in'], ['mix'], ['🎧'], [], ['constructor'], ['x'.repeat(90)], ['fläche']]
    expect(taken.map((words) => names.take(words))).toEqual([
      'kick-in',
      'kick-in-2',
      'mix-2',
      'stem',
      'stem-2',
      'constructor-2',
      'x'.repeat(40),
      'fläche',
    ])
  })
})
