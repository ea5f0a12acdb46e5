export { Buffer } from 'buffer/'

export const process = { cwd: () => '/', pid: 1, env: {}, platform: 'browser' }
