/** How git is to start Mixwright: the program that runs scripts, and the script. Absolute paths. */
export interface Launcher {
  node: string
  script: string
}

/** Settings of the local git config that make git compare and merge by Mixwright. */
export function driverSettings(launcher: Launcher): ReadonlyMap<string, string> {
  const lines = 'git merge-file -L ours -L base -L theirs --marker-size="$4" "$2" "$1" "$3"'
  const merge = (command: string) => {
    const call = start(launcher, `git ${command} "$1" "$2" "$3" "$4" "$5"`, lines)
    return `${call.replaceAll('%', '%%')} %O %A %B %L %P`
  }
  return new Map([
    ['diff.mixwright.textconv', start(launcher, 'git text "$1"', 'cat "$1"')],
    ['diff.mixwright-audio.textconv', start(launcher, 'git audio-text "$1"', 'git hash-object "$1"')],
    ['merge.mixwright.name', 'Mixwright: mixes by stem, insert and key'],
    ['merge.mixwright.driver', merge('merge-file')],
    ['merge.mixwright-lock.name', 'Mixwright: a lock that is to be rendered again'],
    ['merge.mixwright-lock.driver', merge('merge-lock')],
  ])
}

/**
 * A shell function and its call, for git to add arguments to. Where the program that runs scripts was moved, another one
 * of that name is looked for; where Mixwright is gone or fails, `otherwise` runs, so that git goes on working. Exit codes
 * 0 and 1 are answers.
 */
function start({ node, script }: Launcher, args: string, otherwise: string): string {
  const [program, main] = [node, script].map(shellQuoted)
  const run = `"$n" ${main} ${args}; s=$?; [ $s -gt 1 ] || return $s`
  return `mw() { n=${program}; [ -x "$n" ] || n=node; [ ! -f ${main} ] || { ${run}; }; ${otherwise}; }; mw`
}

function shellQuoted(path: string): string {
  return `'${path.replaceAll('\\', '/').replaceAll("'", "'\\''")}'`
}

/** Lines of `.gitattributes` by the files that they are for. */
export const ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map([
  ['*.yaml', ['diff=mixwright', 'merge=mixwright']],
  ['*.yml', ['diff=mixwright', 'merge=mixwright']],
  // A lock is named after its mix file; locks of other programs are merged by lines, as ever.
  ['*.lock', ['merge=mixwright-lock']],
  ...['wav', 'flac', 'aif', 'aiff', 'mp3', 'ogg', 'opus', 'm4a'].map((ending): [string, string[]] => {
    return [`*.${ending}`, ['diff=mixwright-audio']]
  }),
])
