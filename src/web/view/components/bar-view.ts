/** One bar of a card: parts of a whole, each of them wide enough to be seen. */
export interface BarView {
  parts: { look: 'ok' | 'part' | 'fail'; x: string; width: string }[];
  /** For people who can't see it. */
  label: string;
}

interface Part {
  look: BarView['parts'][number]['look'];
  number: number;
}

/** Percent. */
const WHOLE = 100;
const NARROWEST = 1;

export function barView(parts: readonly Part[], label: string): BarView {
  const present = parts.filter(({ number }) => number > 0);
  const total = present.reduce((sum, { number }) => sum + number, 0);
  const widths = present.map(({ number }) => Math.max(NARROWEST, (WHOLE * number) / total));
  const surplus = widths.reduce((sum, width) => sum + width, 0) - WHOLE;
  const widest = Math.max(...widths);
  const fitted = widths.map((width) => (width === widest ? width - Math.max(0, surplus) : width));
  let x = 0;
  return {
    label,
    parts: present.map(({ look }, at) => {
      const width = fitted[at] ?? 0;
      const part = { look, x: x.toFixed(1), width: width.toFixed(1) };
      x += width;
      return part;
    }),
  };
}
