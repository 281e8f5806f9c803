const WIDTH = 96;
const HEIGHT = 32;
const MARGIN = 3;

/** A small line without axes, drawn as SVG by the server, 96 by 32. */
export interface SparkView {
  line: string;
  area: string;
}

/** Empty paths for fewer than two values. */
export function sparkView(values: readonly number[]): SparkView {
  if (values.length < 2) return { line: '', area: '' };
  const lowest = Math.min(...values);
  const span = Math.max(...values) - lowest || 1;
  const step = (WIDTH - 2 * MARGIN) / (values.length - 1);
  const points = values.map((value, at) => {
    const x = MARGIN + at * step;
    const y = HEIGHT - MARGIN - ((value - lowest) / span) * (HEIGHT - 2 * MARGIN);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = `M${points.join('L')}`;
  return { line, area: `${line}V${HEIGHT}H${MARGIN}z` };
}
