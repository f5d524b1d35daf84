import { valueText } from '../format/value';

interface Props {
  /** 0 to 1; more is drawn as 1. */
  readonly of: number | undefined;
  /** What it is a share of, for those who do not see the bar. */
  readonly label: string;
  /** Nothing is wrong with a large share. */
  readonly isPlain?: boolean;
}

/** A share as a number and a bar; it turns to a warning from 75 % on, and to an alarm from 90 %. */
export function Share({ of, label, isPlain = false }: Props) {
  if (of === undefined) return <>{valueText(of, 'ratio')}</>;
  const tone = isPlain ? '' : toneOf(of);
  return (
    <span class={`share${tone}`}>
      <span class="share-text">
        {valueText(of, 'ratio')}
        <span class="visually-hidden"> {label}</span>
      </span>
      <span class="share-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(1, Math.max(0, of)) * 100}%` }} />
      </span>
    </span>
  );
}

function toneOf(share: number): string {
  if (share >= 0.9) return ' share-bad';
  return share >= 0.75 ? ' share-warn' : '';
}
