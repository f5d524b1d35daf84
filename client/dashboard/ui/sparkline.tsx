interface Props {
  /** A bar each, from left to right. */
  readonly values: readonly number[];
  /** What it shows, in words. */
  readonly label: string;
}

const size = { width: 110, height: 24 };

/** How something went, small enough for a row of a table. */
export function Sparkline({ values, label }: Props) {
  const most = Math.max(...values, 1);
  const width = size.width / Math.max(1, values.length);
  return (
    <svg
      class="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size.width} ${size.height}`}
      width={size.width}
      height={size.height}
      preserveAspectRatio="none"
    >
      <path fill="currentColor" d={values.map((value, index) => bar(value, index)).join('')} />
    </svg>
  );

  function bar(value: number, index: number): string {
    if (!(value > 0)) return '';
    const height = Math.max(1.5, (value / most) * size.height);
    const [x, y] = [index * width, size.height - height].map((one) => one.toFixed(2));
    return `M${x} ${y}h${Math.max(0.6, width - 0.3).toFixed(2)}V${size.height}H${x}z`;
  }
}
