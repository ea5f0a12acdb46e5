/** Lets a number of threads go on together: none before all have arrived. */
export class Gate {
  readonly #arrived: Int32Array
  readonly #threads: number

  constructor(shared: SharedArrayBuffer, threads: number) {
    this.#arrived = new Int32Array(shared)
    this.#threads = threads
  }

  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(4)
  }

  pass(): void {
    const arrived = Atomics.add(this.#arrived, 0, 1) + 1
    if (arrived === this.#threads) Atomics.notify(this.#arrived, 0)
    for (let seen = arrived; seen < this.#threads; seen = Atomics.load(this.#arrived, 0)) {
      Atomics.wait(this.#arrived, 0, seen)
    }
  }
}
