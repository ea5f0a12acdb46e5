import { type AudioInfo, type ContainerName, type Probed, problemOf } from './audio-info.ts'
import { recogniseContainer } from './container.ts'
import { describeWithCore } from './core-probe.ts'
import { FfmpegCore, type LoadedCore } from './ffmpeg-core.ts'
import { type FileBytes, withFile } from './file-bytes.ts'
import { describeFlac } from './flac-probe.ts'
import { describeWav } from './wav-probe.ts'

/**
 * What an audio file is, by its bytes and not its name. Reads headers only.
 *
 * WAV and FLAC are understood here; any other format is asked of ffmpeg's core. Whatever `openPcm` cannot read as it is
 * needs the core sooner or later, so without it such a file is `AUDIO_CODEC_MISSING` now. `loadCore` is called only then.
 */
export async function probeAudio(path: string, loadCore: () => LoadedCore = FfmpegCore.load): Promise<Probed> {
  try {
    const { container, info } = withFile(path, (file) => {
      const { name, startsAt } = recogniseContainer(file)
      return { container: name, info: describeHere(file, path, name, startsAt) }
    })
    if (info?.pcm) return { info }
    const loaded = loadCore()
    if ('problem' in loaded) return loaded
    return { info: info ?? (await describeWithCore(loaded.core, path, container)) }
  } catch (error) {
    return problemOf(error)
  }
}

function describeHere(
  file: FileBytes,
  path: string,
  container: ContainerName,
  startsAt: number,
): AudioInfo | undefined {
  if (container === 'wav') return describeWav(file, path, startsAt)
  if (container === 'flac') return describeFlac(file, path, startsAt)
  return undefined
}
