// A checksum of stereo samples, bit for bit: 256 bits, of which any change of one sample changes 64 for certain.
//
// State: four u64, left and right of the frames of even and of odd number, counted back from the newest. Each takes in
// a sample x as  h = rotl(h ^ x, 29) * K, which loses nothing: K is odd. The rotation carries the high bits of a sample,
// where floats keep most of what they hold, to where the product spreads them.

const FRAME_BYTES: usize = 16
const FACTOR: u64 = 0x9e3779b97f4a7c15

/** Takes `frames` frames into the checksum at `state`, in any number of calls. */
export function addChecksum(state: usize, audio: usize, frames: i32): void {
  let left0 = load<u64>(state), right0 = load<u64>(state, 8)
  let left1 = load<u64>(state, 16), right1 = load<u64>(state, 24)
  for (; frames > 1; frames -= 2, audio += 2 * FRAME_BYTES) {
    left0 = taken(left0, load<u64>(audio))
    right0 = taken(right0, load<u64>(audio, 8))
    left1 = taken(left1, load<u64>(audio, 16))
    right1 = taken(right1, load<u64>(audio, 24))
  }
  if (frames == 1) {
    const left = taken(left0, load<u64>(audio)), right = taken(right0, load<u64>(audio, 8))
    left0 = left1, right0 = right1
    left1 = left, right1 = right
  }
  store<u64>(state, left0), store<u64>(state, right0, 8)
  store<u64>(state, left1, 16), store<u64>(state, right1, 24)
}

@inline
function taken(sum: u64, sample: u64): u64 { return rotl<u64>(sum ^ sample, 29) * FACTOR }
