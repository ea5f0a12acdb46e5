export const availableParallelism = (): number => navigator.hardwareConcurrency
/** No page is told how much the machine has: as much as it needs. bytes */
export const totalmem = (): number => 2 ** 33
export const tmpdir = (): string => '/tmp'
export const hostname = (): string => 'page'
export const homedir = (): string => '/home'
