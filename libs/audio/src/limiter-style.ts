/** The settings that a style of limiting stands for. */
export interface LimiterStyle {
  readonly lookaheadMs: number
  readonly holdMs: number
  readonly releaseMs: number | 'auto'
  /** 0 (each channel by itself) … 1 (both alike). */
  readonly link: number
}

export type LimiterStyleName = 'transparent' | 'smooth' | 'punch' | 'loud'

/**
 * `transparent` holds through the lows and is gone at once after a peak; `smooth` moves slowly; `punch` lets go between
 * hits; `loud` follows closely, each side half by itself.
 */
export const LIMITER_STYLES: Readonly<Record<LimiterStyleName, LimiterStyle>> = {
  transparent: { lookaheadMs: 1.5, holdMs: 8, releaseMs: 'auto', link: 1 },
  smooth: { lookaheadMs: 5, holdMs: 10, releaseMs: 150, link: 1 },
  punch: { lookaheadMs: 1, holdMs: 2, releaseMs: 30, link: 0.75 },
  loud: { lookaheadMs: 1, holdMs: 5, releaseMs: 8, link: 0.5 },
}
