import type {
  AudioFormat,
  Automation,
  Delivery,
  EqBand,
  Insert,
  Movement,
  Project,
  Send,
  Stem,
  TempoCurve,
} from '@mixwright/project'
import { describe, expectTypeOf, test } from 'vitest'

type Of<K extends Insert['kind']> = Extract<Insert, { kind: K }>

describe('types of the description', () => {
  test('carry units in names, and words beside numbers', () => {
    expectTypeOf<Of<'compressor'>['releaseMs']>().toEqualTypeOf<Automation | 'auto'>()
    expectTypeOf<Of<'compressor'>['thresholdDb']>().toEqualTypeOf<Automation>()
    expectTypeOf<Of<'compressor'>['lookaheadMs']>().toEqualTypeOf<number>()
    expectTypeOf<Stem['mute']>().toEqualTypeOf<boolean | Movement>()
    expectTypeOf<Of<'compressor'>['detector']>().toEqualTypeOf<'peak' | 'rms'>()
    expectTypeOf<Of<'multiband'>['crossoversHz']>().toEqualTypeOf<readonly Automation[]>()
    expectTypeOf<Of<'eq'>['bands']>().toEqualTypeOf<readonly EqBand[]>()
    expectTypeOf<Stem['faderDb']>().toEqualTypeOf<Automation>()
    expectTypeOf<Send['sendDb']>().toEqualTypeOf<Automation>()
    expectTypeOf<Stem['startS']>().toEqualTypeOf<number>()
    expectTypeOf<Project['mixwright']>().toEqualTypeOf<1>()
  })

  test('leave out what has no default', () => {
    expectTypeOf<Of<'compressor'>>().toHaveProperty('sidechain').toExtend<{ readonly from?: string } | undefined>()
    expectTypeOf<Delivery['loudnessLufs']>().toEqualTypeOf<number | 'as mixed' | undefined>()
    expectTypeOf<Delivery['format']>().toEqualTypeOf<AudioFormat | undefined>()
    expectTypeOf<Project['tempoBpm']>().toEqualTypeOf<number | TempoCurve | undefined>()
    expectTypeOf<Extract<EqBand, { type: 'bell' }>['q']>().toEqualTypeOf<Automation>()
    expectTypeOf<Extract<EqBand, { type: 'highPass' }>['q']>().toEqualTypeOf<Automation | undefined>()
  })
})
