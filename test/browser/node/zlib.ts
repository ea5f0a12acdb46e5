/** Only a DDP fileset has check sums of this kind, and no disc is made here. */
export function crc32(): never {
  throw new Error('no CRC-32 here')
}
