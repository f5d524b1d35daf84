/** The part of a stream that a screen writes to. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Screen {
  readonly width: number;
  /** Shows the lines in place of the last ones; below them where that is not possible. */
  show(lines: readonly string[]): void;
}

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const CLEAR_ALL = '\u001b[2J';
const DEFAULT_WIDTH = 100;
/** Where lines cannot be replaced, only every so many calls of `show` write any. */
const PLAIN_EVERY = 10;

export function createScreen(terminal: Terminal): Screen {
  const width = terminal.columns ?? DEFAULT_WIDTH;
  let shown = 0;

  if (!terminal.isTTY) {
    return {
      width,
      show(lines) {
        if (shown % PLAIN_EVERY === 0) terminal.write(`${lines.join('\n')}\n\n`);
        shown += 1;
      },
    };
  }

  return {
    width,
    show(lines) {
      const start = shown === 0 ? CLEAR_ALL + HOME : HOME;
      const text = lines.map((line) => `${line}${CLEAR_LINE}\n`).join('');
      terminal.write(start + text + CLEAR_BELOW);
      shown += 1;
    },
  };
}
