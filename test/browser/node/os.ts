export const availableParallelism = (): number => navigator.hardwareConcurrency
export const tmpdir = (): string => '/tmp'
export const homedir = (): string => '/home'
