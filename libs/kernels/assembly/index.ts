export * from './maths'
export * from './buffer'
