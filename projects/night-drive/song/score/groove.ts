import { pattern, type Stroke } from './notation.ts'

/** Kick: a heartbeat, then a walk, then four to the floor. */
export const kickStrokes: Stroke[] = [
  ...pattern(3, 'X.........x..... X.........x.....'),
  ...pattern(5, 'X.......X.x..... X.....x.X.....x. X.......X.x..... X.....x.X.x.....'),
  ...pattern(9, 'X.......X.x..... X.....x.X.....x. X.......X.x..... X...X...X.......'),
  ...pattern(13, 'X...X...X...X... X...X...X...X... X...X...X...X... X...X...X...X.x.'),
  ...pattern(17, 'X...X...X...X... X...X...X...X... X...X...X...X... X...X...X...X...'),
  ...pattern(21, 'X.......X.x..... X.......X.x..... X.......X....... X.......X.......'),
  ...pattern(25, 'X...............'),
]

/** Snare: `s` the backbeat, `g` a ghost note, `c` the backbeat with claps. */
export const snareStrokes: Stroke[] = [
  ...pattern(5, '....S.......S... ....S..g....S..g ....S.......S... ....S..g.g..S...'),
  ...pattern(9, '....S.......S... ....S..g....S..g ....S.......S... ....S.......s.ss'),
  ...pattern(13, '....C.......C... ....C.......C..g ....C.......C... ....C.......C.gs'),
  ...pattern(17, '....C.......C... ....C.......C..g ....C.......C... ....C.......s.sS'),
  ...pattern(21, '....S.......S... ....S.......S... ....S.......S... ....S...........'),
]

/** Hats: `t` tight, `l` light, `o` open (the next stroke closes it). */
export const hatStrokes: Stroke[] = [
  ...pattern(3, 't...t...t...t... t...t...t...t.l.'),
  ...pattern(5, 'T.t.t.t.T.t.t.t. T.t.t.t.T.t.t.tl T.t.t.t.T.t.t.t. T.t.t.t.T.t.t.o.'),
  ...pattern(9, 'T.tlt.tlT.tlt.tl T.tlt.tlT.tlt.tl T.tlt.tlT.tlt.tl T.tlt.o.t.......'),
  ...pattern(13, 'tlOltlOltlOltlOl tlOltlOltlOltlOl tlOltlOltlOltlOl tlOltlOltlOltlOl'),
  ...pattern(17, 'tlOltlOltlOltlOl tlOltlOltlOltlOl tlOltlOltlOltlOl tlOltlOltlOl....'),
  ...pattern(21, 'T.t.t.t.T.t.t.t. T.t.t.t.T.t.t.t. t...t...t...t... t...t...o.......'),
]

/** Toms: `h` high, `m` middle, `l` low, `f` floor. */
export const tomStrokes: Stroke[] = [
  ...pattern(4, '............h.m.'),
  ...pattern(8, '............m.l.'),
  ...pattern(12, '........HhmmLlFf'),
  ...pattern(16, '..............mL'),
  ...pattern(20, '........h.hMm.Lf'),
  ...pattern(24, '........h..m..lf'),
]
