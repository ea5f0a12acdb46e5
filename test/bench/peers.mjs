import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The rivals that a result names; `version` is null for one that is not installed. */
export function findPeers() {
  return {
    ffmpeg: { name: 'ffmpeg', version: firstLine('ffmpeg', ['-version'], /version (\S+)/) },
    sox: { name: 'sox', version: firstLine('sox', ['--version'], /v(\d\S*)/) },
    webAudio: findWebAudio(),
  }
}

function firstLine(command, args, pattern) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) return null
  return pattern.exec(stdout + stderr)?.[1] ?? 'installed'
}

/** node-web-audio-api, where Node can resolve it from here (`npm i --no-save node-web-audio-api`). */
function findWebAudio() {
  const name = 'node-web-audio-api'
  try {
    const url = import.meta.resolve(name)
    const { version } = JSON.parse(readFileSync(new URL('package.json', url), 'utf8'))
    return { name, version, url }
  } catch {
    return { name, version: null }
  }
}
