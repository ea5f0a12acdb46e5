/** The first three resonances of a mouth, and what evens out the loudness of the vowels. */
export interface Vowel {
  formantsHz: readonly [number, number, number]
  gain: number
}

/**
 * Vowels of women's voices, rounded from the averages of Peterson and Barney, "Control methods used in a study of the
 * vowels", JASA 24, 1952; `gain` was fitted to equal loudness of the throat here.
 */
export const vowels = {
  ah: { formantsHz: [850, 1230, 2810], gain: 0.82 },
  uh: { formantsHz: [720, 1380, 2780], gain: 1.2 },
  oh: { formantsHz: [500, 920, 2720], gain: 1.2 },
  oo: { formantsHz: [380, 850, 2670], gain: 1.2 },
  eh: { formantsHz: [610, 2250, 2990], gain: 1.4 },
  ee: { formantsHz: [320, 2680, 3310], gain: 1.45 },
  er: { formantsHz: [510, 1560, 1980], gain: 1.4 },
} satisfies Record<string, Vowel>

export type VowelName = keyof typeof vowels
