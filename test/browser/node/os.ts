export const availableParallelism = (): number => navigator.hardwareConcurrency
export const tmpdir = (): string => '/tmp'
export const hostname = (): string => 'page'
export const homedir = (): string => '/home'
