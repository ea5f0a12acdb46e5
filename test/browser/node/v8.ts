// The part of node:v8 that the engine asks: a page does not tell how much it may hold.

export function getHeapStatistics() {
  return { heap_size_limit: Number.POSITIVE_INFINITY }
}
