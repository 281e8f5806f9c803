const RADIUS = 17;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;
/** The first arc begins at the top. */
const TOP_DEGREES = -90;

/** A ring of arcs, drawn as SVG by the server. */
export interface RingView {
  arcs: { look: string; dash: string; turn: string }[];
}

/** `share`: of the whole ring, 0 to 1; the arcs follow each other. */
export function ringView(parts: readonly { look: string; share: number }[]): RingView {
  let from = 0;
  const arcs = parts.map(({ look, share }) => {
    const turn = TOP_DEGREES + from * 360;
    from += share;
    return {
      look,
      dash: `${(share * CIRCUMFERENCE).toFixed(1)} ${CIRCUMFERENCE.toFixed(1)}`,
      turn: turn.toFixed(1),
    };
  });
  return { arcs: arcs.filter(({ dash }) => !dash.startsWith('0.0 ')) };
}
