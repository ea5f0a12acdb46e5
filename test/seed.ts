import fc from 'fast-check'

// Property tests try the same cases in every run, so that a run can be repeated; MIXWRIGHT_SEED=<number> tries others.
fc.configureGlobal({ seed: Number(process.env.MIXWRIGHT_SEED ?? 1) })
