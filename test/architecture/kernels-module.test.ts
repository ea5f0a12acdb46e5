import { kernelBytes, kernelModule } from '@mixwright/kernels'
import { expect, test } from 'vitest'

test('the WebAssembly module imports its memory and nothing else', () => {
  expect(WebAssembly.Module.imports(kernelModule())).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }])
})

test('the WebAssembly module uses no relaxed SIMD', () => {
  expect(relaxedSimdOpcodes(kernelBytes())).toEqual([])
})

test('the search for relaxed SIMD finds it where it is', () => {
  const module = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, 8, 1, 6, 0, 0xfd, 0x85, 0x02, 0x0b, 0x0b])
  expect(relaxedSimdOpcodes(module)).toEqual([0x105])
})

/**
 * Relaxed SIMD operations are 0xFD followed by 0x100 … 0x113 in LEB128. The bytes are looked for in the code section
 * without decoding it, so a constant could raise a false alarm but nothing real is missed.
 */
function relaxedSimdOpcodes(module: Uint8Array): number[] {
  const found: number[] = []
  for (let at = 8; at < module.length; ) {
    const id = module[at++]!
    const [size, start] = leb128(module, at)
    for (let i = start; id === 10 && i < start + size - 2; i++) {
      if (module[i] !== 0xfd) continue
      const [opcode] = leb128(module, i + 1)
      if (opcode >= 0x100 && opcode <= 0x113) found.push(opcode)
    }
    at = start + size
  }
  return found
}

function leb128(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return [value, at]
  }
}
