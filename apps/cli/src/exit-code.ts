/** What the command tells the shell. */
export const EXIT = {
  /** Done, and every promise kept. */
  done: 0,
  /** The mix, its audio or a promise is at fault. */
  fault: 1,
  /** Wrong usage of the command. */
  usage: 2,
  /** A bug in Mixwright. */
  bug: 70,
} as const

/** One of those, or 128 and the number of the signal that stopped the command: 130 after Ctrl-C. */
export type ExitCode = number
