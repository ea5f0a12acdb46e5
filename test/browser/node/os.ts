export const availableParallelism = (): number => navigator.hardwareConcurrency
export const tmpdir = (): string => '/tmp'
