import { readFigures } from './figures';
import type { Query } from './query';
import { createScreen, type Terminal } from './screen';
import { tableLines } from './table';

const REFRESH_MS = 1_000;
const RANGE_MS = 60_000;

export interface LiveTableOptions {
  readonly query: Query;
  readonly title: string;
  readonly terminal: Terminal;
}

/** Shows the figures of the last minute, again every second. */
export function startLiveTable(options: LiveTableOptions): { stop(): Promise<void> } {
  const { query, title, terminal } = options;
  const screen = createScreen(terminal);
  let drawing: Promise<void> | undefined;

  const draw = async () => {
    try {
      const figures = await readFigures(query, { from: Date.now() - RANGE_MS });
      screen.show([title, '', ...tableLines(figures, screen.width)]);
    } catch (error) {
      screen.show([title, '', error instanceof Error ? error.message : String(error)]);
    } finally {
      drawing = undefined;
    }
  };
  const timer = setInterval(() => {
    drawing ??= draw();
  }, REFRESH_MS);

  return {
    async stop() {
      clearInterval(timer);
      await drawing;
    },
  };
}
