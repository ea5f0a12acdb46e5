import { readFileSync } from 'node:fs'

/** Where the page's server puts the one package that is found at run time. */
const CORE = '/node_modules/@ffmpeg/core'
const PATHS: Record<string, string> = {
  '@ffmpeg/core': `${CORE}/dist/umd/ffmpeg-core.js`,
  '@ffmpeg/core/wasm': `${CORE}/dist/umd/ffmpeg-core.wasm`,
}

/** Loads CommonJS from the shared files. */
export function createRequire() {
  const load = (path: string): unknown => {
    const module = { exports: {} as unknown }
    new Function('module', 'exports', readFileSync(path, 'utf8'))(module, module.exports)
    return module.exports
  }
  return Object.assign(load, { resolve: (name: string) => PATHS[name] })
}
