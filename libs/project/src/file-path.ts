/** `..` and names of folders, joined by `/`. Absolute paths are left as they are written. */
export function pathFrom(folder: string, written: string): string {
  return isAbsolute(written) ? written : normalised(folder === '' ? written : `${folder}/${written}`)
}

/** The folder that a path lies in; empty for a path without folders. */
export function folderOf(path: string): string {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return end === 0 ? '/' : path.slice(0, Math.max(0, end))
}

function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/.test(path)
}

/** The same path without `.` and empty steps, and with `..` only at its start. */
function normalised(path: string): string {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..' && steps.length > 0 && steps[steps.length - 1] !== '..') steps.pop()
    else steps.push(step)
  }
  return (path.startsWith('/') ? '/' : '') + steps.join('/')
}
