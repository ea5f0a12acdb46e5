import { mixwright } from '../command.mjs'
import { contest } from '../contest.mjs'
import { atMost } from '../figure.mjs'

export const start = {
  name: 'start',
  what: 'from the shell to the end of --help and --version',
  run({ folder, isQuick }) {
    const contestants = contest(isQuick ? 3 : 11, {
      '--help': () => mixwright(folder, '--help'),
      '--version': () => mixwright(folder, '--version'),
    })
    return {
      contestants,
      figures: [
        atMost('--help', contestants['--help'].medianS * 1000, 150, 'ms'),
        atMost('--version', contestants['--version'].medianS * 1000, 150, 'ms'),
      ],
    }
  },
}
