import { useEffect, useState } from 'preact/hooks';
import { copyText } from '../data/copy-text';
import './copy-button.css';

interface Props {
  /** What it says: `Copy link`. */
  readonly label: string;
  readonly textOf: () => string;
}

const saidForMs = 2_500;

/** Puts something on the clipboard, and says so. */
export function CopyButton({ label, textOf }: Props) {
  const [said, say] = useState('');
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => say(''), saidForMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () =>
    say((await copyText(textOf())) ? 'Copied' : 'The browser does not let it be copied');
  return (
    <span class="copy">
      <button type="button" onClick={copy}>
        {label}
      </button>
      <span role="status">{said}</span>
    </span>
  );
}
